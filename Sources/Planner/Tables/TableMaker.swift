import Simulate

/// Makes a benchmark's table from its matrix.
package struct TableMaker: Sendable {
  /// The methods of a table: all but `head`, which is a warning, and the one that takes longer than all others.
  package static let methods = Method.all.filter { $0.isRecommendable && $0.effort < .extreme }.map(\.name)

  /// The seed of the simulations.
  package let seed: UInt64
  /// The trials of each simulation.
  package let trials: Int
  /// The sizes; those above a split's number of items are left out.
  package let sizes: [Int]
  /// The methods' identifiers.
  package let methods: [String]

  /// Creates a maker of tables.
  package init(
    seed: UInt64 = 1, trials: Int = 50, sizes: [Int] = SimulationSettings.standardSizes,
    methods: [String] = TableMaker.methods
  ) {
    self.seed = seed
    self.trials = trials
    self.sizes = sizes
    self.methods = methods
  }

  /// The rounds of simulation that a table takes, each of `trials` trials.
  package static let rounds = 6

  /// What is simulated for a table: both splits with random targets, and the full split at the frontier.
  private static let settings: [(split: ItemSplit, targets: TargetChoice)] = [
    (.full, .random), (.half, .random), (.full, .frontier),
  ]

  /// Simulates both splits, and frontier targets under the full one, and sums them up.
  ///
  /// Sources are all models that the targets leave. `random` is exact: over all pairs of the matrix under the full
  /// split, averaged over the trials' seen halves under the half split; only its rank correlation is simulated.
  ///
  /// - Parameters:
  ///   - earlier: a table whose rows are kept if this maker would compute the same ones: of the same matrix, seed,
  ///     trials and
  ///     version, and of methods that it has at every size.
  ///   - threads: at least 1.
  ///   - progress: called after each finished trial; there are ``rounds`` times `trials` at most.
  package func table(
    benchmark: String, matrix: ItemMatrix, keeping earlier: BenchmarkTable? = nil, threads: Int,
    progress: (@Sendable () -> Void)? = nil
  ) throws(SimulateError) -> BenchmarkTable {
    let hash = matrix.contentHash()
    let kept = earlier.flatMap { earlier in
      earlier.matrixHash == hash && earlier.seed == seed && earlier.trials == trials
        && earlier.version == programVersion
        ? earlier.rows : nil
    }
    var rows: [TableRow] = []
    var targets = 0
    var sources = 0
    var seenItems = 0
    var (frontierTargets, frontierSources) = (0, 0)
    for (split, choice) in TableMaker.settings {
      var settings = SimulationSettings(
        methods: methods, sizes: [], trials: trials, sources: matrix.modelCount, split: split, targetChoice: choice,
        seed: seed)
      // Of ten models three are at the frontier: too few to rank.
      if choice == .frontier, matrix.modelCount < 20 { continue }
      let design = try ExperimentDesign(matrix: matrix, settings: settings)
      settings.sizes = sizes.filter { $0 < design.seenCount }
      var known: [String: [TableRow]] = [:]
      for method in methods {
        let found = (kept ?? []).filter { $0.method == method && $0.split == split && $0.targets == choice.name }
        let wanted = settings.sizes.flatMap { size in split.references.map { (size, $0) } }
        if found.map(\.size) == wanted.map(\.0), found.map(\.reference) == wanted.map(\.1) { known[method] = found }
      }
      settings.methods = methods.filter { known[$0] == nil }
      let simulated = try Simulation(matrix: matrix, settings: settings).run(threads: threads, progress: progress)
      var exact: [ResultRow] = []
      let predictable = settings.methods.filter { Method.named($0)?.isExactlyPredictable == true }
      if !predictable.isEmpty {
        settings.methods = predictable
        settings.exactRandom = true
        exact = try Simulation(matrix: matrix, settings: settings).run(threads: threads, progress: progress).rows
      }
      if choice == .frontier {
        (frontierTargets, frontierSources) = (simulated.targetCount, simulated.sourceCount)
      } else {
        (targets, sources) = (simulated.targetCount, simulated.sourceCount)
      }
      if split == .half { seenItems = simulated.seenCount }
      for row in simulated.rows {
        let counterpart = exact.first {
          $0.method == row.method && $0.size == row.size && $0.reference == row.reference
        }
        known[row.method, default: []].append(
          TableRow(row: counterpart ?? row, split: split, targets: choice.name, rankCorrelation: row.kendallTau))
      }
      rows += methods.flatMap { known[$0] ?? [] }
    }
    let accuracies = matrix.accuracies().sorted()
    let population = matrix.pairPopulation(
      of: matrix.populationModels(seed: seed), over: Array(0..<matrix.itemCount))
    return BenchmarkTable(
      benchmark: benchmark, models: matrix.modelCount, items: matrix.itemCount, subtasks: matrix.subtasks.count,
      matrixHash: hash, version: programVersion, seed: seed, trials: trials, targets: targets,
      sources: sources, frontierTargets: frontierTargets, frontierSources: frontierSources, seenItems: seenItems,
      accuracyQuantiles: BenchmarkTable.quantileLevels.map { quantile($0, ofSorted: accuracies) },
      reliability: matrix.kuderRichardson20(), discordance: population.flatMap { DiscordanceProfile($0) },
      population: population, rows: rows)
  }
}

extension TableRow {
  /// Creates a row with the digits that a table's files have, so that a table is the same whether it was just made or
  /// read.
  init(row: ResultRow, split: ItemSplit, targets: String, rankCorrelation: Estimate) {
    self.init(
      split: split, targets: targets, method: row.method, size: row.size, reference: row.reference,
      basis: row.basis, mdad: row.smoothedMDAD.roundedInPoints, isUpperBound: row.mdad.smoothedIsUpperBound,
      first: row.mdad.first, sustained: row.mdad.sustained,
      error: row.error.rounded(6),
      kendallTau: rankCorrelation.rounded(6), pairs: Int(row.curve.points.reduce(0) { $0 + $1.pairs }.rounded()),
      curve: SmoothedCurve(row).rounded(4).trimmed())
  }
}

extension Estimate {
  /// The MDAD with the four decimals, in points, that a table's files have.
  fileprivate var roundedInPoints: Estimate {
    func read(_ mdad: Double?) -> Double? {
      mdad.map { fraction(ofPoints: Planner.rounded(accuracyPoints($0), 4)) }
    }
    return Estimate(value: read(value), low: read(low), high: read(high))
  }

  fileprivate func rounded(_ decimals: Int) -> Estimate {
    Estimate(
      value: Planner.rounded(value, decimals), low: Planner.rounded(low, decimals),
      high: Planner.rounded(high, decimals))
  }
}

extension SmoothedCurve {
  fileprivate func rounded(_ decimals: Int) -> SmoothedCurve {
    func read(_ values: [Double]) -> [Double] { values.map { Planner.rounded($0, decimals) } }
    return SmoothedCurve(gaps: gaps, agreement: read(agreement), low: read(low), high: read(high), isExact: isExact)
  }
}
