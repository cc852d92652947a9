/// A Monte Carlo study of methods on a matrix: how well k items rank models as a reference does.
///
/// Trials are independent and each draws from its own streams, so that a result depends on the settings alone, never on
/// threads or on which other methods and sizes run beside it.
public struct Simulation: Sendable {
  /// The settings.
  public let settings: SimulationSettings
  /// What each trial works on.
  public let design: ExperimentDesign
  private let matrix: ItemMatrix
  private let confidence: ItemMatrix?
  private let methods: [Method]

  /// A simulation, after checking that the matrix can satisfy the settings.
  ///
  /// - Parameter confidence: probabilities of the right answer, with the matrix's models and items in its order; see
  ///   ``ItemMatrix/aligned(with:)``.
  /// - Throws: ``SimulateError/unsatisfiable(_:)`` naming the setting, its limit and its value.
  public init(
    matrix: ItemMatrix, confidence: ItemMatrix? = nil, settings: SimulationSettings
  ) throws(SimulateError) {
    precondition(confidence.map { $0.models == matrix.models && $0.items == matrix.items } ?? true)
    self.matrix = matrix
    self.confidence = confidence
    self.settings = settings
    guard settings.trials >= 1 else {
      throw .unsatisfiable("\(settings.trials) trials asked for; at least 1 is needed")
    }
    if settings.resamplesModels, settings.exactRandom {
      throw .unsatisfiable("exact figures are of these models and no others; resampling models needs simulated ones")
    }
    guard matrix.modelCount >= 2 else {
      throw .unsatisfiable("the matrix has \(plural(matrix.modelCount, "model")); a ranking needs at least 2")
    }
    var methods: [Method] = []
    for name in settings.methods {
      guard let method = Method.named(name) else { throw .unsatisfiable("there is no method \"\(name)\"") }
      methods.append(method)
    }
    self.methods = methods
    design = try ExperimentDesign(matrix: matrix, settings: settings)
    for method in methods { try design.check(method, sizes: settings.sizes) }
  }

  /// The references that results are against.
  public var references: [Reference] { settings.split.references }

  /// Whether `random` is computed over all pairs of the matrix, without trials.
  private var exactOverAllPairs: Bool {
    settings.exactRandom && settings.split == .full && settings.targetChoice == .random && !settings.countsZeroGaps
  }

  /// Runs all trials.
  ///
  /// - Parameters:
  ///   - threads: at least 1.
  ///   - progress: called from any thread after each finished trial.
  public func run(
    threads: Int, progress: (@Sendable () -> Void)? = nil
  ) throws(SimulateError) -> SimulationResult {
    let references = references
    let sizes = settings.sizes
    let inTrials = methods.filter { !($0.name == Method.randomName && exactOverAllPairs) }
    let outcomes: [[TrialOutcome]] =
      inTrials.isEmpty
      ? []
      : try parallelMap(count: settings.trials, threads: threads) { (number) throws(SimulateError) in
        let result = try trial(number, methods: inTrials)
        progress?()
        return result
      }
    let exact = methods.count > inTrials.count ? exactRows(threads: threads) : []
    let bootstrap = TrialBootstrap(trials: settings.trials, resamples: settings.resamples, seed: settings.seed)
    let models =
      settings.resamplesModels
      ? ModelResampling(trials: bootstrap, models: matrix.modelCount, seed: settings.seed) : nil
    let perMethod = sizes.count * references.count
    let simulated = parallelMap(count: inTrials.count * perMethod, threads: threads) { row in
      let method = inTrials[row / perMethod]
      return ResultRow(
        method: method.name, size: sizes[row % perMethod / references.count],
        reference: references[row % references.count], basis: basis(of: method),
        outcomes: outcomes.map { $0[row] }, settings: settings, bootstrap: bootstrap, models: models)
    }
    var rows: [ResultRow] = []
    var next = 0
    for method in methods {
      if method.name == Method.randomName, exactOverAllPairs {
        rows += exact
      } else {
        rows += simulated[next..<next + perMethod]
        next += perMethod
      }
    }
    return SimulationResult(
      settings: settings, modelCount: matrix.modelCount, itemCount: matrix.itemCount,
      targetCount: design.targetCount, sourceCount: design.sourceCount, seenCount: design.seenCount, rows: rows)
  }

  private func basis(of method: Method) -> ResultBasis {
    guard method.name == Method.randomName, settings.exactRandom else { return .simulated }
    return matrix.isBinary ? .exact : .normal
  }

  /// The outcomes of one trial: for each method, size and reference, in that order.
  private func trial(_ number: Int, methods: [Method]) throws(SimulateError) -> [TrialOutcome] {
    let trial = design.trial(number)
    let orders = (settings.split == .full ? [trial.seen] : [trial.seen, trial.unseen]).map { items in
      ReferenceOrder(scores: matrix.referenceScores(of: trial.targets, over: items), settings: settings)
    }
    let context = SelectionContext(
      matrix: matrix, items: trial.seen, sources: trial.sources, confidence: confidence,
      largestSize: settings.sizes.max(), targetGap: settings.targetGap / 100)
    var selections: [String: [MicroBenchmark]] = [:]
    var outcomes: [TrialOutcome] = []
    for method in methods {
      if method.name == Method.randomName, settings.exactRandom {
        outcomes += ExactTrial(matrix: matrix, settings: settings).outcomes(
          seen: trial.seen, targets: trial.targets, references: orders)
        continue
      }
      let chosen: [MicroBenchmark]
      if let known = selections[method.selectionName] {
        chosen = known
      } else {
        chosen = try select(method, trial: number, context: context)
        selections[method.selectionName] = chosen
      }
      let estimation = try method.estimator.prepare(context)
      for microBenchmark in chosen {
        let responses = method.responses(
          matrix: matrix, confidence: confidence, models: trial.targets, to: microBenchmark, of: trial.seen.count)
        let estimates = try estimation.fit(microBenchmark).scores(from: responses)
        for order in orders {
          var outcome = order.outcome(estimates: estimates)
          if settings.resamplesModels {
            outcome.record = TrialRecord(targets: trial.targets, reference: order, estimates: estimates)
          }
          outcomes.append(outcome)
        }
      }
    }
    return outcomes
  }

  /// A method's micro-benchmark of each size.
  private func select(
    _ method: Method, trial: Int, context: SelectionContext
  ) throws(SimulateError) -> [MicroBenchmark] {
    let selection = try method.selector.prepare(context)
    var chosen: [MicroBenchmark] = []
    for size in settings.sizes {
      var generator = method.generator(seed: settings.seed, trial: trial, size: size)
      chosen.append(try selection.select(size, using: &generator))
    }
    return chosen
  }

  /// The rows of `random` over all pairs of all models and every sample of k items.
  private func exactRows(threads: Int) -> [ResultRow] {
    let models = Array(0..<matrix.modelCount)
    let items = Array(0..<matrix.itemCount)
    let tallies: [AgreementTally]
    let errors: [Double]
    if let population = matrix.pairPopulation(of: models, over: items) {
      tallies = ExactRandomBaseline.tallies(
        of: population, sizes: settings.sizes, bins: settings.bins, threads: threads)
      let right = matrix.referenceScores(of: models, over: items).rightCounts ?? []
      errors = settings.sizes.map { size in
        right.reduce(0) {
          $0 + ExactRandomBaseline.expectedError(itemCount: items.count, right: $1, size: size)
        } / Double(right.count)
      }
    } else {
      let order = ReferenceOrder(scores: matrix.referenceScores(of: models, over: items), settings: settings)
      let outcomes = ExactTrial(matrix: matrix, settings: settings).outcomes(
        seen: items, targets: models, references: [order])
      tallies = outcomes.map(\.tally)
      errors = outcomes.map(\.error)
    }
    return settings.sizes.indices.map { index in
      ResultRow(
        method: Method.randomName, size: settings.sizes[index], reference: .full,
        basis: matrix.isBinary ? .exact : .normal, tally: tallies[index], error: errors[index], settings: settings)
    }
  }
}
