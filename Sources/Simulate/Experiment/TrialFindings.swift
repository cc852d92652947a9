/// Holds what one trial found: the outcomes against each reference for each method and size.
///
/// Tallies are whole numbers except for exact figures, and every other number reads back from text as it was. So
/// findings kept in files add up to the same result as findings just made.
package struct TrialFindings: Sendable, Codable {
  /// The trial's number, from 0.
  package let trial: Int
  /// By method, then by size.
  package let cells: [Cell]

  /// Names a method at a size.
  struct Name: Hashable {
    let method: String
    let size: Int
  }

  /// Holds what was found for one method at one size.
  package struct Cell: Sendable, Codable {
    /// The method's identifier.
    package let method: String
    /// The size k.
    package let size: Int
    /// One per reference.
    let outcomes: [TrialOutcome]

    var name: Name { Name(method: method, size: size) }

    /// Tells whether the parts fit together and there is an outcome for each reference, which a damaged file may lack.
    package func isWellFormed(for split: ItemSplit) -> Bool {
      outcomes.count == split.references.count && outcomes.allSatisfy(\.isWellFormed)
    }
  }

  /// The cells by method and size.
  var byName: [Name: Cell] { Dictionary(cells.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }) }

  /// Creates the findings of a trial, such as a part of them read from a file.
  package init(trial: Int, cells: [Cell]) {
    self.trial = trial
    self.cells = cells
  }
}

/// Holds what random sampling is expected to give at one size, over all pairs of the matrix.
package struct ExactFindings: Sendable, Codable {
  /// The size k.
  package let size: Int
  let tally: AgreementTally
  /// A fraction.
  let error: Double

  /// Whether the figures are possible, as they may not be in a damaged file.
  var isWellFormed: Bool { size >= 1 && tally.isWellFormed && (0...1).contains(error) }
}

/// Describes a simulation: its settings, and what of the matrix is needed to sum up its findings.
public struct SimulationOutline: Sendable, Codable, Equatable {
  /// The settings.
  public let settings: SimulationSettings
  /// The number of models of the matrix.
  public let modelCount: Int
  /// The number of items of the matrix.
  public let itemCount: Int
  /// Whether the matrix holds right and wrong answers alone.
  public let isBinary: Bool
  /// Target models in each trial.
  public let targetCount: Int
  /// Source models in the trial that has the fewest.
  public let sourceCount: Int
  /// Seen items in each trial.
  public let seenCount: Int

  /// Whether a simulation can have these settings and counts, as it may not in a damaged file.
  var isPossible: Bool {
    let models = 2...16_777_215
    return (1...1_000_000).contains(settings.trials) && (0...1_000_000).contains(settings.resamples)
      && models.contains(modelCount) && (1...16_777_215).contains(itemCount) && (1...itemCount).contains(seenCount)
      && (2...modelCount).contains(targetCount) && (0...modelCount).contains(sourceCount)
      && settings.sizes.allSatisfy { (1...itemCount).contains($0) } && settings.minimumPairs >= 1
      && settings.threshold > 0 && settings.threshold <= 1 && !settings.methods.isEmpty
      && settings.methods.allSatisfy { Method.named($0) != nil }
  }

  /// Returns the outline of some of the trials.
  private func with(trials: Int, resamples: Int) -> SimulationOutline {
    var settings = settings
    settings.trials = trials
    settings.resamples = resamples
    return SimulationOutline(
      settings: settings, modelCount: modelCount, itemCount: itemCount, isBinary: isBinary, targetCount: targetCount,
      sourceCount: sourceCount, seenCount: seenCount)
  }

  /// Sums up two halves of the trials apart: one to choose a method by, without intervals, and one to report what the
  /// chosen method does. The best of twenty methods in some trials is in part the luckiest; other trials know nothing
  /// of that.
  ///
  /// - Parameter findings: one per trial, each with every method and size; a single one serves for both.
  package func halves(of findings: [TrialFindings], threads: Int) -> (
    choice: SimulationResult, report: SimulationResult
  ) {
    func half(_ parity: Int, resamples: Int) -> SimulationResult {
      let chosen = findings.count < 2 ? findings : findings.filter { $0.trial % 2 == parity }
      return with(trials: chosen.count, resamples: resamples).result(of: chosen, exact: [], threads: threads)
    }
    return (half(1, resamples: 0), half(0, resamples: settings.resamples))
  }

  /// The methods that trials are made for: all except those computed exactly over all pairs.
  var methodsInTrials: [String] {
    settings.methods.filter { !(settings.isExactOverAllPairs && settings.isExact($0)) }
  }

  /// What each trial finds: every method at every size.
  var cellNames: [TrialFindings.Name] {
    methodsInTrials.flatMap { method in settings.sizes.map { TrialFindings.Name(method: method, size: $0) } }
  }

  /// Sums up the findings of all trials.
  ///
  /// - Parameters:
  ///   - findings: one per trial, in any order, each with every method and size.
  ///   - exact: what random sampling gives over all pairs, a value per size, if that is asked for.
  ///   - threads: at least 1; the result does not depend on it.
  package func result(of findings: [TrialFindings], exact: [ExactFindings], threads: Int) -> SimulationResult {
    let references = settings.split.references
    let inOrder = findings.sorted { $0.trial < $1.trial }
    let bootstrap = TrialBootstrap(trials: settings.trials, resamples: settings.resamples, seed: settings.seed)
    let names = cellNames
    let cells = inOrder.map(\.byName)
    let simulated = parallelMap(count: names.count * references.count, threads: threads) { row in
      let name = names[row / references.count]
      let reference = row % references.count
      let outcomes = cells.compactMap { $0[name]?.outcomes[reference] }
      return ResultRow(
        method: name.method, size: name.size, reference: references[reference], basis: basis(of: name.method),
        outcomes: outcomes,
        settings: settings, bootstrap: bootstrap)
    }
    func exactRows(_ method: String) -> [ResultRow] {
      exact.map {
        ResultRow(
          method: method, size: $0.size, reference: .full, basis: isBinary ? .exact : .normal,
          tally: $0.tally, error: $0.error, settings: settings)
      }
    }
    var rows: [ResultRow] = []
    for method in settings.methods {
      rows += methodsInTrials.contains(method) ? simulated.filter { $0.method == method } : exactRows(method)
    }
    return SimulationResult(outline: self, rows: rows)
  }

  private func basis(of method: String) -> ResultBasis {
    settings.isExact(method) ? isBinary ? .exact : .normal : .simulated
  }
}
