extension Simulation {
  /// Runs all trials and, if the settings have a tolerance, adds trials until every interval of an MDAD is narrow
  /// enough.
  ///
  /// Half as many trials again are added each time, so that the number grows in few steps and what was made before is
  /// never more than a part of the work. Trials do not depend on how many there are: the result is that of a simulation
  /// which asked for the final number at once.
  ///
  /// - Parameters:
  ///   - most: the most trials to add up to; a simulation that asks for more makes as many as it asks for.
  ///   - threads: at least 1; the result does not depend on it.
  ///   - findings: makes the findings of all trials of a simulation, given those that are known.
  /// - Returns: the result, with the number of intervals that are still too wide.
  package func run(
    most: Int, threads: Int, findings: (Simulation, _ known: [Int: TrialFindings]) throws -> [TrialFindings]
  ) throws -> (result: SimulationResult, tooWide: Int) {
    let exact = exactFindings(threads: threads)
    var simulation = self
    var found = try findings(simulation, [:])
    var result = simulation.outline.result(of: found, exact: exact, threads: threads)
    guard let tolerance = settings.tolerance else { return (result, 0) }
    while result.intervals(widerThan: tolerance) > 0, simulation.settings.trials < most {
      var settings = simulation.settings
      settings.trials = min(most, settings.trials + max(1, settings.trials / 2))
      simulation = try Simulation(matrix: matrix, confidence: confidence, settings: settings)
      let known = Dictionary(found.map { ($0.trial, $0) }, uniquingKeysWith: { first, _ in first })
      found = try findings(simulation, known)
      result = simulation.outline.result(of: found, exact: exact, threads: threads)
    }
    return (result, result.intervals(widerThan: tolerance))
  }
}

extension SimulationResult {
  /// Counts the rows whose interval of the smoothed MDAD is wider than a fraction. A row without an MDAD has no
  /// interval to narrow.
  package func intervals(widerThan tolerance: Double) -> Int {
    rows.count { row in
      let mdad = row.smoothedMDAD
      guard mdad.value != nil else { return false }
      // An interval between middles of bins may be as wide as the tolerance but for rounding.
      return (mdad.high ?? .infinity) - (mdad.low ?? -.infinity) > tolerance + 1e-12
    }
  }
}
