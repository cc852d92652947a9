import Foundation
import Simulate

/// Holds what is asked of a budget.
package struct BudgetQuestion: Sendable, Equatable {
  /// The gap to resolve, a fraction.
  package var gap: Double
  /// τ.
  package var agreement: Double
  /// Models to evaluate.
  package var models: Int
  /// What an answer costs.
  package var price: ItemPrice
  /// Tells whether the source models' full responses are at hand, so that they cost nothing.
  package var hasSourceResponses = false

  /// Creates a question.
  package init(gap: Double, agreement: Double = MDAD.standardThreshold, models: Int, price: ItemPrice) {
    self.gap = gap
    self.agreement = agreement
    self.models = models
    self.price = price
  }
}

/// Holds what a budget needs to know of a benchmark to answer any question about it.
package struct BudgetedBenchmark: Sendable {
  /// The plan for the question that was asked.
  package let plan: PlanAnswer
  /// N.
  package let items: Int
  /// Source models whose full responses a model-dependent method needs.
  package let sources: Int
  /// What the plan was computed from.
  package let provenance: Provenance
  /// All pairs of models, from which random sampling is exact, or nil if they are not known.
  package let population: PairPopulation?
  /// The published figures that the plan is from, or nil if it is from a table.
  package let published: PublishedFigures?

  /// Creates a benchmark of a table.
  package init(plan: PlanAnswer, table: BenchmarkTable, provenance: Provenance) {
    self.plan = plan
    items = table.items
    sources = table.sources
    self.provenance = provenance
    population = plan.split == .full ? table.population : nil
    published = nil
  }

  /// Creates a benchmark of which only published figures exist; their protocol had 300 source models.
  package init(plan: PlanAnswer, published: PublishedFigures) {
    self.plan = plan
    items = published.items
    sources = 300
    provenance = Provenance()
    population = nil
    self.published = published
  }

  /// Its name.
  package var name: String { plan.benchmark ?? "benchmark" }

  /// Returns what each method needs at another gap, as a plan for it would say.
  ///
  /// - Parameter surface: random sampling at every size, or nil if its pairs are not known.
  func rows(atGap gap: Double, surface: RandomSurface?) -> [PlanRow] {
    if let published {
      return (try? PlanAnswer(published: published, gap: gap, agreement: plan.agreement))?.rows ?? []
    }
    let random = surface?.agreement(atGap: gap)
    return plan.curves.compactMap { curves in
      if Method.named(curves.method)?.isExactlyPredictable == true, let random {
        return PlanRow(exactly: RandomSurface.smallestSize(random, target: plan.agreement), agreement: random)
      }
      return curves.row(gap: gap, target: plan.agreement)
    }
  }
}

extension PlanRow {
  /// Creates the row of exact random sampling.
  ///
  /// - Parameter agreement: at each size from 1 on.
  init(exactly size: Int?, agreement: [Double]) {
    self.init(
      method: Method.baseline.name, size: size, low: size, high: size, agreementAtSize: size.map { agreement[$0 - 1] },
      basis: .exact)
  }
}

/// Holds what one method costs.
package struct CostedRow: Sendable {
  /// What it needs.
  package let row: PlanRow
  /// The evaluation of all models on k items, or nil if no k is enough.
  package let evaluation: Money?
  /// The source models' full responses, if the method needs them and they are not at hand.
  package let construction: Money
  /// Both.
  package let total: Money?
  /// What it saves against evaluating all models in full; negative if it costs more.
  package let saving: Money?
  /// The smallest number of models at which it costs no more than random sampling, or nil if it never does, or is
  /// random sampling.
  package let breakEvenModels: Int?
}

/// Holds a point of the cost–precision frontier: nothing cheaper has a smaller MDAD.
package struct FrontPoint: Sendable, Equatable {
  /// The method's identifier.
  package let method: String
  /// k.
  package let size: Int
  /// Evaluation and construction.
  package let cost: Money
  /// Its MDAD at the asked-for agreement, a fraction.
  package let mdad: Estimate
  /// Tells whether the MDAD is an upper bound: the smallest gap there is already reaches the agreement.
  package var isUpperBound = false
}

/// Holds what the methods cost on one benchmark.
package struct BenchmarkCosts: Sendable {
  /// The benchmark.
  package let benchmark: BudgetedBenchmark
  /// The question; its price is this benchmark's.
  package let question: BudgetQuestion
  /// Evaluating all models in full.
  package let full: Money
  /// A row per method.
  package let rows: [CostedRow]
  /// The method to use, construction included, or nil if none is enough and the benchmark is run in full.
  package let recommended: CostedRow?
  /// The method to use where the source models' responses are at hand, as `mdad plan` recommends.
  package let recommendedWithSources: PlanRow?
  /// Cost against MDAD, cheapest first.
  package let front: [FrontPoint]

  /// Works out the costs.
  package init(_ benchmark: BudgetedBenchmark, question: BudgetQuestion) {
    self.benchmark = benchmark
    self.question = question
    full = question.price.cost(items: benchmark.items, models: question.models)
    rows = BenchmarkCosts.costed(benchmark.plan.rows, benchmark: benchmark, question: question)
    recommended = BenchmarkCosts.recommend(rows, benchmark: benchmark, question: question)
    recommendedWithSources = Recommendation.choose(from: benchmark.plan.rows)
    front = BenchmarkCosts.front(
      (benchmark.plan.curves + benchmark.plan.publishedCurves).flatMap { curves in
        let building = BenchmarkCosts.construction(curves.method, benchmark: benchmark, question: question)
        let mdads = curves.detectableDifferences(threshold: question.agreement)
        return curves.sizes.indices.map { index in
          FrontPoint(
            method: curves.method, size: curves.sizes[index],
            cost: question.price.cost(items: curves.sizes[index], models: question.models) + building,
            mdad: mdads[index],
            isUpperBound: !curves.curves.isEmpty && mdads[index].value == curves.curves[index].gaps.first)
        }
      })
  }

  /// Returns what the source models' full responses cost a method.
  static func construction(_ method: String, benchmark: BudgetedBenchmark, question: BudgetQuestion) -> Money {
    needsSources(method) && !question.hasSourceResponses
      ? question.price.cost(items: benchmark.items, models: benchmark.sources) : .zero
  }

  /// Returns the costs of some rows.
  static func costed(_ rows: [PlanRow], benchmark: BudgetedBenchmark, question: BudgetQuestion) -> [CostedRow] {
    let full = question.price.cost(items: benchmark.items, models: question.models)
    let random = rows.filter { $0.method == Method.baseline.name }.compactMap(\.size).min()
    return rows.map { row in
      let evaluation = row.size.map { question.price.cost(items: $0, models: question.models) }
      let building = construction(row.method, benchmark: benchmark, question: question)
      let total = evaluation.map { $0 + building }
      return CostedRow(
        row: row, evaluation: evaluation, construction: building, total: total, saving: total.map { full - $0 },
        breakEvenModels: breakEven(row, random: random, benchmark: benchmark))
    }
  }

  /// Tells whether a method needs the full responses of source models.
  static func needsSources(_ method: String) -> Bool {
    Method.needs(of: method) == .sourceResponses
  }

  /// Returns the fewest models m with m·k·price + N·sources·price ≤ m·k_random·price.
  private static func breakEven(_ row: PlanRow, random: Int?, benchmark: BudgetedBenchmark) -> Int? {
    guard needsSources(row.method), let size = row.size, let random, size < random else { return nil }
    let building = benchmark.items * benchmark.sources
    return (building + random - size - 1) / (random - size)
  }

  /// Returns the method to use when its construction costs as many items as it does: each method's k, and its limits,
  /// are raised by the number of items that its construction would have paid for, per model.
  static func recommend(
    _ rows: [CostedRow], benchmark: BudgetedBenchmark, question: BudgetQuestion
  ) -> CostedRow? {
    let shifted = rows.map { costed in
      var row = costed.row
      if needsSources(row.method), !question.hasSourceResponses {
        let extra = (benchmark.items * benchmark.sources + question.models - 1) / question.models
        row.size = row.size.map { $0 + extra }
        row.low = row.low.map { $0 + extra }
        row.high = row.high.map { $0 + extra }
      }
      // More expensive than the whole benchmark is no answer.
      if let size = row.size, size >= benchmark.items { row.size = nil }
      return row
    }
    let chosen = Recommendation.choose(from: shifted)
    return rows.first { $0.row.method == chosen?.method && $0.row.basis == chosen?.basis }
  }

  /// Returns the points that none of the others beats in both cost and MDAD.
  static func front(_ points: [FrontPoint]) -> [FrontPoint] {
    var front: [FrontPoint] = []
    let known = points.compactMap { point in point.mdad.value.map { (point, $0) } }
    for (point, mdad) in known.sorted(by: { ($0.0.cost, $0.1, $0.0.size) < ($1.0.cost, $1.1, $1.0.size) }) {
      if mdad < front.last?.mdad.value ?? .infinity { front.append(point) }
    }
    return front
  }
}
