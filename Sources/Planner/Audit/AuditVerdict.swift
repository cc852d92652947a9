/// What an audit makes of a micro-benchmark or a claim, from best to worst.
package enum AuditVerdict: String, Sendable, Comparable, CaseIterable {
  /// It bears what it is used for.
  case sound
  /// It may or may not; it should not be the only evidence.
  case weak
  /// It does not bear it.
  case unsupported
  /// No such figures can have come about as described.
  case impossible

  /// Whether a verdict is better than another.
  package static func < (first: AuditVerdict, second: AuditVerdict) -> Bool {
    // Both are among all cases.
    allCases.firstIndex(of: first)! < allCases.firstIndex(of: second)!
  }
}

/// A verdict with what led to it, a sentence each.
package struct AuditFindings: Sendable, Equatable {
  /// The worst of all findings.
  package private(set) var verdict: AuditVerdict
  /// What led to the verdict, and what speaks for the subject where nothing speaks against it.
  package private(set) var reasons: [String] = []

  /// No findings yet.
  package init() { verdict = .sound }

  /// Adds a finding; the verdict is the worst of all.
  mutating func add(_ verdict: AuditVerdict, _ reason: String) {
    self.verdict = max(self.verdict, verdict)
    reasons.append(reason)
  }
}
