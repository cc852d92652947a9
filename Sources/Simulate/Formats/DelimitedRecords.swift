import Foundation

/// The records of a CSV or TSV file, one at a time, after RFC 4180: quoted fields may hold the delimiter, line breaks
/// and doubled quotes; lines end in LF, CR LF or CR, also mixed; a UTF-8 byte-order mark and blank lines are ignored.
///
/// Memory is one chunk, or the longest record if that is longer, up to ``ReadingLimits/line``.
struct DelimitedRecords {
  /// What messages call the file.
  var name: String { window.source.name }
  /// The line on which the current record begins, from 1.
  private(set) var line = 0

  private var delimiter: UInt8
  private var window: ReadWindow
  private var nextLine = 1
  private var atStart = true
  /// The current record's fields: ranges of `bytes`. Those that are kept as ``bits`` are left out.
  private(set) var fields: [Range<Int>] = []
  /// Columns whose fields are 0 or 1 alone in most records; a record of which all of them are has them as ``bits``.
  var bitColumns: Range<Int>? { didSet { bits = PackedDigits(count: bitColumns?.count ?? 0) } }
  /// The fields of ``bitColumns``, if the record has ``hasBits``.
  private(set) var bits = PackedDigits(count: 0)
  /// Whether the current record's fields of ``bitColumns`` are kept as bits.
  private(set) var hasBits = false
  /// The bytes that `fields` point into: the buffer itself, or the unquoted copy of a record with quotes.
  private var unquoted: [UInt8] = []
  private var usesUnquoted = false

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// The number of the current record's fields, those kept as bits among them.
  var fieldCount: Int { fields.count + (hasBits ? bits.count : 0) }

  /// Returns the column that a field of ``fields`` is in.
  func column(ofField field: Int) -> Int {
    guard hasBits, let bitColumns, field >= bitColumns.lowerBound else { return field }
    return field + bitColumns.count
  }

  /// Starts reading.
  ///
  /// - Parameter chunk: the size of one read; small ones are for tests.
  init(source: ByteSource, delimiter: UInt8, chunk: Int = 1 << 20) {
    self.delimiter = delimiter
    window = ReadWindow(source: source, size: max(chunk, 16))
  }

  /// Calls `body` with the current record's bytes; `fields` are ranges of them.
  func withBytes<Value, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try (usesUnquoted ? unquoted : window.bytes).withUnsafeBufferPointer { bytes in
      Result { () throws(Failure) in try body(bytes) }
    }.get()
  }

  /// A field of the current record as text; bytes that are not UTF-8 are replaced.
  func text(_ field: Int) -> String {
    let range = fields[field]
    return String(decoding: (usesUnquoted ? unquoted : window.bytes)[range], as: UTF8.self)
  }

  /// Goes to the next record; false at the end of the file.
  mutating func advance() throws(SimulateError) -> Bool {
    while true {
      guard let lineEnd = try findLineEnd() else { return false }
      line = nextLine
      let start = window.position
      let contentEnd = lineEnd.lowerBound
      let hasQuote = window.bytes.withUnsafeBufferPointer { bytes in
        memchr(bytes.baseAddress! + start, Int32(Self.quote), contentEnd - start) != nil
      }
      if hasQuote {
        try readQuoted()
      } else {
        window.position = lineEnd.upperBound
        nextLine += 1
        splitPlain(start..<contentEnd)
      }
      if fieldCount == 1, !hasBits, fields[0].isEmpty { continue }
      return true
    }
  }

  /// The next line end, empty at the file's end if the last line has none; nil after the last line.
  private mutating func findLineEnd() throws(SimulateError) -> Range<Int>? {
    var searched = window.position
    while true {
      if let found = window.lineEnd(from: searched) { return found }
      if window.isExhausted { return window.position < window.end ? window.end..<window.end : nil }
      let scanned = window.end - window.position
      try checkLength(scanned)
      try fill()
      // A carriage return at the end was not yet known to be a line end.
      searched = max(window.position, window.position + scanned - 1)
    }
  }

  private func checkLength(_ count: Int) throws(SimulateError) {
    guard count <= ReadingLimits.line else {
      throw .malformedInput(
        file: name, line: nextLine,
        message: "this record is longer than \(ReadingLimits.line >> 20) MB; end each row's line")
    }
  }

  /// Reads more, and ignores a byte-order mark at the file's beginning.
  private mutating func fill() throws(SimulateError) {
    try window.fill()
    if atStart, window.end >= 3 || window.isExhausted {
      atStart = false
      if window.end >= 3, window.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { window.position = 3 }
    }
  }

  /// Takes another delimiter from here on, the current record included, which must be one field.
  mutating func adopt(delimiter: UInt8) {
    self.delimiter = delimiter
    split(fields[0])
  }

  private mutating func splitPlain(_ range: Range<Int>) {
    usesUnquoted = false
    split(range)
  }

  private mutating func split(_ range: Range<Int>) {
    var (fields, bits, hasBits) = (self.fields, self.bits, false)
    (self.fields, self.bits) = ([], PackedDigits(count: 0))
    fields.removeAll(keepingCapacity: true)
    defer { (self.fields, self.bits, self.hasBits) = (fields, bits, hasBits) }
    let (delimiter, firstBit) = (delimiter, bitColumns?.lowerBound)
    (usesUnquoted ? unquoted : window.bytes).withUnsafeBufferPointer { bytes in
      var start = range.lowerBound
      while true {
        if fields.count == firstBit, !hasBits, let end = bits.pack(bytes, start..<range.upperBound, delimiter) {
          hasBits = true
          if end == range.upperBound { return }
          start = end + 1
        }
        var index = start
        while index < range.upperBound, bytes[index] != delimiter { index += 1 }
        fields.append(start..<index)
        if index == range.upperBound { return }
        start = index + 1
      }
    }
  }

  /// Reads a record with quotes in it, which may go on over several lines.
  private mutating func readQuoted() throws(SimulateError) {
    (usesUnquoted, hasBits) = (true, false)
    unquoted.removeAll(keepingCapacity: true)
    fields.removeAll(keepingCapacity: true)
    // Whether the bytes since the last delimiter are in `bits`.
    var afterBits = false
    var fieldStart = 0
    var inQuotes = false
    var afterQuotes = false
    var atFieldStart = true
    while true {
      if atFieldStart, fields.count == bitColumns?.lowerBound, !hasBits, takeBits() {
        (afterBits, hasBits) = (true, true)
      }
      guard let byte = try nextByte() else {
        if inQuotes {
          throw .malformedInput(
            file: name, line: line, message: "a quoted field begins here and never ends; close it with \"")
        }
        break
      }
      if inQuotes {
        if byte == Self.quote {
          inQuotes = false
          afterQuotes = true
        } else {
          if byte == Self.lineFeed { nextLine += 1 }
          unquoted.append(byte)
        }
      } else if byte == Self.quote, afterQuotes {
        unquoted.append(Self.quote)
        inQuotes = true
        afterQuotes = false
      } else if byte == Self.quote, atFieldStart {
        inQuotes = true
        atFieldStart = false
      } else if byte == delimiter {
        if !afterBits { fields.append(fieldStart..<unquoted.count) }
        afterBits = false
        fieldStart = unquoted.count
        atFieldStart = true
        afterQuotes = false
      } else if byte == Self.lineFeed {
        break
      } else if byte == Self.carriageReturn {
        // A line feed after it belongs to the same line end.
        if let next = try nextByte(), next != Self.lineFeed { window.position -= 1 }
        break
      } else if afterQuotes {
        throw .malformedInput(
          file: name, line: nextLine,
          message: "column \(fieldCount + 1): text follows a closing quote; double a quote that is part of the field")
      } else {
        unquoted.append(byte)
        atFieldStart = false
      }
    }
    if !afterBits { fields.append(fieldStart..<unquoted.count) }
    nextLine += 1
  }

  /// Takes the fields of ``bitColumns`` as bits if all of them begin here and have been read.
  private mutating func takeBits() -> Bool {
    let rest = window.position..<window.end
    guard let end = window.bytes.withUnsafeBufferPointer({ bits.pack($0, rest, delimiter) }), end < window.end else {
      return false
    }
    window.position = end
    return true
  }

  private mutating func nextByte() throws(SimulateError) -> UInt8? {
    while window.position == window.end {
      if window.isExhausted { return nil }
      try checkLength(unquoted.count)
      try fill()
    }
    defer { window.position += 1 }
    return window.bytes[window.position]
  }
}
