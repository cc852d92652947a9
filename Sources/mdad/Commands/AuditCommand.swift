import Foundation
import Planner
import Simulate

extension AnyOption {
  fileprivate static let auditItems = Option(
    "items", short: "i", .text("LIST|N"),
    "subset: the items' names separated by commas, a file with one a line, or the JSON of mdad select; other "
      + "kinds: the benchmark's size", example: "micro.json")

  fileprivate static let input = Option(
    "input", .file, "scores: CSV with a row per model; table: CSV with columns benchmark, method, k, mdad",
    example: "scores.csv")

  fileprivate static let fullColumn = Option("full", .text("COL"), "the column of full scores", example: "full")

  fileprivate static let microColumns = Option(
    "micro", .text("COL|COL1..COLn"), "the column of micro-benchmark scores, or its item columns", example: "tiny")

  fileprivate static let poolColumns = Option(
    "among", .text("COL1..COLn"), "all item columns, to draw random subsets from")

  fileprivate static let scores = Option(
    "scores", .pair("A,B"), "the two scores as printed, accuracy points", example: "62,60")

  fileprivate static let comparedModels = Option(
    "models", .pair("A,B"), "two models of the matrix, first the one said to be ahead", example: "new,old")

  fileprivate static let graded = Option("graded", "answers may earn partial credit")

  fileprivate static let discordanceRange = Option(
    "discordance", short: "d", .discordanceRange, "the share of items that exactly one of two models answers right",
    example: "0.3 or 0.2,0.4")

  fileprivate static let claimLevel = Option(
    "alpha", .number("P", in: 0.0001...0.5, unit: "a probability"), "the two-sided level of the test", default: 0.05,
    example: "0.05")

  fileprivate static let claimPower = Option(
    "power", .number("P", in: 0.01...0.9999, unit: "a probability"), "the power the test should have had",
    default: 0.8, example: "0.8")

  fileprivate static let subsets = Option(
    "subsets", .integer("N", in: 0...1_000_000), "random subsets to compare with",
    default: MicroBenchmarkAudit.Question().subsets)

  fileprivate static let modelResamples = Option(
    "resamples", .integer("N", in: 0...1_000_000), "bootstrap resamples of models",
    default: MicroBenchmarkAudit.Question().resamples)

  fileprivate static let check = Option("check", "exit with status 1 unless the verdict is sound")
}

/// A discordance or its range, with the text it was given as.
private struct DiscordanceRange {
  let text: String
  let limits: ClosedRange<Double>
}

extension ValueKind where Value == DiscordanceRange {
  fileprivate static var discordanceRange: ValueKind {
    ValueKind(.text("D|LOW,HIGH"), range: "above 0, at most 1") { text throws(ValueError) in
      let limits = text.split(separator: ",", omittingEmptySubsequences: false).map { Double(plainDecimal: $0) }
      guard let low = limits.first ?? nil, let high = limits.last ?? nil, limits.count <= 2, low > 0, low <= high,
        high <= 1
      else { throw ValueError("\(quoted(text)) is neither a fraction nor LOW,HIGH", give: "fractions up to 1") }
      return DiscordanceRange(text: text, limits: low...high)
    }.written { $0.text }
  }
}

extension CommandSpecification {
  static let audit = CommandSpecification(
    name: "audit",
    summary: "is this micro-benchmark, or this claim from one, sound?",
    discussion: [
      "audit subset: k known items of an item matrix. How well does their mean (or the estimator of a micro-benchmark "
        + "that mdad select wrote) rank the matrix's models, over all pairs, and how does it compare with random "
        + "subsets of k items?",
      "audit scores: many models' scores on the full benchmark and on the micro-benchmark, in two columns. With the "
        + "micro-benchmark's item columns (--micro FIRST..LAST) and all item columns (--among), it is also compared "
        + "with random subsets.",
      "audit claim: \"A beats B by x points on k of N items\": whether k items can show that, the chance that the "
        + "order is right, McNemar's p, and the k that would have been enough; from two printed scores or two models "
        + "of a matrix.",
      "audit table: published MDADs of uniform random sampling, checked row by row against what theory allows.",
      "The verdict is sound, weak, unsupported or impossible, with reasons. A micro-benchmark is weak if fewer than 5 "
        + "% of random subsets order models worse. One that misses the requested agreement at --gap is weak, or "
        + "unsupported if it misses it beyond doubt. Intervals are 95 % bootstrap intervals over models.",
    ],
    positionals: [
      PositionalSpecification(
        name: "KIND", help: "what to audit: subset, scores, claim or table", isRequired: true,
        choices: ["subset", "scores", "claim", "table"], noun: "kind")
    ],
    options: [
      .matrix.needing(.word("subset", "claim")), .auditItems, .input.needing(.word("scores", "table")),
    ] + [AnyOption.fullColumn, .microColumns, .poolColumns].needing(.word("scores"))
      + [
        .k.described(as: "the size of the micro-benchmark").needing(.word("scores", "claim")).excluding(
          .given(.matrix)),
        .scores.needing(.word("claim")).excluding(.given(.matrix)),
        .comparedModels.needing(.word("claim")).needing(.given(.matrix)),
        .graded.needing(.word("claim")).excluding(.given(.matrix)),
        .benchmark.described(as: "a benchmark with a table, whose discordance is used").needing(
          .word("scores", "claim", "table")
        ).excluding(.given(.matrix)),
        .discordanceRange.needing(.word("scores", "claim", "table")).excluding(
          .given(.matrix), .given(.benchmark).under("scores", "claim")),
        .gap.described(as: "the gap that the micro-benchmark should rank").needing(.word("subset", "scores")),
        .agreement, .claimLevel.needing(.word("claim")),
        .claimPower.needing(.word("claim")),
      ] + [AnyOption.subsets, .modelResamples, .ties].needing(.word("subset", "scores"))
      + [.tables.needing(.word("scores", "claim", "table")), .check]
      + AnyOption.reading.needing(.word("subset", "claim"))
      + AnyOption.running.needing(.word("subset", "scores")) + AnyOption.writing,
    examples: [
      ("mdad audit claim --k 100 --items 14042 --scores 62,60", "do 100 items show that 62 beats 60?"),
      ("mdad audit subset --matrix scores.csv --items micro.json --gap 5", "a micro-benchmark against a full matrix"),
      ("mdad audit scores --input scores.csv --full full --micro tiny --k 100", "two columns of scores, 100 items"),
      ("mdad audit table --input published.csv --check", "published MDADs, in continuous integration"),
    ],
    run: runAudit)
}

private func runAudit(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let kind = arguments.positionals.first ?? ""
  let agreement = arguments[.agreement]
  let (report, verdict) =
    switch kind {
    case "subset": try auditSubset(arguments, agreement: agreement, console: console)
    case "scores": try auditScores(arguments, agreement: agreement, console: console)
    case "claim": try auditClaim(arguments, agreement: agreement, console: console)
    default: try auditTable(arguments, agreement: agreement)
    }
  return CommandOutput(report, status: arguments[.check] && verdict != .sound ? .no : .done)
}

private func question(_ arguments: ParsedArguments, agreement: Double) -> MicroBenchmarkAudit.Question {
  var question = MicroBenchmarkAudit.Question()
  question.gap = arguments[.gap]?.fraction
  question.agreement = agreement
  question.ties = arguments[.ties]
  question.subsets = arguments[.subsets]
  question.resamples = arguments[.modelResamples]
  question.seed = arguments.seed
  return question
}

private func audit(
  _ scores: MicroBenchmarkAudit.Scores, _ question: MicroBenchmarkAudit.Question, band: DiscordanceBand?,
  _ arguments: ParsedArguments, _ console: Console
) throws -> MicroBenchmarkAudit {
  let threads = arguments.threads
  return try withProgress(arguments, console, total: question.subsets, unit: "random subsets") { progress in
    MicroBenchmarkAudit(scores, question: question, band: band, threads: threads, progress: progress)
  }
}

private func settings(_ question: MicroBenchmarkAudit.Question) -> [(String, JSONValue)] {
  [("subsets", .int(question.subsets))]
}

private func auditSubset(
  _ arguments: ParsedArguments, agreement: Double, console: Console
) throws -> (Report, AuditVerdict) {
  let path = try arguments.required(.matrix)
  let list = try arguments.required(.auditItems)
  let question = question(arguments, agreement: agreement)
  let matrix = try arguments.readMatrix(path, console: console)
  guard matrix.modelCount >= 2 else {
    throw SimulateError.malformedInput(
      file: path, line: nil,
      message: "the matrix has \(plural(matrix.modelCount, "model")); a ranking needs at least 2")
  }
  let subset = try ItemSubset(list, matrix: matrix, file: path)
  let all = Array(0..<matrix.modelCount)
  let scores = MicroBenchmarkAudit.Scores(
    reference: matrix.referenceScores(of: all, over: Array(0..<matrix.itemCount)),
    micro: subset.scores(of: matrix), size: subset.items.count, itemCount: matrix.itemCount, pool: matrix)
  var result = try audit(scores, question, band: nil, arguments, console)
  result.notes += subset.notes(matrix)
  let provenance = Provenance(matrixHash: matrix.contentHash(), seed: question.seed, settings: settings(question))
  return (
    result.report(kind: "subset", benchmark: ParsedArguments.benchmarkName(of: path), provenance),
    result.findings.verdict
  )
}

private func auditScores(
  _ arguments: ParsedArguments, agreement: Double, console: Console
) throws -> (Report, AuditVerdict) {
  let path = try arguments.required(.input)
  let full = try arguments.required(.fullColumn)
  let micro = try arguments.required(.microColumns)
  let question = question(arguments, agreement: agreement)
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
  let itemCount = try benchmarkSize(arguments)
  if let size, let itemCount, size > itemCount {
    throw UsageError("--items \(itemCount) is fewer than the micro-benchmark's \(size)")
  }
  let all = Array(read.models.indices)
  let microScores = read.columns.referenceScores(of: all, over: read.micro).means
  let pool = arguments.isGiven(.poolColumns) ? read.columns : nil
  var band = try discordanceBand(arguments)
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
  let provenance = Provenance(seed: question.seed, settings: settings(question))
  return (result.report(kind: "scores", benchmark: name, provenance), result.findings.verdict)
}

private func auditClaim(
  _ arguments: ParsedArguments, agreement: Double, console: Console
) throws -> (Report, AuditVerdict) {
  var question = ClaimAudit.Question()
  question.agreement = agreement
  question.alpha = arguments[.claimLevel]
  question.power = arguments[.claimPower]
  let items = try benchmarkSize(arguments)
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
    let claim = ClaimAudit.Claim(
      .init(matrix, ahead: positions[0], of: positions[1]), itemCount: items, models: names)
    return try audit(claim, question, Provenance(matrixHash: matrix.contentHash()))
  }
  guard let size = arguments[.k] else {
    throw UsageError("--k is missing; give the number of items the scores are of, or --matrix FILE and --models A,B")
  }
  let scores = try arguments.required(.scores)
  let printed = scores.map { $0.trimmingCharacters(in: .whitespaces) }
  let accuracy = printed.compactMap { Double(plainDecimal: $0) }.reduce(0, +) / 200
  let band = try discordanceBand(arguments) ?? usualBand(accuracy: accuracy)
  return try audit(
    ClaimAudit.Claim(
      .scores(printed, size: size, isGraded: arguments[.graded], band: band), itemCount: items),
    question, Provenance())
}

private func audit(
  _ claim: ClaimAudit.Claim, _ question: ClaimAudit.Question, _ provenance: Provenance
) throws -> (Report, AuditVerdict) {
  var audit = try ClaimAudit(claim, question: question)
  if claim.itemCount == nil { audit.notes.append("Without --items the benchmark is taken to be unlimited.") }
  return (audit.report(provenance), audit.findings.verdict)
}

/// Returns the benchmark's size that `--items` gives, or nil.
private func benchmarkSize(_ arguments: ParsedArguments) throws -> Int? {
  try arguments[.auditItems].flatMap { try AnyOption.items.value(of: $0) }
}

/// Returns the discordance that `--discordance` gives, or nil.
private func givenBand(_ arguments: ParsedArguments) -> DiscordanceBand? {
  arguments[.discordanceRange].map {
    DiscordanceBand(.given($0.limits), sentence: "Discordance \($0.text) as given.")
  }
}

/// Returns the discordance that `--discordance` or `--benchmark` gives, or nil.
private func discordanceBand(_ arguments: ParsedArguments) throws -> DiscordanceBand? {
  guard let name = arguments[.benchmark] else { return givenBand(arguments) }
  let library = try arguments.tableLibrary()
  guard let known = try BenchmarkKnowledge.find(name, in: library) else {
    throw PlannerError.unknownBenchmark(name: name, known: library.benchmarkNames)
  }
  return known.band
}

/// Returns the discordance assumed if nothing is known about the two models.
private func usualBand(accuracy: Double) -> DiscordanceBand {
  let usual = DiscordanceBand.usualCorrelations
  return DiscordanceBand(
    .correlated(accuracy: accuracy, correlations: usual),
    sentence:
      "How alike the two models answer is unknown; correlations of \(compact(usual.lowerBound)) to "
      + "\(compact(usual.upperBound)) are assumed, as among the models of the shipped tables. To narrow this down, "
      + "give --benchmark, --discordance or a matrix.")
}

private func auditTable(_ arguments: ParsedArguments, agreement: Double) throws -> (Report, AuditVerdict) {
  let path = try arguments.required(.input)
  let claims = try PublishedClaims.read(path: path, benchmark: arguments[.benchmark])
  let library = try arguments.tableLibrary()
  let items = try benchmarkSize(arguments)
  let band = givenBand(arguments)
  let audit = try TableAudit(claims, agreement: agreement) { name throws(PlannerError) in
    let known = try BenchmarkKnowledge.find(name, in: library)
    guard let count = items ?? known?.items else { return nil }
    let found = band ?? known?.band
    let used = if let found { found } else { try BenchmarkKnowledge.envelope(of: library) }
    return TableAudit.Knowledge(
      items: count, fewestItems: items == nil ? known?.fewestItems ?? count / 2 : max(1, count / 2),
      band: used)
  }
  return (audit.report(Provenance()), audit.findings.verdict)
}
