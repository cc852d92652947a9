import Foundation

/// The rows of a CSV or TSV file whose first line names the columns, one at a time: every row has as many fields as the
/// header, and no two columns have the same name.
struct HeaderedRecords {
  /// The header's names.
  let header: [String]
  private let source: ByteSource
  private var records: DelimitedRecords

  /// What messages call the file.
  var name: String { records.name }
  /// The line on which the current row begins, from 1; the header's before the first.
  var line: Int { records.line }

  /// Opens a file and reads its header; `-` is standard input.
  ///
  /// - Parameter need: what must be among the columns, for the message of an empty file.
  init(path: String, need: String) throws(SimulateError) {
    try self.init(source: try ByteSource(path: path), need: need)
  }

  /// Reads the header of an open file.
  init(source: ByteSource, need: String) throws(SimulateError) {
    self.source = source
    records = DelimitedRecords(source: source, delimiter: UInt8(ascii: ","))
    do throws(SimulateError) {
      guard try records.advance() else {
        throw .malformedInput(
          file: source.name, line: nil, message: "the file is empty; the first line names the columns, \(need)")
      }
      if records.fields.count == 1, records.text(0).contains("\t") { records.adopt(delimiter: UInt8(ascii: "\t")) }
      let header = records.fields.indices.map { [records] in records.text($0).trimmingSpaces() }
      var places: [String: Int] = [:]
      for (column, name) in header.enumerated() {
        if let earlier = places.updateValue(column, forKey: name.lowercased()) {
          throw .malformedInput(
            file: source.name, line: records.line,
            message: "columns \(earlier + 1) and \(column + 1) are both named \"\(name)\"; names must differ")
        }
      }
      self.header = header
    } catch {
      source.finish()
      throw error
    }
  }

  /// Goes to the next row; false at the end of the file.
  mutating func advance() throws(SimulateError) -> Bool {
    guard try records.advance() else { return false }
    guard records.fields.count == header.count else {
      throw .malformedInput(
        file: name, line: line,
        message:
          "this row has \(plural(records.fields.count, "field")) and the header \(header.count); give every row as "
          + "many fields as the header")
    }
    return true
  }

  /// A field of the current row, without spaces around it.
  func text(_ column: Int) -> String { records.text(column).trimmingSpaces() }

  /// A field of the current row as a score from 0 to 1, or as a number that is not a score.
  ///
  /// - Parameter percent: whether it is one from 0 to 100.
  func score(_ column: Int, percent: Bool = false) -> ScoreText {
    let range = records.fields[column]
    return records.withBytes { ScoreText(UnsafeBufferPointer(rebasing: $0[range]), percent: percent) }
  }

  /// Closes the file; call it once.
  func finish() { source.finish() }
}

/// A small CSV or TSV file as text, with a line number for each row.
package struct TextColumns: Sendable {
  /// What messages call the file.
  package let file: String
  /// The header's names, lowercase.
  package let columns: [String]
  /// The rows in the file's order.
  package let rows: [(line: Int, values: [String])]

  /// Reads a file; `-` is standard input.
  ///
  /// - Parameter need: what must be among the columns, for the message of an empty file.
  package static func read(path: String, need: String) throws(SimulateError) -> TextColumns {
    try read(try HeaderedRecords(path: path, need: need))
  }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - name: what messages call it.
  ///   - need: what must be among the columns, for the message of an empty text.
  package static func read(text: String, name: String, need: String) throws(SimulateError) -> TextColumns {
    try read(try HeaderedRecords(source: ByteSource(name: name, data: Data(text.utf8)), need: need))
  }

  private static func read(_ records: consuming HeaderedRecords) throws(SimulateError) -> TextColumns {
    defer { records.finish() }
    var rows: [(line: Int, values: [String])] = []
    while try records.advance() { rows.append((records.line, records.header.indices.map { records.text($0) })) }
    return TextColumns(file: records.name, columns: records.header.map { $0.lowercased() }, rows: rows)
  }
}
