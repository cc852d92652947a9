import Simulate

/// Plans from the answers of real models: which k, and which method of choosing the k items, put two models a gap apart
/// in the order of the full benchmark.
///
/// A plan is read off a table that is made of the matrix in memory: random sampling exactly, the other methods by
/// simulation in every regime that the matrix allows.
public struct MatrixPlan: Sendable {
  /// What is asked.
  public let question: PlanQuestion
  private let matrix: ItemMatrix
  private let split: ItemSplit
  private let maker: TableMaker

  /// The methods that a plan considers if none is named: those that answer within seconds.
  ///
  /// - Parameters:
  ///   - models: M.
  ///   - items: N.
  public static func methods(models: Int, items: Int) -> [String] {
    let most: Method.Effort = models * items <= mostAnswersForAll ? .ordinary : .light
    return Method.unasked(items: items).filter { $0.isRecommendable && $0.effort <= most }.map(\.name)
  }

  /// The most answers in a matrix for which a plan considers more than the light methods without being asked to.
  private static let mostAnswersForAll = 100_000

  /// Prepares a plan.
  ///
  /// - Parameters:
  ///   - matrix: models × items.
  ///   - question: its gap, if it is the only one, is also what methods with a target gap aim at.
  ///   - methods: the identifiers of the methods to consider; nil for those that answer within seconds. Random sampling
  ///     is always there.
  ///   - sizes: the sizes to simulate; nil for the usual ones.
  ///   - trials: the trials of each regime.
  ///   - split: which items may be chosen.
  ///   - targets: how targets are chosen; nil for every regime that the matrix allows.
  ///   - seed: of the simulations.
  public init(
    matrix: ItemMatrix, question: PlanQuestion, methods: [String]? = nil, sizes: [Int]? = nil, trials: Int = 50,
    split: ItemSplit = .full, targets: TargetChoice? = nil, seed: UInt64 = 1
  ) {
    self.matrix = matrix
    self.split = split
    var question = question
    question.hasResponses = true
    question.targets = targets?.name
    self.question = question
    var maker = TableMaker()
    let named = methods ?? MatrixPlan.methods(models: matrix.modelCount, items: matrix.itemCount)
    maker.methods = named.contains(Method.baseline.name) ? named : [Method.baseline.name] + named
    maker.sizes = sizes
    maker.trials = trials
    maker.splits = [split]
    maker.seed = seed
    maker.ties = question.ties
    maker.choices = targets.map { [$0] } ?? (question.assumption == .similar ? [.random] : nil)
    self.maker = maker
  }

  /// The number of trials that ``answer(benchmark:threads:progress:)`` runs.
  public var trialCount: Int { maker.trialCount(matrix) }

  /// Runs the simulations and reads the answer from them.
  ///
  /// - Parameters:
  ///   - benchmark: what the answer calls the benchmark.
  ///   - threads: at least 1; the answer does not depend on it.
  ///   - progress: called from any thread after each finished trial.
  /// - Throws: ``SimulateError``, and ``PlannerError`` for a gap below one item.
  public func answer(
    benchmark: String? = nil, threads: Int = 1, progress: (@Sendable () -> Void)? = nil
  ) throws -> PlanAnswer {
    try answers(gaps: [question.gap], benchmark: benchmark, threads: threads, progress: progress)[0]
  }

  /// Runs the simulations once and reads the answers at several gaps from them.
  ///
  /// - Parameter gaps: fractions.
  /// - Throws: ``SimulateError``, and ``PlannerError`` for a gap below one item.
  public func answers(
    gaps: [Double], benchmark: String? = nil, threads: Int = 1, progress: (@Sendable () -> Void)? = nil
  ) throws -> [PlanAnswer] {
    for gap in gaps { try PairedComparison.checkResolution(gap: gap, items: matrix.itemCount) }
    let table = try table(
      benchmark: benchmark ?? "", targetGap: gaps.count == 1 ? gaps[0] : nil, threads: threads, progress: progress)
    let curves = PlanCurves(table, split: split)
    return try gaps.map { gap in
      var question = question
      question.gap = gap
      question.price?.sources = table.sourceCount
      var answer = try PlanAnswer(
        table: table, question: question, basis: "matrix", split: split, curves: curves, threads: threads)
      answer.benchmark = benchmark
      answer.provenance = provenance(table)
      return answer
    }
  }

  /// Runs the simulations and returns the table that plans are read off.
  ///
  /// - Parameter targetGap: what methods with a target gap aim at, a fraction; nil for their usual one.
  package func table(
    benchmark: String, targetGap: Double? = nil, threads: Int = 1, progress: (@Sendable () -> Void)? = nil
  ) throws(SimulateError) -> BenchmarkTable {
    var maker = maker
    if let targetGap { maker.targetGap = targetGap }
    return try maker.table(benchmark: benchmark, matrix: matrix, threads: threads, progress: progress)
  }

  private func provenance(_ table: BenchmarkTable) -> Provenance {
    Provenance(
      matrixHash: table.matrixHash, seed: maker.seed,
      settings: [
        ("trials", .int(maker.trials)), ("target_models", .int(table.regimes.first?.targetCount)),
        ("source_models", .int(table.sourceCount)),
        ("sizes", .array(Set(table.rows.map(\.size)).sorted().map { .int($0) })),
        ("ties", .string(question.ties.rawValue)), ("model_share", .number(TableMaker.modelShare)),
      ])
  }
}
