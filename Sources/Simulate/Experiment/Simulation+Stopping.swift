/// Holds what stopping early saves a row of a simulation.
package struct RowStopping: Sendable {
  /// The lead that stops a comparison, in right answers.
  package let bound: Double
  /// The number of items at which every comparison ends.
  package let largest: Int
  /// The number of items on average, with a 95 % interval over trials.
  package let expectedItems: Estimate
  /// How often the better model is ahead at the end, on trials that did not choose the rule.
  package let agreement: Double
}

extension Simulation {
  /// The comparisons that each half of the trials needs.
  private static let fewestComparisons = 30
  /// How many times k a comparison may take at most.
  private static let longest = 4

  /// Finds how many items comparisons take on average if they stop early, as sure of the order as k items are: at the
  /// gap that k items rank with the wanted agreement.
  ///
  /// Trials have the models of the simulation's own, an order of the items each, and the pairs of targets near the
  /// gap. Trials with even numbers choose the rule, the others say what it does.
  ///
  /// - Parameters:
  ///   - draw: how the order of the items is drawn.
  ///   - gap: the gap that k items rank with the wanted agreement, a fraction.
  ///   - size: k.
  ///   - batch: the lead is looked at after every so many items.
  ///   - threads: at least 1; the result does not depend on it.
  /// - Returns: nil under the half split, with too few pairs near the gap, or if no rule does what k items do.
  package func stopping(
    _ draw: StoppingSimulation.Draw, gap: Double, size: Int, batch: Int, threads: Int
  ) -> RowStopping? {
    guard settings.split == .full, gap > 0 else { return nil }
    let largest = min(matrix.itemCount, max(batch, Self.longest * size))
    guard batch <= largest else { return nil }
    let found = parallelMap(count: settings.trials, threads: threads) { number in
      let trial = design.trial(number)
      guard draw == .uniform || trial.sources.count >= 2 else { return SimulatedStopping(batch: batch) }
      let simulation = StoppingSimulation(
        matrix: matrix, targets: trial.targets, sources: trial.sources,
        gaps: StoppingSimulation.gaps(near: gap))
      return simulation.comparisons(
        draw, trials: number..<number + 1, batch: batch, largest: largest, seed: settings.seed, threads: 1)
    }
    var halves = [SimulatedStopping(batch: batch), SimulatedStopping(batch: batch)]
    for (number, trial) in found.enumerated() {
      for lead in trial.leads { halves[number % 2].add(lead) }
    }
    guard halves.allSatisfy({ $0.leads.count >= Self.fewestComparisons }),
      let measured = MeasuredStopping(
        choosing: halves[0], reporting: halves[1], target: settings.threshold, ties: settings.ties)
    else { return nil }
    let reporting = found.indices.filter { $0 % 2 == 1 && !found[$0].leads.isEmpty }.map { found[$0] }
    return RowStopping(measured, trials: reporting, ties: settings.ties)
  }
}

extension RowStopping {
  /// Adds the interval of the items on average: that of a ratio over trials, whose pairs share a draw.
  fileprivate init(_ measured: MeasuredStopping, trials: [SimulatedStopping], ties: TiePolicy) {
    let average = measured.outcome.expectedItems
    let total = Double(trials.reduce(0) { $0 + $1.leads.count })
    var squares = 0.0
    for trial in trials {
      let items = trial.outcome(bound: measured.bound, looks: measured.largest / trial.batch).expectedItems
      let residual = Double(trial.leads.count) / total * (items - average)
      squares += residual * residual
    }
    let count = Double(trials.count)
    let width =
      count > 1
      ? StudentDistribution.quantile(0.975, degreesOfFreedom: count - 1) * (squares * count / (count - 1)).squareRoot()
      : .infinity
    self.init(
      bound: measured.bound, largest: measured.largest,
      expectedItems: Estimate(
        value: average, low: width.isFinite ? max(0, average - width) : nil,
        high: width.isFinite ? min(Double(measured.largest), average + width) : nil),
      agreement: measured.outcome.order.agreement(ties: ties))
  }
}
