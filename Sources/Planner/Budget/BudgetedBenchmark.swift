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
  /// What plans are made from.
  private enum Source: Sendable {
    case table(BenchmarkTable, PlanCurves)
    case published(PublishedFigures)
    case formula(DiscordanceSource)
  }

  /// Its name.
  package let name: String
  /// N.
  package let items: Int
  /// Source models whose full responses a model-dependent method needs.
  package let sources: Int
  /// What plans are computed from.
  package let provenance: Provenance
  /// Whether the items' frame is at hand.
  package let hasFrame: Bool
  private let source: Source

  /// Creates a benchmark of a table.
  ///
  /// - Parameter hasFrame: whether the items' frame is at hand.
  package init(table: BenchmarkTable, hasFrame: Bool = false) {
    name = table.benchmark
    items = table.items
    sources = table.sourceCount
    provenance = Provenance(matrixHash: table.matrixHash, seed: table.seed)
    self.hasFrame = hasFrame
    source = .table(table, PlanCurves(table, split: .full))
  }

  /// Creates a benchmark of which only published figures exist; their protocol had 300 source models.
  package init(published: PublishedFigures) {
    name = published.benchmark
    items = published.items
    sources = 300
    provenance = Provenance()
    hasFrame = false
    source = .published(published)
  }

  /// Creates a benchmark of which only its size and how models differ are known: random sampling is planned by formula.
  package init(name: String, items: Int, discordance: DiscordanceSource) {
    self.name = name
    self.items = items
    sources = 0
    provenance = Provenance()
    hasFrame = false
    source = .formula(discordance)
  }

  /// All pairs of models, from which random sampling is exact, or nil if they are not known.
  package var population: PairPopulation? { if case .table(let table, _) = source { table.population } else { nil } }

  /// The curves behind plans, or nil if only published figures exist.
  package var curves: PlanCurves? { if case .table(_, let curves) = source { curves } else { nil } }

  /// The models it was measured on, or nil if there were none.
  package var measured: MeasuredModels? { if case .table(let table, _) = source { table.measured } else { nil } }

  /// How alike models answer by their accuracy, or nil if that is not known.
  package var correlation: CorrelationProfile? {
    if case .table(let table, _) = source { table.correlation } else { nil }
  }

  /// Plans for a question of money.
  ///
  /// - Parameter surface: random sampling at every size, or nil to search for each answer.
  /// - Throws: ``PlannerError`` for a gap below one item.
  package func plan(
    _ asked: BudgetQuestion, surface: RandomSurface? = nil, threads: Int = 1
  ) throws(PlannerError) -> PlanAnswer {
    var question = PlanQuestion(gap: asked.gap, agreement: asked.agreement)
    question.hasResponses = asked.hasSourceResponses
    question.price = PlanPrice(perItem: asked.price.number, models: asked.models, sources: sources)
    return try plan(question, surface: surface, threads: threads)
  }

  /// Plans for a question.
  ///
  /// - Parameter surface: random sampling at every size, or nil to search for each answer.
  /// - Throws: ``PlannerError`` for a gap below one item.
  package func plan(
    _ question: PlanQuestion, surface: RandomSurface? = nil, threads: Int = 1
  ) throws(PlannerError) -> PlanAnswer {
    switch source {
    case .published(let figures): return try PlanAnswer(published: figures, question: question)
    case .formula(let discordance):
      return try PlanAnswer(question: question, items: items, discordance: discordance)
    case .table(let table, let curves):
      return try PlanAnswer(
        table: table, question: question, hasFrame: hasFrame, curves: curves, exactly: surface?.answer,
        threads: threads)
    }
  }
}

extension RandomSurface {
  /// Returns exact random sampling at every size by the benchmark's name, of those whose pairs are known.
  package static func all(of benchmarks: [BudgetedBenchmark], threads: Int) -> [String: RandomSurface] {
    var surfaces: [String: RandomSurface] = [:]
    for benchmark in benchmarks {
      if let population = benchmark.population {
        surfaces[benchmark.name] = RandomSurface(population: population, threads: threads)
      }
    }
    return surfaces
  }
}
