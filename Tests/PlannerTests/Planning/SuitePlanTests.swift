import Foundation
import Testing

@testable import Planner
@testable import Simulate

@Suite struct SuitePlanTests {
  private typealias Stratum = SuiteAllocation.Stratum

  private func variance(_ strata: [Stratum], _ sizes: [Int], isAboutItems: Bool) -> Double {
    zip(strata, sizes).reduce(0) { sum, entry in
      let (stratum, size) = entry
      let (items, drawn) = (Double(stratum.items), Double(size))
      let left = isAboutItems ? (items - drawn) / (items - 1) : 1
      return sum + stratum.weight * stratum.weight * stratum.variance / drawn * left
    }
  }

  /// Tries every choice of items from three small benchmarks.
  private func cheapest(_ strata: [Stratum], limit: Double, isAboutItems: Bool) -> Double? {
    var best: Double?
    for first in 1...strata[0].items {
      for second in 1...strata[1].items {
        for third in 1...strata[2].items {
          let sizes = [first, second, third]
          guard variance(strata, sizes, isAboutItems: isAboutItems) <= limit * (1 + 1e-12) else { continue }
          let cost = zip(strata, sizes).reduce(0) { $0 + $1.0.price * Double($1.1) }
          if cost < best ?? .infinity { best = cost }
        }
      }
    }
    return best
  }

  @Test(arguments: [true, false])
  func equalPricesTakeTheFewestItemsOfAllChoices(isAboutItems: Bool) throws {
    let strata = [
      Stratum(weight: 0.5, variance: 0.3, items: 40), Stratum(weight: 0.3, variance: 0.12, items: 12),
      Stratum(weight: 0.2, variance: 0.4, items: 25),
    ]
    for limit in [0.02, 0.01, 0.006, 0.004, 0.0015] {
      let found = SuiteAllocation(strata, varianceAtMost: limit, isAboutItems: isAboutItems)
      let best = cheapest(strata, limit: limit, isAboutItems: isAboutItems)
      #expect(found?.cost(strata) == best)
      guard let found else { continue }
      #expect(abs(found.variance - variance(strata, found.sizes, isAboutItems: isAboutItems)) < 1e-15)
      #expect(found.variance <= limit * (1 + 1e-12))
    }
  }

  @Test func pricesTakeAtMostOneItemMoreThanTheCheapestChoice() throws {
    let strata = [
      Stratum(weight: 0.6, variance: 0.3, items: 30, price: 5),
      Stratum(weight: 0.3, variance: 0.2, items: 30, price: 1),
      Stratum(weight: 0.1, variance: 0.4, items: 30, price: 2.5),
    ]
    for limit in [0.02, 0.012, 0.008, 0.005, 0.002] {
      let found = try #require(SuiteAllocation(strata, varianceAtMost: limit, isAboutItems: true))
      let best = try #require(cheapest(strata, limit: limit, isAboutItems: true))
      #expect(found.cost(strata) >= best)
      #expect(found.cost(strata) < best + 5)
    }
  }

  /// k ∝ w·√v/√c where no benchmark is exhausted, and the rest shared where one is.
  @Test func sizesAreInNeymansProportion() throws {
    let strata = [
      Stratum(weight: 0.5, variance: 0.36, items: 1_000_000, price: 4),
      Stratum(weight: 0.3, variance: 0.25, items: 1_000_000, price: 1),
      Stratum(weight: 0.2, variance: 0.16, items: 100, price: 0.01),
    ]
    let sizes = try #require(SuiteAllocation(strata, varianceAtMost: 1e-4, isAboutItems: false)).sizes
    #expect(sizes[2] == 100)
    #expect(abs(Double(sizes[0]) / Double(sizes[1]) - (0.5 * 0.6 / 2) / (0.3 * 0.5)) < 0.002)
    // All items of a benchmark say nothing more about them: with them known, the variance is that of the others.
    let whole = try #require(SuiteAllocation(strata, varianceAtMost: 1e-5, isAboutItems: true))
    #expect(whole.sizes[2] == 100)
    #expect(SuiteAllocation(strata, varianceAtMost: 1e-12, isAboutItems: false) == nil)
    #expect(SuiteAllocation(strata, varianceAtMost: 0, isAboutItems: true)?.sizes == strata.map(\.items))
  }

  /// Adds up all numbers of discordant items and wins that two benchmarks' samples may have.
  @Test func theRightOrderIsAsLikelyAsPromised() throws {
    func facts(_ name: String, _ items: Int, _ discordance: Double) throws -> BenchmarkFacts {
      var generator = Philox(seed: 5, trial: 0, purpose: .models, method: name)
      let second = (0..<items).map { _ in generator.uniform(below: 2) == 1 }
      let swapped = Set(generator.sample(Int(discordance * Double(items)), from: Array(0..<items)))
      // Among the discordant items the first model has as many more as make the gap.
      let lead = Int(0.06 * Double(items))
      let wins = (swapped.count + lead) / 2
      var left = wins
      var rows: [[Double]] = [[], []]
      for item in 0..<items {
        if swapped.contains(item) {
          rows[0].append(left > 0 ? 1 : 0)
          rows[1].append(left > 0 ? 0 : 1)
          left -= 1
        } else {
          for row in 0..<2 { rows[row].append(second[item] ? 1 : 0) }
        }
      }
      return try BenchmarkFacts(
        ItemMatrix(models: ["a", "b"], items: (0..<items).map { "q\($0)" }, scores: rows), name: name)
    }
    let parts = [
      SuitePlan.Part(try facts("one", 400, 0.3), weight: 2), SuitePlan.Part(try facts("two", 200, 0.2), weight: 1),
    ]
    let plan = try SuitePlan(parts, gap: 0.06, target: 0.8)
    let sizes = try #require(plan.allocation?.sizes)
    /// Chances of each difference (wins less losses) among k of N items.
    func differences(_ items: Int, _ discordant: Int, _ wins: Int, _ size: Int) -> [Int: Double] {
      let drawn = DiscreteWindow.hypergeometric(population: items, successes: discordant, draws: size)
      var chances: [Int: Double] = [:]
      for (offset, chance) in drawn.probabilities.enumerated() {
        let number = drawn.lowerBound + offset
        let won = DiscreteWindow.hypergeometric(population: discordant, successes: wins, draws: number)
        for (position, part) in won.probabilities.enumerated() {
          chances[2 * (won.lowerBound + position) - number, default: 0] += chance * part
        }
      }
      return chances
    }
    let first = differences(400, 120, 72, sizes[0])
    let second = differences(200, 40, 26, sizes[1])
    var right = 0.0
    for (one, p) in first {
      for (two, q) in second {
        let average = 2.0 / 3 * Double(one) / Double(sizes[0]) + 1.0 / 3 * Double(two) / Double(sizes[1])
        right += average > 1e-12 ? p * q : average > -1e-12 ? p * q / 2 : 0
      }
    }
    #expect(abs(right - 0.8) < 0.01)
    #expect(plan.reached.map { $0 >= 0.8 && $0 < 0.81 } == true)
    // Control: as many items, with the shares exchanged, do worse.
    let exchanged = variance(plan.strata, [sizes[1], sizes[0]], isAboutItems: true)
    #expect(exchanged > (plan.allocation?.variance ?? 0) * 1.2)
  }
}
