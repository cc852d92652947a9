import Foundation
import Planner
import Simulate

extension CommandSpecification {
  static let audit = CommandSpecification(
    name: "audit",
    summary: "is this micro-benchmark, or this claim from one, sound?",
    discussion: [
      "audit subset: k known items of an item matrix. How well their mean (or the estimator of a micro-benchmark that mdad "
        + "select wrote) ranks the matrix's models, over all pairs, and where it stands among random subsets of k items.",
      "audit scores: two columns of scores, on the full and on the micro-benchmark, for many models. With the micro-benchmark's "
        + "item columns (--micro FIRST..LAST) and all item columns (--among) also its place among random subsets.",
      "audit claim: \"A beats B by x points on k of N items\": whether k items can tell, the chance that the order is right, "
        + "McNemar's p, and the k that would have been enough; from two printed scores, or from two models of a matrix.",
      "audit table: published MDADs of uniform random sampling, row by row against what theory allows on the benchmark.",
      "The verdict is sound, weak, unsupported or impossible, with reasons. A micro-benchmark is weak where fewer than 5 % of "
        + "random subsets order models worse; one that misses the agreement asked for at --gap is weak, or unsupported "
        + "where it does beyond doubt. Intervals are 95 % bootstrap intervals over models.",
    ],
    positionals: [
      PositionalSpecification(
        name: "KIND", help: "what to audit: subset, scores, claim or table", isRequired: true,
        choices: ["subset", "scores", "claim", "table"])
    ],
    options: [
      SharedOptions.matrix,
      OptionSpecification(
        "items", short: "i", .text("LIST|N"),
        "subset: the items' names separated by commas, a file with one a line, or the JSON of mdad select; else: the "
          + "benchmark's size"),
      OptionSpecification(
        "input", .file, "scores: CSV with a row per model; table: CSV with columns benchmark, method, k, mdad"),
      OptionSpecification("full", .text("COL"), "scores: the column of full scores"),
      OptionSpecification(
        "micro", .text("COL|COL1..COLn"), "scores: the column of micro-benchmark scores, or its item columns"),
      OptionSpecification("among", .text("COL1..COLn"), "scores: all item columns, to draw random subsets from"),
      OptionSpecification("k", short: "k", .text("K"), "claim, scores with one column: the micro-benchmark's size"),
      OptionSpecification("scores", .text("A,B"), "claim: the two scores as printed, accuracy points"),
      OptionSpecification("models", .text("A,B"), "claim: two models of the matrix"),
      OptionSpecification("graded", .flag, "claim: answers may earn partial credit"),
      OptionSpecification(
        "benchmark", short: "b", .text("NAME"),
        "claim, scores, table: a benchmark with a table, whose discordance is used"),
      OptionSpecification(
        "discordance", .text("D|LOW,HIGH"), "the share of items that exactly one of two models answers right"),
      OptionSpecification("gap", short: "g", .text("POINTS"), "subset, scores: the gap that it is meant to rank"),
      OptionSpecification(
        "agreement", .text("P"), "the probability of ranking as the full benchmark does",
        default: shortNumber(MDAD.standardThreshold)),
      OptionSpecification("alpha", .text("P"), "claim: the two-sided level of the test", default: "0.05"),
      OptionSpecification(
        "power", .text("P"), "claim: the power the test should have had",
        default: shortNumber(PowerQuestion.standardPower)),
      OptionSpecification("subsets", .text("N"), "random subsets to compare with", default: "1000"),
      OptionSpecification("resamples", .text("N"), "bootstrap resamples of models", default: "1000"),
      SharedOptions.ties,
      OptionSpecification("tables", .folder, "read tables from a folder instead of the shipped ones"),
      OptionSpecification("check", .flag, "exit with status 1 unless the verdict is sound"),
    ] + SharedOptions.reading + SharedOptions.running + SharedOptions.output,
    examples: [
      ("mdad audit claim --k 100 --items 14042 --scores 62,60", "do 100 items show that 62 beats 60?"),
      ("mdad audit subset --matrix scores.csv --items micro.json --gap 5", "a micro-benchmark against a full matrix"),
      ("mdad audit scores --input scores.csv --full full --micro tiny --k 100", "two columns of scores, 100 items"),
      ("mdad audit table --input published.csv --check", "published MDADs, in continuous integration"),
    ],
    run: runAudit)
}

/// The options that each kind of audit reads, besides those that all do.
private let optionsOfKind: [String: [String]] = [
  "subset": ["matrix", "items", "gap", "subsets", "resamples", "ties", "seed", "threads", "progress"]
    + SharedOptions.reading.map(\.name),
  "scores": [
    "input", "full", "micro", "among", "items", "k", "benchmark", "discordance", "gap", "subsets", "resamples", "ties",
    "seed", "threads", "progress", "tables",
  ],
  "claim": [
    "matrix", "items", "k", "scores", "models", "graded", "benchmark", "discordance", "alpha", "power", "tables",
  ]
    + SharedOptions.reading.map(\.name),
  "table": ["input", "items", "benchmark", "discordance", "tables"],
]

private func runAudit(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let kind = arguments.positionals.first ?? ""
  let known = Set((optionsOfKind[kind] ?? []) + ["agreement", "check", "format", "output", "help"])
  for option in arguments.command.options where arguments.flag(option.name) && !known.contains(option.name) {
    let homes = optionsOfKind.filter { $0.value.contains(option.name) }.keys.sorted()
    throw UsageError("--\(option.name) goes with audit \(homes.joined(separator: " or "))")
  }
  let agreement =
    try arguments.number("agreement", in: 0.5...0.9999, unit: "a probability, such as 0.8")
    ?? MDAD.standardThreshold
  let (report, verdict) =
    switch kind {
    case "subset": try auditSubset(arguments, agreement: agreement, console: console)
    case "scores": try auditScores(arguments, agreement: agreement, console: console)
    case "claim": try auditClaim(arguments, agreement: agreement, console: console)
    default: try auditTable(arguments, agreement: agreement)
    }
  return CommandOutput(report, status: arguments.flag("check") && verdict != .sound ? .no : .done)
}

private func question(_ arguments: ParsedArguments, agreement: Double) throws -> MicroBenchmarkAudit.Question {
  var question = MicroBenchmarkAudit.Question()
  question.gap = try arguments.number("gap", above: 0, upTo: 100, unit: "accuracy points, such as 5").map { $0 / 100 }
  question.agreement = agreement
  question.ties = arguments.choice("ties", default: TiePolicy.wrong)
  question.subsets = try arguments.integer("subsets", in: 0...1_000_000) ?? question.subsets
  question.resamples = try arguments.integer("resamples", in: 0...1_000_000) ?? question.resamples
  question.seed = try arguments.seed()
  return question
}

private func audit(
  _ scores: MicroBenchmarkAudit.Scores, _ question: MicroBenchmarkAudit.Question, band: DiscordanceBand?,
  _ arguments: ParsedArguments, _ console: Console
) throws -> MicroBenchmarkAudit {
  let threads = try arguments.threads()
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
  let path = try arguments.matrixPath()
  guard let list = arguments.text("items") else {
    throw UsageError(
      "--items is missing; give the subset: names separated by commas, a file with one a line, or micro.json")
  }
  let question = try question(arguments, agreement: agreement)
  let matrix = try arguments.readMatrix(path, console: console)
  guard matrix.modelCount >= 2 else {
    throw SimulateError.malformedInput(
      file: path, line: nil, message: "\(plural(matrix.modelCount, "model")) in the matrix; an order needs at least 2")
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
  guard let path = arguments.text("input") else {
    throw UsageError("--input is missing; give a CSV with a row per model, such as --input scores.csv")
  }
  guard let full = arguments.text("full"), let micro = arguments.text("micro") else {
    throw UsageError("--full COL and --micro COL (or COL1..COLn) are needed: the columns of the two scores")
  }
  let question = try question(arguments, agreement: agreement)
  let read = try ScoreColumns.read(
    path: path, choice: .init(full: full, micro: micro, among: arguments.text("among")))
  for (isPercent, what) in [(read.percentages.full, "--full"), (read.percentages.columns, "--micro")] where isPercent {
    console.note("\(path): \(what) has values above 1 and is read as percentages")
  }
  let given = try arguments.integer("k", in: 1...100_000_000)
  let areItems = read.micro.count > 1
  if areItems, let given, given != read.micro.count {
    throw UsageError("--k \(given): --micro names \(read.micro.count) item columns; leave out --k")
  }
  let size = areItems ? read.micro.count : given
  let itemCount = try arguments.integer("items", in: 1...100_000_000)
  if let size, let itemCount, size > itemCount {
    throw UsageError("--items \(itemCount) is fewer than the micro-benchmark's \(size)")
  }
  let all = Array(read.models.indices)
  let microScores = read.columns.referenceScores(of: all, over: read.micro).means
  let pool = arguments.flag("among") ? read.columns : nil
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
        ? "Without the number of items (--k) there is nothing to compare with."
        : "No random subsets: name all item columns in --among to compare with some.")
  }
  let name = arguments.text("benchmark") ?? ParsedArguments.benchmarkName(of: path)
  let provenance = Provenance(seed: question.seed, settings: settings(question))
  return (result.report(kind: "scores", benchmark: name, provenance), result.findings.verdict)
}

private func auditClaim(
  _ arguments: ParsedArguments, agreement: Double, console: Console
) throws -> (Report, AuditVerdict) {
  var question = ClaimAudit.Question()
  question.agreement = agreement
  question.alpha = try arguments.number("alpha", in: 0.0001...0.5, unit: "a probability, such as 0.05") ?? 0.05
  question.power =
    try arguments.number("power", in: 0.01...0.9999, unit: "a probability, such as 0.8") ?? PowerQuestion.standardPower
  let items = try arguments.integer("items", in: 1...100_000_000)
  if let path = arguments.text("matrix") {
    for name in ["k", "scores", "discordance", "benchmark", "graded"] where arguments.flag(name) {
      throw UsageError("--\(name) goes without --matrix, whose answers say it")
    }
    guard let names = arguments.text("models")?.split(separator: ",").map(String.init), names.count == 2 else {
      throw UsageError("--models A,B is missing; name two models of the matrix, the one said to be ahead first")
    }
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
  if arguments.flag("models") { throw UsageError("--models goes with --matrix, which has them") }
  guard let size = try arguments.integer("k", in: 1...100_000_000) else {
    throw UsageError("--k is missing; give the number of items the scores are of, or --matrix FILE and --models A,B")
  }
  guard let scores = arguments.text("scores")?.split(separator: ",").map(String.init) else {
    throw UsageError("--scores A,B is missing; give the two scores in accuracy points, such as --scores 62,60")
  }
  let printed = scores.map { $0.trimmingCharacters(in: .whitespaces) }
  let accuracy = printed.compactMap { Double(plainDecimal: $0) }.reduce(0, +) / 200
  let band = try discordanceBand(arguments) ?? usualBand(accuracy: accuracy)
  return try audit(
    ClaimAudit.Claim(
      .scores(printed, size: size, isGraded: arguments.flag("graded"), band: band), itemCount: items),
    question, Provenance())
}

private func audit(
  _ claim: ClaimAudit.Claim, _ question: ClaimAudit.Question, _ provenance: Provenance
) throws -> (Report, AuditVerdict) {
  var audit = try ClaimAudit(claim, question: question)
  if claim.itemCount == nil { audit.notes.append("Without --items the benchmark is taken to be unlimited.") }
  return (audit.report(provenance), audit.findings.verdict)
}

/// The discordance that `--discordance` gives; nil where it is not there.
private func givenBand(_ arguments: ParsedArguments) throws -> DiscordanceBand? {
  guard let text = arguments.text("discordance") else { return nil }
  let limits = text.split(separator: ",").map { Double(plainDecimal: $0) }
  guard let low = limits.first ?? nil, let high = limits.last ?? nil, limits.count <= 2, low > 0, low <= high, high <= 1
  else {
    throw UsageError("--discordance: \"\(text)\" is neither a fraction nor LOW,HIGH; give such as 0.3 or 0.2,0.4")
  }
  return DiscordanceBand(.given(low...high), sentence: "Discordance \(text) as given.")
}

/// The discordance that `--discordance` or `--benchmark` gives; nil where neither is there.
private func discordanceBand(_ arguments: ParsedArguments) throws -> DiscordanceBand? {
  let given = try givenBand(arguments)
  guard let name = arguments.text("benchmark") else { return given }
  if given != nil { throw UsageError("--discordance and --benchmark both say how models differ; give one") }
  let library = try tableLibrary(arguments)
  guard let known = try BenchmarkKnowledge.find(name, in: library) else {
    throw PlannerError.unknownBenchmark(name: name, known: library.benchmarkNames)
  }
  return known.band
}

/// What is assumed of two models where nothing else is known.
private func usualBand(accuracy: Double) -> DiscordanceBand {
  let usual = DiscordanceBand.usualCorrelations
  return DiscordanceBand(
    .correlated(accuracy: accuracy, correlations: usual),
    sentence:
      "Nothing is known of how alike the two answer: correlations of \(compact(usual.lowerBound)) to "
      + "\(compact(usual.upperBound)) are assumed, as among the models of the shipped tables; --benchmark, "
      + "--discordance or a matrix narrow it down.")
}

private func auditTable(_ arguments: ParsedArguments, agreement: Double) throws -> (Report, AuditVerdict) {
  guard let path = arguments.text("input") else {
    throw UsageError("--input is missing; give a CSV with columns benchmark, method, k and mdad")
  }
  let claims = try PublishedClaims.read(path: path, benchmark: arguments.text("benchmark"))
  let library = try tableLibrary(arguments)
  let items = try arguments.integer("items", in: 1...100_000_000)
  let band = try givenBand(arguments)
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
