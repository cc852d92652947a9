extension Philox {
  /// Returns a position drawn with a probability proportional to its weight, or nil if all weights are 0.
  ///
  /// - Parameter weights: from 0.
  mutating func weighted(_ weights: [Float]) -> Int? {
    let total = weights.reduce(0.0) { $0 + Double($1) }
    guard total > 0 else { return nil }
    var rest = unit() * total
    var last: Int?
    for (position, weight) in weights.enumerated() where weight > 0 {
      last = position
      if rest < Double(weight) { return position }
      rest -= Double(weight)
    }
    return last
  }
}
