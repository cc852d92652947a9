/// Holds what one trial found for one method, size and reference.
struct TrialOutcome: Sendable, Codable {
  var tally = AgreementTally()
  /// The mean absolute estimation error over the targets, a fraction.
  var error = 0.0
  var kendallTau: Double?
  var spearman: Double?
  /// The chance that the model estimated best is the best.
  var top1: Double?
  /// The trial target by target, if models are to be resampled.
  var record: TrialRecord?

  private enum CodingKeys: String, CodingKey {
    case tally, error, spearman, top1, record
    case kendallTau = "kendall_tau"
  }

  /// Whether the parts fit together, which a damaged file may not.
  var isWellFormed: Bool {
    let correlations = [kendallTau, spearman]
    return tally.isWellFormed && (0...1000).contains(error)
      && correlations.allSatisfy { $0.map { (-1.000001...1.000001).contains($0) } ?? true }
      && (top1.map { (0...1.000001).contains($0) } ?? true)
      && (record.map { $0.estimates.count == $0.targets.count && $0.scores.isWellFormed(of: $0.targets.count) } ?? true)
  }
}

extension ReferenceOrder {
  /// Orders one trial's targets as a simulation's settings say.
  init(scores: ReferenceScores, settings: SimulationSettings) {
    self.init(scores: scores, bins: settings.bins, countsEqualPairs: settings.countsZeroGaps)
  }

  /// Compares estimated scores, one per target, with the reference.
  func outcome(estimates exact: [Double]) -> TrialOutcome {
    let estimates = exact.map(ReferenceOrder.comparable)
    var pairsPerBin = [Double](repeating: 0, count: GapBins.count)
    var agreeing = pairsPerBin
    var tied = pairsPerBin
    for pair in pairs {
      pairsPerBin[pair.bin] += 1
      if estimates[pair.better] > estimates[pair.worse] {
        agreeing[pair.bin] += 1
      } else if estimates[pair.better] == estimates[pair.worse] {
        tied[pair.bin] += 1
      }
    }
    var outcome = TrialOutcome()
    for bin in pairsPerBin.indices where pairsPerBin[bin] > 0 {
      outcome.tally.add(bin: bin, pairs: pairsPerBin[bin], agreeing: agreeing[bin], tied: tied[bin])
    }
    outcome.tally.zeroGapPairs = Double(zeroGapPairs)
    outcome.error = zip(exact, means).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(means.count)
    outcome.kendallTau = kendallTau(means, estimates)
    outcome.spearman = spearmanCorrelation(means, estimates)
    outcome.top1 = topAgreement(estimates: estimates)
    return outcome
  }
}
