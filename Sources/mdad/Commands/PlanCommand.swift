import Foundation
import Planner
import Simulate

extension CommandSpecification {
  static let plan = CommandSpecification(
    name: "plan",
    summary: "a gap of X points on benchmark B: how many items, chosen how?",
    discussion: [
      "Finds, for each method of choosing items, the smallest micro-benchmark that ranks two models X accuracy points "
        + "apart as the full benchmark does with the asked-for probability, and recommends one.",
      "Answers come from a shipped table (--benchmark), a matrix of your own (--matrix), or a formula (--items with "
        + "--discordance, or with --accuracy and --correlation). Random sampling is computed exactly; other methods "
        + "are simulated, with 95 % intervals.",
    ],
    options: [
      OptionSpecification("gap", short: "g", .text("POINTS"), "the gap on the full benchmark to resolve"),
      OptionSpecification(
        "benchmark", short: "b", .text("NAME"), "a benchmark with a table; mdad table show lists them"),
      SharedOptions.matrix,
      OptionSpecification("items", .text("N"), "the benchmark's size, for an answer by formula"),
      OptionSpecification(
        "discordance", .text("D"), "the share of items that exactly one of two models answers right"),
      OptionSpecification("accuracy", .text("POINTS"), "the two models' mean accuracy"),
      OptionSpecification("correlation", .text("PHI"), "the correlation of the two models' right answers over items"),
      OptionSpecification(
        "agreement", .text("P"), "the probability of ranking as the full benchmark does",
        default: shortNumber(MDAD.standardThreshold)),
      OptionSpecification(
        "split", .choice(ItemSplit.allCases.map(\.rawValue)),
        "full: choose from all items; half: from a random half, which is also the reference", default: "full"),
    ]
      + SharedOptions.targetChoice(
        "targets", help: "which models are to be ranked, as in simulate; tables know random and frontier")
      + [
        OptionSpecification(
          "method", .list("NAME,…", of: SharedOptions.methodNames + ["all"]), "with --matrix: the methods",
          default: "as simulate, but head"),
        OptionSpecification(
          "sizes", .list("K,…", of: []), "with --matrix: the sizes to simulate",
          default: "10, 25, 50, 100, 250, 500, 1000"),
        OptionSpecification("trials", .text("N"), "with --matrix: trials", default: "50"),
        SharedOptions.ties, SharedOptions.itemMetadata,
        OptionSpecification("tables", .folder, "read tables from a folder instead of the shipped ones"),
        OptionSpecification("price-per-item", .text("PRICE"), "the price of one item and model; adds costs"),
        OptionSpecification("models", .text("N"), "the number of models to evaluate at that price", default: "1"),
        SharedOptions.plot,
      ] + SharedOptions.reading + SharedOptions.running + SharedOptions.output,
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
  guard let gap = try arguments.number("gap", above: 0, upTo: 100, unit: "accuracy points, such as 5") else {
    throw UsageError("--gap is missing; give the gap to resolve in accuracy points, such as --gap 5")
  }
  let agreement =
    try arguments.number("agreement", in: 0.5...0.9999, unit: "a probability, such as 0.8")
    ?? MDAD.standardThreshold
  let ways = ["benchmark", "matrix", "discordance", "accuracy"].filter { arguments.flag($0) }
  guard let way = ways.first else {
    throw UsageError(
      "what is the gap on? Give --benchmark NAME, --matrix FILE, or --items N with --discordance or --accuracy")
  }
  if ways.count > 1 { throw UsageError("--\(ways[0]) and --\(ways[1]) answer in different ways; give one") }
  let price = try arguments.number("price-per-item", in: 0...1e9, unit: "a price, such as 0.002")
  let models = try arguments.integer("models", in: 1...Int.max)
  if models != nil, price == nil { throw UsageError("--models goes with --price-per-item") }
  try refuse(arguments, way: way)
  try arguments.checkPlot()

  var answer: PlanAnswer
  var provenance = Provenance()
  var sources = 0
  switch way {
  case "benchmark":
    (answer, provenance, sources) = try planFromLibrary(arguments, gap: gap, agreement: agreement)
  case "matrix":
    (answer, provenance, sources) = try planFromMatrix(
      arguments, gap: gap, agreement: agreement, console: console)
  default:
    let source = try discordanceSource(arguments)
    let ties = arguments.choice("ties", default: TiePolicy.wrong)
    answer = try PlanAnswer(
      gap: gap, agreement: agreement, items: try arguments.integer("items", in: 1...100_000_000), discordance: source,
      ties: ties)
    provenance.settings = [("ties", .string(ties.rawValue))]
  }
  if let price { answer.addCosts(pricePerItem: price, models: models ?? 1, sources: sources) }
  try arguments.writePlot(PlanCharts(answer))
  return CommandOutput(answer.report(provenance))
}

/// Options that mean nothing for the way of answering are an error rather than ignored.
private func refuse(_ arguments: ParsedArguments, way: String) throws {
  let onlyWithMatrix =
    ["accuracy-band", "size-class", "labels", "item-metadata", "method", "sizes", "trials", "seed"]
    + SharedOptions.reading.map(\.name)
  let onlyWithFormula = ["items", "correlation"]
  var refused: [(String, String)] = []
  if way != "matrix" { refused += onlyWithMatrix.map { ($0, "--matrix") } }
  if way == "matrix" || way == "benchmark" {
    refused += onlyWithFormula.map { ($0, "--discordance or --accuracy") }
  }
  if way != "benchmark" { refused.append(("tables", "--benchmark")) }
  if way == "benchmark" { refused.append(("ties", "--matrix; tables count ties as wrong")) }
  if way == "discordance" || way == "accuracy" {
    refused += ["split", "targets"].map { ($0, "--benchmark or --matrix") }
  }
  for (name, home) in refused where arguments.flag(name) {
    throw UsageError("--\(name) goes with \(home)")
  }
}

/// The discordance that `--discordance`, or `--accuracy` and `--correlation`, give.
func discordanceSource(_ arguments: ParsedArguments) throws -> DiscordanceSource {
  if let value = try arguments.number("discordance", above: 0, upTo: 1, unit: "a fraction, such as 0.3") {
    if arguments.flag("accuracy") || arguments.flag("correlation") {
      throw UsageError("--discordance says it all; leave out --accuracy and --correlation")
    }
    return .given(value)
  }
  guard let accuracy = try arguments.number("accuracy", in: 0...100, unit: "accuracy points, such as 62") else {
    throw UsageError("give --discordance D, or --accuracy POINTS and --correlation PHI")
  }
  guard let correlation = try arguments.number("correlation", in: -1...1, unit: "a correlation, such as 0.5") else {
    throw UsageError(
      "--accuracy needs --correlation PHI as well; real models answer alike (0.3 to 0.6 is common), 0 is independence")
  }
  return .correlated(accuracy: accuracy / 100, correlation: correlation)
}

/// The library that `--tables` names, or the shipped one.
func tableLibrary(_ arguments: ParsedArguments) throws -> TableLibrary {
  try arguments.text("tables").map { try TableLibrary(folder: $0) } ?? TableLibrary.shipped()
}

private func planFromLibrary(
  _ arguments: ParsedArguments, gap: Double, agreement: Double
) throws -> (PlanAnswer, Provenance, Int) {
  let name = arguments.text("benchmark") ?? ""
  let library = try tableLibrary(arguments)
  let split = arguments.choice("split", default: ItemSplit.full)
  let published = library.published(of: name)
  let targets = try arguments.targetChoice(option: "targets")
  guard [TargetChoice.random, .frontier].contains(targets) else {
    throw UsageError("--targets \(targets.name) goes with --matrix; tables know random and frontier targets")
  }
  if let table = try library.table(of: name, split: split) {
    let answer = try PlanAnswer(
      table: table, gap: gap, agreement: agreement, split: split, targets: targets.name, published: published,
      threads: try arguments.threads())
    let settings: [(String, JSONValue)] = [
      ("trials", .int(table.trials)), ("table_version", .string(table.version)), ("ties", .string("wrong")),
    ]
    return (answer, Provenance(matrixHash: table.matrixHash, seed: table.seed, settings: settings), table.sources)
  }
  guard let published else {
    throw PlannerError.unknownBenchmark(name: name, known: library.benchmarkNames)
  }
  for name in ["split", "targets"] where arguments.flag(name) {
    throw UsageError(
      "--\(name): of \(published.benchmark) only published figures exist, on a seen half, random targets")
  }
  return (try PlanAnswer(published: published, gap: gap, agreement: agreement), Provenance(), 300)
}

private func planFromMatrix(
  _ arguments: ParsedArguments, gap: Double, agreement: Double, console: Console
) throws -> (PlanAnswer, Provenance, Int) {
  let path = arguments.text("matrix") ?? ""
  var matrix = try arguments.readMatrix(path, console: console)
  var methods =
    try arguments.list("method")
    ?? SharedOptions.methods(for: matrix, console: console).filter { Method.named($0)?.isRecommendable == true }
  if methods.contains("all") { methods = SharedOptions.methodNames }
  let targetChoice = try arguments.targetChoice(option: "targets")
  try arguments.addLabels(to: &matrix, choice: targetChoice, console: console)
  var settings = SimulationSettings(
    methods: methods, trials: try arguments.integer("trials", in: 1...1_000_000) ?? 50,
    split: arguments.choice("split", default: ItemSplit.full), targetChoice: targetChoice,
    ties: arguments.choice("ties", default: TiePolicy.wrong), threshold: agreement, seed: try arguments.seed(),
    exactRandom: true, methodSettings: MethodSettings(targetGap: gap))
  let design = try ExperimentDesign(matrix: matrix, settings: settings)
  settings.sizes = try arguments.sizes() ?? SimulationSettings.standardSizes.filter { $0 < design.seenCount }
  guard !settings.sizes.isEmpty else {
    throw SimulateError.unsatisfiable(
      "\(design.seenCount) items are fewer than any size that is simulated; give --sizes")
  }
  let threads = try arguments.threads()
  // Random sampling over all pairs comes from the population below, at every k; it need not be simulated as well.
  let isExact = settings.split == .full && settings.targetChoice == .random && matrix.isBinary
  // Fewer than twenty models have no frontier worth the name.
  let comparesFrontier = targetChoice == .random && settings.split == .full && matrix.modelCount >= 20
  let (simulation, frontier) = try withProgress(
    arguments, console, total: settings.trials * (comparesFrontier ? 2 : 1)
  ) { progress in
    let simulation = try Simulation(matrix: matrix, settings: settings).run(threads: threads, progress: progress)
    guard comparesFrontier else { return (simulation, SimulationResult?.none) }
    var settings = settings
    settings.targetChoice = .frontier
    return (simulation, try Simulation(matrix: matrix, settings: settings).run(threads: threads, progress: progress))
  }
  let population =
    isExact
    ? matrix.pairPopulation(of: matrix.populationModels(seed: settings.seed), over: Array(0..<matrix.itemCount)) : nil
  let answer = PlanAnswer(
    simulation: simulation, frontier: frontier, benchmark: ParsedArguments.benchmarkName(of: path),
    subtasks: matrix.subtasks.count,
    population: population, gap: gap, agreement: agreement, threads: threads)
  let record: [(String, JSONValue)] =
    [
      ("trials", .int(settings.trials)), ("target_models", .int(simulation.targetCount)),
      ("source_models", .int(simulation.sourceCount)), ("sizes", .array(settings.sizes.map { .int($0) })),
      ("ties", .string(settings.ties.rawValue)),
    ] + settings.methodSettings.members
  return (
    answer, Provenance(matrixHash: matrix.contentHash(), seed: settings.seed, settings: record),
    simulation.sourceCount
  )
}

/// Runs work that counts trials, or other things, with a progress line where one is wanted.
func withProgress<Value>(
  _ arguments: ParsedArguments, _ console: Console, total: Int, unit: String = "trials",
  _ work: ((@Sendable () -> Void)?) throws -> Value
) throws -> Value {
  guard arguments.showsProgress(console) else { return try work(nil) }
  let line = ProgressLine(total: total, unit: unit, console: console)
  defer { line.finish() }
  return try work { line.advance() }
}
