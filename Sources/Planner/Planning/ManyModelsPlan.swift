import Simulate

/// Plans from the answers of real models how many random items it takes to find the best of several, or to rank them.
public struct ManyModelsPlan: Sendable {
  /// What is asked: a goal about several models, with their number, a gap and a probability.
  public let question: PowerQuestion
  /// The trials that are simulated.
  public let trials: Int
  private let simulation: ManyModelsSimulation
  private let matrix: ItemMatrix
  private let seed: UInt64

  /// The trials if none are asked for: the share of them that succeed is then known to two points.
  public static let standardTrials = 2000

  /// Prepares a plan.
  ///
  /// - Parameters:
  ///   - matrix: models × items; models with equal answers count once.
  /// - Throws: ``SimulateError`` if the matrix has too few models, ``PlannerError`` for a gap below one item.
  public init(
    matrix given: ItemMatrix, question: PowerQuestion, trials: Int = standardTrials, seed: UInt64 = 1
  ) throws {
    let distinct = given.distinctModels()
    matrix = distinct.count == given.modelCount ? given : given.selecting(models: distinct)
    guard let gap = question.gap, question.target != nil, let aim = question.goal.aim?(gap) else {
      throw PlannerError.invalidQuantity("a plan for several models takes a goal about them, a gap and a probability")
    }
    try PairedComparison.checkResolution(gap: gap, items: matrix.itemCount)
    simulation = try ManyModelsSimulation(
      matrix: matrix, models: Int(try question.parameter(.models)), aim: aim, seed: seed)
    var question = question
    question.items = matrix.itemCount
    if let facts = try? BenchmarkFacts(matrix, name: "") { question.source = .profile(facts.discordance) }
    self.question = question
    self.trials = trials
    self.seed = seed
  }

  /// Runs the simulation and reads the answer from it.
  ///
  /// - Parameters:
  ///   - benchmark: what the answer calls the benchmark.
  ///   - threads: at least 1; the answer does not depend on it.
  ///   - progress: called from any thread after each finished trial.
  public func answer(
    benchmark: String? = nil, threads: Int = 1, progress: (@Sendable () -> Void)? = nil
  ) throws -> ManyModelsAnswer {
    let shares = simulation.shares(trials: trials, threads: threads, progress: progress)
    let target = question.target ?? Goal.Target.probability.standard
    // As probabilities do, shares grow with the size but for chance.
    let need = SizeInterpolation(sizes: simulation.sizes, agreement: shares, itemCount: matrix.itemCount)
      .need(target: target, targets: TargetChoice.random.name)
    var formula: PowerAnswer?
    if case .profile = question.source { formula = try? PowerAnswer(question, benchmark: benchmark) }
    return ManyModelsAnswer(
      question: question, aim: simulation.aim, benchmark: benchmark, need: need, sizes: simulation.sizes,
      shares: shares, trials: trials,
      modelCount: matrix.modelCount, formula: formula?.size,
      provenance: Provenance(
        matrixHash: matrix.contentHash(), seed: seed,
        settings: [("trials", .int(trials))]))
  }
}

/// Answers how many random items it takes to find the best of several models, or to rank them.
public struct ManyModelsAnswer: Sendable {
  /// What was asked.
  public let question: PowerQuestion
  /// What trials were to achieve.
  package let aim: ManyModelsSimulation.Aim
  /// The benchmark's name, or nil if it has none.
  public let benchmark: String?
  /// The smallest size that is enough, with its interval.
  package let need: RegimeNeed
  /// The sizes that were simulated.
  public let sizes: [Int]
  /// The probability at each, with its interval.
  public let shares: [Estimate]
  /// The number of trials.
  public let trials: Int
  /// The distinct models that trials drew from.
  public let modelCount: Int
  /// What the formula gives at the matrix's median discordance, or nil if no size is enough.
  public let formula: Int?
  /// What it was computed from.
  package let provenance: Provenance

  /// The smallest size that is enough; nil if none below N is.
  public var size: Int? { need.size }
}
