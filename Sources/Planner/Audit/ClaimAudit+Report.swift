import Simulate

extension ClaimAudit {
  /// Makes the audit a report, schema `mdad.audit/1`, kind `claim`.
  package func report(_ provenance: Provenance) -> Report {
    let names = claim.models.count == 2 ? "\(claim.models[0]) ahead of \(claim.models[1])" : "A model ahead of another"
    let direction = claim.isBehind ? ", but behind by" : " by"
    let gap = Figure.points(statistics.gap, .upTo(2))
    let subject =
      "\(names)\(direction) \(gap.shown) points on \(plural(claim.size, "item"))"
      + (claim.itemCount.map { " of \($0)" } ?? "")
    return findings.report(
      kind: "claim", subject: subject, facts + shownFacts(gap), notes: notes, provenance: provenance)
  }

  /// The figures for programs.
  private var facts: [Report.Part] {
    var (scores, difference): ([String], PairedDifference?) = ([], nil)
    switch claim.evidence {
    case .scores(let printed, _, _, _): scores = printed
    case .answers(let known): difference = known
    case .lead, .differences: break
    }
    func range(_ key: String, _ low: Figure, _ high: Figure) -> [Report.Part] {
      [.fact(key + "_low", low), .fact(key + "_high", high)]
    }
    func shares(_ key: String, _ shares: ClosedRange<Double>) -> [Report.Part] {
      range(key, .share(shares.lowerBound), .share(shares.upperBound))
    }
    func points(_ key: String, _ limits: (low: Double?, high: Double?)) -> [Report.Part] {
      range(key, .points(limits.low), .points(limits.high))
    }
    func sizes(_ key: String, _ sizes: (low: Int?, high: Int?)) -> [Report.Part] {
      range(key, .count(sizes.low), .count(sizes.high))
    }
    var facts: [Report.Part] = [
      .fact("k", .count(claim.size)), .fact("items", .count(claim.itemCount)),
      .fact("models", .list(claim.models.map { .text($0) })), .fact("scores", .list(scores.map { .text($0) })),
      .fact("gap", .points(statistics.gap)), .fact("wins", .count(difference?.wins)),
      .fact("losses", .count(difference?.losses)), .fact("is_behind", .flag(claim.isBehind)),
      .fact("agreement_asked", .share(question.agreement)),
      .fact("alpha", .share(question.alpha)), .fact("power", .share(question.power)),
      .fact("test", .text(claim.isByNormalTest ? "paired-z" : "mcnemar-exact")),
    ]
    facts += shares("discordance", statistics.discordance) + shares("agreement_at_gap", statistics.agreement)
    facts += shares("chance_ahead", statistics.chanceAhead) + points("mdad", statistics.mdad)
    facts += shares("p", statistics.p)
    facts += range("mid_p", .share(statistics.midP?.lowerBound), .share(statistics.midP?.upperBound))
    facts += points("difference", statistics.interval)
    facts += sizes("k_for_agreement", statistics.sizeForAgreement) + sizes("k_for_power", statistics.sizeForPower)
    return facts
  }

  /// Returns the figures for people.
  private func shownFacts(_ gap: Figure) -> [Report.Part] {
    func shares(_ range: ClosedRange<Double>) -> Figure { .between(range) { .share($0, .fixed(3)) } }
    func sizes(_ sizes: (low: Int?, high: Int?), otherwise: String) -> Figure {
      sizes.low == nil && sizes.high == nil
        ? .absent : .between(.count(sizes.low), and: sizes.high.map { .count($0) } ?? .text(otherwise))
    }
    let isBand = statistics.discordance.lowerBound < statistics.discordance.upperBound
    let kind = claim.isByNormalTest ? "" : " (Tango's score interval\(isBand ? ", at its widest" : ""))"
    let interval = statistics.interval
    return [
      .fact(nil, "difference, points", gap),
      .fact(
        nil, "95 % interval" + kind,
        .between(.points(interval.low, .fixed(2)), and: .points(interval.high, .fixed(2)))),
      .fact(nil, "items on which the two differ, share", shares(statistics.discordance)),
      .fact(nil, "agreement if the full benchmark has them as far apart", shares(statistics.agreement)),
      .fact(nil, "chance that the order is right (flat prior)", shares(statistics.chanceAhead)),
      .fact(
        nil, "MDAD of \(claim.size) random items, points",
        .between(.points(statistics.mdad.low), and: .points(statistics.mdad.high))),
      .fact(nil, "\(claim.testName) p, two-sided", .between(statistics.p) { .pValue($0) }),
      .knownFact(
        nil, "McNemar's mid-p, two-sided", statistics.midP.map { .between($0) { .pValue($0) } } ?? .absent),
      .fact(
        nil, "items that rank such a gap with agreement \(compact(question.agreement))",
        sizes(statistics.sizeForAgreement, otherwise: "all")),
      .fact(
        nil, "items that find it significant with power \(compact(question.power))",
        sizes(statistics.sizeForPower, otherwise: "more than \(claim.itemCount.map { String($0) } ?? "all")")),
    ]
  }
}
