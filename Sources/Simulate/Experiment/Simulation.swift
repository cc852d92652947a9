/// Studies methods on a matrix by Monte Carlo: how well k items rank models as a reference does.
///
/// Trials are independent and each draws from its own streams, so a result depends on the settings alone, never on
/// threads or on which other methods and sizes run with it.
public struct Simulation: Sendable {
  /// The settings.
  public let settings: SimulationSettings
  /// What each trial works on.
  package let design: ExperimentDesign
  package let matrix: ItemMatrix
  let confidence: ItemMatrix?

  /// Creates a simulation, after checking that the matrix can satisfy the settings.
  ///
  /// - Parameter confidence: probabilities of the right answer, with the matrix's models and items in its order; see
  ///   ``ItemMatrix/aligned(with:)``.
  /// - Throws: ``SimulateError/unsatisfiable(_:remedies:)`` naming the setting, its limit and its value.
  public init(
    matrix: ItemMatrix, confidence: ItemMatrix? = nil, settings: SimulationSettings
  ) throws(SimulateError) {
    precondition(confidence.map { $0.models == matrix.models && $0.items == matrix.items } ?? true)
    self.matrix = matrix
    self.confidence = confidence
    self.settings = settings
    guard settings.trials >= 1 else {
      throw .unsatisfiable("\(settings.trials) trials requested; at least 1 is needed")
    }
    if settings.resamplesModels, settings.exactRandom {
      throw .unsatisfiable("exact figures hold for these models only; resampling models needs simulated figures")
    }
    guard matrix.modelCount >= 2 else {
      throw .unsatisfiable("the matrix has \(plural(matrix.modelCount, "model")); a ranking needs at least 2")
    }
    var methods: [Method] = []
    for name in settings.methods {
      guard let method = Method.named(name) else { throw .unsatisfiable("unknown method \"\(name)\"") }
      methods.append(method)
    }
    design = try ExperimentDesign(matrix: matrix, settings: settings)
    for method in methods { try design.check(method, sizes: settings.sizes) }
  }

  /// What the simulation is of.
  package var outline: SimulationOutline {
    SimulationOutline(
      settings: settings, modelCount: matrix.modelCount, itemCount: matrix.itemCount, isBinary: matrix.isBinary,
      targetCount: design.targetCount, sourceCount: design.sourceCount, seenCount: design.seenCount)
  }

  /// Runs all trials.
  ///
  /// - Parameters:
  ///   - threads: at least 1.
  ///   - progress: called from any thread after each finished trial.
  public func run(
    threads: Int, progress: (@Sendable () -> Void)? = nil
  ) throws(SimulateError) -> SimulationResult {
    let found = try findings(of: Array(0..<settings.trials), threads: threads) { _ in progress?() }
    return outline.result(of: found, exact: exactFindings(threads: threads), threads: threads)
  }

  /// Runs all trials and sums up two halves of them; see ``SimulationOutline/halves(of:threads:)``.
  package func runHalves(
    threads: Int, progress: (@Sendable () -> Void)? = nil
  ) throws(SimulateError) -> (choice: SimulationResult, report: SimulationResult) {
    let found = try findings(of: Array(0..<settings.trials), threads: threads) { _ in progress?() }
    return outline.halves(of: found, threads: threads)
  }

  /// Runs some trials.
  ///
  /// - Parameters:
  ///   - trials: their numbers.
  ///   - known: earlier findings, of this simulation or of others that share cells with it; they are not made again.
  ///   - threads: at least 1.
  ///   - finished: called from any thread after each trial with what was made in it.
  /// - Returns: the findings of each trial, in the order of `trials`.
  package func findings(
    of trials: [Int], knowing known: [Int: TrialFindings] = [:], threads: Int,
    finished: (@Sendable (TrialFindings) -> Void)? = nil
  ) throws(SimulateError) -> [TrialFindings] {
    let inTrials = outline.methodsInTrials.compactMap { Method.named($0) }
    let names = outline.cellNames
    guard !inTrials.isEmpty else { return trials.map { TrialFindings(trial: $0, cells: []) } }
    return try parallelMap(count: trials.count, threads: threads) { (index) throws(SimulateError) in
      let number = trials[index]
      var cells = known[number]?.byName ?? [:]
      let missing = inTrials.map { method in
        (method: method, sizes: settings.sizes.filter { cells[.init(method: method.name, size: $0)] == nil })
      }
      let made = try self.cells(of: number, missing.filter { !$0.sizes.isEmpty })
      finished?(TrialFindings(trial: number, cells: made))
      for cell in made { cells[cell.name] = cell }
      return TrialFindings(trial: number, cells: names.compactMap { cells[$0] })
    }
  }

  /// Runs one trial of some methods at some sizes.
  private func cells(
    of number: Int, _ wanted: [(method: Method, sizes: [Int])]
  ) throws(SimulateError) -> [TrialFindings.Cell] {
    guard !wanted.isEmpty else { return [] }
    let trial = design.trial(number)
    let scores = (settings.split == .full ? [trial.seen] : [trial.seen, trial.unseen]).map { items in
      matrix.referenceScores(of: trial.targets, over: items)
    }
    let orders = scores.map { ReferenceOrder(scores: $0, settings: settings) }
    let context = SelectionContext(
      matrix: matrix, items: trial.seen, sources: trial.sources, confidence: confidence,
      largestSize: wanted.flatMap(\.sizes).max(), settings: settings.methodSettings)
    var selections: [TrialFindings.Name: MicroBenchmark] = [:]
    var cells: [TrialFindings.Cell] = []
    for (method, sizes) in wanted {
      if method.isExactlyPredictable, settings.exactRandom {
        let outcomes = ExactTrial(matrix: matrix, settings: settings).outcomes(
          seen: trial.seen, targets: trial.targets, references: orders)
        for (index, size) in settings.sizes.enumerated() where sizes.contains(size) {
          cells.append(
            .init(
              method: method.name, size: size,
              outcomes: Array(outcomes[index * orders.count..<(index + 1) * orders.count])))
        }
        continue
      }
      var selection: (any PreparedSelection)?
      let estimation = try method.estimator.prepare(context)
      for size in sizes {
        let key = TrialFindings.Name(method: method.selectionName, size: size)
        let microBenchmark: MicroBenchmark
        if let known = selections[key] {
          microBenchmark = known
        } else {
          let prepared: any PreparedSelection
          if let selection { prepared = selection } else { prepared = try method.selector.prepare(context) }
          selection = prepared
          var generator = method.generator(seed: settings.seed, trial: number, size: size)
          microBenchmark = try prepared.select(size, using: &generator)
          selections[key] = microBenchmark
        }
        let responses = method.responses(
          matrix: matrix, confidence: confidence, models: trial.targets, to: microBenchmark, of: trial.seen.count)
        let estimates = try estimation.fit(microBenchmark).scores(from: responses)
        let outcomes = zip(orders, scores).map { order, scores in
          var outcome = order.outcome(estimates: estimates)
          if settings.resamplesModels {
            outcome.record = TrialRecord(targets: trial.targets, scores: scores, estimates: estimates)
          }
          return outcome
        }
        cells.append(.init(method: method.name, size: size, outcomes: outcomes))
      }
    }
    return cells
  }

  /// Computes what random sampling gives over all pairs of all models and every sample of k items, by size. Empty if
  /// that is not asked for.
  ///
  /// Above ``ItemMatrix/largestPopulation`` models, that many are drawn at random.
  ///
  /// - Complexity: O(models² · N / 64) and what ``ExactRandomBaseline`` takes.
  package func exactFindings(threads: Int) -> [ExactFindings] {
    guard settings.isExactOverAllPairs, settings.methods.contains(where: settings.isExact) else { return [] }
    let models = matrix.populationModels(seed: settings.seed)
    let items = Array(0..<matrix.itemCount)
    if let population = matrix.pairPopulation(of: models, over: items) {
      let tallies = ExactRandomBaseline.tallies(
        of: population, sizes: settings.sizes, bins: settings.bins, threads: threads)
      let right = matrix.referenceScores(of: models, over: items).rightCounts ?? []
      return zip(settings.sizes, tallies).map { size, tally in
        let error = right.reduce(0) {
          $0 + ExactRandomBaseline.expectedError(itemCount: items.count, right: $1, size: size)
        }
        return ExactFindings(size: size, tally: tally, error: error / Double(right.count))
      }
    }
    let order = ReferenceOrder(scores: matrix.referenceScores(of: models, over: items), settings: settings)
    let outcomes = ExactTrial(matrix: matrix, settings: settings).outcomes(
      seen: items, targets: models, references: [order])
    return zip(settings.sizes, outcomes).map { ExactFindings(size: $0, tally: $1.tally, error: $1.error) }
  }
}
