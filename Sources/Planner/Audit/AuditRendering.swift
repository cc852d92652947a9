import Simulate

/// An audit as files and for people.
public protocol AuditReport {
  /// What was audited: `subset`, `scores`, `claim` or `table`.
  var kind: String { get }
  /// What led to the verdict.
  var findings: AuditFindings { get }
  /// What was audited and how it came out, a sentence.
  var sentence: String { get }
  /// What a person should know besides, a sentence each.
  var notes: [String] { get }
  /// The figures, as members of a JSON object.
  var figures: [(String, JSONValue)] { get }
  /// The figures for people.
  func table() -> TextTable
}

extension AuditReport {
  /// The audit as JSON, schema `mdad.audit/1`. Gaps, MDADs, errors and scores in points; agreement, probabilities and
  /// discordance as fractions; percentiles in percent.
  ///
  /// - Parameter provenance: what it was computed from.
  public func json(_ provenance: Provenance) -> JSONValue {
    .object(
      [
        ("schema", .string("mdad.audit/1")), ("kind", .string(kind)), ("verdict", .string(findings.verdict.rawValue)),
        ("reasons", .array(findings.reasons.map { .string($0) })),
      ] + figures + [("notes", .array(notes.map { .string($0) }))] + provenance.members.objectMembers)
  }

  /// The audit as Markdown.
  public func markdown() -> String {
    "**\(sentence)**\n\n" + findings.reasons.map { "- \($0)\n" }.joined() + "\n" + table().markdown()
      + (notes.isEmpty ? "" : "\n" + notes.map { "- \($0)\n" }.joined())
  }
}

/// An estimate as members of a JSON object: `name`, `name_low`, `name_high`.
private func members(_ name: String, _ estimate: Estimate, scale: Double = 1) -> [(String, JSONValue)] {
  [
    (name, .rounded(estimate.value.map { $0 * scale }, 6)),
    (name + "_low", .rounded(estimate.low.map { $0 * scale }, 6)),
    (name + "_high", .rounded(estimate.high.map { $0 * scale }, 6)),
  ]
}

/// A range as members of a JSON object: `name_low`, `name_high`.
private func members(_ name: String, _ low: Double?, _ high: Double?) -> [(String, JSONValue)] {
  [(name + "_low", .rounded(low, 6)), (name + "_high", .rounded(high, 6))]
}

/// The audit of a micro-benchmark whose scores are known, with what it is called.
public struct MicroBenchmarkAuditReport: AuditReport {
  /// `subset` or `scores`.
  public let kind: String
  /// The audit.
  public let audit: MicroBenchmarkAudit
  /// What the scores are of, for the sentence.
  let subject: String

  /// The audit's.
  public var findings: AuditFindings { audit.findings }
  /// The audit's, and what random sampling promises.
  public var notes: [String] { audit.notes + expectationNote }

  /// A report.
  ///
  /// - Parameter benchmark: the benchmark's or the file's name.
  public init(_ audit: MicroBenchmarkAudit, kind: String, benchmark: String) {
    self.audit = audit
    self.kind = kind
    subject =
      (audit.size.map { "\($0) items" } ?? "A micro-benchmark") + (audit.itemCount.map { " of the \($0)" } ?? "")
      + " of \(benchmark), judged by \(audit.modelCount) models (\(audit.pairs) pairs)"
  }

  /// The verdict and what it is on, a sentence.
  public var sentence: String { "Verdict: \(findings.verdict.rawValue). \(subject)." }

  private var expectationNote: [String] {
    guard let expectation = audit.expectation, let size = audit.size else { return [] }
    return [
      "Uniform random samples of \(size) items have an MDAD of "
        + "\(rangeText(expectation.low, expectation.high, 1)) points. \(expectation.sentence)"
    ]
  }

  /// The figures, as members of a JSON object.
  public var figures: [(String, JSONValue)] {
    let question = audit.question
    var figures: [(String, JSONValue)] = [
      ("k", .int(audit.size)), ("items", .int(audit.itemCount)), ("models", .int(audit.modelCount)),
      ("pairs", .int(audit.pairs)), ("zero_gap_pairs", .int(audit.zeroGapPairs)),
      ("agreement", .number(question.agreement)), ("ties", .string(question.ties.rawValue)),
    ]
    figures += members("mdad", audit.mdad)
    figures += [
      ("mdad_upper_bound", .bool(audit.isUpperBound)), ("mdad_first", .rounded(audit.readings.first, 4)),
      ("mdad_sustained", .rounded(audit.readings.sustained, 4)),
    ]
    figures += members("error", audit.error, scale: 100) + members("kendall_tau", audit.kendallTau)
    figures += [("spearman", .rounded(audit.spearman, 6)), ("gap", .rounded(question.gap, 6))]
    figures += members("agreement_at_gap", audit.agreementAtGap ?? Estimate(exactly: nil))
    figures += members("random_mdad", audit.expectation?.low, audit.expectation?.high)
    if let placement = audit.placement {
      func place(_ figure: RandomPlacement.Figure, scale: Double = 1) -> JSONValue {
        .object(
          [("percentile", .rounded(figure.percentile, 4)), ("median", .rounded(figure.median.map { $0 * scale }, 6))]
            + members("random", figure.low.map { $0 * scale }, figure.high.map { $0 * scale }))
      }
      figures.append(
        (
          "among_random",
          .object([
            ("subsets", .int(placement.subsets)), ("pool", .int(placement.pool)),
            ("kendall_tau", place(placement.kendallTau)), ("error", place(placement.error, scale: 100)),
            ("mdad", place(placement.mdad)),
          ])
        ))
    } else {
      figures.append(("among_random", .null))
    }
    let curve: [JSONValue] = audit.curve.points.indices.map { index in
      let point = audit.curve.points[index]
      return .object([
        ("gap", .number(audit.curve.bins.center(of: point.bin))), ("pairs", .int(Int(point.pairs))),
        ("agreement", .rounded(point.agreement, 8)), ("smoothed", .rounded(audit.curve.smoothed[index], 8)),
        ("smoothed_low", .rounded(audit.smoothed[index].low, 6)),
        ("smoothed_high", .rounded(audit.smoothed[index].high, 6)),
        ("random_low", .rounded(audit.expectation?.curve[index].lowerBound, 6)),
        ("random_high", .rounded(audit.expectation?.curve[index].upperBound, 6)),
      ])
    }
    return figures + [("curve", .array(curve)), ("resamples", .int(question.resamples))]
  }

  /// The figures for people.
  public func table() -> TextTable {
    let placement = audit.placement
    var table = TextTable(
      [("figure", .left), ("value", .right), ("95 % interval", .left)]
        + (placement == nil
          ? [] : [("better than", .right), ("random subsets: median", .right), ("95 % of them", .left)]))
    func add(
      _ name: String, _ estimate: Estimate, _ decimals: Int, scale: Double = 1, mark: String = "",
      _ figure: RandomPlacement.Figure? = nil
    ) {
      func text(_ value: Double?) -> String { decimal(value.map { $0 * scale }, decimals) }
      func range(_ low: Double?, _ high: Double?) -> String {
        low == nil && high == nil ? "–" : "\(text(low)) to \(text(high))"
      }
      let placed =
        figure.map { ["\(compact($0.percentile, 1)) %", text($0.median), range($0.low, $0.high)] } ?? ["–", "–", "–"]
      table.add(
        [name, mark + text(estimate.value), range(estimate.low, estimate.high)] + (placement == nil ? [] : placed))
    }
    add("MDAD, points", audit.mdad, 2, mark: audit.isUpperBound ? "≤ " : "", placement?.mdad)
    add("error, points", audit.error, 2, scale: 100, placement?.error)
    add("Kendall τ-b", audit.kendallTau, 3, placement?.kendallTau)
    add("Spearman ρ", Estimate(value: audit.spearman, low: nil, high: nil), 3)
    if let gap = audit.question.gap, let agreement = audit.agreementAtGap {
      add("agreement at \(compact(gap))", agreement, 3)
    }
    return table
  }
}

extension ClaimAudit: AuditReport {
  /// `claim`.
  public var kind: String { "claim" }

  /// The verdict and what it is on, a sentence.
  public var sentence: String {
    let pair = claim.models.count == 2 ? "\(claim.models[0]) ahead of \(claim.models[1])" : "A model ahead of another"
    return
      "Verdict: \(findings.verdict.rawValue). \(pair) by \(compact(gap, 2)) points on \(plural(claim.size, "item"))"
      + (claim.itemCount.map { " of \($0)" } ?? "") + "."
  }

  /// The figures, as members of a JSON object.
  public var figures: [(String, JSONValue)] {
    var figures: [(String, JSONValue)] = [
      ("k", .int(claim.size)), ("items", .int(claim.itemCount)),
      ("models", .array(claim.models.map { .string($0) })), ("scores", .array(claim.scores.map { .string($0) })),
      ("gap", .rounded(gap, 6)), ("wins", .int(claim.difference?.wins)), ("losses", .int(claim.difference?.losses)),
      ("agreement_asked", .number(question.agreement)), ("alpha", .number(question.alpha)),
      ("power", .number(question.power)), ("test", .string(claim.isByNormalTest ? "paired-z" : "mcnemar-exact")),
    ]
    figures += members("discordance", discordance.lowerBound, discordance.upperBound)
    figures += members("agreement_at_gap", agreement.lowerBound, agreement.upperBound)
    figures += members("chance_ahead", chanceAhead.lowerBound, chanceAhead.upperBound)
    figures += members("mdad", mdad.low, mdad.high) + members("p", p.lowerBound, p.upperBound)
    figures += members("difference", interval?.low, interval?.high)
    return figures + [
      ("k_for_agreement_low", .int(sizeForAgreement.low)), ("k_for_agreement_high", .int(sizeForAgreement.high)),
      ("k_for_power_low", .int(sizeForPower.low)), ("k_for_power_high", .int(sizeForPower.high)),
    ]
  }

  /// The figures for people.
  public func table() -> TextTable {
    var table = TextTable([("figure", .left), ("value", .right)])
    table.add(["difference, points", compact(gap, 2)])
    if let interval {
      table.add(["95 % interval (Tango's score interval)", rangeText(interval.low, interval.high, 2)])
    }
    table.add(["items on which the two differ, share", rangeText(discordance, 3)])
    table.add(["agreement if the full benchmark has them as far apart", rangeText(agreement, 3)])
    table.add(["chance that the order is right (flat prior)", rangeText(chanceAhead, 3)])
    table.add(["MDAD of \(claim.size) random items, points", rangeText(mdad.low, mdad.high, 1)])
    table.add(["\(claim.testName) p, two-sided", pText(p)])
    table.add([
      "items that rank such a gap with agreement \(compact(question.agreement))",
      rangeText(sizeForAgreement.low, sizeForAgreement.high),
    ])
    table.add([
      "items that find it significant with power \(compact(question.power))",
      rangeText(sizeForPower.low, sizeForPower.high),
    ])
    return table
  }
}

extension TableAudit: AuditReport {
  /// `table`.
  public var kind: String { "table" }

  /// The verdict and what it is on, a sentence.
  public var sentence: String {
    "Verdict: \(findings.verdict.rawValue). \(plural(rows.count, "row")) of uniform random sampling judged, "
      + "\(unjudged.count) of other methods passed over."
  }

  /// The figures, as members of a JSON object.
  public var figures: [(String, JSONValue)] {
    [
      ("agreement", .number(agreement)), ("sampling_allowance", .number(TableAudit.samplingAllowance)),
      (
        "rows",
        .array(
          rows.map { row in
            .object(
              [
                ("line", .int(row.claim.line)), ("benchmark", .string(row.claim.benchmark)),
                ("method", .string(row.claim.method)), ("k", .int(row.claim.size)),
                ("mdad", .rounded(row.claim.mdad, 6)), ("verdict", .string(row.verdict.rawValue)),
              ] + members("discordance", row.discordance.lowerBound, row.discordance.upperBound)
                + members("agreement_at_mdad", row.agreement.lowerBound, row.agreement.upperBound)
                + members("attainable", row.attainable.low, row.attainable.high))
          })
      ), ("rows_not_judged", .int(unjudged.count)),
    ]
  }

  /// The figures for people.
  public func table() -> TextTable {
    var table = TextTable([
      ("benchmark", .left), ("k", .right), ("MDAD claimed", .right), ("agreement there", .left),
      ("attainable", .left), ("verdict", .left),
    ])
    for row in rows {
      table.add([
        row.claim.benchmark, String(row.claim.size), compact(row.claim.mdad), rangeText(row.agreement, 2),
        row.attainableText, row.verdict.rawValue,
      ])
    }
    return table
  }
}
