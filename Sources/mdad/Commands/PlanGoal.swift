import Planner
import Simulate

/// Carries out `plan --goal` for another goal than the order of two models.
func planForGoal(_ goal: Goal, _ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let ofOrder: [AnyOption] = [
    .assume, .all, .split, .targets, .accuracyBand, .sizeClass, .planMethods, .sizes, .labels, .itemMetadata,
    .pricePerItem, .plot, .newDesign,
  ]
  let isPriced = arguments.isGiven(.pricePerSample)
  let refused = isPriced ? ofOrder.filter { $0.name != AnyOption.pricePerItem.name } : ofOrder
  if let option = refused.first(where: { arguments.isGiven($0) }) {
    let other: AnyOption = isPriced ? .pricePerSample : .sampleClusters
    if goal == .order { throw UsageError("use either --\(other.name) or --\(option.name)") }
    throw UsageError("--goal \(goal.name) does not take --\(option.name); leave it out")
  }
  var question = try readQuestion(goal, arguments)
  let matrix = try arguments[.matrix].map { try arguments.readMatrix($0, console: console) }
  if let matrix, goal.aim != nil {
    if arguments.isGiven(.sampleClusters) {
      throw UsageError("--goal \(goal.name) does not take --sample-clusters with a matrix; leave it out")
    }
    return try simulate(question, matrix, arguments, console)
  }
  guard !arguments.isGiven(.trials) else {
    throw UsageError("--goal \(goal.name) does not take --trials: it is answered by formula; leave it out")
  }
  let benchmark = try arguments.setPopulation(of: &question, matrix: matrix)
  let basis = matrix != nil ? "matrix" : benchmark != nil ? "table" : "analytic"
  var plan = try GoalPlan(question, benchmark: benchmark, basis: basis)
  plan.matrixHash = matrix?.contentHash()
  var report = plan.report
  report.advice = [nextCommand(plan, arguments)].compactMap { $0 }
  if goal.aim != nil, matrix == nil {
    report.advice.append(
      "More: --matrix FILE draws from real models, which may need fewer items than the hardest case of the formula")
  }
  return CommandOutput(report)
}

/// Reads everything but where the discordance comes from.
private func readQuestion(_ goal: Goal, _ arguments: ParsedArguments) throws -> PowerQuestion {
  var question = PowerQuestion(source: .given(1))
  question.goal = goal
  try arguments.setParameters(of: &question)
  guard let gap = arguments.value(of: goal.quantity) else {
    let quantity = goal.quantity
    throw UsageError(
      "--\(quantity.name) is missing; give \(quantity.help), such as --\(quantity.name) \(quantity.example)")
  }
  question.gap = gap
  question.target = arguments.value(of: goal.target) ?? goal.target.standard
  question.alpha = arguments[.testLevel]
  question.subject = arguments[.testSubject]
  question.prices = arguments.answerPrices
  question.resamplingVariance = arguments[.resamplingVariance] ?? 0
  if question.prices != nil, !goal.takes(.samplesPerItem) {
    throw UsageError("--goal \(goal.name) does not take --price-per-sample; leave it out")
  }
  return question
}

/// Answers a question about several models with those of a matrix.
private func simulate(
  _ question: PowerQuestion, _ matrix: ItemMatrix, _ arguments: ParsedArguments, _ console: Console
) throws -> CommandOutput {
  let trials = arguments.isGiven(.trials) ? arguments[.trials] : ManyModelsPlan.standardTrials
  let plan = try ManyModelsPlan(matrix: matrix, question: question, trials: trials, seed: arguments.seed)
  let threads = arguments.threads
  let benchmark = arguments[.matrix].map { ParsedArguments.benchmarkName(of: $0) }
  let answer = try withProgress(arguments, console, total: trials) { progress in
    try plan.answer(benchmark: benchmark, threads: threads, progress: progress)
  }
  var report = answer.report
  report.advice = [selection(of: answer.size, items: answer.question.items, arguments)].compactMap { $0 }
  return CommandOutput(report)
}

/// Returns the command that draws the items, or asks for what all items can do, or nil if there is none to give.
private func nextCommand(_ plan: GoalPlan, _ arguments: ParsedArguments) -> String? {
  if let size = plan.size { return selection(of: size, items: plan.answer.question.items, arguments) }
  let quantity = plan.answer.question.goal.quantity
  guard let gap = plan.gapOfAll, let option = arguments.command.options.first(where: { $0.name == quantity.name })
  else { return nil }
  // Rounded up, so that it is enough.
  let points = (gap * 1000).rounded(.up) / 10
  return "Next: mdad \(arguments.commandLine(without: [option])) --\(quantity.name) \(shortNumber(points))"
}

/// Returns the command that draws items at random, or nil if it is not known of what.
private func selection(of size: Int?, items: Int?, _ arguments: ParsedArguments) -> String? {
  guard let size else { return nil }
  let path = arguments[.matrix].flatMap { $0 == "-" ? nil : "--matrix \(shellQuoted($0))" }
  guard let source = path ?? items.map({ "--items \($0)" }) else { return nil }
  let how = arguments.isGiven(.sampleClusters) ? "--sample-clusters" : "--method random"
  return "Next: mdad select \(how) \(source) --size \(size) -o micro.json"
}
