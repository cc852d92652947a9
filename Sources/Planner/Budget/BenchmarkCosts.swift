import Foundation
import Simulate

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

/// Holds what the methods cost on one benchmark: the plan for it, in money.
package struct BenchmarkCosts: Sendable {
  /// The benchmark.
  package let benchmark: BudgetedBenchmark
  /// The question; its price is this benchmark's.
  package let question: BudgetQuestion
  /// The plan.
  package let plan: PlanAnswer
  /// Evaluating all models in full.
  package let full: Money
  /// A row per method, in the plan's order.
  package let rows: [CostedRow]
  /// The method to use, or nil if none is enough and cheaper than the benchmark in full.
  package let recommended: CostedRow?
  /// The method to use if the models resemble those measured, where it costs less; nil if none does.
  package let conditional: CostedRow?
  /// The method to use where the source models' responses are at hand, if they are not; nil if that saves no items.
  package let recommendedWithSources: PlanRow?
  /// Cost against MDAD, cheapest first.
  package let front: [FrontPoint]

  /// Works out the costs.
  ///
  /// - Parameter surface: random sampling at every size, or nil to search for each answer.
  /// - Throws: ``PlannerError`` for a gap below one item.
  package init(
    _ benchmark: BudgetedBenchmark, question: BudgetQuestion, surface: RandomSurface? = nil, threads: Int = 1
  ) throws(PlannerError) {
    self.benchmark = benchmark
    self.question = question
    let plan = try benchmark.plan(question, surface: surface, threads: threads)
    self.plan = plan
    let full = question.price.cost(items: benchmark.items, models: question.models)
    self.full = full
    let random = plan.rows.filter { $0.method == Method.baseline.name }.compactMap(\.size).min()
    func costed(_ row: PlanRow) -> CostedRow {
      let evaluation = row.size.map { question.price.cost(items: $0, models: question.models) }
      let building = BenchmarkCosts.construction(row, benchmark: benchmark, question: question)
      let total = evaluation.map { $0 + building }
      return CostedRow(
        row: row, evaluation: evaluation, construction: building, total: total, saving: total.map { full - $0 },
        breakEvenModels: BenchmarkCosts.breakEven(row, random: random, benchmark: benchmark))
    }
    rows = plan.rows.map(costed)
    func cheaperThanFull(_ row: PlanRow?) -> CostedRow? {
      row.map(costed).flatMap { costed in costed.total.map { $0 < full } ?? false ? costed : nil }
    }
    recommended = cheaperThanFull(plan.recommended)
    conditional = cheaperThanFull(plan.conditionallyRecommended)
    var withSources = question
    withSources.hasSourceResponses = true
    let other =
      question.hasSourceResponses
      ? nil : try benchmark.plan(withSources, surface: surface, threads: threads).recommended
    // Answers at hand are worth a word only if they save items.
    let fewest = plan.recommended?.size ?? .max
    recommendedWithSources = other.flatMap { ($0.size ?? .max) < fewest ? $0 : nil }
    front = BenchmarkCosts.front(
      (plan.shownCurves + plan.publishedCurves).flatMap { curves in
        let row = plan.rows.first { $0.method == curves.method }
        let building = row.map { BenchmarkCosts.construction($0, benchmark: benchmark, question: question) } ?? .zero
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
  static func construction(_ row: PlanRow, benchmark: BudgetedBenchmark, question: BudgetQuestion) -> Money {
    needsSources(row)
      ? question.price.cost(items: benchmark.items, models: benchmark.sources) : .zero
  }

  /// Tells whether a method needs full responses of source models that are not otherwise known.
  static func needsSources(_ row: PlanRow) -> Bool { !row.isFeasible }

  /// Returns the fewest models m with m·k·price + N·sources·price ≤ m·k_random·price.
  private static func breakEven(_ row: PlanRow, random: Int?, benchmark: BudgetedBenchmark) -> Int? {
    guard needsSources(row), let size = row.size, let random, size < random else { return nil }
    let building = benchmark.items * benchmark.sources
    return (building + random - size - 1) / (random - size)
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
