/// A score as written in a text file.
enum ScoreText: Equatable {
  /// A score from 0 to 1.
  case score(Double)
  /// An empty cell, `NA`, `NaN` or `null`.
  case missing
  /// A number that is not a score.
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
    if let number = Double(plainDecimal: trimmed) {
      self = ScoreText.inRange(number, percent: percent)
      return
    }
    switch String(decoding: trimmed, as: UTF8.self).lowercased() {
    case "true": self = .score(1)
    case "false": self = .score(0)
    case "na", "n/a", "nan", "null", "none": self = .missing
    default: self = .other
    }
  }

  private static func inRange(_ number: Double, percent: Bool) -> ScoreText {
    let score = percent ? number / 100 : number
    return score >= 0 && score <= 1 ? .score(score) : .outOfRange(number)
  }
}
