import Planner
import Simulate

/// The options that say what k items are to achieve. They are made from the list of goals.
extension AnyOption {
  static let goal = Option<Goal?>(
    "goal", .choice(Goal.allCases) { $0.name }, "what k items are to achieve", otherwise: Goal.order.name)

  static let test = Option<SignificanceTest?>(
    "test", .choice, "ask for a significant difference instead of the right order, by this test")

  static let askedPower = Option(
    "power", .number("P", above: 0, upTo: 0.999999, unit: "a probability"),
    "the chance of a significant difference", example: "0.8",
    needs: .either(.given(.test), .goals { $0.target == .power }).because(
      "the chance of the right order is --agreement"))

  static let testLevel = Option(
    "alpha", .number("P", in: 1e-9...0.5, unit: "a level"), "the test's level", default: 0.05, example: "0.05",
    needs: .either(.given(.test), .goals(taking: .alpha)))

  static let testSubject = Option(
    "about", .choice,
    "what a significant difference is claimed of: the population of tasks that the benchmark's items are a sample "
      + "of, or its items themselves", default: TestSubject.population,
    needs: .either(.given(.test), .goals(taking: .about)))

  /// An option for each quantity that goals take, save those that a command has of its own.
  static let goalParameters: [AnyOption] = Goal.allParameters.filter { !ownNames.contains($0.name) }.map { parameter in
    Option<Double?>(
      parameter.name, .parameter(parameter), parameter.help, otherwise: parameter.standard.map { shortNumber($0) },
      example: parameter.example,
      needs: .goals { $0.quantity == parameter || $0.parameters.contains(parameter) })
  }

  private static let ownNames = ["gap", "accuracy", "models"]

  /// How many models there are.
  static let modelCount = Option<Double?>(
    GoalParameter.models.name, .parameter(.models), GoalParameter.models.help, example: GoalParameter.models.example,
    needs: .goals { $0.parameters.contains(.models) })

  /// An option for the probability to reach that a goal is asked by, where there is none of another kind.
  static let goalTargets: [AnyOption] = [Goal.Target.probability, .confidence].map { target in
    Option<Double?>(
      target.rawValue, .number("P", above: 0, upTo: 0.999999, unit: "a probability"), target.help,
      example: shortNumber(target.standard), needs: .goals { $0.target == target })
  }
}

extension Goal {
  /// Every goal with what it asks, for help.
  static var overview: String {
    allCases.map { goal in "\(goal.name): \(goal.summary)" }.joined(separator: " ")
  }

  /// Every quantity that a goal takes, once.
  static var allParameters: [GoalParameter] {
    var parameters: [GoalParameter] = []
    for parameter in allCases.flatMap({ [$0.quantity] + $0.parameters }) where !parameters.contains(parameter) {
      parameters.append(parameter)
    }
    return parameters
  }
}

extension ValueKind where Value == Double {
  /// Takes a value of a goal's parameter, as a person gives it.
  fileprivate static func parameter(_ parameter: GoalParameter) -> ValueKind {
    switch parameter.kind {
    case .points(let range): return .number("POINTS", in: range, unit: "accuracy points")
    case .number(let range): return .number("X", in: range, unit: "a number")
    case .count(let range):
      let count = ValueKind<Int>.integer("N", in: range)
      return ValueKind(count.shape, range: count.range) { text throws(ValueError) in Double(try count.read(text)) }
    }
  }
}

extension Condition {
  /// Holds if `--goal` names one of the goals with a property.
  static func goals(where holds: (Goal) -> Bool) -> Condition {
    .value(.goal, anyOf: Goal.allCases.filter(holds).map(\.name))
  }

  /// Holds if `--goal` names one of the goals that depend on a term.
  static func goals(taking term: Goal.Term) -> Condition { goals { $0.takes(term) } }
}

extension ParsedArguments {
  /// Returns the value of a goal's parameter, a fraction or a number, or nil if it is not given.
  func value(of parameter: GoalParameter) -> Double? {
    guard let option = option(called: parameter.name), isGiven(option) else { return nil }
    switch value(of: option) {
    case let points as Points: return points.fraction
    case let count as Int: return Double(count)
    case let number as Double: return parameter.kept(number)
    default: return nil
    }
  }

  /// Returns the probability to reach that a goal is asked by, or nil if it is not given.
  func value(of target: Goal.Target) -> Double? {
    option(called: target.rawValue).flatMap { isGiven($0) ? value(of: $0) as? Double : nil }
  }

  /// Returns whether an option of the command is given, by its name.
  func isGiven(called name: String) -> Bool { option(called: name).map { isGiven($0) } ?? false }

  private func option(called name: String) -> AnyOption? { command.options.first { $0.name == name } }

  /// Sets a goal's parameters in a question.
  ///
  /// - Throws: `UsageError` if one is given that the goal does not take, or one is missing that it needs.
  func setParameters(of question: inout PowerQuestion) throws(UsageError) {
    let goal = question.goal
    let name = "--goal \(goal.name)"
    for term in Goal.Term.allCases where !goal.takes(term) && isGiven(called: term.rawValue) {
      throw UsageError("\(name) does not take --\(term.rawValue); leave it out")
    }
    for target in Goal.Target.allCases where target != goal.target && isGiven(called: target.rawValue) {
      throw UsageError(
        "\(name) does not take --\(target.rawValue); the probability to reach is --\(goal.target.rawValue)")
    }
    let taken = [goal.quantity] + goal.parameters
    for parameter in Goal.allParameters where !taken.contains(parameter) && isGiven(called: parameter.name) {
      if parameter == .accuracy, goal.takes(.correlation) { continue }
      let instead = goal.quantity == .gap || parameter != .gap ? "leave it out" : "give --\(goal.quantity.name)"
      throw UsageError("\(name) does not take --\(parameter.name); \(instead)")
    }
    for parameter in goal.parameters {
      question.parameters[parameter] = value(of: parameter)
      let isOptional = parameter.standard != nil || parameter.isOptional
      if !isOptional, question.parameters[parameter] == nil {
        throw UsageError(
          "\(name) needs --\(parameter.name): \(parameter.help); such as --\(parameter.name) \(parameter.example)")
      }
    }
  }

  /// Allows for clusters of items: in a claim about tasks that the items stand for, and for clusters drawn whole.
  ///
  /// Single items drawn of a benchmark need no allowance in a claim about these items alone: they are drawn uniformly,
  /// in whatever clusters they are.
  private func setClusters(of question: inout PowerQuestion, _ facts: BenchmarkFacts) throws {
    let isWhole = isGiven(called: AnyOption.sampleClusters.name)
    if isWhole, facts.clusters == nil {
      throw UsageError("--sample-clusters: \(facts.name) has no clusters; give a matrix with a column named cluster")
    }
    guard let clusters = facts.clusters, !isGiven(called: "icc") else { return }
    if isWhole {
      question.clusters = PowerQuestion.Clusters(clusters)
      question.designEffect = clusters.designEffect
    } else if question.goal.takes(.about), question.subject == .population, question.goal.takes(.icc) {
      question.clusters = PowerQuestion.Clusters(clusters)
      question.designEffect = clusters.designEffect
      question.itemsDrawnSingly = clusters.items
    }
  }

  /// Sets how models differ and how many items there are in a question, and returns the benchmark's name, if there is
  /// one.
  ///
  /// - Parameter matrix: what `--matrix` names.
  func setPopulation(of question: inout PowerQuestion, matrix: ItemMatrix?) throws -> String? {
    let isOfPairs = question.goal.takes(.discordance)
    let accuracy = isOfPairs ? self[.accuracy]?.fraction : nil
    question.items = self[.items]
    var facts: BenchmarkFacts?
    if let name = self[.benchmark] {
      facts = try tableLibrary().facts(of: name, accuracy: accuracy)
    } else if let matrix, let path = self[.matrix] {
      let name = ParsedArguments.benchmarkName(of: path)
      guard isOfPairs else {
        if isGiven(called: AnyOption.sampleClusters.name) {
          throw UsageError("--goal \(question.goal.name) does not take --sample-clusters; leave it out")
        }
        question.items = question.items ?? matrix.itemCount
        if !matrix.isBinary, question.parameters[.standardDeviation] == nil {
          question.parameters[.standardDeviation] = matrix.scoreDeviation()
        }
        return name
      }
      facts = try BenchmarkFacts(matrix, name: name, accuracy: accuracy)
    } else if isOfPairs {
      question.source = try discordanceSource()
    }
    if let facts {
      if isOfPairs { question.source = .profile(facts.discordance) }
      question.items = question.items ?? facts.items
      try setClusters(of: &question, facts)
      if question.goal.takes(.samplesPerItem), !isGiven(called: AnyOption.resamplingVariance.name) {
        question.withinShare = facts.withinShare
        if facts.withinShare == nil, question.samplesPerItem > 1 || question.prices != nil {
          throw UsageError(
            "\(facts.name) holds no counted repeated answers; give --resampling-variance V, or a matrix with cells "
              + "such as 7/12")
        }
      }
    }
    return facts?.name
  }
}
