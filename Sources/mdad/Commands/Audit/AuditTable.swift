import Planner
import Simulate

/// Audits published MDADs of uniform random sampling.
func auditTable(_ arguments: ParsedArguments, agreement: Double) throws -> (Report, AuditVerdict) {
  let path = try arguments.required(.auditInput)
  let claims = try PublishedClaims.read(path: path, benchmark: arguments[.benchmark])
  let library = try arguments.tableLibrary()
  let items = try arguments.auditedSize()
  let band = arguments.givenBand()
  let audit = try naming(.auditInput) {
    try TableAudit(claims, agreement: agreement) { name throws(PlannerError) in
      let known = try BenchmarkKnowledge.find(name, in: library)
      guard let count = items ?? known?.items else { return nil }
      let found = band ?? known?.band
      let used = if let found { found } else { try BenchmarkKnowledge.envelope(of: library) }
      return TableAudit.Knowledge(
        items: count, fewestItems: items == nil ? known?.fewestItems ?? count / 2 : max(1, count / 2), band: used)
    }
  }
  return (audit.report(Provenance()), audit.findings.verdict)
}
