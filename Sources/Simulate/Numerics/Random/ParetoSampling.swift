import Foundation

/// Draws nested samples with unequal chances: a random order whose first k positions are, for every k, a sample in
/// which those of larger size are likelier.
///
/// Pareto sampling (Rosén 1997, "On sampling with probability proportional to size"): positions in ascending order of
/// u(1 − λ)/((1 − u)λ), u being uniform. Here λ/(1 − λ) is the size of a position, whatever k is; that is what makes
/// the samples nested. The first k are then a Pareto sample with target chances whose odds are proportional to the
/// sizes and which add up to k; the true chances differ from these by little (Rosén 2000), less as k(1 − k/n) grows.
package struct ParetoOrder: Sendable {
  /// The odds of a position relative to the others', above 0.
  package let sizes: [Double]

  /// Describes an order of as many positions as sizes.
  package init(sizes: [Double]) {
    precondition(sizes.allSatisfy { $0 > 0 && $0.isFinite })
    self.sizes = sizes
  }

  /// Draws an order of all positions.
  ///
  /// - Complexity: O(n log n).
  package func draw(using generator: inout Philox) -> [Int] {
    let keys = sizes.map { size in
      let uniform = generator.unit()
      return uniform / ((1 - uniform) * size)
    }
    return sizes.indices.sorted { keys[$0] != keys[$1] ? keys[$0] < keys[$1] : $0 < $1 }
  }

  /// Returns the target chances that a position is among the first `count`: with odds proportional to the sizes, and
  /// adding up to `count`.
  ///
  /// - Parameter count: from 1 to the number of positions.
  /// - Complexity: O(n) for each of about ten steps.
  package func chances(first count: Int) -> [Double] {
    precondition(count >= 1 && count <= sizes.count)
    guard count < sizes.count else { return [Double](repeating: 1, count: sizes.count) }
    let goal = Double(count)
    // The sum rises in the logarithm of the common factor, between these limits.
    let mean = log(goal / (Double(sizes.count) - goal))
    var low = mean - log(sizes.max() ?? 1)
    var high = mean - log(sizes.min() ?? 1)
    var middle = (low + high) / 2
    for _ in 0..<200 {
      let chances = sizes.map { 1 / (1 + exp(-middle) / $0) }
      let excess = chances.reduce(0, +) - goal
      if excess > 0 { high = middle } else { low = middle }
      guard abs(excess) > 1e-12 * goal, high - low > 1e-15 * max(1, abs(middle)) else { break }
      // Newton's step, or a bisection where it would leave the limits.
      let slope = chances.reduce(0) { $0 + $1 * (1 - $1) }
      let step = middle - excess / slope
      middle = step > low && step < high ? step : (low + high) / 2
    }
    return sizes.map { 1 / (1 + exp(-middle) / $0) }
  }
}
