import Simulate

extension GroupSequentialAnswer {
  private static let probability = Figure.Digits.fixed(2, exact: nil)

  /// The answer as a report, schema `mdad.looks/1`. The gap is in points, the rest are fractions.
  package var report: Report {
    let gap = Figure.points(question.gap, .upTo(4, exact: 8))
    let items = Figure.Digits.fixed(1, exact: 6)
    return Report(
      schema: "mdad.looks/1", sentence: sentence,
      [
        .fact("largest_k", "k at most", .count(design?.largest)),
        .fact("expected_k", "k on average", .plain(design?.expectedItems, items)),
        .fact("expected_k_equal", "k on average, equal models", .plain(design?.expectedItemsEqual, items)),
        .fact("fixed_k", "k with one look", .count(design?.fixedSize)),
        .fact("power", "power", .share(design?.power, Self.probability)),
        .fact("level", "true level", .share(design?.level, .fixed(4, exact: nil))),
        .fact("gap", "gap, points", gap), .fact("target", nil, .share(question.target, Self.probability)),
        .fact(
          "items", "N, items of the benchmark", .count(question.items),
          shown: question.items == nil ? .text("unlimited") : nil),
        .fact("discordance", "discordance", .share(discordance, .upTo(3, exact: nil))),
        .fact("test", nil, .text(question.effectiveTest.rawValue)),
        .fact("alpha", nil, .share(question.alpha, Self.probability)),
        .fact("spending", nil, .text(boundaries.spending.rawValue)),
        .fact("basis", nil, .text(design?.isExact == false ? "normal" : "exact")),
        .section("looks", heading: "Looks", table: lookTable, isShown: design != nil),
      ], notes: notes, csv: lookTable)
  }

  private var sentence: String {
    let apart = "models \(pointsApart(Figure.points(question.gap, .upTo(4)).shown))"
    let what = "differ significantly (\(question.effectiveTest.rawValue), α = \(compact(question.alpha)))"
    let target = "with probability \(compact(question.target))"
    let count = boundaries.critical.count
    guard let design else { return "No number of items lets \(apart) \(what) \(target)." }
    return "With \(count == 1 ? "1 look" : "\(count) looks") (\(boundaries.spending.rawValue)), "
      + "\(Figure.count(design.largest).shown) items at most let \(apart) \(what) \(target). It takes "
      + "\(Figure.count(Int(design.expectedItems.rounded())).shown) items on average, where one look takes "
      + "\(Figure.count(design.fixedSize).shown)."
  }

  private var lookTable: Table {
    var (rejected, rejectedEqual) = (0.0, 0.0)
    let rows = (design?.looks ?? []).map { look in
      rejected += look.rejects
      rejectedEqual += look.rejectsEqual
      return (look: look, rejected: rejected, rejectedEqual: rejectedEqual)
    }
    return Table(
      rows,
      [
        Column("items", "k") { .count($0.look.items) },
        Column("critical", "|Z| at least") { .plain($0.look.critical, .fixed(3, exact: nil)) },
        Column("nominal_level", "p at most") { .share($0.look.nominalLevel, .fixed(5, exact: nil)) },
        Column("rejected", "significant by then") { .share($0.rejected, Self.probability) },
        Column("rejected_equal", "equal models") { .share($0.rejectedEqual, .fixed(4, exact: nil)) },
      ])
  }
}
