import Foundation
import Planner
import Simulate

extension AnyOption {
  static let claimedScores = Option(
    "scores", .pair("A,B"), "the two scores as printed, accuracy points, first that of the model said to be ahead",
    example: "62,60")

  static let comparedModels = Option(
    "models", .pair("A,B"), "two models of the matrix, first the one said to be ahead", example: "new,old")

  static let partialCredit = Option("graded", "answers may earn partial credit")

  static let claimLevel = Option(
    "alpha", .number("P", in: 0.0001...0.5, unit: "a probability"), "the two-sided level of the test", default: 0.05,
    example: "0.05")

  static let claimPower = Option(
    "power", .number("P", in: 0.01...0.9999, unit: "a probability"), "the power the test should have had",
    default: 0.8, example: "0.8")
}

/// Audits a claim that one model is ahead of another.
func auditClaim(
  _ arguments: ParsedArguments, agreement: Double, console: Console
) throws -> (Report, AuditVerdict) {
  var question = ClaimAudit.Question()
  question.agreement = agreement
  question.alpha = arguments[.claimLevel]
  question.power = arguments[.claimPower]
  let given = try arguments.auditedSize()
  if let path = arguments[.matrix] {
    let names = try arguments.required(.comparedModels)
    let matrix = try arguments.readMatrix(path, console: console)
    let positions = try names.map { name in
      guard let position = matrix.models.firstIndex(of: name) else {
        throw UsageError(
          "--models: there is no \"\(name)\" in \(path)" + suggestion(for: name, among: matrix.models))
      }
      return position
    }
    if let given, given < matrix.itemCount {
      throw UsageError("--items: \(given) is fewer than the matrix's \(matrix.itemCount) items")
    }
    let claim = ClaimAudit.Claim(
      .init(matrix, ahead: positions[0], of: positions[1]), itemCount: given, models: names)
    return try naming(.comparedModels) { try audit(claim, question, Provenance(matrixHash: matrix.contentHash())) }
  }
  guard let size = arguments[.k] else {
    throw UsageError("--k is missing; give the number of items the scores are of, or --matrix FILE and --models A,B")
  }
  let facts = try arguments.benchmarkFacts(console: console)
  let items = given ?? facts?.items
  if let items, items < size {
    throw UsageError("--items: \(items) is fewer than the \(size) items of --k; give the benchmark's size")
  }
  let band = facts?.band ?? arguments.givenBand()
  if let gap = arguments[.gap]?.fraction {
    let claim = ClaimAudit.Claim(
      .lead(gap, size: size, band: band ?? usualBand(accuracy: 0.5)), itemCount: items)
    return try naming(.gap) { try audit(claim, question, Provenance()) }
  }
  guard let scores = arguments[.claimedScores] else {
    throw UsageError("--scores is missing; give the two scores, such as --scores 62,60, or the --gap between them")
  }
  let printed = scores.map { $0.trimmingCharacters(in: .whitespaces) }
  let accuracy = printed.compactMap { Double(plainDecimal: $0) }.reduce(0, +) / 200
  let claim = ClaimAudit.Claim(
    .scores(
      printed, size: size, isGraded: arguments[.partialCredit], band: band ?? usualBand(accuracy: accuracy)),
    itemCount: items)
  return try naming(.claimedScores) { try audit(claim, question, Provenance()) }
}

private func audit(
  _ claim: ClaimAudit.Claim, _ question: ClaimAudit.Question, _ provenance: Provenance
) throws -> (Report, AuditVerdict) {
  var audit = try ClaimAudit(claim, question: question)
  if claim.itemCount == nil { audit.notes.append("Without --items the benchmark is taken to be unlimited.") }
  return (audit.report(provenance), audit.findings.verdict)
}
