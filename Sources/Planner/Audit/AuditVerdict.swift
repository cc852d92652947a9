/// Tells what an audit makes of a micro-benchmark or a claim, from best to worst.
package enum AuditVerdict: String, Sendable, Comparable, CaseIterable {
  /// It supports what it is used for.
  case sound
  /// It may or may not; it should not be the only evidence.
  case weak
  /// It does not support it.
  case unsupported
  /// The figures cannot have come about as described.
  case impossible

  /// Tells whether a verdict is better than another.
  package static func < (first: AuditVerdict, second: AuditVerdict) -> Bool {
    // Both are among all cases.
    allCases.firstIndex(of: first)! < allCases.firstIndex(of: second)!
  }
}

/// Holds a verdict with what led to it, a sentence each.
package struct AuditFindings: Sendable, Equatable {
  /// The worst of all findings.
  package private(set) var verdict: AuditVerdict
  /// What led to the verdict, or what speaks for the subject if nothing speaks against it.
  package private(set) var reasons: [String] = []

  /// Creates an empty list of findings.
  package init() { verdict = .sound }

  /// Adds a finding; the verdict is the worst of all.
  mutating func add(_ verdict: AuditVerdict, _ reason: String) {
    self.verdict = max(self.verdict, verdict)
    reasons.append(reason)
  }
}
