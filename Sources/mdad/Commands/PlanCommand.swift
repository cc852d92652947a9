import Foundation
import Planner
import Simulate

extension AnyOption {
  static let planMethods = methods(
    "the methods to consider",
    otherwise: "from a table all, from a matrix those that answer within seconds, fewer above 100,000 answers")

  static let assume = Option(
    "assume", .choice,
    "what is known of the models that you will evaluate: none asks for an answer that holds for any; similar, that "
      + "they resemble the models measured, admits methods that learn from these",
    default: PlanQuestion.Assumption.none)

  static let all = Option("all", "show every method, with what it needs in each regime")

  static let plannedPrice = pricePerItem.described(
    as: "the price of one model's answer to one item; adds costs. With --price-per-sample, that of an item, however "
      + "often it is answered")

  static let pricedModels = Option(
    "models", .integer("N", in: 1...1_000_000_000),
    "the number of models to evaluate at that price, or to choose from or rank", default: 1,
    needs: .either(.given(.pricePerItem), .goals { $0.parameters.contains(.models) }))
}

extension CommandSpecification {
  static let plan = CommandSpecification(
    name: "plan",
    summary: "a gap of X points on benchmark B: how many items, chosen how?",
    discussion: [
      "Finds the smallest micro-benchmark that ranks two models X accuracy points apart in the same order as the full "
        + "benchmark with the requested probability. Without --gap it answers for 1, 2, 3, 5 and 10 points.",
      "The first answer holds for any models: it is the cheapest method whose guarantee rests on a random draw, at the "
        + "size that was enough in every regime that was measured (models at random, new families, newer models, the "
        + "strongest). The second, from methods that learn from other models' answers, holds for models like those.",
      "Answers come from a shipped table (--benchmark), a matrix of your own (--matrix), or a formula (--items with "
        + "--discordance, or with --accuracy and, if you know it, --correlation). Random sampling is computed exactly; "
        + "other methods "
        + "are simulated. Intervals are at 95 % and allow for other models than those measured.",
      "With --goal it answers other questions, for random sampling, by formula at the benchmark's discordance: "
        + "\(Goal.overview) From a matrix, best and ranking are simulated with the models in it.",
    ],
    options: [
      .goal.described(as: "what k items are to achieve, as above"), .gap,
      .benchmark.described(
        as: "a benchmark with a table, or several, separated by commas, for a gap in their average; mdad table show "
          + "lists them"),
      .suiteWeights, .suitePrices,
      .matrix.excluding(.given(.benchmark)),
      .items.excluding(.given(.benchmark), .given(.matrix)).needing(.either(.given(.discordance), .given(.accuracy))),
      .discordance.excluding(.given(.benchmark), .given(.matrix)),
      .accuracy.excluding(.given(.matrix), .given(.discordance)),
      .correlation.excluding(.given(.benchmark)), .agreement, .askedPower, .testLevel, .testSubject,
      .assume.needing(.either(.given(.benchmark), .given(.matrix))), .all,
      .split.needing(.either(.given(.benchmark), .given(.matrix))),
    ]
      + AnyOption.choosingTargets(
        .targets.needing(.either(.given(.benchmark), .given(.matrix)))
          .needing(.given(.matrix).because("tables hold regimes, not bands of accuracy"), when: ["similar"]))
      + [AnyOption.planMethods.needing(.either(.given(.benchmark), .given(.matrix)))]
      + [AnyOption.labels, .sizes, .trials, .itemMetadata].needing(.given(.matrix))
      + [AnyOption.seed.needing(.either(.given(.matrix), .given(.newDesign)))]
      + [
        .ties.excluding(.given(.benchmark).because("tables count ties as wrong")),
        .tables,
        .plannedPrice, .pricedModels, .pricePerSample,
        .resamplingVariance.needing(.given(.pricePerSample)), .sampleClusters,
        .plot.needing(.given(.gap)), .newDesign, .designBatch,
      ] + AnyOption.goalTargets + AnyOption.goalParameters + AnyOption.reading.needing(.given(.matrix)) + [
        .threads, .progress,
      ] + AnyOption.writing,
    examples: [
      ("mdad plan --benchmark gpqa --gap 5", "how many GPQA items separate models 5 points apart"),
      ("mdad plan --benchmark gpqa", "the same for gaps of 1, 2, 3, 5 and 10 points"),
      ("mdad plan --benchmark gpqa --gap 5 --accuracy 85", "for models stronger than those measured"),
      ("mdad plan --matrix scores.csv --gap 3", "from your own models' answers"),
      ("mdad plan --gap 2 --items 12032 --accuracy 62 --correlation 0.5", "no matrix: by formula"),
      (
        "mdad plan --benchmark mmlu_pro --goal no-worse --margin 2",
        "a release gate: how many items show that a model is less than 2 points worse"
      ),
      ("mdad plan --matrix scores.csv --goal best --models 8 --gap 3", "which of eight models is best"),
      ("mdad plan --benchmark gpqa,ifeval,helm_mmlu --gap 1", "a gap in the average of three benchmarks"),
      ("mdad plan --benchmark mmlu --gap 2 --format json", "from published figures, for a program"),
    ],
    run: runPlan)
}

private func runPlan(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  if let names = arguments.suite { return try planSuite(names, arguments) }
  for option in [AnyOption.suiteWeights, .suitePrices] where arguments.isGiven(option) {
    throw UsageError("--\(option.name) is of several benchmarks; give them with commas, such as -b gpqa,ifeval")
  }
  let goal = arguments[.goal] ?? .order
  let isByFormula = arguments.isGiven(.pricePerSample) || arguments.isGiven(.sampleClusters)
  if goal != .order || isByFormula { return try planForGoal(goal, arguments, console) }
  let gaps = arguments[.gap].map { [$0.fraction] } ?? PlanSheet.gaps
  let answers: [PlanAnswer]
  if let name = arguments[.benchmark] {
    answers = try planFromLibrary(arguments, name: name, gaps: gaps)
  } else if let path = arguments[.matrix] {
    answers = try planFromMatrix(arguments, path: path, gaps: gaps, console: console)
  } else {
    guard arguments.isGiven(.discordance) || arguments.isGiven(.accuracy) else {
      throw UsageError(
        "which benchmark? Give --benchmark NAME or --matrix FILE, or how models differ: --discordance D, or "
          + "--accuracy POINTS, with --correlation PHI if you know it")
    }
    let discordance = try arguments.discordanceSource()
    answers = try answering(gaps) { gap in
      try PlanAnswer(question: arguments.planQuestion(gap: gap), items: arguments[.items], discordance: discordance)
    }
  }
  guard arguments.isGiven(.gap) else { return CommandOutput(PlanSheet(answers).report) }
  try arguments.writePlot(answers[0].picture)
  var report = answers[0].report(showsAll: arguments[.all])
  if let sentences = try writeDesign(arguments) {
    report.advice += sentences
  } else if let next = nextCommand(arguments, answers[0]) {
    report.advice.append("Next: \(next)")
  }
  report.advice += more(arguments, answers[0])
  return CommandOutput(report)
}

extension ParsedArguments {
  /// The question that the options ask, at a gap.
  fileprivate func planQuestion(gap: Double) -> PlanQuestion {
    var question = PlanQuestion(gap: gap, agreement: self[.agreement])
    question.assumption = self[.assume]
    question.ties = self[.ties]
    question.asksForStopping = isGiven(.gap)
    question.accuracy = isGiven(.benchmark) ? self[.accuracy]?.fraction : nil
    question.price = self[.pricePerItem].map { PlanPrice(perItem: $0.nearest, models: self[.pricedModels]) }
    return question
  }
}

/// Answers at each gap. Of several, those that are below one item, or that no two such models can have, are left out.
private func answering(_ gaps: [Double], _ answer: (Double) throws -> PlanAnswer) throws -> [PlanAnswer] {
  guard gaps.count > 1 else { return try gaps.map(answer) }
  var (answers, failure): ([PlanAnswer], PlannerError?) = ([], nil)
  for gap in gaps {
    do { answers.append(try answer(gap)) } catch let error as PlannerError { failure = error }
  }
  if answers.isEmpty, let failure { throw failure }
  return answers
}

private func planFromLibrary(_ arguments: ParsedArguments, name: String, gaps: [Double]) throws -> [PlanAnswer] {
  let library = try arguments.tableLibrary()
  let split = arguments[.split] ?? .full
  let published = library.published(of: name)
  if let table = try library.table(of: name, split: split) {
    let shown = arguments.namedMethods
    let curves = PlanCurves(table, split: split, methods: shown)
    return try answering(gaps) { gap in
      var question = arguments.planQuestion(gap: gap)
      question.targets = arguments.isGiven(.targets) ? arguments.targetChoice(.targets).name : nil
      question.price?.sources = table.sourceCount
      return try PlanAnswer(
        table: table, question: question, split: split, hasFrame: library.hasFrame(of: name), published: published,
        curves: curves, threads: arguments.threads)
    }
  }
  guard let published else {
    throw PlannerError.unknownBenchmark(name: name, known: library.benchmarkNames)
  }
  for option in [AnyOption.split, .targets, .accuracy] where arguments.isGiven(option) {
    throw UsageError(
      "--\(option.name): only published figures exist for \(published.benchmark) (seen half, random targets)")
  }
  return try answering(gaps) { gap in
    var question = arguments.planQuestion(gap: gap)
    question.price?.sources = 300
    return try PlanAnswer(published: published, question: question)
  }
}

private func planFromMatrix(
  _ arguments: ParsedArguments, path: String, gaps: [Double], console: Console
) throws -> [PlanAnswer] {
  var matrix = try arguments.readMatrix(path, console: console)
  let choice = arguments.isGiven(.targets) ? arguments.targetChoice(.targets) : nil
  try arguments.addLabels(to: &matrix, choice: choice ?? .random, console: console)
  try arguments.addLabels(beside: path, to: &matrix)
  let smallest = 1 / Double(matrix.itemCount)
  let gaps = gaps.count == 1 ? gaps : gaps.filter { $0 >= smallest }
  let plan = MatrixPlan(
    matrix: matrix, question: arguments.planQuestion(gap: gaps.first ?? 1), methods: arguments.namedMethods,
    sizes: arguments[.sizes], trials: arguments[.trials], split: arguments[.split] ?? .full, targets: choice,
    seed: arguments.seed)
  let benchmark = ParsedArguments.benchmarkName(of: path)
  let threads = arguments.threads
  return try withProgress(arguments, console, total: plan.trialCount) { progress in
    try plan.answers(gaps: gaps, benchmark: benchmark, threads: threads, progress: progress)
  }
}

/// Returns the command that chooses the recommended items, or nil if there is none to give.
private func nextCommand(_ arguments: ParsedArguments, _ answer: PlanAnswer) -> String? {
  guard let row = answer.recommended, let size = row.size, let method = Method.named(row.method) else { return nil }
  if let path = arguments[.matrix], path != "-", answer.split == .full {
    return "mdad select --matrix \(shellQuoted(path)) --method \(row.method) --size \(size) -o micro.json"
  }
  if let name = answer.benchmark, method.readsFrame, row.isFeasible, !arguments.isGiven(.tables) {
    return "mdad select --benchmark \(shellQuoted(name)) --method \(row.method) --size \(size) -o micro.json"
  }
  if let items = answer.items, method.needsItemCountOnly {
    return "mdad select --method \(row.method) --items \(items) --size \(size) -o micro.json"
  }
  return nil
}

/// Returns what else can be asked.
private func more(_ arguments: ParsedArguments, _ answer: PlanAnswer) -> [String] {
  var ways: [String] = []
  if answer.rows.count > 2, !arguments[.all] { ways.append("--all every method") }
  if arguments.isGiven(.matrix), arguments.namedMethods == nil { ways.append("--method NAME,… for others") }
  if answer.conditionallyRecommended != nil { ways.append("--assume similar") }
  if answer.basis == "table", !arguments.isGiven(.accuracy) { ways.append("--accuracy 85 for stronger models") }
  return ways.isEmpty ? [] : ["More: " + ways.joined(separator: " · ")]
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
