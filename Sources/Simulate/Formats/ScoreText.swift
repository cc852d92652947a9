import Foundation

/// A score as written in a text file.
enum ScoreText: Equatable {
  /// A score from 0 to 1.
  case score(Double)
  /// An empty cell, `NA`, `NaN` or `null`.
  case missing
  /// A number that is no score.
  case outOfRange(Double)
  /// Not a number.
  case other

  /// Reads a cell: `0`, `1`, `true`, `false`, a number from 0 to 1, or with `percent` one from 0 to 100.
  init(_ bytes: UnsafeBufferPointer<UInt8>, percent: Bool) {
    var slice = bytes[...]
    while let first = slice.first, first == 0x20 || first == 0x09 { slice.removeFirst() }
    while let last = slice.last, last == 0x20 || last == 0x09 { slice.removeLast() }
    let trimmed = UnsafeBufferPointer(rebasing: slice)
    if trimmed.isEmpty {
      self = .missing
      return
    }
    if let number = ScoreText.plainDecimal(trimmed) {
      self = ScoreText.inRange(number, percent: percent)
      return
    }
    let text = String(decoding: trimmed, as: UTF8.self)
    switch text.lowercased() {
    case "true": self = .score(1)
    case "false": self = .score(0)
    case "na", "n/a", "nan", "null", "none": self = .missing
    default:
      // Swift reads hexadecimal and infinities too; neither is a score.
      if let number = Double(text), !text.contains(where: { "xXpP".contains($0) }) {
        self = ScoreText.inRange(number, percent: percent)
      } else {
        self = .other
      }
    }
  }

  private static func inRange(_ number: Double, percent: Bool) -> ScoreText {
    let score = percent ? number / 100 : number
    return score >= 0 && score <= 1 ? .score(score) : .outOfRange(number)
  }

  /// A number of at most 15 digits with an optional point: its digits and its power of ten are both exact as doubles,
  /// so that one division rounds it correctly (Clinger 1990).
  private static func plainDecimal(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
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
