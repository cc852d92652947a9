import Foundation
import Planner
import Simulate

extension AnyOption {
  fileprivate static let planMethods = methods("the methods", otherwise: "the same as simulate, without head")

  fileprivate static let pricedModels = Option(
    "models", .integer("N", in: 1...1_000_000_000), "the number of models to evaluate at that price", default: 1,
    needs: .given(.pricePerItem))
}

extension CommandSpecification {
  static let plan = CommandSpecification(
    name: "plan",
    summary: "a gap of X points on benchmark B: how many items, chosen how?",
    discussion: [
      "For each method of choosing items, finds the smallest micro-benchmark that ranks two models X accuracy points "
        + "apart in the same order as the full benchmark with the requested probability, and recommends one.",
      "Answers come from a shipped table (--benchmark), a matrix of your own (--matrix), or a formula (--items with "
        + "--discordance, or with --accuracy and --correlation). Random sampling is computed exactly; other methods "
        + "are simulated, with 95 % intervals.",
    ],
    options: [
      .gap, .benchmark, .matrix.excluding(.given(.benchmark)),
      .items.needing(.either(.given(.discordance), .given(.accuracy))),
      .discordance.excluding(.given(.benchmark), .given(.matrix)),
      .accuracy.excluding(.given(.benchmark), .given(.matrix), .given(.discordance)).needing(.correlationGiven),
      .correlation, .agreement,
      .split.needing(.either(.given(.benchmark), .given(.matrix))),
    ]
      + AnyOption.choosingTargets(
        .targets.needing(.either(.given(.benchmark), .given(.matrix)))
          .needing(
            .given(.matrix).because("tables know random and frontier targets"), when: ["family", "date", "similar"]))
      + [AnyOption.labels, .planMethods, .sizes, .trials, .itemMetadata, .seed].needing(.given(.matrix))
      + [
        .ties.excluding(.given(.benchmark).because("tables count ties as wrong")),
        .tables.needing(.given(.benchmark)),
        .pricePerItem.described(as: "the price of one model's answer to one item; adds costs"), .pricedModels, .plot,
      ] + AnyOption.reading.needing(.given(.matrix)) + [.threads, .progress] + AnyOption.writing,
    examples: [
      ("mdad plan --benchmark gpqa --gap 5", "how many GPQA items separate models 5 points apart"),
      ("mdad plan --benchmark gpqa --gap 5 --plot gpqa.svg", "the same with its curves as a picture"),
      ("mdad plan --matrix scores.csv --gap 3", "the same from your own models' answers"),
      ("mdad plan --gap 2 --items 12032 --accuracy 62 --correlation 0.5", "no matrix: by formula"),
      ("mdad plan --benchmark mmlu --gap 2 --format json", "from published figures, for a program"),
    ],
    run: runPlan)
}

private func runPlan(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let gap = try arguments.required(.gap).fraction
  let agreement = arguments[.agreement]

  var answer: PlanAnswer
  var provenance = Provenance()
  var sources = 0
  if let name = arguments[.benchmark] {
    (answer, provenance, sources) = try planFromLibrary(arguments, name: name, gap: gap, agreement: agreement)
  } else if let path = arguments[.matrix] {
    (answer, provenance, sources) = try planFromMatrix(
      arguments, path: path, gap: gap, agreement: agreement, console: console)
  } else {
    guard arguments.isGiven(.discordance) || arguments.isGiven(.accuracy) else {
      throw UsageError(
        "which benchmark? Give --benchmark NAME or --matrix FILE, or how models differ: --discordance D, or "
          + "--accuracy POINTS and --correlation PHI")
    }
    let ties = arguments[.ties]
    answer = try PlanAnswer(
      gap: gap, agreement: agreement, items: arguments[.items], discordance: try arguments.discordanceSource(),
      ties: ties)
    provenance.settings = [("ties", .string(ties.rawValue))]
  }
  if let price = arguments[.pricePerItem] {
    answer.addCosts(pricePerItem: price.nearest, models: arguments[.pricedModels], sources: sources)
  }
  try arguments.writePlot(PlanCharts(answer))
  return CommandOutput(answer.report(provenance))
}

private func planFromLibrary(
  _ arguments: ParsedArguments, name: String, gap: Double, agreement: Double
) throws -> (PlanAnswer, Provenance, Int) {
  let library = try arguments.tableLibrary()
  let split = arguments[.split] ?? .full
  let published = library.published(of: name)
  let targets = arguments.targetChoice(.targets)
  if let table = try library.table(of: name, split: split) {
    let answer = try PlanAnswer(
      table: table, gap: gap, agreement: agreement, split: split, targets: targets.name, published: published,
      threads: arguments.threads)
    let settings: [(String, JSONValue)] = [
      ("trials", .int(table.trials)), ("table_version", .string(table.version)), ("ties", .string("wrong")),
    ]
    return (answer, Provenance(matrixHash: table.matrixHash, seed: table.seed, settings: settings), table.sources)
  }
  guard let published else {
    throw PlannerError.unknownBenchmark(name: name, known: library.benchmarkNames)
  }
  for option in [AnyOption.split, .targets] where arguments.isGiven(option) {
    throw UsageError(
      "--\(option.name): only published figures exist for \(published.benchmark) (seen half, random targets)")
  }
  return (try PlanAnswer(published: published, gap: gap, agreement: agreement), Provenance(), 300)
}

private func planFromMatrix(
  _ arguments: ParsedArguments, path: String, gap: Double, agreement: Double, console: Console
) throws -> (PlanAnswer, Provenance, Int) {
  var matrix = try arguments.readMatrix(path, console: console)
  let methods =
    arguments.namedMethods
    ?? ParsedArguments.methods(for: matrix, console: console).filter { Method.named($0)?.isRecommendable == true }
  let targetChoice = arguments.targetChoice(.targets)
  try arguments.addLabels(to: &matrix, choice: targetChoice, console: console)
  let plan = try MatrixPlan(
    matrix: matrix, gap: gap,
    settings: SimulationSettings(
      methods: methods, sizes: arguments[.sizes] ?? [], trials: arguments[.trials], split: arguments[.split] ?? .full,
      targetChoice: targetChoice, ties: arguments[.ties], threshold: agreement, seed: arguments.seed))
  let benchmark = ParsedArguments.benchmarkName(of: path)
  let threads = arguments.threads
  let answer = try withProgress(arguments, console, total: plan.trialCount) { progress in
    try plan.answer(benchmark: benchmark, threads: threads, progress: progress)
  }
  return (answer, plan.provenance, plan.sourceCount)
}

/// Runs work that counts trials or other units, with a progress line if one is wanted.
func withProgress<Value>(
  _ arguments: ParsedArguments, _ console: Console, total: Int, unit: String = "trials",
  _ work: ((@Sendable () -> Void)?) throws -> Value
) throws -> Value {
  guard arguments.showsProgress(console) else { return try work(nil) }
  let line = ProgressLine(total: total, unit: unit, console: console)
  defer { line.finish() }
  return try work { line.advance() }
}
