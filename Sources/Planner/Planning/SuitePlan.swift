import Foundation
import Simulate

/// Plans for a gap in the average of several benchmarks: how many random items of each.
package struct SuitePlan: Sendable {
  /// Holds a benchmark with its part of the average.
  package struct Part: Sendable {
    /// What is known of it.
    package let facts: BenchmarkFacts
    /// w, before weights are made to add up to 1.
    package let weight: Double
    /// The price of one model's answer to one item, or nil if it is not known.
    package let price: Double?

    /// Describes a part.
    package init(_ facts: BenchmarkFacts, weight: Double = 1, price: Double? = nil) {
      self.facts = facts
      self.weight = weight
      self.price = price
    }
  }

  /// The benchmarks.
  package let parts: [Part]
  /// δ in the average, a fraction.
  package let gap: Double
  /// The probability to reach: of the right order, or of a significant difference.
  package let target: Double
  /// α of a two-sided test if a significant difference is asked for; nil for the order on the benchmarks' items.
  package let alpha: Double?
  /// What decides each benchmark's share.
  package let strata: [SuiteAllocation.Stratum]
  /// The items of each; nil if all together are not enough.
  package let allocation: SuiteAllocation?
  /// The items in all where two models differ as little, or as much, as one pair in ten does; nil if none are enough.
  package let sizeBand: (low: Int?, high: Int?)
  /// The smallest gap for which all items are enough, a fraction, if they are not enough for the one asked about; nil
  /// otherwise.
  package let gapOfAll: Double?
  /// The items in all if each benchmark gave the same share of its items; nil if all are not enough.
  package let proportional: Int?

  /// Plans.
  ///
  /// The two models are taken to be the gap apart on every benchmark.
  ///
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` for weights or prices that are none.
  package init(_ parts: [Part], gap: Double, target: Double, alpha: Double? = nil) throws(PlannerError) {
    guard parts.count > 1, parts.allSatisfy({ $0.weight > 0 && $0.weight.isFinite }) else {
      throw .invalidQuantity("an average takes two benchmarks or more, each with a weight above 0")
    }
    self.parts = parts
    self.gap = gap
    self.target = target
    self.alpha = alpha
    let limit = SuitePlan.largestVariance(gap: gap, target: target, alpha: alpha)
    let isAboutItems = alpha == nil
    func allocation(_ share: Double, gap: Double, limit: Double) -> SuiteAllocation? {
      SuiteAllocation(
        SuitePlan.strata(parts, share: share, gap: gap), varianceAtMost: limit, isAboutItems: isAboutItems)
    }
    func allocation(_ share: Double) -> SuiteAllocation? { allocation(share, gap: gap, limit: limit) }
    let median = SuitePlan.strata(parts, share: 0.5, gap: gap)
    self.strata = median
    self.allocation = allocation(0.5)
    gapOfAll =
      self.allocation == nil
      ? Solver.smallestGap(reaching: 1, largest: 1) { gap in
        let limit = SuitePlan.largestVariance(gap: gap, target: target, alpha: alpha)
        return allocation(0.5, gap: gap, limit: limit) == nil ? 0 : 1
      } : nil
    sizeBand = (allocation(0.1)?.total, allocation(0.9)?.total)
    // Σ w²v/k falls with a common share of the items.
    let counts = median.map { Double($0.items) }
    func variance(_ share: Double) -> Double {
      zip(median, counts).reduce(0) { sum, entry in
        let (stratum, count) = entry
        let size = max(1, share * count)
        return sum + stratum.scale(aboutItems: isAboutItems) * (1 / size - (isAboutItems ? 1 / count : 0))
      }
    }
    guard variance(1) <= limit * (1 + 1e-12) else {
      proportional = nil
      return
    }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if variance(middle) > limit { low = middle } else { high = middle }
    }
    proportional = counts.reduce(0) { $0 + max(1, Int(($1 * high).rounded(.up))) }
  }

  /// Returns what decides each benchmark's share, at the 10, 50 or 90 % point of discordance.
  private static func strata(_ parts: [Part], share: Double, gap: Double) -> [SuiteAllocation.Stratum] {
    let total = parts.reduce(0) { $0 + $1.weight }
    return parts.map { part in
      let discordance = max(gap, part.facts.discordance.quantile(share, atGap: gap))
      return SuiteAllocation.Stratum(
        weight: part.weight / total, variance: max(0, discordance - gap * gap), items: part.facts.items,
        price: max(1e-12, part.price ?? 1))
    }
  }

  /// Returns the largest variance of the average at which the target is reached.
  private static func largestVariance(gap: Double, target: Double, alpha: Double?) -> Double {
    guard let alpha else { return pow(gap / NormalDistribution.quantile(target), 2) }
    return pow(gap / (NormalDistribution.quantile(target) + NormalDistribution.quantile(1 - alpha / 2)), 2)
  }

  /// Whether prices were given.
  package var isPriced: Bool { parts.contains { $0.price != nil } }

  /// What the items cost, for one model; nil without prices or an answer.
  package var cost: Double? { isPriced ? allocation?.cost(strata) : nil }

  /// The number of all items.
  package var items: Int { parts.reduce(0) { $0 + $1.facts.items } }

  /// The standard error of the average's difference, a fraction; nil without an answer.
  package var standardError: Double? { allocation.map { $0.variance.squareRoot() } }

  /// The probability that the sizes reach; nil without an answer.
  package var reached: Double? {
    guard let standardError else { return nil }
    guard standardError > 0 else { return 1 }
    let bound = alpha.map { NormalDistribution.quantile(1 - $0 / 2) } ?? 0
    return NormalDistribution.cumulative(gap / standardError - bound)
  }
}

extension SuiteAllocation {
  /// The number of items of all benchmarks together.
  package var total: Int { sizes.reduce(0, +) }
}
