import Simulate

extension SequentialComparison {
  /// The looks that fit a screen.
  private static let shownLooks = 8
  /// The names that fit a screen.
  private static let shownItems = 40
  private static let leadDigits = Figure.Digits.upTo(2, exact: 6)

  /// Returns the state as a report, schema `mdad.sequential/1`.
  package func report(_ provenance: Provenance = Provenance()) -> Report {
    let table = Table(
      looks,
      [
        Column("items", "items") { .count($0.items) },
        Column("lead", "lead of \(names[1])") { .plain($0.lead, Self.leadDigits) },
      ])
    let shown = Table(
      Array(looks.suffix(Self.shownLooks)),
      [
        Column<Look>("items", "items") { .count($0.items) },
        Column("lead", "lead of \(names[1])") { .plain($0.lead, Self.leadDigits) },
      ])
    var parts: [Report.Part] = [
      .fact("goal", .text(ComparisonGoal.order.rawValue)), .fact("verdict", .text(verdict.rawValue)),
      .fact("answer", .text(verdict.answer.rawValue)), .fact("baseline", .text(names[0])),
      .fact("run", .text(names[1])),
      .fact("items", .count(looks.last?.items ?? 0)), .fact("lead", .plain(looks.last?.lead, Self.leadDigits)),
      .fact("bound", .plain(design.bound, Self.leadDigits)), .fact("batch", .count(design.batch)),
      .fact("largest_k", .count(design.largest)), .fact("gap", .points(design.gap, .upTo(4, exact: 8))),
      .fact("agreement", .share(design.agreement, .upTo(4))),
      .fact("next", .list(next.map { .text($0.name) })), .fact("half_answered", .list(half.map { .text($0) })),
      .fact("extra", .list(extra.map { .text($0) })), .fact("unused", .count(unused)),
      .section("looks", table: table, isShown: false),
    ]
    if !looks.isEmpty {
      let rule =
        "The design stops at a lead of \(Figure.plain(design.bound, Self.leadDigits).shown), or after "
        + "\(design.largest) items."
      parts.append(.section(sentences: [rule], table: shown))
    }
    return Report(
      schema: "mdad.sequential/1", sentence: sentence, parts, notes: notes, provenance: provenance, csv: table)
  }

  /// What to do, in a sentence.
  private var sentence: String {
    let items = plural(looks.last?.items ?? 0, "item")
    switch verdict {
    case .goOn:
      let listed = next.prefix(Self.shownItems).map(\.name).joined(separator: ", ")
      let more = next.count > Self.shownItems ? " and \(next.count - Self.shownItems) more" : ""
      return "Continue: the next \(plural(next.count, "item")) \(next.count == 1 ? "is" : "are") \(listed)\(more)."
    case .tooClose: return "Stop: \(names[1]) is level with \(names[0]) after all \(items) of the design."
    default:
      let lead = Figure.plain(abs(looks.last?.lead ?? 0), Self.leadDigits).shown
      let unit = design.isUniform ? " right answers" : " (items times the estimated difference)"
      let preposition = verdict == .ahead ? "ahead of" : "behind"
      return "Stop: \(names[1]) is \(preposition) \(names[0]), by \(lead)\(unit) after \(items)."
    }
  }

  private var notes: [String] {
    var notes: [String] = []
    func listed(_ names: [String]) -> String {
      names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
    }
    if !half.isEmpty {
      notes.append("Only one of the two answered \(listed(half)); an item counts when both have.")
    }
    if unused > 0 {
      notes.append(
        "\(plural(unused, "item")) answered beyond "
          + "\(verdict == .goOn ? "the batch that is not complete" : "that look") "
          + "\(unused == 1 ? "is" : "are") not used: the design looks after each batch, in order.")
    }
    if !extra.isEmpty {
      notes.append(
        "\(plural(extra.count, "item")) not among the design's \(design.largest), left out: \(listed(extra)).")
    }
    if verdict == .ahead || verdict == .behind {
      notes.append(
        "Models \(points(design.gap)) points apart come out in their order with probability "
          + "\(Figure.share(design.agreement).shown). A lead that stopped a comparison early overstates the difference."
      )
    }
    return notes
  }
}
