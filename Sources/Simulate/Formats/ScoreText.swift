/// A score as written in a text file.
enum ScoreText: Equatable {
  /// A score from 0 to 1.
  case score(Double)
  /// Repeated answers, `c/n`: the share that is right, of how many.
  case samples(Double, count: Int)
  /// An empty cell, `NA`, `NaN` or `null`.
  case missing
  /// A number that is not a score.
  case outOfRange(Double)
  /// Not a number.
  case other

  /// Reads a cell: `0`, `1`, `true`, `false`, a number from 0 to 1, or with `percent` one from 0 to 100, or
  /// `c/n`: c right answers of n.
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
    if let samples = ScoreText.samples(trimmed) {
      self = samples
      return
    }
    switch String(decoding: trimmed, as: UTF8.self).lowercased() {
    case "true": self = .score(1)
    case "false": self = .score(0)
    case "na", "n/a", "nan", "null", "none": self = .missing
    default: self = .other
    }
  }

  private static func samples(_ cell: UnsafeBufferPointer<UInt8>) -> ScoreText? {
    guard let slash = cell.firstIndex(of: UInt8(ascii: "/")) else { return nil }
    func count(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
      guard !digits.isEmpty, digits.count <= 7, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      return digits.reduce(0) { 10 * $0 + Int($1 - 0x30) }
    }
    guard let right = count(cell[..<slash]), let all = count(cell[(slash + 1)...]), all >= 1, right <= all,
      all <= RepeatedSamples.largestCount
    else { return nil }
    return .samples(Double(right) / Double(all), count: all)
  }

  private static func inRange(_ number: Double, percent: Bool) -> ScoreText {
    let score = percent ? number / 100 : number
    return score >= 0 && score <= 1 ? .score(score) : .outOfRange(number)
  }
}
