/// How far the figures of a row are expected to be off, from the spread of its trials and, where records were kept, of
/// the models in them.
struct TrialSpread: Sendable {
  let settings: SimulationSettings
  let outcomes: [TrialOutcome]
  /// One per trial; empty where the models at hand are all that is asked about.
  private let records: [OrderedRecord]
  /// How many models are targets in some trial.
  private let modelCount: Int
  /// One more than the largest position of a target.
  private let positions: Int

  init(outcomes: [TrialOutcome], settings: SimulationSettings) {
    self.settings = settings
    self.outcomes = outcomes
    records =
      settings.resamplesModels ? outcomes.compactMap { $0.record.map { OrderedRecord($0, settings: settings) } } : []
    let models = Set(records.flatMap(\.record.targets))
    modelCount = models.count
    positions = (models.max() ?? -1) + 1
  }

  /// Adds what models contribute, where that is asked for.
  ///
  /// - Parameters:
  ///   - scale: what the terms are to be divided by.
  ///   - degree: how many targets a term is about, 1 or 2.
  private func add(
    modelsTo variance: inout SamplingVariance, scale: Double, degree: Int,
    terms: (OrderedRecord) -> [ClusteredTerms.Term]
  ) {
    guard !records.isEmpty, modelCount > degree else { return }
    let sum = ClusteredTerms(modelCount: positions, trials: records.map(terms)).sharedModel
    variance.add(overModels: sum / (scale * scale), count: modelCount, degree: degree)
  }

  /// The variance of the share of agreeing pairs in some bins.
  ///
  /// - Parameter agreement: the share.
  func variance(ofAgreement agreement: Double, in bins: ClosedRange<Int>) -> SamplingVariance {
    var total = 0.0
    var sums: [Double] = []
    for outcome in outcomes {
      let tally = outcome.tally
      var (successes, weight) = (0.0, 0.0)
      for bin in bins where bin < tally.pairs.count {
        successes += tally.successes(bin, ties: settings.ties)
        weight += tally.weight(bin, ties: settings.ties)
      }
      total += weight
      sums.append(successes - agreement * weight)
    }
    var variance = SamplingVariance(
      overTrials: sums.reduce(0) { $0 + $1 * $1 } / (total * total), count: outcomes.count)
    add(modelsTo: &variance, scale: total, degree: 2) {
      $0.agreementTerms(in: bins, about: agreement, ties: settings.ties)
    }
    return variance
  }

  /// The variance, over models alone, of the share of pairs whose gap is at most a number.
  ///
  /// - Parameters:
  ///   - share: the share.
  ///   - gap: a fraction.
  func modelVariance(ofPairs share: Double, within gap: Double) -> Double {
    let pairs = outcomes.reduce(0.0) { $0 + $1.tally.pairs.reduce(0, +) + $1.tally.zeroGapPairs }
    var variance = SamplingVariance(overTrials: 0, count: outcomes.count)
    guard pairs > 0 else { return 0 }
    add(modelsTo: &variance, scale: pairs, degree: 2) { record in
      record.gapTerms(about: share) { settings.bins.share(of: $0, below: gap) }
    }
    return variance.models
  }

  /// The variance of the mean of a figure over the trials that define it, or nil if fewer than two do.
  ///
  /// - Parameters:
  ///   - mean: the mean.
  ///   - isOfTargets: whether a trial's figure is a mean over targets, not over pairs.
  ///   - terms: the part of a trial's targets or pairs in the figure, about the mean.
  func variance(
    ofMean mean: Double?, isOfTargets: Bool = false, _ figure: (TrialOutcome) -> Double?,
    terms: (OrderedRecord, Double) -> [ClusteredTerms.Term]
  ) -> SamplingVariance? {
    let known = outcomes.compactMap(figure)
    guard let mean, known.count > 1 else { return nil }
    let count = Double(known.count)
    var variance = SamplingVariance(
      overTrials: known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count * count), count: known.count)
    add(modelsTo: &variance, scale: count, degree: isOfTargets ? 1 : 2) { terms($0, mean) }
    return variance
  }
}
