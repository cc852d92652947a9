import Simulate

extension SuitePlan {
  private var names: String { parts.map(\.facts.name).joined(separator: ", ") }

  private var gapFigure: Figure { .points(gap, .upTo(4, exact: 8)) }

  /// The plan as a report, schema `mdad.suite-plan/1`.
  package var report: Report {
    let table = Table(Array(parts.indices), columns)
    return Report(
      schema: "mdad.suite-plan/1", sentence: sentence,
      [
        .fact("goal", nil, .text((alpha == nil ? Goal.order : Goal.difference).name)), .fact("gap", nil, gapFigure),
        .fact("target", nil, .probability(target)), .fact("alpha", nil, .probability(alpha)),
        .section("benchmarks", table: table),
        .fact("k", nil, .count(allocation?.total)), .fact("items", nil, .count(items)),
        .fact("k_low", nil, .count(sizeBand.low)), .fact("k_high", nil, .count(sizeBand.high)),
        .fact("k_proportional", nil, .count(proportional)),
        .fact("standard_error", nil, .points(standardError, .fixed(2, exact: 8))),
        .fact(alpha == nil ? "agreement" : "power", nil, .probability(reached)),
        .fact("gap_of_all", nil, .points(gapOfAll, .fixed(2, exact: 8))),
        .fact("cost", nil, .plain(cost, .upTo(2, exact: nil))),
      ], notes: notes, csv: table)
  }

  private var columns: [Column<Int>] {
    let digits = Figure.Digits.upTo(3, exact: nil)
    return [
      Column("benchmark", "benchmark") { .text(parts[$0].facts.name) },
      Column("items", "of") { .count(parts[$0].facts.items) },
      Column("k", "items") { .count(allocation?.sizes[$0]) },
      Column("weight", "weight") { .share(strata[$0].weight, digits) },
      Column("discordance", "discordance") {
        .share(max(gap, parts[$0].facts.discordance.quantile(0.5, atGap: gap)), digits)
      },
      Column("price", "price", for: isPriced ? .all : .programs) { .plain(parts[$0].price, .upTo(4, exact: nil)) },
    ]
  }

  private var sentence: String {
    let what = "two models \(pointsApart(gapFigure.shown)) in the average of \(names)"
    let often = PlanAnswer.oftenness(target)
    let all = "all \(Figure.count(items).shown) items"
    guard let allocation else { return "Not even \(all) are enough to tell \(what), \(often)." }
    guard allocation.total < items else { return "It takes \(all) to tell \(what), \(often)." }
    let count = Figure.count(allocation.total).shown
    return alpha == nil
      ? "\(count) items put \(what) in the right order, \(often)."
      : "\(count) items show a significant difference between \(what), \(often)."
  }

  private var notes: [String] {
    var notes: [String] = []
    if let standardError {
      notes.append(
        "The difference in the average then has a standard error of \(Figure.points(standardError, .fixed(2)).shown) "
          + "points" + (cost.map { ", and one model costs \(compact($0, 2))" } ?? "") + ".")
    }
    if let gapOfAll {
      notes.append("All items are enough for a gap of \(Figure.points(gapOfAll, .fixed(1)).shown) points.")
    }
    if let low = sizeBand.low, let high = sizeBand.high, allocation != nil {
      notes.append(
        "Models that answer as alike, or as differently, as one pair in ten take \(Figure.count(low).shown) to "
          + "\(Figure.count(high).shown) items.")
    }
    if let proportional, let allocation, proportional > allocation.total, !isPriced {
      notes.append("The same share of each benchmark would take \(Figure.count(proportional).shown).")
    }
    notes.append(
      "Items in proportion to weight × deviation / √price (Neyman); normal approximation, with models the gap apart on "
        + "every benchmark." + (alpha == nil ? "" : " Significance is about the tasks that the items stand for."))
    return notes
  }
}
