import Simulate

extension PlanAnswer {
  /// Plans from a benchmark's table, be it a shipped one or one just made from a matrix.
  ///
  /// - Parameters:
  ///   - basis: `table` or `matrix`.
  ///   - split: which items may be chosen.
  ///   - hasFrame: whether the items' frame is at hand.
  ///   - published: figures to show with it, if there are any.
  ///   - known: the table's curves, if they are at hand.
  ///   - exactly: random sampling from all pairs, if it is at hand.
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` for a gap below one item, or what the table cannot answer.
  package init(
    table: BenchmarkTable, question: PlanQuestion, basis: String = "table", split: ItemSplit = .full,
    hasFrame: Bool = false, published: PublishedFigures? = nil, curves known: PlanCurves? = nil,
    exactly: PlanCurves.Exact? = nil, threads: Int
  ) throws(PlannerError) {
    try PairedComparison.checkResolution(gap: question.gap, items: table.items)
    let itemCount = split == .full ? table.items : table.seenItems
    self.init(
      question, benchmark: table.benchmark, items: table.items, basis: basis, split: split, chosenFrom: itemCount)
    measured = table.measured
    provenance = Provenance(
      matrixHash: table.matrixHash, seed: table.seed,
      settings: [
        ("trials", .int(table.trials)), ("table_version", .string(table.version)),
        ("ties", .string(question.ties.rawValue)),
      ])
    if let accuracy = question.accuracy {
      try planByAccuracy(accuracy, table: table)
      return
    }
    let curves = known ?? PlanCurves(table, split: split)
    guard let first = curves.groups(for: question).first else {
      throw .invalidQuantity(
        "the table of \(table.benchmark) has no rows of split \(split.rawValue) with "
          + "\(question.targets ?? TargetChoice.random.name) targets; plan from the item matrix instead")
    }
    let random =
      split == .full && exactly == nil
      ? table.population.map { ExactRandomPlan(population: $0, ties: question.ties, threads: threads) } : nil
    rows = curves.rows(question, hasFrame: hasFrame, exactly: exactly ?? random?.answer)
    self.curves = curves
    shownCurves = first.methods
    if let published {
      publishedCurves = published.methods.map { MethodCurves(published, method: $0) }
      self.published = publishedCurves.compactMap { $0.row(question) }
      notes.append(PlanAnswer.publishedNote(published))
    }
    if question.asksForStopping, let discordance = table.discordance {
      addStopping(.profile(discordance), items: itemCount)
    }
    noteSupport(curves)
    finish()
  }

  /// Works out how many items random sampling takes on average if it stops early.
  mutating func addStopping(_ source: DiscordanceSource, items: Int?) {
    guard let position = rows.firstIndex(where: { $0.method == Method.baseline.name && $0.size != nil }),
      let stopping = try? EarlyStopping.cheapest(
        gap: question.gap, source: source, items: items, target: question.agreement, ties: question.ties)?.best
    else { return }
    let expected = stopping.outcome.expectedItems
    rows[position].stopping = Stopping(expected: expected, largest: stopping.rule.largest)
    notes.append(
      "A random draw that stops once the lead is \(stopping.rule.bound) takes "
        + "\(Figure.plain(expected, .fixed(0)).shown) \(expected.rounded() == 1 ? "item" : "items") on average at that "
        + "gap, at most "
        + "\(stopping.rule.largest).")
  }

  /// Answers for models of an accuracy: random sampling, at the discordance that follows from how alike models answer.
  private mutating func planByAccuracy(_ accuracy: Double, table: BenchmarkTable) throws(PlannerError) {
    guard let profile = table.correlation else {
      throw .invalidQuantity(
        "the table of \(table.benchmark) does not know how alike models answer; give the discordance instead")
    }
    let correlation = profile.correlation(atAccuracy: accuracy)
    func row(_ correlation: Double) throws(PlannerError) -> PlanRow {
      try PlanRow.random(
        question, items: table.items, discordance: .correlated(accuracy: accuracy, correlation: correlation))
    }
    var random = try row(correlation.median)
    // The less alike two models answer, the more items they take.
    (random.low, random.high) = (try row(correlation.high).size, try row(correlation.low).size)
    rows = [random]
    shownCurves = [
      MethodCurves(
        discordance: .correlated(accuracy: accuracy, correlation: correlation.median), items: table.items,
        size: random.size, ties: question.ties)
    ]
    let measured = profile.accuracies
    let figures =
      "\(decimal(correlation.median, 2)) (\(decimal(correlation.low, 2)) to \(decimal(correlation.high, 2)))"
    notes.append(
      measured.contains(accuracy)
        ? "At accuracies near \(points(accuracy)), two models' right answers correlate \(figures)."
        : "No two models near \(points(accuracy)) % were measured; the nearest, at "
          + "\(points(accuracy < measured.lowerBound ? measured.lowerBound : measured.upperBound)) %, correlate "
          + "\(figures), which is taken to hold here too.")
    notes.append("Only random sampling can be planned for an accuracy: what other methods save there was not measured.")
    finish()
  }

  /// Says which regimes have no pairs so far apart.
  private mutating func noteSupport(_ curves: PlanCurves) {
    let groups = curves.groups(for: question)
    let short = groups.filter { $0.largestGap.map { $0 + GapBins.width / 2 < question.gap } ?? false }
    guard !short.isEmpty else { return }
    func largest(_ group: PlanCurves.Group) -> String { Figure.points(group.largestGap).shown }
    if short.count == groups.count {
      notes.append(
        "Too few pairs of models lie \(points(question.gap)) points apart (\(largest(short[0])) is the largest gap "
          + "with \(MDAD.standardMinimumPairs) pairs); "
          + (rows.contains { $0.basis == .analytic && $0.size != nil }
            ? "random sampling is by theory, other methods are not known there." : "what is enough is not known there.")
      )
    } else {
      let names = short.compactMap { group in
        Regime(targets: group.targets).map { "\($0.rawValue) (up to \(largest(group)))" }
      }
      notes.append(
        "Too few pairs lie \(points(question.gap)) points apart in the regime \(names.joined(separator: ", ")).")
    }
  }
}

extension PlanRow {
  /// Returns what random sampling needs, by formula.
  static func random(
    _ question: PlanQuestion, items: Int?, discordance: DiscordanceSource
  ) throws(PlannerError) -> PlanRow {
    let comparison = try PairedComparison(
      gap: question.gap, discordance: try discordance.discordance(atGap: question.gap), itemCount: items)
    let size = smallestSize(comparison, target: question.agreement, ties: question.ties)
    return PlanRow(
      method: Method.baseline.name, size: size, low: size, high: size,
      agreementAtSize: size.map { comparison.orderProbabilities(size: $0).agreement(ties: question.ties) },
      basis: .analytic)
  }
}

extension MethodCurves {
  /// Returns the row of a method that was measured without regimes.
  func row(_ question: PlanQuestion) -> PlanRow? {
    need(gap: question.gap, target: question.agreement).map {
      PlanRow(
        method: method, size: $0.size, low: $0.low, high: $0.high, agreementAtSize: $0.agreementAtSize,
        basis: $0.basis, isUpperBound: $0.isUpperBound)
    }
  }
}
