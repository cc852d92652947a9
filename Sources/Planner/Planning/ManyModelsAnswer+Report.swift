import Simulate

extension ManyModelsAnswer {
  private var gap: Figure { .points(question.gap, .upTo(2, exact: 8)) }
  private var models: Int { Int(question.parameters[.models] ?? 0) }

  /// The answer as a report, schema `mdad.goal-plan/1`.
  package var report: Report {
    Report(
      schema: "mdad.goal-plan/1", sentence: sentence,
      [
        .fact("goal", nil, .text(question.goal.name)), .fact("benchmark", nil, .text(benchmark)),
        .fact("basis", nil, .text("matrix")), .fact("k", "items", .count(size)),
        .knownFact(nil, "items, 95 % interval", .range(between: .count(need.low), and: .count(need.high))),
        .fact("k_low", nil, .count(need.low)), .fact("k_high", nil, .count(need.high)),
        .fact("gap", nil, gap), .fact("models", nil, .count(models)),
        .fact("target", nil, .probability(question.target)),
        .fact("k_formula", "items by formula, for the hardest models", .count(formula)),
        .fact("items", nil, .count(question.items)),
        .section("sizes", table: Table(shownSizes, columns)),
      ], notes: notes, provenance: provenance, csv: Table(Array(sizes.indices), columns))
  }

  private var columns: [Column<Int>] {
    [
      Column("k", "items") { .count(sizes[$0]) },
      Column("probability", "probability") { .share(shares[$0].value, .fixed(2, exact: 6)) },
      Column("low", for: .programs) { .share(shares[$0].low, .fixed(2, exact: 6)) },
      Column("high", for: .programs) { .share(shares[$0].high, .fixed(2, exact: 6)) },
      Column("interval", "95 % interval", for: .people) {
        .range(between: .share(shares[$0].low), and: .share(shares[$0].high))
      },
    ]
  }

  /// The positions of the usual sizes, those at hand that are nearest.
  private var shownSizes: [Int] {
    let usual = SimulationSettings.standardSizes.filter { $0 < question.items ?? .max }
    return usual.compactMap { wanted in sizes.firstIndex { $0 >= wanted } }
  }

  private var sentence: String {
    let place = benchmark ?? "The benchmark"
    let count = Figure.count(question.items).shown
    let often = PlanAnswer.oftenness(question.target ?? Goal.Target.probability.standard)
    let what =
      switch aim {
      case .ranking: "all pairs at least \(gap.shown) points apart among \(models) models come out in their order"
      case .best: "the highest of \(models) scores is of a model within \(gap.shown) points of the best"
      }
    guard let size else { return "\(place) (\(count) items): no smaller subset is enough for \(what) \(often)." }
    return "\(place) (\(count) items): with \(Figure.count(size).shown) random items, \(what) \(often)."
  }

  private var notes: [String] {
    var notes = [
      "\(Figure.count(trials).shown) trials, each with \(models) of \(plural(modelCount, "distinct model")) and items "
        + "at random. Intervals allow for other models like these."
    ]
    if 2 * models > modelCount {
      notes.append("More than half of the models are drawn each time: the intervals say little about other models.")
    }
    if need.isUpperBound { notes.append("The smallest size looked at already reaches the probability.") }
    if formula != nil {
      switch aim {
      case .ranking: notes.append("The formula takes each model to be exactly the gap ahead of the next.")
      case .best: notes.append("The formula takes all other models to be exactly the gap behind the best.")
      }
    }
    return notes
  }
}
