/// The wide form of an item matrix: a text file (fields separated by commas, tabs or semicolons) with a row per item
/// and a column per model, or the other way round, plus label columns.
///
/// The file is read once in chunks; memory is proportional to the matrix (one bit per score if all are 0 or 1).
package enum WideTable {
  /// Reads a file; `-` is standard input.
  ///
  /// - Throws: ``SimulateError`` naming the file, line and column of the first fault.
  package static func read(path: String, options: MatrixReadingOptions = .init()) throws(SimulateError) -> MatrixReading
  {
    try read(path: path, options: options, chunk: 1 << 20)
  }

  static func read(path: String, options: MatrixReadingOptions, chunk: Int) throws(SimulateError) -> MatrixReading {
    let source = try ByteSource(path: path)
    defer { source.finish() }
    return try read(source, options: options, chunk: chunk)
  }

  /// Reads an open file from its beginning.
  static func read(
    _ source: ByteSource, options: MatrixReadingOptions, chunk: Int = 1 << 20
  ) throws(SimulateError) -> MatrixReading {
    var records = DelimitedRecords(
      source: source, delimiter: UInt8(ascii: ","), chunk: chunk)
    guard try records.advance() else {
      throw .malformedInput(
        file: records.name, line: nil, message: "the file is empty; the first line names the columns")
    }
    if records.fields.count == 1 {
      let header = records.text(0)
      for separator in ["\t", ";"] where header.contains(separator) {
        records.adopt(delimiter: separator.utf8.first!)  // The literals above are one byte each.
        break
      }
    }
    let columns = try WideTableColumns(records: records, options: options)
    var builder = WideTableBuilder(columns: columns, options: options, file: records.name)
    // Rows of bits are kept as such, until a score is another number.
    if !options.percent { records.bitColumns = columns.scoreColumns }
    while try records.advance() {
      try builder.add(records)
      if builder.isGraded { records.bitColumns = nil }
    }
    return try builder.finish()
  }
}

extension WideTable: MatrixFormat {
  static let help = "wide CSV and TSV (a row per item and a column per model, or the other way round)"
  static let tableEndings = ["csv", "tsv"]

  static func recognises(_ start: FileStart, options: MatrixReadingOptions) -> Bool {
    start.mark != "[" && start.mark != "{" && !start.isArchive
  }

  static func read(
    _ source: ByteSource, path: String, options: MatrixReadingOptions
  ) throws(SimulateError) -> MatrixReading { try read(source, options: options) }
}

extension String {
  /// The text without spaces and tabs at its ends.
  func trimmingSpaces() -> String {
    var slice = self[...]
    while let first = slice.first, first == " " || first == "\t" { slice.removeFirst() }
    while let last = slice.last, last == " " || last == "\t" { slice.removeLast() }
    return String(slice)
  }
}
