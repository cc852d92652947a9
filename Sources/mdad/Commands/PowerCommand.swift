import Foundation
import Planner
import Simulate

extension CommandSpecification {
  static let power = CommandSpecification(
    name: "power",
    summary: "any one of k, gap, agreement (or power) from the others, without a matrix",
    discussion: [
      "Give two of --k, --gap and --agreement and the third is solved for: how likely k items rank two models a gap "
        + "apart as the full benchmark does. With --test, power takes the place of agreement: the chance of a "
        + "significant difference.",
      "How often the two models differ decides as much as the gap: give --discordance, or --accuracy and --correlation, "
        + "or --benchmark for the median of its real pairs at that gap. Figures are exact (binomial; hypergeometric with "
        + "--items), but for --samples-per-item above 1, which uses the normal approximation and says so.",
    ],
    options: [
      OptionSpecification("k", short: "k", .text("K"), "the number of items both models answer"),
      OptionSpecification("gap", short: "g", .text("POINTS"), "the gap on the full benchmark, accuracy points"),
      OptionSpecification("agreement", .text("P"), "the probability of ranking as the full benchmark does"),
      OptionSpecification("power", .text("P"), "with --test: the chance of a significant difference"),
      OptionSpecification(
        "test", .choice(SignificanceTest.allCases.map(\.rawValue)), "ask for significance instead of order"),
      OptionSpecification("alpha", .text("P"), "the test's two-sided level", default: "0.05"),
      OptionSpecification("items", short: "n", .text("N"), "the benchmark's size", default: "unlimited"),
      OptionSpecification(
        "discordance", short: "d", .text("D"), "the share of items that exactly one of the models answers right"),
      OptionSpecification("accuracy", .text("POINTS"), "the two models' mean accuracy"),
      OptionSpecification("correlation", .text("PHI"), "the correlation of the two models' right answers over items"),
      OptionSpecification(
        "benchmark", short: "b", .text("NAME"), "take discordance, and N unless given, from a benchmark's profile"),
      OptionSpecification("tables", .folder, "read tables from a folder instead of the shipped ones"),
      OptionSpecification(
        "design", .choice(["paired", "independent"]), "both models answer the same k items, or each its own",
        default: "paired"),
      SharedOptions.ties,
      OptionSpecification("icc", .text("RHO"), "the correlation of items within a cluster (passage, document)"),
      OptionSpecification("cluster-size", .text("C"), "items per cluster, on average"),
      OptionSpecification("samples-per-item", .text("K"), "answers sampled per item and model", default: "1"),
      OptionSpecification(
        "resampling-variance", .text("V"), "variance of one model's repeated answers to an item, on average"),
    ] + SharedOptions.output,
    examples: [
      ("mdad power --k 100 --gap 5 --discordance 0.3", "how likely 100 items rank models 5 points apart correctly"),
      ("mdad power --gap 2 --agreement 0.8 --benchmark gpqa", "how many items a gap of 2 points takes"),
      (
        "mdad power --k 500 --power 0.8 --test mcnemar-midp --accuracy 60 --correlation 0.4",
        "the smallest difference that 500 items make significant"
      ),
    ],
    run: runPower)
}

private func runPower(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let answer = try PowerAnswer(try readQuestion(arguments), benchmark: arguments.text("benchmark"))
  return CommandOutput(answer.report)
}

private func readQuestion(_ arguments: ParsedArguments) throws -> PowerQuestion {
  let test = arguments.text("test").flatMap { SignificanceTest(rawValue: $0) }
  let goal = test == nil ? "agreement" : "power"
  if arguments.flag("power"), test == nil {
    throw UsageError(
      "--power needs --test mcnemar-exact, mcnemar-midp or wald; for the chance of the right order give --agreement")
  }
  if arguments.flag("agreement"), test != nil {
    throw UsageError("--agreement is not about significance; with --test give --power")
  }
  if arguments.flag("alpha"), test == nil { throw UsageError("--alpha goes with --test") }
  let given = ["k", "gap", goal].filter { arguments.flag($0) }
  guard given.count == 2 else {
    throw UsageError(
      "give two of --k, --gap and --\(goal), and the third is solved for; "
        + (given.isEmpty ? "none is given" : given.count == 3 ? "all three are given" : "only --\(given[0]) is given"))
  }
  var question = PowerQuestion(source: .given(1))
  question.test = test
  question.size = try arguments.integer("k", in: 1...Solver.largestSize)
  question.gap = try arguments.number("gap", above: 0, upTo: 100, unit: "accuracy points, such as 5").map { $0 / 100 }
  question.target = try arguments.number(goal, above: 0, upTo: 0.999999, unit: "a probability, such as 0.8")
  question.alpha = try arguments.number("alpha", above: 0, upTo: 0.5, unit: "a level, such as 0.05") ?? 0.05
  question.items = try arguments.integer("items", in: 1...100_000_000)
  let isIndependent = arguments.text("design") == "independent"
  question.ties = arguments.choice("ties", default: TiePolicy.wrong)
  if isIndependent {
    guard let accuracy = try arguments.number("accuracy", in: 0...100, unit: "accuracy points, such as 62") else {
      throw UsageError("--design independent needs --accuracy, the two models' mean accuracy in points")
    }
    for name in ["discordance", "correlation", "benchmark"] where arguments.flag(name) {
      throw UsageError("--\(name) is about models that answer the same items; leave it out with --design independent")
    }
    if let test, test != .wald {
      throw UsageError(
        "--test \(test.rawValue) compares answers to the same items; with --design independent give wald")
    }
    question.independentAccuracy = accuracy / 100
  } else if let name = arguments.text("benchmark") {
    for other in ["discordance", "accuracy", "correlation"] where arguments.flag(other) {
      throw UsageError("--benchmark gives the discordance; leave out --\(other)")
    }
    let library = try tableLibrary(arguments)
    guard let table = try library.table(of: name, split: .full) else {
      throw PlannerError.unknownBenchmark(name: name, known: library.tableNames)
    }
    guard let profile = table.discordance else {
      throw UsageError("--benchmark \(name): its table holds no discordance; give --discordance")
    }
    question.source = .profile(profile)
    if question.items == nil { question.items = table.items }
  } else {
    question.source = try discordanceSource(arguments)
  }
  if arguments.flag("tables"), !arguments.flag("benchmark") { throw UsageError("--tables goes with --benchmark") }
  try readVarianceComponents(arguments, into: &question)
  if let size = question.size, let items = question.items, size > items {
    throw UsageError("--k: \(size) is more than the benchmark's \(items) items; give at most \(items)")
  }
  let largest = PowerQuestion.largestIndependentSize
  if question.independentAccuracy != nil, question.test != nil, let size = question.size, size > largest {
    throw UsageError(
      "--k: \(size) is too many for the exact power of independent samples; give at most \(largest)")
  }
  return question
}

private func readVarianceComponents(_ arguments: ParsedArguments, into question: inout PowerQuestion) throws {
  let correlation = try arguments.number("icc", in: 0...1, unit: "a correlation, such as 0.2")
  let clusterSize = try arguments.number("cluster-size", in: 1...1e9, unit: "items per cluster, such as 5")
  if (correlation == nil) != (clusterSize == nil) {
    throw UsageError("--icc and --cluster-size go together: 1 + (cluster size − 1) · icc is the design effect")
  }
  if let correlation, let clusterSize {
    question.designEffect = VarianceComponents.designEffect(
      intraclassCorrelation: correlation, clusterSize: clusterSize)
  }
  question.samplesPerItem = try arguments.integer("samples-per-item", in: 1...1_000_000) ?? 1
  let variance = try arguments.number("resampling-variance", in: 0...0.25, unit: "a variance, at most 0.25")
  if question.samplesPerItem > 1, variance == nil {
    throw UsageError(
      "--samples-per-item needs --resampling-variance, the variance of one model's repeated answers to an item")
  }
  if variance != nil, question.samplesPerItem == 1 {
    throw UsageError("--resampling-variance matters only with --samples-per-item above 1")
  }
  question.resamplingVariance = variance ?? 0
  if question.independentAccuracy != nil, question.samplesPerItem > 1 {
    throw UsageError("--samples-per-item is not available with --design independent")
  }
}
