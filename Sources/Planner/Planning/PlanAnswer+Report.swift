import Simulate

extension PlanAnswer {
  /// Returns the answer as a report, schema `mdad.plan/1`.
  ///
  /// - Parameter provenance: what it was computed from.
  package func report(_ provenance: Provenance) -> Report {
    let all = rows + published
    return Report(
      schema: "mdad.plan/1", sentence: sentence,
      [
        .fact("gap", nil, .mdad(gap)), .fact("agreement", nil, .share(agreement)),
        .fact("benchmark", nil, .text(benchmark)), .fact("items", nil, .count(items)),
        .fact("basis", nil, .text(basis)),
        .section("methods", table: Table(rows, columns(showing: rows))),
        .fact("recommended", nil, .text(recommended?.method)),
        .section(
          "published", heading: "Published figures", table: Table(published, columns(showing: published)),
          isShown: !published.isEmpty),
        .fact("split", nil, .text(split.rawValue)), .fact("targets", nil, .text(targets)),
      ], notes: notes, provenance: provenance, csv: Table(all, columns(showing: all, isFlat: true)))
  }

  /// Returns the columns of methods.
  ///
  /// - Parameters:
  ///   - rows: the rows to show; columns of the frontier and of costs are shown to people only if rows have them.
  ///   - isFlat: whether the table is for CSV, which has the same columns for every question.
  private func columns(showing rows: [PlanRow], isFlat: Bool = false) -> [Column<PlanRow>] {
    let (benchmark, gap, agreement, recommended) = (benchmark, gap, agreement, recommended)
    let hasFrontier = isFlat || rows.contains { $0.frontier != nil }
    let hasCosts = isFlat || rows.contains { $0.cost != nil }
    return [
      Column("benchmark", for: .csv) { _ in .text(benchmark) }, Column("gap", for: .csv) { _ in .mdad(gap) },
      Column("agreement", for: .csv) { _ in .share(agreement) },
      Column("method", "method") { .text($0.method) },
      Column("k", "k") { $0.isUpperBound ? .atMost(.count($0.size)) : .count($0.size) },
      Column("interval", "95 % interval", dropped: 5, for: .people) { $0.shownInterval },
      Column("k_low") { .count($0.low) }, Column("k_high") { .count($0.high) },
      Column("agreement_at_k", "agreement", dropped: 2) { .share($0.agreementAtSize) },
      Column("basis", "basis", dropped: 1) { .text($0.basis.rawValue) },
      Column("upper_bound") { .flag($0.isUpperBound) },
      Column("recommended", for: .csv) { .flag($0 == recommended) },
    ]
      + (hasFrontier ? PlanRow.frontierColumns : [])
      + (hasCosts
        ? [
          Column("cost", "cost") { .plain($0.cost, .fixed(2)) },
          Column("construction_cost", "to build", dropped: 4) { .plain($0.constructionCost, .fixed(2)) },
        ] : [])
  }

  /// The sentence that answers the question.
  public var sentence: String {
    let place = benchmark.map { " on \($0)" } ?? ""
    let size = items.map { " (\(Figure.count($0).shown) items)" } ?? ""
    let isHalf = split == .half && chosenFrom != items
    let reference = isHalf ? "a random half of the benchmark" : "the full benchmark"
    let question =
      "To put two models \(points(gap)) points apart\(place)\(size) in the same order as \(reference), "
      + "\(PlanAnswer.oftenness(agreement)): "
    guard let recommended, let size = recommended.size else {
      return question + "no smaller subset is enough."
    }
    let share =
      chosenFrom.map { count in
        " of \(isHalf ? "its " : "")\(Figure.count(count).shown) items "
          + "(\(Figure.percent(Double(size) / Double(count), .upTo(1)).shown))"
      } ?? " items"
    return question + "\(recommended.method), \(recommended.isUpperBound ? "at most " : "")\(size)\(share)."
  }

  /// Returns a probability as people say it: 0.8 is "4 times in 5".
  private static func oftenness(_ probability: Double) -> String {
    for count in [2, 3, 4, 5, 10, 20, 100] {
      let times = probability * Double(count)
      if abs(times - times.rounded()) < 1e-9, times < Double(count) {
        return "\(Int(times.rounded())) times in \(count)"
      }
    }
    return "with probability \(compact(probability))"
  }
}

extension PlanRow {
  /// The limits of k for people; N stands for no k below it.
  package var shownInterval: Figure {
    if size == nil, low == nil { return .absent }
    return basis == .exact ? .text("exact") : .range(.count(low), high.map { .count($0) } ?? .text("N"))
  }

  /// What a method needs at the frontier.
  fileprivate static var frontierColumns: [Column<PlanRow>] {
    [
      Column("frontier_k", "at frontier") { .count($0.frontier?.size) },
      Column("frontier_interval", "interval there", dropped: 3, for: .people) { row in
        guard let there = row.frontier, there.size != nil || there.low != nil else { return .absent }
        return .range(.count(there.low), there.high.map { .count($0) } ?? .text("N"))
      },
      Column("frontier_k_low") { .count($0.frontier?.low) }, Column("frontier_k_high") { .count($0.frontier?.high) },
      Column("advantage_at_frontier", "advantage") { .text($0.frontier?.advantage?.rawValue) },
    ]
  }
}
