import Simulate

extension RunComparison {
  /// The most rows that a picture shows.
  private static let mostRows = 60

  /// The differences with their intervals as a picture, or the ranks that runs may have; nil if there is no interval.
  package var picture: Picture? {
    if let ranks { return Picture(chart(of: ranks)) }
    guard pairs.contains(where: { $0.interval != nil }) else { return nil }
    return Picture(chartOfDifferences)
  }

  private var chartOfDifferences: IntervalChart {
    let base = runs.names[0]
    let shown = pairs.prefix(Self.mostRows)
    let rows = shown.map { pair in
      IntervalChart.Row(
        label: runs.names[pair.second], value: accuracyPoints(pair.sample.difference),
        interval: pair.interval.map { accuracyPoints($0.low)...accuracyPoints($0.high) },
        text: pair.verdict.words(question), colour: colour(pair.verdict.answer))
    }
    var guides = [IntervalChart.Guide(value: 0, label: shortened(base))]
    if question.goal.needsMargin {
      let margin = accuracyPoints(question.margin)
      guides.append(.init(value: -margin, label: "margin"))
      if question.goal == .equivalent { guides.append(.init(value: margin, label: "margin")) }
    }
    let values =
      rows.flatMap { [$0.value, $0.interval?.lowerBound, $0.interval?.upperBound].compactMap(\.self) }
      + guides.map(\.value)
    let level = "\(compact(100 * question.intervalLevel)) %"
    let left = pairs.count > shown.count ? "; the first \(shown.count) of \(pairs.count) runs" : ""
    return IntervalChart(
      title: "How far runs are ahead of \(base), or behind",
      subtitle: "Differences on \(plural(runs.items.count, "item")) with \(level) intervals\(left)",
      description: "A row for each run with the difference of its score from that of \(base) and its interval.",
      axis: .linear("difference, accuracy points", Self.range(values)), rows: rows, guides: guides)
  }

  private func chart(of ranks: RankIntervals) -> IntervalChart {
    let order = ranks.scores.indices.sorted { ranks.scores[$0] > ranks.scores[$1] }
    let shown = order.prefix(Self.mostRows)
    let rows = shown.enumerated().map { place, run in
      let interval = ranks.ranks[run]
      return IntervalChart.Row(
        label: runs.names[run], value: Double(place + 1),
        interval: Double(interval.lowerBound)...Double(interval.upperBound),
        text: Figure.points(ranks.scores[run]).shown, colour: ranks.mayBeBest[run] ? 1 : 0)
    }
    let last = rows.compactMap { $0.interval?.upperBound }.max() ?? 1
    let left = order.count > shown.count ? "; the first \(shown.count) of \(order.count) runs" : ""
    return IntervalChart(
      title: "Ranks that runs may have",
      subtitle:
        "By \(plural(runs.items.count, "item")), \(compact(100 * (1 - question.alpha))) % sure of all together; "
        + "blue: may be the best\(left)",
      description: "A row for each run with its place by score, the ranks that it may have, and its score in points.",
      axis: .linear("rank", 0.5...max(1.5, last + 0.5)), rows: rows)
  }

  private func colour(_ answer: ComparisonAnswer) -> Int {
    switch answer {
    case .yes: 3
    case .no: 2
    case .inconclusive: 0
    }
  }

  private func shortened(_ name: String) -> String { name.count > 24 ? name.prefix(23) + "…" : name }

  /// Returns a range that holds all values, with some room.
  private static func range(_ values: [Double]) -> ClosedRange<Double> {
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let room = max(0.5, 0.06 * (high - low))
    return low - room...high + room
  }
}
