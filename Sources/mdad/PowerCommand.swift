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

/// What was asked, after reading the options.
private struct PowerQuestion {
  var size: Int?
  var gap: Double?
  var target: Double?
  var test: SignificanceTest?
  var alpha = 0.05
  var items: Int?
  var source: DiscordanceSource
  var accuracy: Double?
  var isIndependent = false
  var ties = TiePolicy.wrong
  var designEffect = 1.0
  var samplesPerItem = 1
  var resamplingVariance = 0.0

  /// The items that k clustered ones are worth.
  func effective(_ size: Int) -> Int { max(1, Int((Double(size) / designEffect + 1e-9).rounded(.down))) }
}

private func runPower(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let question = try readQuestion(arguments)
  let answer = try PowerAnswer(question, benchmark: arguments.text("benchmark"))
  switch arguments.format {
  case .json: return CommandOutput(text: answer.json().text(indented: true) + "\n")
  case .csv:
    var table = TextTable(answer.members.map { ($0.0, .left) })
    table.add(answer.members.map { $0.1.plainText })
    return CommandOutput(text: table.csv())
  case .markdown: return CommandOutput(text: answer.sentence + "\n\n" + answer.table.markdown() + answer.noteList("\n"))
  case .text:
    return CommandOutput(
      text: console.bold(console.wrapped(answer.sentence)) + "\n\n" + answer.table.aligned()
        + (answer.notes.isEmpty
          ? "" : "\n" + answer.notes.map { console.wrapped("- \($0)", hanging: 2) + "\n" }.joined()))
  }
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
  question.isIndependent = arguments.text("design") == "independent"
  question.ties = arguments.choice("ties", default: TiePolicy.wrong)
  if question.isIndependent {
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
    question.accuracy = accuracy / 100
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
  if question.isIndependent, question.size.map({ $0 > 100_000 }) ?? false, question.test != nil {
    throw UsageError(
      "--k: \(question.size ?? 0) is too many for the exact power of independent samples; give at most 100000")
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
  if question.isIndependent, question.samplesPerItem > 1 {
    throw UsageError("--samples-per-item is not available with --design independent")
  }
}

/// The question with the missing quantity filled in, and what goes with it.
private struct PowerAnswer {
  let question: PowerQuestion
  let solved: String
  var size: Int?
  var gap: Double?
  /// Agreement, or power where a test was asked for.
  var value: Double?
  var discordance: Double?
  var band: (low: Double, high: Double)?
  var behaviour: TestBehaviour?
  var normal: Double?
  var basis = "exact"
  var notes: [String] = []

  init(_ question: PowerQuestion, benchmark: String?) throws {
    self.question = question
    size = question.size
    gap = question.gap
    value = question.target
    let goal = question.test == nil ? "agreement" : "power"
    if question.samplesPerItem > 1 { basis = "normal" }
    if let gap, let size {
      solved = goal
      value = try PowerAnswer.value(question, gap: gap, size: size)
    } else if let gap, let target = question.target {
      solved = "k"
      size = try PowerAnswer.solveSize(question, gap: gap, target: target)
    } else if let size, let target = question.target {
      solved = "gap"
      gap = try PowerAnswer.solveGap(question, size: size, target: target)
    } else {
      solved = goal
    }
    if solved != goal, let gap, let size { value = try PowerAnswer.value(question, gap: gap, size: size) }
    if let gap { try describe(gap: gap, goal: goal, benchmark: benchmark) }
    if question.designEffect > 1 {
      notes.append(
        "Clusters: a design effect of \(compact(question.designEffect, 3)), so that k items count as "
          + "k / \(compact(question.designEffect, 3)), rounded down.")
    }
    if basis == "normal" {
      notes.append("Normal approximation with \(question.samplesPerItem) answers per item (Miller 2024).")
    }
    if size == nil {
      notes.append("No k \(question.items.map { "below N = \($0)" } ?? "up to \(Solver.largestSize)") reaches it.")
    }
    if gap == nil { notes.append("No gap that two such models can have reaches it.") }
  }

  private mutating func describe(gap: Double, goal: String, benchmark: String?) throws {
    if !question.isIndependent {
      let middle = try question.source.discordance(atGap: gap)
      discordance = middle
      if case .profile(let profile) = question.source {
        band = (max(gap, profile.quantile(0.1, atGap: gap * 100)), max(gap, profile.quantile(0.9, atGap: gap * 100)))
        if let band, let benchmark {
          notes.append(
            "Discordance \(decimal(middle, 3)) is the median of \(benchmark)'s pairs near that gap; 80 % lie from "
              + "\(decimal(band.low, 3)) to \(decimal(band.high, 3)).")
        }
      } else if case .correlated(_, let correlation) = question.source {
        notes.append(
          "Discordance \(decimal(middle, 3)) follows from the accuracies and correlation \(compact(correlation))."
            + (correlation == 0 ? " Independence is the most expensive assumption: real models answer alike." : ""))
      }
    }
    if let size {
      behaviour = try PowerAnswer.behaviour(question, gap: gap, size: size)
      if !question.isIndependent, question.test == nil, question.samplesPerItem == 1 {
        normal = try PowerAnswer.comparison(question, gap: gap).normalAgreement(size: question.effective(size))
      }
      if let realized = try? PowerAnswer.comparison(question, gap: gap).realizedGap, abs(realized - gap) > 1e-9,
        !question.isIndependent, question.samplesPerItem == 1
      {
        notes.append("In whole items of \(question.items ?? 0) the gap is \(compact(realized * 100)) points.")
      }
    }
  }

  private static func comparison(_ question: PowerQuestion, gap: Double) throws -> PairedComparison {
    let items = question.items.map { question.effective($0) }
    return try PairedComparison(
      gap: gap, discordance: try question.source.discordance(atGap: gap), itemCount: items)
  }

  private static func components(_ question: PowerQuestion, gap: Double) throws -> VarianceComponents {
    try VarianceComponents(
      discordance: try question.source.discordance(atGap: gap), gap: gap,
      resamplingVariance: question.resamplingVariance, samplesPerItem: question.samplesPerItem,
      designEffect: question.designEffect)
  }

  private static func independent(_ question: PowerQuestion, gap: Double) throws -> IndependentComparison {
    let accuracy = question.accuracy ?? 0.5
    return try IndependentComparison(
      better: accuracy + gap / 2, worse: accuracy - gap / 2, itemCount: question.items.map { question.effective($0) })
  }

  private static func behaviour(_ question: PowerQuestion, gap: Double, size: Int) throws -> TestBehaviour {
    let test = question.test ?? .mcNemarExact
    if question.isIndependent {
      let size = question.effective(size)
      return try independent(question, gap: gap).waldBehaviour(size: min(size, 100_000), alpha: question.alpha)
    }
    if question.samplesPerItem > 1 {
      return try components(question, gap: gap)
        .behaviour(gap: gap, size: size, alpha: question.alpha, itemCount: question.items)
    }
    var power = PairedPower(try comparison(question, gap: gap), test: test, alpha: question.alpha)
    return power.behaviour(size: question.effective(size))
  }

  private static func value(_ question: PowerQuestion, gap: Double, size: Int) throws -> Double {
    if question.test != nil { return try behaviour(question, gap: gap, size: size).power }
    if question.isIndependent {
      return try independent(question, gap: gap).orderProbabilities(size: question.effective(size))
        .agreement(ties: question.ties)
    }
    if question.samplesPerItem > 1 {
      return try components(question, gap: gap).agreement(gap: gap, size: size, itemCount: question.items)
    }
    return try comparison(question, gap: gap).orderProbabilities(size: question.effective(size))
      .agreement(ties: question.ties)
  }

  private static func solveSize(_ question: PowerQuestion, gap: Double, target: Double) throws -> Int? {
    let found: Int?
    if question.test != nil, !question.isIndependent, question.samplesPerItem == 1 {
      // One object for all sizes: what it learns of a number of discordant items serves the next size.
      var power = PairedPower(
        try comparison(question, gap: gap), test: question.test ?? .mcNemarExact, alpha: question.alpha)
      let teeth = 8 + Int(4 / (try question.source.discordance(atGap: gap)))
      found = Solver.smallestSize(reaching: target, limit: question.items, teeth: teeth) { size in
        power.behaviour(size: question.effective(size)).power
      }
    } else if question.isIndependent, question.test != nil {
      found = try Solver.smallestSize(reaching: target, limit: min(question.items ?? 100_000, 100_000)) { size in
        try value(question, gap: gap, size: size)
      }
    } else {
      found = try Solver.smallestSize(reaching: target, limit: question.items) { size in
        try value(question, gap: gap, size: size)
      }
    }
    return found == question.items ? nil : found
  }

  private static func solveGap(_ question: PowerQuestion, size: Int, target: Double) throws -> Double? {
    let largest: Double
    if case .given(let discordance) = question.source, !question.isIndependent {
      largest = discordance
    } else {
      largest = 1
    }
    let gap = try Solver.smallestGap(reaching: target, largest: largest) { gap -> Double? in
      do {
        return try value(question, gap: gap, size: size)
      } catch PlannerError.invalidQuantity {
        return nil
      }
    }
    // The gap of whole items, where the benchmark has a size.
    guard let gap, !question.isIndependent, question.samplesPerItem == 1 else { return gap }
    return question.items == nil ? gap : try comparison(question, gap: gap).realizedGap
  }

  /// The answer as JSON members, schema `mdad.power/1`.
  var members: [(String, JSONValue)] {
    let goal = question.test == nil ? "agreement" : "power"
    func number(_ value: Double?) -> JSONValue { value.map { $0.isFinite ? .number($0) : .null } ?? .null }
    return [
      ("schema", .string("mdad.power/1")), ("solved_for", .string(solved)), ("k", .int(size)),
      ("gap", number(gap.map { ($0 * 1e10).rounded() / 1e8 })), (goal, number(value)),
      ("target", number(question.target)), ("items", .int(question.items)), ("discordance", number(discordance)),
      ("discordance_low", number(band?.low)), ("discordance_high", number(band?.high)),
      ("design", .string(question.isIndependent ? "independent" : "paired")),
      ("accuracy", number(question.accuracy.map { $0 * 100 })), ("ties", .string(question.ties.rawValue)),
      ("test", .string((question.test ?? (question.isIndependent ? .wald : .mcNemarExact)).rawValue)),
      ("alpha", .number(question.alpha)), ("type_s", number(behaviour?.typeS)), ("type_m", number(behaviour?.typeM)),
      ("significance_power", number(behaviour?.power)), ("normal_approximation", number(normal)),
      ("design_effect", .number(question.designEffect)), ("samples_per_item", .int(question.samplesPerItem)),
      ("basis", .string(basis)), ("version", .string(programVersion)),
    ]
  }

  func json() -> JSONValue { .object(members + [("notes", .array(notes.map { .string($0) }))]) }

  var sentence: String {
    let apart = "models \(compact(gap.map { $0 * 100 })) points apart"
    let design = question.isIndependent ? " each" : ""
    let what =
      question.test.map { "differ significantly (\($0.rawValue), α = \(compact(question.alpha)))" }
      ?? "come out in their order"
    switch solved {
    case "k":
      guard let size else {
        return "No number of items lets \(apart) \(what) with probability \(compact(question.target))."
      }
      return "\(size) items\(design) let \(apart) \(what) with probability \(compact(question.target))."
    case "gap":
      guard gap != nil else {
        return
          "With \(whole(size)) items\(design) no gap lets two models \(what) with probability \(compact(question.target))."
      }
      return
        "With \(whole(size)) items\(design), \(apart) or more \(what) with probability \(compact(question.target))."
    default:
      return "With \(whole(size)) items\(design), \(apart) \(what) with probability \(decimal(value, 4))."
    }
  }

  var table: TextTable {
    var table = TextTable([("quantity", .left), ("value", .right)])
    table.add(["k, items" + (question.isIndependent ? " each" : ""), whole(size)])
    table.add(["gap, points", compact(gap.map { $0 * 100 })])
    table.add([question.test == nil ? "agreement" : "power", decimal(value, 6)])
    table.add(["N, items of the benchmark", question.items.map { String($0) } ?? "unlimited"])
    if let discordance { table.add(["discordance", decimal(discordance, 4)]) }
    if let normal { table.add(["agreement, normal approximation", decimal(normal, 6)]) }
    if let behaviour {
      let test = (question.test ?? (question.isIndependent ? .wald : .mcNemarExact)).rawValue
      if question.test == nil {
        table.add(["power of \(test), α = \(compact(question.alpha))", decimal(behaviour.power, 4)])
      }
      table.add(["type S: a significant result has the wrong sign", decimal(behaviour.typeS, 6)])
      table.add(["type M: a significant gap is exaggerated by", decimal(behaviour.typeM, 3)])
    }
    return table
  }

  func noteList(_ lead: String) -> String { notes.isEmpty ? "" : lead + notes.map { "- \($0)\n" }.joined() }
}

extension JSONValue {
  /// A plain value as a field of a CSV file.
  var plainText: String {
    switch self {
    case .null: ""
    case .string(let text): text
    default: text(indented: false)
    }
  }
}
