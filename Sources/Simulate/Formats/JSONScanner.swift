import Foundation

/// Reads JSON (RFC 8259) member by member, and skips what nobody asks for at the speed of memory: logs hold prompts and
/// answers of megabytes around each score.
///
/// What is skipped is checked only for its brackets and quotes. Nesting is limited to ``deepest``.
struct JSONScanner {
  /// What is wrong, and where.
  struct Fault: Error {
    let position: Int
    let message: String
  }

  /// A value that is not an object or an array.
  enum Scalar: Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    /// An object or an array, skipped.
    case compound
  }

  /// The deepest nesting.
  static let deepest = 512

  private let bytes: UnsafeBufferPointer<UInt8>
  /// Where the next byte is.
  private(set) var position: Int
  private var depth = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  private func fault(_ message: String) -> Fault { Fault(position: position, message: message) }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  /// The first byte of the next value; nil at the end.
  mutating func peek() -> UInt8? {
    skipSpace()
    return position < bytes.count ? bytes[position] : nil
  }

  /// Whether nothing but space is left.
  mutating func isAtEnd() -> Bool { peek() == nil }

  private mutating func expect(_ byte: UInt8, _ what: String) throws(Fault) {
    guard peek() == byte else { throw fault("\(what) is missing") }
    position += 1
  }

  /// Reads an object: `member` is called with each key, and reads or skips its value. A repeated key is a fault: which
  /// of its values counts, no two programs agree on.
  mutating func object(_ member: (inout JSONScanner, String) throws(Fault) -> Void) throws(Fault) {
    try expect(UInt8(ascii: "{"), "{")
    try descend()
    if peek() == UInt8(ascii: "}") {
      position += 1
    } else {
      var keys: Set<String> = []
      while true {
        let key = try string()
        guard keys.insert(key).inserted else { throw fault("the key \"\(key.prefix(40))\" is repeated") }
        try expect(UInt8(ascii: ":"), ":")
        try member(&self, key)
        if peek() == UInt8(ascii: ",") {
          position += 1
          skipSpace()
        } else {
          break
        }
      }
      try expect(UInt8(ascii: "}"), "}")
    }
    depth -= 1
  }

  /// Reads an array: `element` is called for each, and reads or skips it.
  mutating func array(_ element: (inout JSONScanner) throws(Fault) -> Void) throws(Fault) {
    try expect(UInt8(ascii: "["), "[")
    try descend()
    if peek() == UInt8(ascii: "]") {
      position += 1
    } else {
      while true {
        try element(&self)
        guard peek() == UInt8(ascii: ",") else { break }
        position += 1
      }
      try expect(UInt8(ascii: "]"), "]")
    }
    depth -= 1
  }

  private mutating func descend() throws(Fault) {
    depth += 1
    guard depth <= JSONScanner.deepest else { throw fault("nested more than \(JSONScanner.deepest) deep") }
  }

  /// Reads a value that is not an object or an array, or skips one that is.
  mutating func scalar() throws(Fault) -> Scalar {
    guard let first = peek() else { throw fault("a value is missing") }
    switch first {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      try skip()
      return .compound
    default:
      let start = position
      while position < bytes.count, !",]} \t\r\n".utf8.contains(bytes[position]) { position += 1 }
      let text = String(decoding: bytes[start..<position], as: UTF8.self)
      switch text {
      case "null", "NaN": return .null
      case "true": return .bool(true)
      case "false": return .bool(false)
      default:
        let literal = UnsafeBufferPointer(rebasing: bytes[start..<position])
        guard PlainDecimal(literal).isJSON, let number = Double(plainDecimal: literal) else {
          position = start
          throw fault("\"\(text.prefix(20))\" is not a value")
        }
        return .number(number)
      }
    }
  }

  /// Skips a value.
  mutating func skip() throws(Fault) {
    var open = 0
    repeat {
      guard let byte = peek() else { throw fault("the text ends within a value") }
      switch byte {
      case UInt8(ascii: "\""): try skipString()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        open += 1
        guard depth + open <= JSONScanner.deepest else { throw fault("nested more than \(JSONScanner.deepest) deep") }
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard open > 0 else { throw fault("a value is missing") }
        open -= 1
        position += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        guard open > 0 else { throw fault("a value is missing") }
        position += 1
      default:
        let start = position
        while position < bytes.count, !",:]}{[\" \t\r\n".utf8.contains(bytes[position]) { position += 1 }
        guard position > start else { throw fault("a value is missing") }
      }
    } while open > 0
  }

  /// Skips a string: to the next quote that an even number of backslashes precedes.
  private mutating func skipString() throws(Fault) {
    let start = position
    var from = start + 1
    guard let base = bytes.baseAddress else { throw fault("a string is missing") }
    while from < bytes.count, let found = memchr(base + from, 0x22, bytes.count - from) {
      let quote = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
      var backslashes = 0
      while quote - 1 - backslashes > start, bytes[quote - 1 - backslashes] == UInt8(ascii: "\\") { backslashes += 1 }
      if backslashes.isMultiple(of: 2) {
        position = quote + 1
        return
      }
      from = quote + 1
    }
    throw fault("a string begins here and never ends")
  }

  /// Reads a string; bytes that are not UTF-8 are replaced.
  mutating func string() throws(Fault) -> String {
    guard peek() == UInt8(ascii: "\"") else { throw fault("a string is missing") }
    let start = position
    try skipString()
    let content = bytes[(start + 1)..<(position - 1)]
    guard content.contains(UInt8(ascii: "\\")) else { return String(decoding: content, as: UTF8.self) }
    // Escapes are left to Foundation.
    let whole = Data(bytes[start..<position])
    guard let text = try? JSONSerialization.jsonObject(with: whole, options: .fragmentsAllowed) as? String else {
      position = start
      throw fault("a string has a bad escape")
    }
    return text
  }
}
