import Simulate

/// Makes a benchmark's table from its matrix: measures methods in every regime that the matrix allows.
package struct TableMaker: Sendable {
  /// The methods of a table: all but `head`, which is a warning, and the one that takes longer than all others.
  package static let methods = Method.all.filter { $0.isRecommendable && $0.effort < .extreme }.map(\.name)

  /// The share of the models that each trial of a regime draws before it chooses targets and sources among them, so
  /// that methods without chance vary over trials too.
  package static let modelShare = 0.8

  /// The fewest models for which a frontier makes sense: of ten models three are at the frontier, too few to rank.
  package static let fewestModelsOfFrontier = 20

  /// The seed of the simulations.
  package var seed: UInt64 = 1
  /// The trials of each simulation: methods are chosen by one half of them, and reported by the other.
  package var trials = 50
  /// The sizes, or nil for the usual ones.
  package var sizes: [Int]?
  /// The methods' identifiers.
  package var methods = TableMaker.methods
  /// The splits to measure.
  package var splits = [ItemSplit.full, .half]
  /// The choices of targets under the full split; nil for the regimes that the matrix allows.
  package var choices: [TargetChoice]?
  /// What equal scores count as.
  package var ties = TiePolicy.wrong
  /// The gap that methods with a target aim at, a fraction; nil for the usual one.
  package var targetGap: Double?

  /// Creates a maker of tables.
  package init() {}

  /// Lists the regimes that a matrix allows: families need labels or near-duplicates, dates need labels, and a frontier
  /// needs enough models.
  package static func regimes(of matrix: ItemMatrix) -> [Regime] {
    Regime.allCases.filter { regime in
      guard matrix.canChoose(regime.targetChoice) else { return false }
      switch regime {
      case .similar, .family: return true
      case .frontier: return matrix.modelCount >= fewestModelsOfFrontier
      // A date regime needs older models for every newer one.
      case .date:
        let dates = matrix.modelLabels?.dates.compactMap { $0 } ?? []
        return dates.count >= fewestModelsOfFrontier && Set(dates).count > 3
      }
    }
  }

  /// What is measured on a matrix.
  private func plan(of matrix: ItemMatrix) -> [(split: ItemSplit, choice: TargetChoice)] {
    let choices = choices ?? TableMaker.regimes(of: matrix).map(\.targetChoice)
    return splits.flatMap { split in
      split == .full ? choices.map { (split, $0) } : [(split, choices.first ?? .random)]
    }
  }

  /// The number of trials that a table of a matrix takes: randomised and learned methods have their own.
  package func trialCount(_ matrix: ItemMatrix) -> Int { 2 * plan(of: matrix).count * trials }

  /// Simulates every regime under the full split, and the half split, and sums them up.
  ///
  /// Sources are all models that the targets leave. `random` is exact: over all pairs of possible targets under the
  /// full split, averaged over the trials' seen halves under the half split; only its rank correlation is simulated.
  ///
  /// - Parameters:
  ///   - matrix: its distinct models are measured.
  ///   - earlier: a table whose rows are kept if this maker would compute the same ones: of the same matrix, seed,
  ///     trials and version, and of methods that it has at every size.
  ///   - threads: at least 1.
  ///   - progress: called after each finished trial.
  package func table(
    benchmark: String, matrix given: ItemMatrix, keeping earlier: BenchmarkTable? = nil, threads: Int,
    progress: (@Sendable () -> Void)? = nil
  ) throws(SimulateError) -> BenchmarkTable {
    let hash = given.contentHash()
    let distinct = given.distinctModels()
    let matrix = distinct.count == given.modelCount ? given : given.selecting(models: distinct)
    guard matrix.modelCount >= 2 else {
      throw .unsatisfiable(
        "the matrix has \(plural(matrix.modelCount, "model")) that \(matrix.modelCount == 1 ? "differs" : "differ"); "
          + "a ranking needs at least 2")
    }
    let kept = earlier.flatMap { earlier in
      earlier.matrixHash == hash && earlier.seed == seed && earlier.trials == trials
        && earlier.version == programVersion
        ? earlier.rows : nil
    }
    var rows: [TableRow] = []
    var regimes: [BenchmarkTable.MeasuredRegime] = []
    var seenItems = 0
    for (split, choice) in plan(of: matrix) {
      let measured = try measure(matrix, split, choice, keeping: kept ?? [], threads: threads, progress: progress)
      rows += measured.rows
      if split == .half { seenItems = measured.outline.seenCount }
      regimes.append(
        BenchmarkTable.MeasuredRegime(
          split: split, targets: choice.name, targetCount: measured.outline.targetCount,
          sourceCount: measured.outline.sourceCount, largestGap: measured.largestGap))
    }
    let accuracies = matrix.accuracies().sorted()
    let models = matrix.populationModels(seed: seed)
    let population = matrix.pairPopulation(of: models, over: Array(0..<matrix.itemCount))
    let dates = matrix.modelLabels?.dates.compactMap { $0 }.sorted() ?? []
    return BenchmarkTable(
      benchmark: benchmark, models: matrix.modelCount, duplicates: given.modelCount - matrix.modelCount,
      dates: dates.first.map { $0...dates[dates.count - 1] }, items: matrix.itemCount,
      subtasks: matrix.subtasks.count, matrixHash: hash, version: programVersion, seed: seed, trials: trials,
      regimes: regimes, seenItems: seenItems,
      accuracyQuantiles: BenchmarkTable.quantileLevels.map { rounded(quantile($0, ofSorted: accuracies), 6) },
      reliability: matrix.kuderRichardson20(), discordance: population.flatMap { DiscordanceProfile($0) },
      correlation: CorrelationProfile(matrix: matrix, models: models), population: population, rows: rows)
  }

  /// Measures methods under one split and choice of targets.
  private func measure(
    _ matrix: ItemMatrix, _ split: ItemSplit, _ choice: TargetChoice, keeping kept: [TableRow], threads: Int,
    progress: (@Sendable () -> Void)?
  ) throws(SimulateError) -> (rows: [TableRow], outline: SimulationOutline, largestGap: Double?) {
    var settings = SimulationSettings(
      methods: methods, sizes: [], trials: trials, sources: matrix.modelCount, split: split,
      targetChoice: choice, ties: ties, seed: seed)
    if let targetGap { settings.methodSettings.targetGap = targetGap }
    if split == .full {
      settings.modelShare = TableMaker.modelShare
      settings.resamplesModels = true
    }
    let design = try ExperimentDesign(matrix: matrix, settings: settings)
    let seenCount = design.seenCount
    // A regime may leave fewer sources than a method needs; the method then has no row in it.
    let methods = methods.filter {
      choice == .random || Method.named($0).map { $0.minimumSources <= design.sourceCount } ?? true
    }
    guard !sizes(of: seenCount, upToAll: true).isEmpty else {
      throw .unsatisfiable(
        "\(plural(seenCount, "item")) to choose from \(seenCount == 1 ? "is" : "are") fewer than any size that is "
          + "simulated; name the sizes to simulate")
    }
    let support = split == .full ? try supportedGap(matrix, choice) : nil
    var known: [String: [TableRow]] = [:]
    var outline: SimulationOutline?
    // What rests on a draw is recommended at any size; what is learned is for small ones.
    for isRandomised in [true, false] {
      var settings = settings
      settings.sizes = sizes(of: seenCount, upToAll: isRandomised && split == .full)
      settings.methods = []
      for method in methods where (Method.named(method)?.guarantee == .randomised) == isRandomised {
        let found = kept.filter { $0.method == method && $0.split == split && $0.targets == choice.name }
        if found.map(\.size) == settings.sizes { known[method] = found } else { settings.methods.append(method) }
      }
      if settings.sizes.isEmpty || methods.isEmpty { continue }
      let simulation = try Simulation(matrix: matrix, settings: settings)
      outline = outline ?? simulation.outline
      for row in try rows(of: simulation, support: support, threads: threads, progress: progress) {
        known[row.method, default: []].append(row)
      }
    }
    guard let outline else { throw .unsatisfiable("\(seenCount) items to choose from are fewer than any size") }
    return (methods.flatMap { known[$0] ?? [] }, outline, support)
  }

  /// Runs a simulation and sums it up, against the items that were chosen from.
  private func rows(
    of simulation: Simulation, support: Double?, threads: Int, progress: (@Sendable () -> Void)?
  ) throws(SimulateError) -> [TableRow] {
    let settings = simulation.settings
    let isFull = settings.split == .full
    let simulated: (choice: SimulationResult, report: SimulationResult)
    if isFull {
      simulated = try simulation.runHalves(threads: threads, progress: progress)
    } else {
      let all = try simulation.run(threads: threads, progress: progress)
      simulated = (all, all)
    }
    let exact = try exactRows(simulation, threads: threads)
    return zip(simulated.report.rows, simulated.choice.rows).filter { $0.0.reference != .unseen }.map { row, choice in
      let counterpart = exact.first {
        $0.method == row.method && $0.size == row.size && $0.reference == row.reference
      }
      return TableRow(
        row: counterpart ?? row, split: settings.split, targets: settings.targetChoice.name,
        rankCorrelation: row.kendallTau, choiceCurve: isFull && counterpart == nil ? SmoothedCurve(choice) : nil,
        largestGap: support)
    }
  }

  /// The sizes to measure: the usual ones, and of a small benchmark large shares of it too, as nothing is read beyond
  /// the largest.
  ///
  /// - Parameter upToAll: whether to add the shares.
  private func sizes(of items: Int, upToAll: Bool) -> [Int] {
    let usual = SimulationSettings.standardSizes
    let shares =
      upToAll
      ? [0.5, 0.75, 0.9].map { Int((Double(items) * $0).rounded()) }.filter { $0 <= usual[usual.count - 1] } : []
    return Set(sizes ?? usual + shares).filter { $0 >= 1 && $0 < items }.sorted()
  }

  /// Computes what has an exact form.
  private func exactRows(_ simulation: Simulation, threads: Int) throws(SimulateError) -> [ResultRow] {
    let matrix = simulation.matrix
    var settings = simulation.settings
    settings.methods = settings.methods.filter { Method.named($0)?.isExactlyPredictable == true }
    guard !settings.methods.isEmpty else { return [] }
    if settings.split == .full {
      return try matrix.exactRows(of: settings, threads: threads)
    }
    settings.exactRandom = true
    return try Simulation(matrix: matrix, settings: settings).run(threads: threads).rows
  }

  /// The largest gap with enough pairs of possible targets at or beyond it, a fraction; 0 if there is none.
  private func supportedGap(_ matrix: ItemMatrix, _ choice: TargetChoice) throws(SimulateError) -> Double {
    let accuracies = matrix.accuracies()
    let pool = try matrix.possibleTargets(under: choice, seed: seed).map { accuracies[$0] }.sorted()
    return rounded(PairAgreement.largestGap(ofSorted: pool, pairs: MDAD.standardMinimumPairs) ?? 0, 6)
  }
}

extension TableRow {
  /// Creates a row with the digits that a table's files have, so that a table is the same whether it was just made or
  /// read.
  ///
  /// - Parameters:
  ///   - choiceCurve: the same by the trials that methods are chosen by.
  ///   - largestGap: where curves end, a fraction; nil for no such end.
  init(
    row: ResultRow, split: ItemSplit, targets: String, rankCorrelation: Estimate, choiceCurve: SmoothedCurve?,
    largestGap: Double?
  ) {
    let curve = SmoothedCurve(row).upTo(largestGap).thinned().rounded(4).trimmed()
    self.init(
      split: split, targets: targets, method: row.method, size: row.size, reference: row.reference,
      basis: row.basis, mdad: row.smoothedMDAD.roundedInPoints, isUpperBound: row.mdad.smoothedIsUpperBound,
      first: row.mdad.first, sustained: row.mdad.sustained,
      error: row.error.rounded(6),
      kendallTau: rankCorrelation.rounded(6), pairs: Int(row.curve.points.reduce(0) { $0 + $1.pairs }.rounded()),
      curve: curve,
      choice: choiceCurve.map { choice in
        curve.gaps.map { Planner.rounded(choice.agreement(atGap: $0).value ?? 0, 4) }
      } ?? [])
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
  /// Returns the curve without what lies beyond a gap; its first point stays.
  fileprivate func upTo(_ gap: Double?) -> SmoothedCurve {
    guard let gap else { return self }
    let count = max(1, gaps.prefix { $0 <= gap + GapBins.width / 2 }.count)
    return SmoothedCurve(
      gaps: Array(gaps.prefix(count)), agreement: Array(agreement.prefix(count)), low: Array(low.prefix(count)),
      high: Array(high.prefix(count)), isExact: isExact)
  }

  /// Returns the curve with whole points of gap alone where that is enough: beyond ten points, where agreement is
  /// nearly straight in between. The first and the last point stay.
  fileprivate func thinned() -> SmoothedCurve {
    let kept = gaps.indices.filter { index in
      let points = accuracyPoints(gaps[index])
      return points <= 10 || points == points.rounded() || index == gaps.count - 1
    }
    func read(_ values: [Double]) -> [Double] { values.isEmpty ? [] : kept.map { values[$0] } }
    return SmoothedCurve(
      gaps: read(gaps), agreement: read(agreement), low: read(low), high: read(high), isExact: isExact)
  }

  fileprivate func rounded(_ decimals: Int) -> SmoothedCurve {
    func read(_ values: [Double]) -> [Double] { values.map { Planner.rounded($0, decimals) } }
    return SmoothedCurve(gaps: gaps, agreement: read(agreement), low: read(low), high: read(high), isExact: isExact)
  }
}
