import Planner
import Simulate

extension AnyOption {
  static let subsets = Option(
    "subsets", .integer("N", in: 0...1_000_000), "random subsets to compare with",
    default: MicroBenchmarkAudit.Question().subsets)

  static let modelResamples = Option(
    "resamples", .integer("N", in: 0...1_000_000), "bootstrap resamples of models",
    default: MicroBenchmarkAudit.Question().resamples)
}

/// Audits k known items of an item matrix.
func auditSubset(
  _ arguments: ParsedArguments, agreement: Double, console: Console
) throws -> (Report, AuditVerdict) {
  let path = try arguments.required(.matrix)
  let list = try arguments.required(.auditItems)
  let question = microBenchmarkQuestion(arguments, agreement: agreement)
  let matrix = try arguments.readMatrix(path, console: console)
  guard matrix.modelCount >= 2 else {
    throw SimulateError.malformedInput(
      file: path, line: nil,
      message: "the matrix has \(plural(matrix.modelCount, "model")); a ranking needs at least 2")
  }
  let subset = try naming(.auditItems) { try ItemSubset(list, matrix: matrix, file: path) }
  let all = Array(0..<matrix.modelCount)
  let scores = MicroBenchmarkAudit.Scores(
    reference: matrix.referenceScores(of: all, over: Array(0..<matrix.itemCount)),
    micro: subset.scores(of: matrix), size: subset.items.count, itemCount: matrix.itemCount, pool: matrix)
  var result = try audit(scores, question, band: nil, arguments, console)
  result.notes += subset.notes(matrix)
  let provenance = Provenance(matrixHash: matrix.contentHash(), seed: question.seed, settings: settings(of: question))
  return (
    result.report(kind: "subset", benchmark: ParsedArguments.benchmarkName(of: path), provenance),
    result.findings.verdict
  )
}

/// Returns the question that the options of `audit subset` and `audit scores` ask.
func microBenchmarkQuestion(_ arguments: ParsedArguments, agreement: Double) -> MicroBenchmarkAudit.Question {
  var question = MicroBenchmarkAudit.Question()
  question.gap = arguments[.gap]?.fraction
  question.agreement = agreement
  question.ties = arguments[.ties]
  question.subsets = arguments[.subsets]
  question.resamples = arguments[.modelResamples]
  question.seed = arguments.seed
  return question
}

/// Audits scores, with progress.
func audit(
  _ scores: MicroBenchmarkAudit.Scores, _ question: MicroBenchmarkAudit.Question, band: DiscordanceBand?,
  _ arguments: ParsedArguments, _ console: Console
) throws -> MicroBenchmarkAudit {
  let threads = arguments.threads
  return try withProgress(arguments, console, total: question.subsets, unit: "random subsets") { progress in
    MicroBenchmarkAudit(scores, question: question, band: band, threads: threads, progress: progress)
  }
}

/// Returns the settings that change a figure, for the record.
func settings(of question: MicroBenchmarkAudit.Question) -> [(String, JSONValue)] {
  [("subsets", .int(question.subsets))]
}
