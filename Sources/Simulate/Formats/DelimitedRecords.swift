import Foundation

/// The records of a CSV or TSV file, one at a time, after RFC 4180: quoted fields may hold the delimiter, line breaks and
/// doubled quotes; lines end in LF, CRLF or CR LF mixed; a UTF-8 byte-order mark is passed over; blank lines are too.
///
/// Memory is one chunk, or the longest record where that is longer.
struct DelimitedRecords {
  /// What messages call the file.
  var name: String { window.source.name }
  /// The line on which the current record begins, from 1.
  private(set) var line = 0

  private var delimiter: UInt8
  private var window: ReadWindow
  private var nextLine = 1
  private var atStart = true
  /// The current record's fields: ranges of `bytes`.
  private(set) var fields: [Range<Int>] = []
  /// The bytes that `fields` point into: the buffer itself, or the unquoted copy of a record with quotes.
  private var unquoted: [UInt8] = []
  private var usesUnquoted = false

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

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
      var contentEnd = lineEnd
      if contentEnd > start, window.bytes[contentEnd - 1] == Self.carriageReturn { contentEnd -= 1 }
      let hasQuote = window.bytes.withUnsafeBufferPointer { bytes in
        memchr(bytes.baseAddress! + start, Int32(Self.quote), contentEnd - start) != nil
      }
      if hasQuote {
        try readQuoted()
      } else {
        window.position = min(lineEnd + 1, window.end)
        nextLine += 1
        splitPlain(start..<contentEnd)
      }
      if fields.count == 1, fields[0].isEmpty { continue }
      return true
    }
  }

  /// The position of the next line feed, or of the file's end where the last line has none; nil at the end.
  private mutating func findLineEnd() throws(SimulateError) -> Int? {
    var searched = window.position
    while true {
      if let found = window.lineFeed(from: searched) { return found }
      if window.isExhausted { return window.position < window.end ? window.end : nil }
      let scanned = window.end - window.position
      try fill()
      searched = window.position + scanned
    }
  }

  /// Reads more, and passes over a byte-order mark at the file's beginning.
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
    var fields = self.fields
    self.fields = []
    fields.removeAll(keepingCapacity: true)
    defer { self.fields = fields }
    let delimiter = delimiter
    (usesUnquoted ? unquoted : window.bytes).withUnsafeBufferPointer { bytes in
      var start = range.lowerBound
      var index = start
      while index < range.upperBound {
        if bytes[index] == delimiter {
          fields.append(start..<index)
          start = index + 1
        }
        index += 1
      }
      fields.append(start..<range.upperBound)
    }
  }

  /// Reads a record with quotes in it, which may go on over several lines.
  private mutating func readQuoted() throws(SimulateError) {
    usesUnquoted = true
    unquoted.removeAll(keepingCapacity: true)
    fields.removeAll(keepingCapacity: true)
    var fieldStart = 0
    var inQuotes = false
    var afterQuotes = false
    var atFieldStart = true
    while true {
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
        fields.append(fieldStart..<unquoted.count)
        fieldStart = unquoted.count
        atFieldStart = true
        afterQuotes = false
      } else if byte == Self.lineFeed {
        break
      } else if afterQuotes, byte != Self.carriageReturn {
        throw .malformedInput(
          file: name, line: nextLine,
          message: "column \(fields.count + 1): text follows a closing quote; double a quote that is part of the field")
      } else {
        unquoted.append(byte)
        atFieldStart = false
      }
    }
    if unquoted.count > fieldStart, unquoted.last == Self.carriageReturn { unquoted.removeLast() }
    fields.append(fieldStart..<unquoted.count)
    nextLine += 1
  }

  private mutating func nextByte() throws(SimulateError) -> UInt8? {
    while window.position == window.end {
      if window.isExhausted { return nil }
      try fill()
    }
    defer { window.position += 1 }
    return window.bytes[window.position]
  }
}
