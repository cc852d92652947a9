extension Philox {
  /// Draws a sample of fixed size in which every position has exactly the chance given.
  ///
  /// Systematic sampling from a random order (Madow 1949; Hartley and Rao 1962): the positions are put in random order,
  /// each as an interval as long as its chance, end to end, and points one apart from a random start pick them. The
  /// random order gives every pair of positions a joint chance close to what independent draws of this size would, on
  /// which estimates of variance rest; in a fixed order most pairs would never be drawn together.
  ///
  /// - Parameter chances: from 0 to 1, adding up to a whole number.
  /// - Returns: that many positions, ascending.
  /// - Complexity: O(n).
  package mutating func systematicSample(chances: [Double]) -> [Int] {
    let certain = chances.indices.filter { chances[$0] >= 1 }
    let order = shuffled(chances.indices.filter { chances[$0] > 0 && chances[$0] < 1 })
    let count = Int(order.reduce(0) { $0 + chances[$1] }.rounded())
    guard count > 0 else { return certain }
    var drawn: [Int] = []
    var point = unit()
    var end = 0.0
    for (step, position) in order.enumerated() where drawn.count < count {
      end += chances[position]
      // Rounding in the sum must not cost the last draw.
      let isNeeded = order.count - step == count - drawn.count
      guard point < end || isNeeded else { continue }
      drawn.append(position)
      point += 1
    }
    return (certain + drawn).sorted()
  }
}
