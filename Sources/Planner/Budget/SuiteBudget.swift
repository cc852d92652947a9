import Foundation
import Simulate

/// Holds a budget for one benchmark or a suite of several.
package struct SuiteBudget: Sendable {
  /// The benchmarks' costs.
  package let costs: [BenchmarkCosts]
  /// The currency's name, such as USD.
  package let currency: String
  /// What a given sum resolves, or nil if none was given.
  package let affordable: Affordable?
  /// What the same gap in the average of all benchmarks takes; nil for a single benchmark, or if one does not say how
  /// models differ.
  package let average: SuitePlan?

  /// Holds the smallest gap that a sum resolves on every benchmark, and how the sum is split.
  package struct Affordable: Sendable {
    /// Holds one benchmark's share.
    package struct Share: Sendable {
      /// The benchmark.
      package let benchmark: String
      /// The method, or nil to run the benchmark in full.
      package let method: String?
      /// k, or N.
      package let size: Int
      /// What it costs, construction included.
      package let cost: Money
    }

    /// Holds what a method resolves alone with the whole sum, on one benchmark.
    package struct Alone: Sendable {
      /// The benchmark.
      package let benchmark: String
      /// The method's identifier.
      package let method: String
      /// The k that the sum pays for, or nil if it does not pay for construction.
      package let size: Int?
      /// The smallest gap, a fraction; 0 if it pays for all items, or nil if no gap is resolved.
      package let gap: Double?
    }

    /// The sum.
    package let sum: Money
    /// The smallest gap that it resolves on all benchmarks, a fraction; 0 if it pays for all items, or nil if none is.
    package let gap: Double?
    /// The split; empty if there is no such gap.
    package let shares: [Share]
    /// What each method resolves alone.
    package let alone: [Alone]
    /// What the split costs.
    package var total: Money { shares.reduce(.zero) { $0 + $1.cost } }
  }

  /// Creates a budget.
  package init(
    costs: [BenchmarkCosts], currency: String, affordable: Affordable? = nil, average: SuitePlan? = nil
  ) {
    self.average = average
    self.costs = costs
    self.currency = currency
    self.affordable = affordable
  }

  /// What the recommended methods cost together; a benchmark without one is run in full.
  package var total: Money { costs.reduce(.zero) { $0 + ($1.recommended?.total ?? $1.full) } }

  /// What running all benchmarks in full costs.
  package var full: Money { costs.reduce(.zero) { $0 + $1.full } }
}

extension SuiteBudget.Affordable {
  /// The gaps that are looked at, in tenths of a point.
  private static let tenths = 1...500
  /// The largest gap that is looked at, a fraction.
  package static var largestGap: Double { Double(tenths.upperBound) / 1000 }

  /// Finds what a sum resolves.
  ///
  /// - Parameters:
  ///   - sum: what may be spent.
  ///   - costs: of the suite's benchmarks, at any gap.
  ///   - surfaces: exact random sampling at every size, by the benchmark's name, if its pairs are known.
  package init(sum: Money, costs: [BenchmarkCosts], surfaces: [String: RandomSurface]) {
    self.sum = sum
    let gaps = Self.tenths.map { Double($0) / 1000 }
    var plans = costs.map { PlansByGap(cost: $0, surface: surfaces[$0.benchmark.name], gaps: gaps) }
    func split(_ position: Int?) -> [Share] {
      costs.enumerated().map { number, cost in
        guard let position, let chosen = plans[number].plan(position)?.recommended, let size = chosen.size else {
          return Share(benchmark: cost.benchmark.name, method: nil, size: cost.benchmark.items, cost: cost.full)
        }
        let (benchmark, question) = (cost.benchmark, cost.question)
        let total =
          question.price.cost(items: size, models: question.models)
          + BenchmarkCosts.construction(chosen, benchmark: benchmark, question: question)
        guard total < cost.full else {
          return Share(benchmark: benchmark.name, method: nil, size: benchmark.items, cost: cost.full)
        }
        return Share(benchmark: benchmark.name, method: chosen.method, size: size, cost: total)
      }
    }
    func total(_ shares: [Share]) -> Money { shares.reduce(.zero) { $0 + $1.cost } }
    let inFull = split(nil)
    var found: (gap: Double?, shares: [Share]) = (nil, [])
    if total(inFull) <= sum {
      found = (0, inFull)
    } else {
      for (position, gap) in gaps.enumerated() {
        let shares = split(position)
        if total(shares) <= sum {
          found = (gap, shares)
          break
        }
      }
    }
    (gap, shares) = found
    var alone: [Alone] = []
    for (number, cost) in costs.enumerated() {
      for row in cost.rows.map(\.row) {
        alone.append(SuiteBudget.Affordable.alone(row, cost: cost, sum: sum, plans: &plans[number]))
      }
    }
    self.alone = alone
  }

  private static func alone(
    _ row: PlanRow, cost: BenchmarkCosts, sum: Money, plans: inout PlansByGap
  ) -> Alone {
    let (benchmark, question) = (cost.benchmark, cost.question)
    let left = sum - BenchmarkCosts.construction(row, benchmark: benchmark, question: question)
    func resolves(_ size: Int?, _ gap: Double?) -> Alone {
      Alone(benchmark: benchmark.name, method: row.method, size: size, gap: gap)
    }
    guard left >= .zero else { return resolves(nil, nil) }
    guard question.price.cost(items: benchmark.items, models: question.models) > left else {
      return resolves(benchmark.items, 0)
    }
    // The price is above 0, or all items would be paid for.
    var (quotient, whole) = (left.amount / (Decimal(question.models) * question.price.amount), Decimal())
    NSDecimalRound(&whole, &quotient, 0, .down)
    let size = NSDecimalNumber(decimal: whole).intValue
    let position = plans.gaps.indices.first { position in
      plans.plan(position)?.rows.first { $0.method == row.method }.flatMap(\.size).map { $0 <= size } ?? false
    }
    return resolves(size, position.map { plans.gaps[$0] })
  }
}

/// Holds the plans for a benchmark at each of many gaps, computed on demand.
private struct PlansByGap {
  let cost: BenchmarkCosts
  let surface: RandomSurface?
  let gaps: [Double]
  private var known: [Int: PlanAnswer] = [:]

  init(cost: BenchmarkCosts, surface: RandomSurface?, gaps: [Double]) {
    self.cost = cost
    self.surface = surface
    self.gaps = gaps
  }

  /// The plan at a gap, or nil if that is below one item.
  mutating func plan(_ position: Int) -> PlanAnswer? {
    if let plan = known[position] { return plan }
    var question = cost.question
    question.gap = gaps[position]
    let plan = try? cost.benchmark.plan(question, surface: surface)
    known[position] = plan
    return plan
  }
}
