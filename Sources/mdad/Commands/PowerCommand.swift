import Foundation
import Planner
import Simulate

/// Whether two models answer the same items.
enum ModelPairing: String, CaseIterable {
  case paired, independent
}

extension AnyOption {
  /// The size of a micro-benchmark.
  static let k = Option(
    "k", short: "k", .integer("K", in: 1...Solver.largestSize), "the number of items both models answer",
    example: "100")

  fileprivate static let askedAgreement = Option(
    "agreement", .number("P", above: 0, upTo: 0.999999, unit: "a probability"),
    "the probability of ranking two models as the full benchmark does", example: "0.8",
    excludes: [.given(.test).because("the chance of a significant difference is --power")])

  fileprivate static let alternative = Option(
    "alternative", .choice,
    "the differences that the test looks for: either model ahead (half of alpha for each), or only the better one "
      + "ahead, or only behind", default: TestAlternative.twoSided,
    needs: .either(.given(.test), .goals(taking: .alternative)))

  static let design = Option(
    "design", .choice, "both models answer the same k items, or each answers its own", default: ModelPairing.paired)

  fileprivate static let withinClusterCorrelation = Option(
    "icc", .number("RHO", in: 0...1, unit: "a correlation"),
    "the correlation of items within a cluster, such as a passage or document", example: "0.2")

  fileprivate static let clusterSize = Option(
    "cluster-size", .number("C", in: 1...1e9, unit: "items per cluster"), "items per cluster, on average",
    example: "5",
    needs: .given(.withinClusterCorrelation).because("the design effect is 1 + (cluster size − 1) · icc"))
}

extension AnyOption {
  fileprivate static let stopEarly = Option(
    "stop-early", "stop as soon as the comparison is decided, by the rule that takes the fewest items on average",
    needs: .given(.askedAgreement),
    excludes: [
      .given(.k), .given(.test), .value(.design, "independent"), .given(.withinClusterCorrelation),
      .given(.resamplingVariance), .given(.samplesPerItem), .given(.pricePerSample),
    ])

  fileprivate static let batch = Option(
    "batch", .integer("G", in: 1...100_000), "items between two looks at the lead", default: 1, example: "10",
    needs: .given(.stopEarly))

  fileprivate static let looks = Option<Int?>(
    "looks", .integer("K", in: 1...GroupSequentialBoundaries.mostLooks),
    "test as items come in, K times at equal distances, and stop at the first significant result", example: "4",
    needs: .given(.askedPower),
    excludes: [
      .given(.k), .value(.design, "independent"), .given(.withinClusterCorrelation), .given(.resamplingVariance),
      .given(.samplesPerItem), .given(.pricePerSample),
    ])

  fileprivate static let spending = Option(
    "spending", .choice, "how the looks spend the level", default: ErrorSpending.obf, needs: .given(.looks))
}

extension CommandSpecification {
  static let power = CommandSpecification(
    name: "power",
    summary: "solves for k, gap or agreement (or power), given the other two",
    discussion: [
      "Give two of --k, --gap and --agreement to solve for the third: how likely k items are to rank two models a gap "
        + "apart in the same order as the full benchmark. With --test, power takes the place of agreement: the chance "
        + "of a significant difference.",
      "Other questions are asked by --goal. \(Goal.overview) --margin takes the place of --gap for no-worse, "
        + "equivalent and estimate. With --k, --margin and --power all given, no-worse and equivalent solve for "
        + "--true-difference.",
      "How often the two models differ decides as much as the gap: give --discordance, or --accuracy (with "
        + "--correlation, if you know it), or --benchmark or --matrix for the median of its real pairs at that gap. "
        + "Figures are exact (binomial; hypergeometric for the order on N items) up to 1,000,000,000 items. Beyond, "
        + "and with --icc or --samples-per-item above 1, they are normal approximations; their basis is approximate.",
      "The order is that of the benchmark's N items. A significant difference is claimed of the tasks that they stand "
        + "for, unless --about items is given. The true level of a test, which is the nominal one only on average, is "
        + "always shown.",
      "With --stop-early, items are drawn in random order and the comparison stops once one model leads by enough: "
        + "the answer is that lead, the most items, and how many items it takes on average. With --looks, a "
        + "significance test is repeated as items come in, at levels that together keep to --alpha.",
    ],
    options: [
      .goal.described(as: "what k items are to achieve, as above"), .k, .gap, .askedAgreement, .askedPower, .test,
      .testLevel,
      .alternative.excluding(.given(.looks), unless: ["two-sided"]),
      .testSubject.needing(.either(.given(.items), .given(.benchmark), .given(.matrix))), .items,
    ]
      + AnyOption.differences + [
        .design.needing(.given(.accuracy), when: [ModelPairing.independent.rawValue])
          .excluding(
            .given(.discordance), .given(.correlation), .given(.benchmark), .given(.matrix),
            .value(.test, "mcnemar-exact", "mcnemar-midp", "mcnemar").because(
              "for models that answer different items use --test wald"),
            when: [ModelPairing.independent.rawValue]),
        .ties, .withinClusterCorrelation.needing(.given(.clusterSize)), .clusterSize,
        .sampleClusters.excluding(.given(.withinClusterCorrelation)),
      ] + AnyOption.severalAnswers + [
        .stopEarly, .batch, .looks, .spending,
      ] + AnyOption.goalTargets + AnyOption.goalParameters + [.modelCount]
      + AnyOption.reading.needing(.given(.matrix)) + [.plot.excluding(.given(.looks))] + AnyOption.writing,
    examples: [
      ("mdad power --k 100 --gap 5 --discordance 0.3", "how likely 100 items rank models 5 points apart correctly"),
      ("mdad power --gap 2 --agreement 0.8 --benchmark gpqa", "how many items a gap of 2 points takes"),
      ("mdad power --k 100 --gap 5 --matrix scores.csv", "how likely 100 items rank models like yours correctly"),
      (
        "mdad power --gap 5 --agreement 0.8 --discordance 0.3 --stop-early",
        "how many items that takes on average, if it stops once it is decided"
      ),
      (
        "mdad power --gap 5 --power 0.8 --discordance 0.3 --test mcnemar-midp --looks 4",
        "how many items a test takes that looks four times"
      ),
      (
        "mdad power --gap 3 --power 0.8 --test wald --discordance 0.3 --resampling-variance 0.08 --price-per-item 1 "
          + "--price-per-sample 0.2", "how many items, and how many answers to each, cost least"
      ),
      (
        "mdad power --k 500 --power 0.8 --test mcnemar-midp --accuracy 60 --correlation 0.4",
        "the smallest difference that 500 items make significant"
      ),
    ],
    run: runPower)
}

private func runPower(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let (question, benchmark) = try readQuestion(arguments, console)
  if arguments[.stopEarly] {
    let answer = try EarlyStoppingAnswer(question, batch: arguments[.batch], benchmark: benchmark)
    try arguments.writePlot(answer.picture(benchmark: benchmark))
    return CommandOutput(answer.report)
  }
  if let looks = arguments[.looks] {
    return CommandOutput(
      try GroupSequentialAnswer(
        question, looks: looks, spending: arguments[.spending], benchmark: benchmark
      ).report)
  }
  let answer = try PowerAnswer(question, benchmark: benchmark)
  try arguments.writePlot(answer.picture(benchmark: benchmark))
  return CommandOutput(answer.report)
}

private func readQuestion(
  _ arguments: ParsedArguments, _ console: Console
) throws -> (question: PowerQuestion, benchmark: String?) {
  var question = PowerQuestion(source: .given(1))
  question.test = arguments[.test]
  if let goal = arguments[.goal] { question.goal = goal }
  let goal = question.goal
  try arguments.setParameters(of: &question)
  let names = ["k", goal.quantity.name, goal.target.rawValue]
  let given = names.filter { arguments.isGiven(called: $0) }
  let isAlsoSolved = goal.alsoSolved.map { question.parameters[$0] == nil } ?? false
  guard given.count == 2 || (given.count == 3 && isAlsoSolved) else {
    throw UsageError(
      "give two of --k, --\(names[1]) and --\(names[2]) to solve for the third; "
        + (given.isEmpty ? "none is given" : given.count == 3 ? "all three are given" : "only --\(given[0]) is given"))
  }
  question.size = arguments[.k]
  question.gap = arguments.value(of: goal.quantity)
  question.target = arguments.value(of: goal.target)
  question.alpha = arguments[.testLevel]
  question.alternative = arguments[.alternative]
  question.subject = arguments[.testSubject]
  question.ties = arguments[.ties]
  question.samplesPerItem = arguments[.samplesPerItem]
  question.prices = arguments.answerPrices
  // With one answer per item there are no repeated answers to vary.
  if question.samplesPerItem > 1 || question.prices != nil {
    question.resamplingVariance = arguments[.resamplingVariance] ?? 0
  }
  var benchmark: String?
  if arguments[.design] == .independent {
    question.independentAccuracy = arguments[.accuracy]?.fraction
    question.items = arguments[.items]
  } else {
    let matrix = try arguments[.matrix].map { try arguments.readMatrix($0, console: console) }
    benchmark = try arguments.setPopulation(of: &question, matrix: matrix)
  }
  if let correlation = arguments[.withinClusterCorrelation], let clusterSize = arguments[.clusterSize] {
    question.designEffect = VarianceComponents.designEffect(
      intraclassCorrelation: correlation, clusterSize: clusterSize)
  }
  if let size = question.size, let items = question.items, size > items {
    throw UsageError("--k: \(size) is more than the benchmark's \(items) items; give at most \(items)")
  }
  return (question, benchmark)
}
