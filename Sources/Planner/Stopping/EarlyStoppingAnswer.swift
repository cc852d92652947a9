import Simulate

/// Answers how many items a comparison takes if it stops as soon as it is decided.
public struct EarlyStoppingAnswer: Sendable {
  /// The question; its gap and target are given.
  public let question: PowerQuestion
  /// The rule and what it does, or nil if no number of items below N reaches the target.
  public let stopping: EarlyStopping?
  /// The discordance at the planned gap, a fraction.
  public let discordance: Double
  /// What a person should know of the answer, a sentence each.
  public private(set) var notes: [String] = []

  /// Finds the rule.
  ///
  /// - Parameters:
  ///   - question: about the order of models that answer the same items, once; with a gap and a target.
  ///   - batch: the lead is looked at after every so many items.
  ///   - benchmark: whose profile the discordance comes from, for the notes.
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` if no pair of models has the quantities given.
  public init(_ question: PowerQuestion, batch: Int, benchmark: String? = nil) throws(PlannerError) {
    guard let gap = question.gap, let target = question.target else {
      throw .invalidQuantity("stopping early takes a gap and an agreement")
    }
    self.question = question
    discordance = try question.source.discordance(atGap: gap)
    stopping = try EarlyStopping(
      gap: gap, source: question.source, items: question.items, target: target, ties: question.ties, batch: batch)
    if case .profile = question.source {
      let owner = possessive(benchmark ?? "the benchmark")
      notes.append("Discordance \(decimal(discordance, 3)) is the median of \(owner) pairs near that gap.")
    }
    guard stopping != nil else {
      notes.append("No k \(question.items.map { "below N = \($0)" } ?? "up to \(Solver.largestSize)") reaches it.")
      return
    }
    notes.append(
      "Draw the items in random order before the first look, and keep to the order: the figures hold for that alone.")
    if (stopping?.atGaps.count ?? 0) < 3 {
      notes.append("No pair is \(points(2 * gap)) points apart and differs on so few items.")
    }
  }
}

extension EarlyStoppingAnswer {
  /// The answer as a report, schema `mdad.stopping/1`. Gaps are in points, the rest are fractions.
  package var report: Report {
    let gap = Figure.points(question.gap, .upTo(4, exact: 8))
    let sentence =
      stopping?.sentence
      ?? "No number of items lets models \(pointsApart(gap.shown)) come out in their order with probability "
      + "\(compact(question.target))."
    return Report(
      schema: "mdad.stopping/1", sentence: sentence,
      (stopping?.facts ?? []) + [
        .fact("gap", "gap, points", gap), .fact("target", nil, .share(question.target, .upTo(2, exact: nil))),
        .fact(
          "items", "N, items of the benchmark", .count(question.items),
          shown: question.items == nil ? .text("unlimited") : nil),
        .fact("discordance", "discordance", .share(discordance, .upTo(3, exact: nil))),
        .fact("ties", nil, .text(question.ties.rawValue)),
        .section("gaps", heading: "By gap", table: stopping?.gapTable, isShown: stopping != nil),
      ], notes: notes, csv: stopping.map { $0.csvTable(discordance: discordance, items: question.items) })
  }
}
