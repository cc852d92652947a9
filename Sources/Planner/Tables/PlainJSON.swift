import Foundation

/// Reads JSON as this program writes it: members in a known order, plain decimals, and ASCII without escapes.
///
/// Whatever is read or skipped is checked. Anything else is unusual, which is no fault: a reader of all JSON then reads
/// it, or says what is wrong.
struct PlainJSON {
  /// Says that a text is not as this program writes it.
  struct Unusual: Error {}

  private var next: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>
  /// Whether the next member is the first of its object.
  private var isFirst = true

  /// Reads all of a text by `body`; returns nil if anything is unusual.
  static func read<Value>(_ data: Data, _ body: (inout PlainJSON) throws(Unusual) -> Value) -> Value? {
    data.withUnsafeBytes { raw -> Value? in
      let bytes = raw.bindMemory(to: UInt8.self)
      guard let start = bytes.baseAddress else { return nil }
      var json = PlainJSON(start, end: start + bytes.count)
      guard let value = try? body(&json), json.peek() == nil else { return nil }
      return value
    }
  }

  private init(_ start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) {
    next = start
    self.end = end
  }

  // MARK: Objects and arrays

  /// Reads an object: `body` reads its members, all of them and in their order.
  mutating func object<Value>(_ body: (inout PlainJSON) throws(Unusual) -> Value) throws(Unusual) -> Value {
    try expect(UInt8(ascii: "{"))
    isFirst = true
    let value = try body(&self)
    try expect(UInt8(ascii: "}"))
    isFirst = false
    return value
  }

  /// Goes to the value of the next member, which has this name.
  mutating func member(_ name: StaticString) throws(Unusual) {
    if !isFirst { try expect(UInt8(ascii: ",")) }
    isFirst = false
    try expect(UInt8(ascii: "\""))
    let length = name.utf8CodeUnitCount
    guard end - next > length, memcmp(next, name.utf8Start, length) == 0, next[length] == UInt8(ascii: "\"") else {
      throw Unusual()
    }
    next += length + 1
    try expect(UInt8(ascii: ":"))
  }

  /// Reads an array by its elements.
  ///
  /// - Parameter count: how many to make room for, if there is any.
  mutating func array<Element>(
    expecting count: Int = 0, _ element: (inout PlainJSON) throws(Unusual) -> Element
  ) throws(Unusual) -> [Element] {
    var elements: [Element] = []
    try expect(UInt8(ascii: "["))
    if peek() != UInt8(ascii: "]") {
      elements.reserveCapacity(count)
      while true {
        elements.append(try element(&self))
        guard peek() == UInt8(ascii: ",") else { break }
        next += 1
      }
    }
    try expect(UInt8(ascii: "]"))
    return elements
  }

  /// Reads an object of numbers with any names.
  mutating func numbersByName() throws(Unusual) -> [String: Double] {
    var numbers: [String: Double] = [:]
    try expect(UInt8(ascii: "{"))
    repeat {
      if !numbers.isEmpty { next += 1 }
      let name = try string()
      try expect(UInt8(ascii: ":"))
      guard numbers.updateValue(try double(), forKey: name) == nil else { throw Unusual() }
    } while peek() == UInt8(ascii: ",")
    try expect(UInt8(ascii: "}"))
    return numbers
  }

  // MARK: Values

  /// Reads a text.
  mutating func string() throws(Unusual) -> String {
    try expect(UInt8(ascii: "\""))
    let start = next
    while next < end, next.pointee != UInt8(ascii: "\"") {
      guard next.pointee >= 0x20, next.pointee < 0x7F, next.pointee != UInt8(ascii: "\\") else { throw Unusual() }
      next += 1
    }
    guard next < end else { throw Unusual() }
    let text = String(decoding: UnsafeBufferPointer(start: start, count: next - start), as: UTF8.self)
    next += 1
    return text
  }

  /// Reads a truth value.
  mutating func bool() throws(Unusual) -> Bool {
    if takes("true") { return true }
    guard takes("false") else { throw Unusual() }
    return false
  }

  /// Reads a whole number that is not negative.
  mutating func integer() throws(Unusual) -> Int {
    let decimal = try decimal()
    guard decimal.isWhole, !decimal.isNegative else { throw Unusual() }
    return decimal.digits
  }

  /// Reads a number.
  mutating func double() throws(Unusual) -> Double {
    let decimal = try decimal()
    // Both are exact as doubles, so that one division rounds correctly (Clinger 1990).
    let size = decimal.isWhole ? Double(decimal.digits) : Double(decimal.digits) / decimal.scale
    return decimal.isNegative ? -size : size
  }

  /// Reads a value, or null as nil.
  mutating func optional<Value>(
    _ value: (inout PlainJSON) throws(Unusual) -> Value
  ) throws(Unusual) -> Value? {
    takes("null") ? nil : try value(&self)
  }

  /// Skips a value. Objects inside arrays and objects are unusual.
  mutating func skip() throws(Unusual) {
    switch peek() {
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try bool()
    case UInt8(ascii: "n"): guard takes("null") else { throw Unusual() }
    case UInt8(ascii: "["):
      next += 1
      if peek() != UInt8(ascii: "]") {
        try skipScalar()
        while peek() == UInt8(ascii: ",") {
          next += 1
          try skipScalar()
        }
      }
      try expect(UInt8(ascii: "]"))
    default: _ = try decimal()
    }
  }

  private mutating func skipScalar() throws(Unusual) {
    guard peek() != UInt8(ascii: "[") else { throw Unusual() }
    try skip()
  }

  // MARK: Bytes

  /// A decimal of at most 15 digits.
  private struct Decimal {
    var isNegative = false
    var digits = 0
    /// What the digits are to be divided by, a power of ten of at most 22.
    var scale = 1.0
    /// Whether there is neither a point nor an exponent.
    var isWhole = true
  }

  private mutating func decimal() throws(Unusual) -> Decimal {
    skipSpace()
    var decimal = Decimal()
    var place = next
    if place < end, place.pointee == UInt8(ascii: "-") {
      decimal.isNegative = true
      place += 1
    }
    let start = place
    var digits = 0
    while place < end, case let digit = place.pointee &- 0x30, digit < 10, place - start <= 15 {
      digits = digits * 10 + Int(digit)
      place += 1
    }
    let whole = place - start
    // JSON has no zero before other digits.
    guard whole > 0, whole == 1 || start.pointee != 0x30 else { throw Unusual() }
    var decimals = 0
    if place < end, place.pointee == UInt8(ascii: ".") {
      place += 1
      let point = place
      while place < end, case let digit = place.pointee &- 0x30, digit < 10, place - point <= 15 - whole {
        digits = digits * 10 + Int(digit)
        decimal.scale *= 10
        place += 1
      }
      decimals = place - point
      guard decimals > 0 else { throw Unusual() }
    }
    guard whole + decimals <= 15 else { throw Unusual() }
    decimal.isWhole = decimals == 0
    // Small numbers are written such as 7.4e-05.
    if end - place > 3, place.pointee == UInt8(ascii: "e"), place[1] == UInt8(ascii: "-"),
      case let tens = place[2] &- 0x30, tens < 10, case let ones = place[3] &- 0x30, ones < 10
    {
      let exponent = Int(10 * tens + ones)
      guard decimals + exponent <= 22 else { throw Unusual() }
      for _ in 0..<exponent { decimal.scale *= 10 }
      decimal.isWhole = false
      place += 4
    }
    // What follows ends the number.
    guard place < end else { throw Unusual() }
    switch place.pointee {
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x0A, 0x0D, 0x09: break
    default: throw Unusual()
    }
    decimal.digits = digits
    next = place
    return decimal
  }

  private mutating func takes(_ word: StaticString) -> Bool {
    skipSpace()
    let length = word.utf8CodeUnitCount
    guard end - next > length, memcmp(next, word.utf8Start, length) == 0 else { return false }
    next += length
    return true
  }

  private mutating func skipSpace() {
    while next < end, next.pointee <= 0x20 {
      guard next.pointee == 0x20 || next.pointee == 0x0A || next.pointee == 0x0D || next.pointee == 0x09 else { return }
      next += 1
    }
  }

  private mutating func peek() -> UInt8? {
    skipSpace()
    return next < end ? next.pointee : nil
  }

  private mutating func expect(_ byte: UInt8) throws(Unusual) {
    guard peek() == byte else { throw Unusual() }
    next += 1
  }
}
