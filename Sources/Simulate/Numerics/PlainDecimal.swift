extension Double {
  /// Reads a plain decimal: an optional sign, digits with an optional point, an optional exponent; finite, and nothing
  /// else.
  ///
  /// Swift's own reading also takes hexadecimal numbers and infinities, and ends at a NUL: none of these is what
  /// people mean by a number in a file or an option.
  package init?(plainDecimal text: some StringProtocol) {
    var text = String(text)
    guard let value = text.withUTF8({ Double(plainDecimal: $0) }) else { return nil }
    self = value
  }

  /// Reads a plain decimal from its bytes.
  package init?(plainDecimal bytes: UnsafeBufferPointer<UInt8>) {
    if let value = Double.fewDigits(bytes) {
      self = value
      return
    }
    guard PlainDecimal(bytes).isWhole, let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite
    else { return nil }
    self = value
  }

  /// Returns a number of at most 15 digits with an optional point: its digits and its power of ten are both exact as
  /// doubles, so one division rounds it correctly (Clinger 1990).
  private static func fewDigits(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    guard bytes.count <= 16 else { return nil }
    var digits = 0
    var count = 0
    var decimals = 0
    var seenPoint = false
    for byte in bytes {
      if byte >= 0x30, byte <= 0x39 {
        digits = digits * 10 + Int(byte - 0x30)
        count += 1
        if seenPoint { decimals += 1 }
      } else if byte == 0x2E, !seenPoint {
        seenPoint = true
      } else {
        return nil
      }
    }
    guard count > 0, count <= 15 else { return nil }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    return Double(digits) / scale
  }
}

/// Holds the parts of a plain decimal.
struct PlainDecimal {
  /// Tells whether all of the text is a plain decimal.
  let isWhole: Bool
  /// Tells whether it is also a number of JSON (RFC 8259): no `+`, no zero before other digits, digits on both sides of
  /// a point.
  let isJSON: Bool

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    var rest = bytes[...]
    func takeDigits() -> Int {
      let count = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
      rest = rest.dropFirst(count)
      return count
    }
    let sign = rest.first
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let leadsWithZero = rest.first == UInt8(ascii: "0")
    let whole = takeDigits()
    var decimals: Int?
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      decimals = takeDigits()
    }
    var exponent: Int?
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
      exponent = takeDigits()
    }
    isWhole = rest.isEmpty && whole + (decimals ?? 0) > 0 && exponent != 0
    isJSON =
      isWhole && sign != UInt8(ascii: "+") && whole > 0 && decimals != 0 && (whole == 1 || !leadsWithZero)
  }
}
