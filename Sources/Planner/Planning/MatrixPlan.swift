import Simulate

/// Plans from the answers of real models: which k, and which method of choosing the k items, put two models a gap apart
/// in the order of the full benchmark.
///
/// Random sampling is computed exactly if possible; the other methods are simulated, and simulated again
/// with targets at the frontier if there are enough models.
public struct MatrixPlan: Sendable {
  /// The fewest models for which a frontier makes sense.
  public static let fewestModelsOfFrontier = 20

  /// The settings of the simulations.
  public let settings: SimulationSettings
  /// The gap, a fraction.
  public let gap: Double
  private let matrix: ItemMatrix
  private let simulation: Simulation
  private let frontier: Simulation?

  /// Prepares a plan.
  ///
  /// - Parameters:
  ///   - matrix: models × items.
  ///   - gap: a fraction above 0.
  ///   - settings: how methods are simulated; without sizes the usual ones below the number of items. `threshold` is
  ///     the agreement to reach. Methods with a target gap aim at `gap`.
  /// - Throws: ``SimulateError/unsatisfiable(_:remedies:)`` naming the setting that the matrix cannot satisfy.
  public init(matrix: ItemMatrix, gap: Double, settings given: SimulationSettings) throws {
    self.matrix = matrix
    self.gap = gap
    var settings = given
    settings.exactRandom = true
    settings.methodSettings.targetGap = gap
    if settings.sizes.isEmpty {
      let seenCount = try ExperimentDesign(matrix: matrix, settings: settings).seenCount
      settings.sizes = SimulationSettings.standardSizes.filter { $0 < seenCount }
      guard !settings.sizes.isEmpty else {
        throw SimulateError.unsatisfiable(
          "\(seenCount) items are fewer than any size that is simulated; name the sizes to simulate")
      }
    }
    self.settings = settings
    simulation = try Simulation(matrix: matrix, settings: settings)
    let hasFrontier =
      settings.targetChoice == .random && settings.split == .full
      && matrix.modelCount >= MatrixPlan.fewestModelsOfFrontier
    settings.targetChoice = .frontier
    frontier = hasFrontier ? try Simulation(matrix: matrix, settings: settings) : nil
  }

  /// The number of trials that ``answer(benchmark:threads:progress:)`` runs.
  public var trialCount: Int { settings.trials * (frontier == nil ? 1 : 2) }

  /// The number of source models in each trial.
  public var sourceCount: Int { simulation.outline.sourceCount }

  /// Runs the simulations and reads the answer from them.
  ///
  /// - Parameters:
  ///   - benchmark: what the answer calls the benchmark.
  ///   - threads: at least 1; the answer does not depend on it.
  ///   - progress: called from any thread after each finished trial.
  /// - Throws: ``SimulateError``.
  public func answer(
    benchmark: String? = nil, threads: Int = 1, progress: (@Sendable () -> Void)? = nil
  ) throws -> PlanAnswer {
    // Random sampling over all pairs comes from the population, at every k; it need not be simulated.
    let isExact = settings.split == .full && settings.targetChoice == .random && matrix.isBinary
    let models = matrix.populationModels(seed: settings.seed)
    return PlanAnswer(
      simulation: try simulation.run(threads: threads, progress: progress),
      frontier: try frontier?.run(threads: threads, progress: progress), benchmark: benchmark,
      subtasks: matrix.subtasks.count,
      population: isExact ? matrix.pairPopulation(of: models, over: Array(0..<matrix.itemCount)) : nil, gap: gap,
      agreement: settings.threshold, threads: threads)
  }

  /// What the answer is computed from.
  package var provenance: Provenance {
    let outline = simulation.outline
    return Provenance(
      matrixHash: matrix.contentHash(), seed: settings.seed,
      settings: [
        ("trials", .int(settings.trials)), ("target_models", .int(outline.targetCount)),
        ("source_models", .int(outline.sourceCount)), ("sizes", .array(settings.sizes.map { .int($0) })),
        ("ties", .string(settings.ties.rawValue)),
      ] + settings.methodSettings.members)
  }
}
