import Simulate

extension EarlyStopping {
  /// The answer in a sentence.
  package var sentence: String {
    let look = rule.batch == 1 ? "each item" : "every \(Figure.count(rule.batch).shown) items"
    let answers = rule.bound == 1 ? "1 right answer" : "\(rule.bound) right answers"
    return "Look after \(look) and stop at a lead of \(answers), or after \(Figure.count(rule.largest).shown) items: "
      + "models \(pointsApart(Figure.points(gap, .upTo(4)).shown)) come out in their order with probability "
      + "\(Figure.share(target, .upTo(4)).shown) and take \(averageItems) on average"
      + (fixedSize.map { ", where a fixed number is \(Figure.count($0).shown)." } ?? ".")
  }

  private var averageItems: String {
    let average = Int(planned.expectedItems.rounded())
    return Figure.count(average).shown + (average == 1 ? " item" : " items")
  }

  /// The rule and what it does, for a report.
  package var facts: [Report.Part] {
    let items = Figure.Digits.fixed(1, exact: 6)
    return [
      .fact("bound", "lead that stops, right answers", .count(rule.bound)),
      .fact("batch", "items between looks", .count(rule.batch)),
      .fact("largest_k", "k at most", .count(rule.largest)),
      .fact("expected_k", "k on average", .plain(planned.expectedItems, items)),
      .fact("k_95", "k in 95 % of comparisons, at most", .count(planned.quantile95)),
      .fact("fixed_k", "k without stopping", .count(fixedSize)),
    ]
  }

  /// What the rule does by gap.
  package var gapTable: Table { Table(atGaps, gapColumns) }

  private var gapColumns: [Column<AtGap>] {
    [
      Column("gap", "gap") { .points($0.gap, .upTo(4, exact: 8)) },
      Column("agreement", "agreement") { .share($0.agreement, .fixed(2, exact: nil)) },
      Column("expected_k", "k on average") { .plain($0.expectedItems, .fixed(1, exact: 6)) },
      Column("k_95", "k in 95 %") { .count($0.quantile95) },
      Column("share_to_end", "run to the end") { .percent($0.shareToEnd, .fixed(1, exact: nil)) },
    ]
  }

  /// The rule and what it does by gap, a row each.
  package func csvTable(discordance: Double, items: Int?) -> Table {
    Table(
      atGaps,
      [
        Column("bound", for: .csv) { _ in .count(rule.bound) }, Column("batch", for: .csv) { _ in .count(rule.batch) },
        Column("largest_k", for: .csv) { _ in .count(rule.largest) },
        Column("fixed_k", for: .csv) { _ in .count(fixedSize) },
        Column("target", for: .csv) { _ in .share(target, .upTo(2, exact: nil)) },
        Column("items", for: .csv) { _ in .count(items) },
        Column("discordance", for: .csv) { _ in .share(discordance, .upTo(3, exact: nil)) },
      ] + gapColumns)
  }
}
