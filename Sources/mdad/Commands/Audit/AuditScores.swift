import Planner
import Simulate

extension AnyOption {
  static let fullColumn = Option("full", .text("COL"), "the column of full scores", example: "full")

  static let microColumns = Option(
    "micro", .text("COL|COL1..COLn"), "the column of micro-benchmark scores, or its item columns", example: "tiny")

  static let poolColumns = Option("among", .text("COL1..COLn"), "all item columns, to draw random subsets from")
}

/// Audits two columns of scores.
func auditScores(
  _ arguments: ParsedArguments, agreement: Double, console: Console
) throws -> (Report, AuditVerdict) {
  let path = try arguments.required(.auditInput)
  let full = try arguments.required(.fullColumn)
  let micro = try arguments.required(.microColumns)
  let question = microBenchmarkQuestion(arguments, agreement: agreement)
  let read = try ScoreColumns.read(
    path: path, choice: .init(full: full, micro: micro, among: arguments[.poolColumns]))
  for (isPercent, what) in [(read.percentages.full, "--full"), (read.percentages.columns, "--micro")] where isPercent {
    console.note("\(path): \(what) has values above 1 and is read as percentages")
  }
  let given = arguments[.k]
  let areItems = read.micro.count > 1
  if areItems, let given, given != read.micro.count {
    throw UsageError("--k \(given): --micro names \(read.micro.count) item columns; leave out --k")
  }
  let size = areItems ? read.micro.count : given
  let facts = try arguments.benchmarkFacts(console: console)
  let itemCount = try arguments.auditedSize() ?? facts?.items
  if let size, let itemCount, size > itemCount {
    throw UsageError("--items: \(itemCount) is fewer than the micro-benchmark's \(size)")
  }
  let all = Array(read.models.indices)
  let microScores = read.columns.referenceScores(of: all, over: read.micro).means
  let pool = arguments.isGiven(.poolColumns) ? read.columns : nil
  var band = facts?.band ?? arguments.givenBand()
  if band == nil, areItems, let pairs = read.columns.pairPopulation(of: all, over: Array(0..<read.columns.itemCount)),
    let profile = DiscordanceProfile(pairs)
  {
    band = DiscordanceBand(
      .profile(profile),
      sentence: "From the discordance of these models' pairs on \(read.columns.itemCount) of the items (80 % of pairs)."
    )
  }
  let accuracy = read.full.reduce(0, +) / Double(read.full.count)
  let scores = MicroBenchmarkAudit.Scores(
    reference: ReferenceScores(means: read.full), micro: microScores, size: size, itemCount: itemCount, pool: pool)
  var result = try audit(scores, question, band: band ?? usualBand(accuracy: accuracy), arguments, console)
  if result.placement == nil {
    result.notes.append(
      size == nil
        ? "Without the number of items (--k) there is no comparison with random subsets."
        : "Not compared with random subsets; to do so, name all item columns in --among.")
  }
  let name = arguments[.benchmark] ?? ParsedArguments.benchmarkName(of: path)
  let provenance = Provenance(seed: question.seed, settings: settings(of: question))
  return (result.report(kind: "scores", benchmark: name, provenance), result.findings.verdict)
}
