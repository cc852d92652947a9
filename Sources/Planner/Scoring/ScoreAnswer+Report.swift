import Simulate

extension ScoreAnswer {
  /// Says which pairs people read the verdicts on.
  package enum ShownPairs: String, Sendable, CaseIterable {
    /// None: ranks say it in short.
    case none
    /// Models adjacent in rank.
    case neighbours
    /// All.
    case all
  }

  /// One decimal for people; a program reads enough to distinguish any two models.
  private static let digits = Figure.Digits.fixed(1, exact: 4)

  /// Returns the scores as a report, schema `mdad.score/1`. Scores, limits, differences and the MDAD are in points.
  ///
  /// - Parameter shownPairs: which verdicts people read; programs get all.
  package func report(shownPairs: ShownPairs) -> Report {
    let shown =
      switch shownPairs {
      case .none: [Pair]()
      case .neighbours: pairs.filter { $0.second == $0.first + 1 }
      case .all: pairs
      }
    return Report(
      schema: "mdad.score/1", sentence: sentence,
      [
        .fact("benchmark", nil, .text(selection.benchmark)), .fact("method", nil, .text(selection.method)),
        .fact("k", nil, .count(selection.items.count)), .fact("items", nil, .count(selection.itemCount)),
        .fact("mdad", nil, .mdad(selection.calibration?.mdad)),
        .fact("interval_level", nil, .share(0.9)), .fact("interval_basis", nil, .text(basis.rawValue)),
        .fact("sources_low", nil, .points(sourceRange?.lowerBound, Self.digits)),
        .fact("sources_high", nil, .points(sourceRange?.upperBound, Self.digits)),
        .section("models", sentences: [summary], table: modelTable),
        .section("pairs", table: Table(pairs, pairColumns), isShown: false),
      ]
        + (shown.isEmpty
          ? []
          : [
            .section(
              heading: shownPairs == .neighbours && models.count > 2 ? "Neighbours" : "Pairs", sentences: [advice],
              table: Table(shown, pairColumns))
          ]),
      provenance: Provenance(matrixHash: selection.matrixHash), csv: modelTable)
  }

  private var modelTable: Table {
    Table(
      models,
      [
        Column("model", "model") { .text($0.name) },
        Column("estimate", "estimate") { .points($0.estimate, Self.digits) },
        Column("low", "low") { .points($0.interval?.low, Self.digits) },
        Column("high", "high") { .points($0.interval?.high, Self.digits) },
        Column("rank_low") { .count($0.ranks.lowerBound) }, Column("rank_high") { .count($0.ranks.upperBound) },
        Column("extrapolated") { .flag($0.isExtrapolated) },
        Column("sample_mean", for: .programs) { .points($0.sampleMean, Self.digits) },
      ] + (models.count > 1 && selection.calibration != nil ? [ranks] : []))
  }

  private var ranks: Column<Model> {
    Column("rank", "rank", for: .people) {
      .between(.count($0.ranks.lowerBound), and: .count($0.ranks.upperBound))
    }
  }

  private var pairColumns: [Column<Pair>] {
    let names = models.map(\.name)
    return [
      Column("first", "ahead") { .text(names[$0.first]) }, Column("second", "behind") { .text(names[$0.second]) },
      Column("difference", "difference") { .points($0.difference, Self.digits) },
      Column("probability", "probability") { .share($0.probability, .fixed(2, exact: 4)) },
      Column("verdict", for: .programs) { .text($0.verdict.rawValue) },
      Column("advice", "verdict", for: .people) { .text($0.verdict.words) },
    ]
  }

  /// The best model, and how many pairs can be ranked.
  private var sentence: String? {
    guard let best = models.first else { return nil }
    let estimate = "\(best.name) is estimated at \(Figure.points(best.estimate).shown) points"
    guard models.count > 1 else { return estimate + "." }
    let ranked = pairs.count { $0.verdict == .ranked }
    let rest =
      selection.calibration == nil
      ? basis == .design
        ? "which gaps so many items rank reliably is what a plan says"
        : "it is not known which gaps this micro-benchmark ranks reliably"
      : ranked == 0
        ? "no two models are far enough apart to rank" : "\(ranked) of \(plural(pairs.count, "pair")) can be ranked"
    return "\(estimate), the highest of \(models.count) models; \(rest)."
  }

  /// What was scored by what.
  private var summary: String {
    let mdad =
      selection.calibration == nil
      ? basis == .design
        ? "drawn with known chances" : "built from too few models, or none, to know its MDAD"
      : selection.calibration?.mdad.map { "MDAD \(Figure.mdad($0).shown) points" }
        ?? "no gap is ranked right 4 times in 5"
    let interval =
      switch basis {
      case .heldOutModels: "90 % intervals from the errors on models held out when it was built"
      case .hypergeometric: "exact 90 % intervals of a uniform random sample"
      case .design: "90 % intervals from the chances with which items were drawn, for models of any strength"
      case .none: "no intervals"
      }
    return
      "\(selection.benchmark.map { "\($0), " } ?? "")\(selection.method), \(selection.items.count) of "
      + "\(selection.itemCount) items: full scores in accuracy points, \(interval); \(mdad)."
  }

  /// What the figures of pairs mean.
  private var advice: String {
    let probability = "The probability is that the model ahead here is ahead on the full benchmark."
    guard selection.calibration?.mdad != nil else { return probability }
    return probability + " Do not rank models less than the MDAD apart."
  }

  /// Returns a warning about models beyond those that the micro-benchmark was built from, or nil if there are none.
  package func extrapolationWarning() -> String? {
    let beyond = models.filter(\.isExtrapolated)
    guard let range = sourceRange, let first = beyond.first else { return nil }
    let subject =
      beyond.count == 1
      ? "\(first.name) is estimated at \(Figure.points(first.estimate).shown) points,"
      : "\(beyond.count) models, \(first.name) at \(Figure.points(first.estimate).shown) points among them, are "
        + "estimated"
    let sources = Figure.range(.points(range.lowerBound), .points(range.upperBound)).shown
    return
      "\(subject) outside the \(sources) of the models that \(selection.method) learnt from: such estimates "
      + "extrapolate, so they have no interval and no rank here"
      + (first.sampleMean.map {
        "; the mean of the \(selection.items.count) items, which is unbiased for any model, is "
          + "\(Figure.points($0).shown) for \(first.name)"
      } ?? "; random items do not depend on such models")
  }
}

extension ScoreAnswer.Verdict {
  /// What a person reads.
  fileprivate var words: String {
    switch self {
    case .ranked: "rank"
    case .belowMDAD: "do not rank"
    case .unknown: "not known"
    }
  }
}
