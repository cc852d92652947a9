import Simulate

extension PlanAnswer {
  /// Plans from published MDADs alone.
  ///
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` for a gap below one item.
  public init(published: PublishedFigures, question: PlanQuestion) throws(PlannerError) {
    try PairedComparison.checkResolution(gap: question.gap, items: published.items)
    self.init(
      question, benchmark: published.benchmark, items: published.items, basis: "published", split: .half,
      chosenFrom: published.items, notes: [PlanAnswer.publishedNote(published)])
    publishedCurves = published.methods.map { MethodCurves(published, method: $0) }
    rows = publishedCurves.compactMap { $0.row(question) }.filter { $0.method != Method.baseline.name }
    for position in rows.indices {
      rows[position].isFeasible =
        question.hasResponses || Method.needs(of: rows[position].method) != .sourceResponses
    }
    let implied = published.impliedDiscordances().sorted()
    if let least = implied.first, let most = implied.last {
      let middle = quantile(0.5, ofSorted: implied)
      func row(_ discordance: Double) throws(PlannerError) -> PlanRow {
        try PlanRow.random(
          question, items: published.items, discordance: .given(max(discordance, question.gap)))
      }
      var random = try row(middle)
      (random.low, random.high) = (try row(least).size, try row(most).size)
      rows.append(random)
      notes.append(
        "Random sampling is exact, from all \(published.items) items at discordance "
          + "\(decimal(middle, 2)) (\(decimal(least, 2)) to \(decimal(most, 2))), which the published random rows "
          + "imply."
      )
    }
    if question.agreement != PublishedFigures.threshold {
      notes.append(
        "Published MDADs are at agreement \(compact(PublishedFigures.threshold)); only random sampling answers for "
          + "another.")
    }
    finish()
  }

  /// Plans from bare numbers: random sampling by formula.
  ///
  /// - Parameter items: N; nil for a benchmark of unlimited size.
  public init(question: PlanQuestion, items: Int?, discordance: DiscordanceSource) throws(PlannerError) {
    if let items { try PairedComparison.checkResolution(gap: question.gap, items: items) }
    var row = try PlanRow.random(question, items: items, discordance: discordance)
    if case .profile(let profile) = discordance {
      func size(_ share: Double) throws(PlannerError) -> Int? {
        let discordance = max(question.gap, profile.quantile(share, atGap: question.gap))
        return try PlanRow.random(question, items: items, discordance: .given(discordance)).size
      }
      (row.low, row.high) = (try size(0.1), try size(0.9))
    }
    self.init(question, benchmark: nil, items: items, basis: "analytic", chosenFrom: items, rows: [row])
    provenance.settings = [("ties", .string(question.ties.rawValue))]
    shownCurves = [MethodCurves(discordance: discordance, items: items, size: row.size, ties: question.ties)]
    if question.asksForStopping { addStopping(discordance, items: items) }
    let value = try discordance.discordance(atGap: question.gap)
    switch discordance {
    case .given: notes.append("Discordance \(decimal(value, 3)) as given.")
    case .correlated(let accuracy, let correlation):
      notes.append(
        "Discordance \(decimal(value, 3)) from a mean accuracy of \(points(accuracy)) and correlation "
          + "\(compact(correlation)) of the two models' answers."
          + (correlation == 0
            ? " Independent answers are the most expensive assumption: real models agree more." : ""))
    case .profile(let profile): notes.append(profile.sentence(atGap: question.gap, benchmark: nil))
    }
    finish()
  }

  static func publishedNote(_ figures: PublishedFigures) -> String {
    "Published: \(figures.source); half-point bins, agreement \(compact(PublishedFigures.threshold)), 50 targets, "
      + "300 sources, a seen half of \(figures.seenItems) items."
  }
}
