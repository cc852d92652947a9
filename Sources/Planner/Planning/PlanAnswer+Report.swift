import Simulate

extension PlanAnswer {
  /// Returns the answer as a report, schema `mdad.plan/2`.
  ///
  /// - Parameter showsAll: whether people see every method, not the recommended ones and random sampling alone.
  package func report(showsAll: Bool = false) -> Report {
    let all = rows + published
    return Report(
      schema: "mdad.plan/2", sentence: sentence,
      [
        .fact("gap", nil, .points(question.gap, .upTo(2))), .fact("agreement", nil, .share(question.agreement)),
        .fact("benchmark", nil, .text(benchmark)), .fact("items", nil, .count(items)),
        .fact("basis", nil, .text(basis)), .fact("assume", nil, .text(question.assumption.rawValue)),
        .fact("targets", nil, .text(question.targets)),
        .fact("accuracy", nil, .points(question.accuracy, .upTo(2))),
        .section("methods", table: Table(rows, columns()), isShown: false),
        .section(table: showsAll ? Table(rows, columns()) : Table(shortRows, shortColumns)),
        .fact("recommended", nil, .text(recommended?.method)),
        .fact("recommended_if_similar", nil, .text(conditionallyRecommended?.method)),
        .section(
          "published", heading: "Published figures", table: Table(published, columns()),
          isShown: showsAll && !published.isEmpty),
        .fact("split", nil, .text(split.rawValue)), .fact("measured", nil, measured?.figure ?? .absent),
      ], notes: shownNotes, provenance: provenance, csv: Table(all, columns()))
  }

  /// The sentence that says what is answered.
  public var sentence: String {
    let place = benchmark.map { "\($0)" } ?? "A benchmark"
    let size = items.map { " (\(Figure.count($0).shown) items)" } ?? " of unlimited size"
    let isHalf = split == .half && chosenFrom != items
    let question =
      "\(place)\(size): models \(pointsApart(points(question.gap))) ranked right"
      + "\(isHalf ? " as on a random half," : "") \(PlanAnswer.oftenness(question.agreement))"
    guard recommended?.size == nil else { return question }
    if isUnknown { return question + ": not known, because too few pairs of models lie that far apart" }
    return question + ": no smaller subset is enough\(rows.contains { $0.size != nil } ? " for certain" : "")"
  }

  /// Tells whether nothing was measured at the gap, and no theory says anything.
  private var isUnknown: Bool { curves != nil && rows.allSatisfy { $0.regimes.isEmpty && $0.size == nil } }

  /// Returns a probability as people say it: 0.8 is "4 times in 5".
  static func oftenness(_ probability: Double) -> String {
    for count in [2, 3, 4, 5, 10, 20, 100] {
      let times = probability * Double(count)
      if abs(times - times.rounded()) < 1e-9, times < Double(count) {
        return "\(plural(Int(times.rounded()), "time")) in \(count)"
      }
    }
    return "with probability \(compact(probability))"
  }

  /// What people see first: the method to use, random sampling, and what needs less under a condition.
  private var shortRows: [PlanRow] {
    let baseline = rows.firstIndex { $0.method == Method.baseline.name }
    var positions: [Int] = []
    for position in [headline, baseline, conditional].compactMap({ $0 }) where !positions.contains(position) {
      positions.append(position)
    }
    return positions.map { rows[$0] }
  }

  private var shortColumns: [Column<PlanRow>] {
    let (recommended, question) = (recommended?.method, question)
    return [
      Column("mark", "") { .text($0.method == recommended ? "→" : "") },
      Column("k", "items") { $0.isUpperBound ? .atMost(.count($0.size)) : .count($0.size) },
      Column("interval", "95 % interval", dropped: 1) { $0.shownInterval },
      Column("method", "method") { .text($0.method) },
    ]
      + (question.price == nil ? [] : [Column("cost", "cost") { .plain($0.totalCost, .fixed(2)) }])
      + [Column("holds_for", "holds for") { .text($0.condition(question)) }]
  }

  /// What a person should know, the models that were measured first.
  package var shownNotes: [String] {
    var notes: [String] = []
    if let measured { notes.append(measured.sentence) }
    let cheaper = rows.first { row in
      row.guarantee == .randomised && !row.isFeasible
        && Recommendation.isWorthwhile(row.size, insteadOf: recommended?.size)
    }
    let learned = question.assumption == .similar ? recommended : conditionallyRecommended
    if let elsewhere = learned?.elsewhere { notes.append(elsewhere) }
    if let cheaper, question.assumption == .none {
      notes.append(
        "With other models' answers to all items at hand, \(cheaper.method) needs \(Figure.count(cheaper.size).shown).")
    }
    if question.assumption == .similar {
      notes.append("This holds for models that resemble those measured, and only for them.")
    }
    return notes + self.notes
  }

  /// Returns the columns of methods for programs, and for people who want all.
  private func columns() -> [Column<PlanRow>] {
    let (benchmark, question) = (benchmark, question)
    let (recommended, conditional) = (recommended?.method, conditionallyRecommended?.method)
    let regimes = Regime.allCases.filter { regime in
      rows.contains { row in row.need(regime) != nil }
    }
    let perRegime = Regime.allCases.flatMap { regime -> [Column<PlanRow>] in
      [
        Column("\(regime.rawValue)_k", regime.rawValue, dropped: 3, for: regimes.contains(regime) ? .flat : .csv) {
          .count($0.need(regime)?.size)
        },
        Column("\(regime.rawValue)_k_low", for: .csv) { .count($0.need(regime)?.low) },
        Column("\(regime.rawValue)_k_high", for: .csv) { .count($0.need(regime)?.high) },
      ]
    }
    return [
      Column("benchmark", for: .csv) { _ in .text(benchmark) },
      Column("gap", for: .csv) { _ in .points(question.gap, .upTo(2)) },
      Column("agreement", for: .csv) { _ in .share(question.agreement) },
      Column("mark", "", for: .people) { .text($0.method == recommended ? "→" : "") },
      Column("method", "method") { .text($0.method) },
      Column("guarantee", "guarantee", dropped: 2) { .text($0.guarantee.rawValue) },
      Column("k", "k") { $0.isUpperBound ? .atMost(.count($0.size)) : .count($0.size) },
      Column("interval", "95 % interval", dropped: 5, for: .people) { $0.shownInterval },
      Column("k_low") { .count($0.low) }, Column("k_high") { .count($0.high) },
      Column("agreement_at_k", "agreement", dropped: 4) { .share($0.agreementAtSize) },
      Column("basis", "basis", dropped: 1) { .text($0.basis.rawValue) },
      Column("upper_bound") { .flag($0.isUpperBound) },
      Column("expected_k") { .plain($0.stopping?.expected, .fixed(1, exact: 1)) },
      Column("largest_k") { .count($0.stopping?.largest) },
      Column("feasible") { .flag($0.isFeasible) },
      Column("recommended", for: .csv) { .flag($0.method == recommended) },
      Column("recommended_if_similar", for: .csv) { .flag($0.method == conditional) },
      Column("regimes", for: .json) { .rows(Table($0.regimes, RegimeNeed.columns)) },
    ] + perRegime + [
      Column("cost", question.price == nil ? nil : "cost") { .plain($0.cost, .fixed(2)) },
      Column("construction_cost", question.price == nil ? nil : "to build", dropped: 4) {
        .plain($0.constructionCost, .fixed(2))
      },
    ]
  }
}

extension RegimeNeed {
  /// The columns of what a method needs in each regime.
  fileprivate static var columns: [Column<RegimeNeed>] {
    [
      Column("regime") { .text(Regime(targets: $0.targets)?.rawValue ?? $0.targets) },
      Column("k") { .count($0.size) }, Column("k_low") { .count($0.low) }, Column("k_high") { .count($0.high) },
      Column("agreement_at_k") { .share($0.agreementAtSize) }, Column("basis") { .text($0.basis.rawValue) },
      Column("upper_bound") { .flag($0.isUpperBound) },
      Column("largest_gap") { .points($0.largestGap, .upTo(2)) },
    ]
  }
}

extension PlanRow {
  /// What the method needs in a regime, or nil if that was not measured.
  func need(_ regime: Regime) -> RegimeNeed? { regimes.first { $0.targets == regime.targetChoice.name } }

  /// The limits of k for people; N stands for no k that is certain.
  package var shownInterval: Figure {
    if size == nil, low == nil { return .absent }
    if let size, low == size, high == size { return .absent }
    return .range(.count(low), high.map { .count($0) } ?? .text("N"))
  }

  /// Evaluation and construction.
  var totalCost: Double? { cost.map { $0 + (constructionCost ?? 0) } }

  /// For which models the row holds, in words.
  fileprivate func condition(_ question: PlanQuestion) -> String {
    if let targets = question.targets, let regime = Regime(targets: targets) {
      return regime == .similar ? "models like these" : regime.newModels
    }
    if question.accuracy != nil { return "models of that accuracy" }
    guard guarantee == .learned || question.assumption == .similar else {
      let needs = Method.needs(of: method) == .nothing ? "; needs nothing" : ""
      return (guarantee == .randomised ? "any models" : "nothing is known") + needs
    }
    return "only models like these"
  }

  /// What a learned method takes where it takes most, a sentence; nil if it takes no more there.
  fileprivate var elsewhere: String? {
    let worst = regimes.dropFirst().max(by: RegimeNeed.isLess)
    guard let worst, RegimeNeed.isLess(regimes[0], worst), let regime = Regime(targets: worst.targets) else {
      return nil
    }
    let place = "\(regime == .frontier ? "at" : "for") \(regime.newModels)"
    guard let size = worst.size else { return "\(method): no size that was measured is enough \(place)." }
    return "\(method) takes \(plural(size, "item")) \(place)."
  }
}

extension MeasuredModels {
  /// The models in a sentence.
  var sentence: String {
    var sentence = "Measured on \(Figure.count(count).shown) models"
    if let dates {
      let years = (dates.lowerBound.prefix(4), dates.upperBound.prefix(4))
      sentence += years.0 == years.1 ? " of \(years.0)" : " of \(years.0) to \(years.1)"
    }
    func whole(_ accuracy: Double) -> String { Figure.points(accuracy, .fixed(0)).shown }
    sentence += ", most of them \(whole(accuracies.low)) to \(whole(accuracies.high)) % accurate"
    guard duplicates > 0 else { return sentence + "." }
    return sentence + "; \(plural(duplicates, "duplicate")) left out."
  }

  var figure: Figure {
    .record([
      ("models", .count(count)), ("duplicates", .count(duplicates)), ("from", .text(dates?.lowerBound)),
      ("to", .text(dates?.upperBound)), ("accuracy_q10", .points(accuracies.low, .upTo(1))),
      ("accuracy_q50", .points(accuracies.median, .upTo(1))), ("accuracy_q90", .points(accuracies.high, .upTo(1))),
    ])
  }
}
