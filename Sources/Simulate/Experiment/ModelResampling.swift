/// What one trial found, target by target, kept where models are to be resampled.
struct TrialRecord: Sendable, Codable {
  /// Positions of the targets in the matrix.
  let targets: [Int]
  /// The targets' scores on the reference.
  let scores: ReferenceScores
  /// As given by the estimator.
  let estimates: [Double]

  /// The outcome with each target counted as often as its multiplicity says: that of a list in which it stands so many
  /// times, pairs of a model with itself left out.
  ///
  /// - Parameter reference: the order of `scores`.
  func outcome(multiplicity: [Double], reference: ReferenceOrder) -> TrialOutcome {
    let estimates = estimates.map(ReferenceOrder.comparable)
    var outcome = TrialOutcome()
    var concordance = 0.0
    var untied = (reference: 0.0, estimate: 0.0)
    for pair in reference.pairs {
      let weight = multiplicity[pair.better] * multiplicity[pair.worse]
      if weight == 0 { continue }
      let difference = estimates[pair.better] - estimates[pair.worse]
      outcome.tally.add(
        bin: pair.bin, pairs: weight, agreeing: difference > 0 ? weight : 0, tied: difference == 0 ? weight : 0)
      guard reference.means[pair.better] != reference.means[pair.worse] else { continue }
      concordance += difference > 0 ? weight : difference < 0 ? -weight : 0
      untied.reference += weight
      untied.estimate += difference == 0 ? 0 : weight
    }
    for pair in reference.equalPairs {
      let weight = multiplicity[pair.first] * multiplicity[pair.second]
      outcome.tally.zeroGapPairs += reference.countsEqualPairs ? 0 : weight
      untied.estimate += estimates[pair.first] == estimates[pair.second] ? 0 : weight
    }
    if untied.reference * untied.estimate > 0 {
      outcome.kendallTau = concordance / (untied.reference * untied.estimate).squareRoot()
    }
    let total = multiplicity.reduce(0, +)
    if total > 0 {
      for target in estimates.indices {
        outcome.error += multiplicity[target] * abs(self.estimates[target] - reference.means[target]) / total
      }
    }
    outcome.spearman = spearmanCorrelation(reference.means, estimates, weights: multiplicity)
    outcome.top1 = reference.topAgreement(estimates: estimates, multiplicity: multiplicity)
    return outcome
  }
}

/// Resamples of models with replacement beside those of trials, for inference beyond these models: in each resample all
/// trials see the same multiplicities.
struct ModelResampling: Sendable {
  private let trials: TrialBootstrap
  private let models: Int
  /// How often each resample holds each model, resample by resample.
  private let multiplicity: [Double]

  init(trials: TrialBootstrap, models: Int, seed: UInt64) {
    self.trials = trials
    self.models = models
    var multiplicity = [Double](repeating: 0, count: trials.resamples * models)
    for resample in 0..<trials.resamples {
      var generator = Philox(seed: seed, trial: resample, purpose: .modelBootstrap)
      for _ in 0..<models { multiplicity[resample * models + generator.uniform(below: models)] += 1 }
    }
    self.multiplicity = multiplicity
  }

  /// The sums over each resample, in a layout.
  ///
  /// - Complexity: O(resamples · trials · targets²).
  func forEachResample(
    of records: [TrialRecord], settings: SimulationSettings, layout: OutcomeLayout,
    _ body: (UnsafeBufferPointer<Double>) -> Void
  ) {
    let orders = records.map { ReferenceOrder(scores: $0.scores, settings: settings) }
    var sums = [Double](repeating: 0, count: layout.columns)
    for resample in 0..<trials.resamples {
      for column in sums.indices { sums[column] = 0 }
      for (trial, record) in records.enumerated() {
        let times = trials.times(trial, inResample: resample)
        if times == 0 { continue }
        let counts = record.targets.map { multiplicity[resample * models + $0] }
        layout.add(record.outcome(multiplicity: counts, reference: orders[trial]), times: times, to: &sums, at: 0)
      }
      sums.withUnsafeBufferPointer(body)
    }
  }
}

/// How the figures of a trial are laid out as a row of numbers that add up over trials.
struct OutcomeLayout: Sendable {
  /// The number of bins.
  let width: Int
  let ties: TiePolicy

  /// Per bin successes, weights and pairs; the pairs without a gap; then each scalar with how often it is defined.
  var columns: Int { 3 * width + 1 + 2 * OutcomeLayout.scalars.count }
  var zeroGapPairs: Int { 3 * width }

  static let scalars: [@Sendable (TrialOutcome) -> Double?] = [
    { $0.error }, { $0.kendallTau }, { $0.spearman }, { $0.top1 },
  ]

  /// The mean of a scalar over the trials of a sum; nil where no trial defines it.
  func mean(ofScalar index: Int, in sums: UnsafeBufferPointer<Double>) -> Double? {
    let column = 3 * width + 1 + 2 * index
    return sums[column + 1] > 0 ? sums[column] / sums[column + 1] : nil
  }

  /// Adds an outcome to a row.
  func add(_ outcome: TrialOutcome, times: Double, to rows: inout [Double], at start: Int) {
    let tally = outcome.tally
    for bin in tally.pairs.indices {
      rows[start + bin] += times * tally.successes(bin, ties: ties)
      rows[start + width + bin] += times * tally.weight(bin, ties: ties)
      rows[start + 2 * width + bin] += times * tally.pairs[bin]
    }
    rows[start + zeroGapPairs] += times * tally.zeroGapPairs
    for (index, scalar) in OutcomeLayout.scalars.enumerated() {
      guard let value = scalar(outcome) else { continue }
      rows[start + 3 * width + 1 + 2 * index] += times * value
      rows[start + 3 * width + 2 + 2 * index] += times
    }
  }
}
