import Simulate

extension TableAudit {
  /// Makes the audit a report, schema `mdad.audit/1`, kind `table`.
  package func report(_ provenance: Provenance) -> Report {
    let table = Table(rows, Self.columns)
    return findings.report(
      kind: "table",
      subject: "\(plural(rows.count, "row")) of uniform random sampling judged, \(unjudged.count) of other methods "
        + "skipped",
      [
        .fact("agreement", .share(agreement)), .fact("sampling_allowance", .share(Self.samplingAllowance)),
        .section("rows", table: table), .fact("rows_not_judged", .count(unjudged.count)),
      ], notes: notes, provenance: provenance, csv: table)
  }

  private static let columns: [Column<Row>] = [
    Column("line") { .count($0.claim.line) }, Column("benchmark", "benchmark") { .text($0.claim.benchmark) },
    Column("method") { .text($0.claim.method) }, Column("k", "k") { .count($0.claim.size) },
    Column("mdad", "MDAD claimed") { $0.claimed },
    Column("agreement", "agreement there", dropped: 1, for: .people) { .between($0.agreement) { .share($0) } },
    Column("attainable", "attainable", for: .people) { $0.attainableMDAD },
    Column("verdict", "verdict") { .text($0.verdict.rawValue) },
    Column("discordance_low") { .share($0.discordance.lowerBound) },
    Column("discordance_high") { .share($0.discordance.upperBound) },
    Column("agreement_at_mdad_low") { .share($0.agreement.lowerBound) },
    Column("agreement_at_mdad_high") { .share($0.agreement.upperBound) },
    Column("attainable_low") { .points($0.attainable.low) }, Column("attainable_high") { .points($0.attainable.high) },
  ]
}
