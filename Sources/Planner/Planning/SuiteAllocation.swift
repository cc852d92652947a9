import Foundation

/// Shares items among the benchmarks of a suite so that a weighted average is known well enough at the least cost.
///
/// The variance of an average Σ w·x̄ over k of N items of each benchmark is Σ w²v/k·(N − k)/(N − 1), with v the
/// variance of one item. At a given variance the cost Σ c·k is least where k is in proportion to w·√v/√c (Neyman 1934),
/// and N where that is more. Whole numbers follow by adding, one after the other, the item that lowers the variance
/// most for its price; with equal prices no other choice of as many items has a smaller variance (Fox 1966).
package struct SuiteAllocation: Sendable, Equatable {
  /// Holds what decides a benchmark's share.
  package struct Stratum: Sendable, Equatable {
    /// w; weights add up to 1.
    package let weight: Double
    /// v.
    package let variance: Double
    /// N.
    package let items: Int
    /// c, above 0.
    package let price: Double

    /// Describes a benchmark.
    package init(weight: Double, variance: Double, items: Int, price: Double = 1) {
      self.weight = weight
      self.variance = variance
      self.items = items
      self.price = price
    }

    /// w²v, with the finite-population correction's N/(N − 1) if the claim is about the items.
    func scale(aboutItems: Bool) -> Double {
      let count = Double(items)
      return weight * weight * variance * (aboutItems ? items > 1 ? count / (count - 1) : 0 : 1)
    }
  }

  /// k of each benchmark.
  package let sizes: [Int]
  /// The variance of the average.
  package let variance: Double

  /// Shares items; nil if even all of them do not reach the variance.
  ///
  /// - Parameters:
  ///   - limit: the largest variance of the average.
  ///   - isAboutItems: whether the average over the N items is meant, and not over tasks that they stand for.
  /// - Complexity: O(B² + B log(1/ε)) for B benchmarks.
  package init?(_ strata: [Stratum], varianceAtMost limit: Double, isAboutItems: Bool) {
    let scales = strata.map { $0.scale(aboutItems: isAboutItems) }
    func variance(_ sizes: [Int]) -> Double {
      zip(zip(scales, strata), sizes).reduce(0) { sum, entry in
        let ((scale, stratum), size) = entry
        return sum + scale * (1 / Double(size) - (isAboutItems ? 1 / Double(stratum.items) : 0))
      }
    }
    // Rounding must not ask for one more item.
    let limit = limit * (1 + 1e-12)
    guard variance(strata.map(\.items)) <= limit else { return nil }
    var sizes = SuiteAllocation.begin(strata, scales, limit: limit, variance: variance)
    /// By how much the next item of a benchmark lowers the variance, for its price.
    func gain(_ stratum: Int) -> Double {
      let size = Double(sizes[stratum])
      return scales[stratum] / (size * (size + 1)) / strata[stratum].price
    }
    while variance(sizes) > limit {
      let open = strata.indices.filter { sizes[$0] < strata[$0].items }
      guard let best = open.max(by: { gain($0) < gain($1) }) else { break }
      sizes[best] += 1
    }
    // The last item may have been a large step: take back what can be spared, the most expensive first.
    for stratum in strata.indices.sorted(by: { strata[$0].price > strata[$1].price }) {
      while sizes[stratum] > 1 {
        sizes[stratum] -= 1
        if variance(sizes) > limit {
          sizes[stratum] += 1
          break
        }
      }
    }
    self.sizes = sizes
    self.variance = max(0, variance(sizes))
  }

  /// Returns sizes at or below those that adding one item after the other passes: a little less than the proportion.
  private static func begin(
    _ strata: [Stratum], _ scales: [Double], limit: Double, variance: ([Int]) -> Double
  ) -> [Int] {
    func sizes(_ factor: Double, less: Double) -> [Int] {
      zip(strata, scales).map { stratum, scale in
        max(1, Int(min(Double(stratum.items), factor * (scale / stratum.price).squareRoot()) - less))
      }
    }
    var (low, high) = (0.0, 1.0)
    while variance(sizes(high, less: 0)) > limit, high < 1e18 { high *= 2 }
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if variance(sizes(middle, less: 0)) > limit { low = middle } else { high = middle }
    }
    return sizes(low, less: 2)
  }

  /// The price of the items.
  package func cost(_ strata: [Stratum]) -> Double {
    zip(sizes, strata).reduce(0) { $0 + Double($1.0) * $1.1.price }
  }
}
