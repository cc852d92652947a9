extension Validation {
  /// The checks as a report, schema `mdad.verify/1`.
  package var report: Report {
    var reasons: [String] = []
    for result in results {
      let reason = result.reason.map { "\(result.check.source): \($0)" }
      if let reason, !reasons.contains(reason) { reasons.append(reason) }
    }
    return Report(
      schema: "mdad.verify/1", sentence: sentence,
      [
        .fact("holds", nil, .flag(holds)), .fact("checks", nil, .count(results.count)),
        .fact("agree", nil, .count(count(.agrees))), .fact("explained", nil, .count(count(.explained))),
        .fact("fail", nil, .count(count(.fails))), .section("results", table: table(results), isShown: false),
      ]
        + ValidationCase.Kind.allCases.compactMap { kind in
          let own = results.filter { $0.check.kind == kind }
          return own.isEmpty
            ? nil : .section(heading: kind.heading, sentences: kind.legend.map { [$0] } ?? [], table: table(own))
        }
        + (reasons.isEmpty ? [] : [.section(heading: "Why some figures differ", sentences: reasons, isList: true)]),
      csv: table(results))
  }

  private var sentence: String {
    let failures = count(.fails)
    if failures > 0 {
      return
        "\(failures) of \(results.count) checks \(failures == 1 ? "fails" : "fail"): do not rely on this installation."
    }
    let explained = count(.explained)
    return "All \(results.count) checks hold: \(count(.agrees)) figures are the published ones"
      + (explained == 0 ? "." : ", \(explained) differ for a reason that is named.")
  }

  private func table(_ results: [ValidationResult]) -> Table {
    Table(
      results,
      [
        Column("kind", for: .programs) { .text($0.check.kind.rawValue) },
        Column("check", "check") { .text($0.check.input) },
        Column("published", "published") { .text($0.check.published) },
        Column("ours", "ours") { $0.figure },
        Column("outcome", "outcome") { .text($0.outcome.rawValue) },
        Column("source", "source", dropped: 1) { .text($0.check.source) },
        Column("reason", for: .programs) { .text($0.reason) },
      ])
  }
}

extension ValidationResult {
  /// The program's figure with the digits that were compared.
  var figure: Figure {
    switch value {
    case .number(let number):
      let compared = outcome == .explained ? check.difference?.figure ?? check.published : check.published
      return .plain(number, .fixed(ValidationCase.decimals(of: compared), exact: nil))
    case .text(let text): return .text(text)
    case nil: return .absent
    }
  }

  /// Why the program's figure differs, if it does.
  var reason: String? { outcome == .explained ? check.difference?.reason : nil }
}

extension ValidationCase.Kind {
  fileprivate var legend: String? {
    self == .power
      ? "Of .32/.08 the first is the chance that only the better model is right, the second that only the other is. "
        + "Tests are two-sided at α .05 unless another level or one side is named." : nil
  }

  fileprivate var heading: String {
    switch self {
    case .power: "Power, sizes and detectable differences"
    case .tests: "p-values and intervals"
    case .engine: "Probabilities, random numbers and trials"
    }
  }
}
