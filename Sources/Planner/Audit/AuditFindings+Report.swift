import Simulate

extension AuditFindings {
  /// Makes an audit's report: the verdict, what it is on, the reasons as bullets, then the figures.
  ///
  /// Gaps, MDADs, errors and scores are written in points; agreement, probabilities and discordance as fractions;
  /// percentiles in percent.
  ///
  /// - Parameters:
  ///   - kind: what was audited: `subset`, `scores`, `claim` or `table`.
  ///   - subject: what the verdict is on, without a full stop.
  ///   - parts: the figures.
  func report(
    kind: String, subject: String, _ parts: [Report.Part], notes: [String], provenance: Provenance, csv: Table? = nil
  ) -> Report {
    Report(
      schema: "mdad.audit/1", sentence: "Verdict: \(verdict.rawValue). \(subject).",
      [
        .fact("kind", .text(kind)), .fact("verdict", .text(verdict.rawValue)),
        .fact("reasons", .list(reasons.map { .text($0) })), .section(sentences: reasons, isList: true),
      ] + parts, notes: notes, provenance: provenance, csv: csv)
  }
}
