import Simulate

extension RunComparison {
  /// The rows of a table that fit a screen.
  private static let shownRows = 12
  private static let scoreDigits = Figure.Digits.fixed(1, exact: 4)
  private static let gapDigits = Figure.Digits.fixed(2, exact: 4)

  /// Returns the comparison as a report, schema `mdad.compare/1`. Scores, differences, limits and gaps are in points.
  package func report(_ provenance: Provenance = Provenance()) -> Report {
    var parts: [Report.Part] = [
      .fact("goal", .text(question.goal.rawValue)), .fact("verdict", .text(verdict?.rawValue)),
      .fact("answer", .text(answer.rawValue)),
      .fact("margin", question.goal.needsMargin ? .points(question.margin, .upTo(4)) : .absent),
      .fact("agreement", .share(question.agreement, .upTo(4))), .fact("alpha", .share(question.alpha, .upTo(4))),
      .fact("power", .share(question.power, .upTo(4))),
      .fact("interval_level", .share(question.intervalLevel, .upTo(4))),
      .fact("about", .text(question.subject.rawValue)), .fact("adjustment", .text(question.adjustment.rawValue)),
      .fact("items", .count(runs.items.count)), .fact("left_out", .count(runs.leftOut + runs.differing)),
      .fact("benchmark_items", .count(question.items)),
      .fact("clusters", .count(runs.clusterOfItem.max().map { $0 + 1 })),
      .fact("resolution", .points(resolution, Self.gapDigits)),
    ]
    if let ranks {
      parts.append(.section("runs", table: Table(ranked(ranks), rankColumns), isShown: false))
      parts.append(.section("pairs", table: Table(pairs, pairColumns), isShown: false))
      parts.append(shown(Table(Array(ranked(ranks).prefix(Self.shownRows)), rankColumns), of: ranked(ranks).count))
      if question.goal == .ranking {
        parts.append(.fact(nil, "smallest gap in order, typical pair", .points(resolution)))
      }
    } else {
      parts.append(.section("runs", table: Table(Array(runs.names.indices), scoreColumns), isShown: false))
      parts.append(.section("pairs", table: Table(pairs, pairColumns), isShown: false))
      if pairs.count == 1 {
        parts += facts(of: pairs[0])
      } else {
        parts.append(shown(Table(Array(pairs.prefix(Self.shownRows)), shownPairColumns), of: pairs.count))
      }
    }
    return Report(
      schema: "mdad.compare/1", sentence: sentence, parts, notes: notes, provenance: provenance,
      csv: ranks.map { Table(ranked($0), rankColumns) } ?? Table(pairs, pairColumns))
  }

  /// The smallest gap that the items resolve: that of the pair, or of a typical one.
  private var resolution: Double? { ranks?.resolution ?? (pairs.count == 1 ? pairs[0].resolution : nil) }

  private func shown(_ table: Table, of count: Int) -> Report.Part {
    let more = count - Self.shownRows
    return .section(
      sentences: more > 0 ? ["The first \(Self.shownRows) of \(count); the CSV and JSON forms have all."] : [],
      table: table)
  }

  /// The figures of two runs, for people.
  private func facts(of pair: Pair) -> [Report.Part] {
    let sample = pair.sample
    let scores = [pair.second, pair.first].map { Figure.points(score($0)).shown }
    let isExact = sample.tested != nil
    let interval = pair.interval.map { Figure.range(.points($0.low, .fixed(2)), .points($0.high, .fixed(2))) }
    let left = runs.leftOut + runs.differing
    let found: [Report.Part] = [
      .fact(nil, "scores, points", .text("\(scores[0]) and \(scores[1])")),
      .fact(nil, "difference, points", .points(sample.difference, .fixed(2))),
      .fact(
        nil, "\(compact(100 * question.intervalLevel)) % interval (\(isExact ? "Tango's score" : "Student's"))",
        interval ?? .absent),
      .fact(
        nil, "items that both answered",
        .text("\(Figure.count(sample.itemCount).shown)" + (left > 0 ? " (\(left) left out)" : ""))),
      .fact(
        nil, "items that only one has right",
        .text(
          sample.counts.map { "\(plural($0.wins + $0.losses, "item")): \($0.wins) and \($0.losses)" }
            ?? "scores are graded")),
      .fact(nil, "p, two-sided (\(sample.test.words))", .pValue(pair.p)),
      .knownFact(nil, "McNemar's mid-p", sample.midP.map { .pValue($0) } ?? .absent),
    ]
    let level = question.goal == .order ? question.agreement : question.power
    let planned = "\(question.goal == .order ? "agreement" : "power") \(compact(level))"
    return found + [
      .knownFact(
        nil, "p of the test against the margin", question.goal.needsMargin ? .pValue(pair.adjustedP) : .absent),
      .fact(
        nil, question.goal.needsMargin ? "smallest margin these items show, \(planned)" : "smallest gap, \(planned)",
        .points(pair.resolution)),
      .fact(
        nil, "items that would have been enough",
        pair.enoughItems.map { .count($0) }
          ?? .text(sample.difference == 0 ? "none" : notEnough)),
    ]
  }

  /// What is said of the items that would have been enough, if there are none.
  private var notEnough: String {
    guard let items = question.items else { return "none" }
    let isAboutItems = question.goal == .order || question.subject == .items
    return isAboutItems ? "all \(items)" : "more than \(items)"
  }

  private func score(_ run: Int) -> Double { runs.scores[run].reduce(0, +) / Double(runs.items.count) }

  private var scoreColumns: [Column<Int>] {
    [Column("run") { .text(runs.names[$0]) }, Column("score") { .points(score($0), Self.scoreDigits) }]
  }

  /// The figures of pairs, for programs.
  private var pairColumns: [Column<Pair>] {
    let head: [Column<Pair>] = [
      Column("baseline") { .text(runs.names[$0.first]) }, Column("run") { .text(runs.names[$0.second]) },
      Column("baseline_score") { .points(score($0.first), Self.scoreDigits) },
      Column("score") { .points(score($0.second), Self.scoreDigits) },
      Column("difference") { .points($0.sample.difference, Self.gapDigits) },
      Column("low") { .points($0.interval?.low, Self.gapDigits) },
      Column("high") { .points($0.interval?.high, Self.gapDigits) },
    ]
    let tests: [Column<Pair>] = [
      Column("items") { .count($0.sample.itemCount) }, Column("wins") { .count($0.sample.counts?.wins) },
      Column("losses") { .count($0.sample.counts?.losses) },
      Column("discordance") { .share($0.sample.discordance, .upTo(3)) },
      Column("p") { .share($0.p, .upTo(4, exact: nil)) },
      Column("mid_p") { .share($0.sample.midP, .upTo(4, exact: nil)) },
      Column("adjusted_p") { .share($0.adjustedP, .upTo(4, exact: nil)) },
      Column("test") { .text($0.sample.test.rawValue) },
    ]
    return head + tests + [
      Column("design_effect") { .plain(runs.clusterOfItem.isEmpty ? nil : $0.sample.mean.designEffect, .upTo(2)) },
      Column("resolution") { .points($0.resolution, Self.gapDigits) },
      Column("enough_items") { .count($0.enoughItems) },
      Column("verdict") { .text($0.verdict.rawValue) }, Column("answer") { .text($0.verdict.answer.rawValue) },
    ]
  }

  /// The figures of runs compared with the first, for people.
  private var shownPairColumns: [Column<Pair>] {
    [
      Column("run", "run") { .text(runs.names[$0.second]) },
      Column("score", "score") { .points(score($0.second)) },
      Column("difference", "difference") { .points($0.sample.difference) },
      Column("interval", "\(compact(100 * question.intervalLevel)) % interval", dropped: 2) { pair in
        pair.interval.map { .range(.points($0.low), .points($0.high)) } ?? .absent
      },
      Column("p", "adjusted p", dropped: 3) { question.goal == .order ? .absent : .pValue($0.adjustedP) },
      Column("enough", "enough items", dropped: 1) { .count($0.enoughItems) },
      Column("verdict", "verdict") { .text($0.verdict.words(question)) },
    ]
  }

  /// Holds a run and its place.
  private struct Ranked: Sendable {
    let run: Int
    let place: Int
    let group: Int
  }

  private func ranked(_ ranks: RankIntervals) -> [Ranked] {
    var place = 0
    return ranks.tieGroups.enumerated().flatMap { group, runs in
      runs.map { run in
        place += 1
        return Ranked(run: run, place: place, group: group + 1)
      }
    }
  }

  private var rankColumns: [Column<Ranked>] {
    guard let ranks else { return [] }
    let isBest = question.goal == .best
    let rank = Column<Ranked>("ranks", "rank", for: .people) {
      .between(.count(ranks.ranks[$0.run].lowerBound), and: .count(ranks.ranks[$0.run].upperBound))
    }
    var columns: [Column<Ranked>] = [
      Column("place", "place") { .count($0.place) }, Column("run", "run") { .text(runs.names[$0.run]) },
      Column("score", "score") { .points(ranks.scores[$0.run], Self.scoreDigits) },
      Column("rank_low") { .count(ranks.ranks[$0.run].lowerBound) },
      Column("rank_high") { .count(ranks.ranks[$0.run].upperBound) },
    ]
    // The set of the best asks for less than ranks that all hold together, and is sharper.
    if !isBest { columns.append(rank) }
    columns.append(Column("group", "group", for: isBest ? .programs : .all) { .count($0.group) })
    columns.append(
      Column("may_be_best", "may be the best", for: isBest ? .all : .programs) { .flag(ranks.mayBeBest[$0.run]) })
    return columns
  }
}

extension PairedSample.Test {
  /// What a person reads.
  fileprivate var words: String {
    switch self {
    case .exact: "McNemar's exact"
    case .amongItems: "exact among the N items"
    case .student: "Student's"
    }
  }
}
