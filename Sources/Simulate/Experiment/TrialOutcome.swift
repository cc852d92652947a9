/// What one trial found for one method, size and reference.
struct TrialOutcome: Sendable {
  var tally = AgreementTally()
  /// The mean absolute estimation error over the targets, a fraction.
  var error = 0.0
  var kendallTau: Double?
  var spearman: Double?
  /// The chance that the model estimated best is the best.
  var top1: Double?
}

/// The reference order of one trial's targets.
struct ReferenceOrder {
  /// A pair of targets, the better one first, by their positions among the targets.
  struct OrderedPair {
    let better: Int
    let worse: Int
    let bin: Int
  }

  let means: [Double]
  let pairs: [OrderedPair]
  let zeroGapPairs: Int

  init(scores: ReferenceScores, settings: SimulationSettings) {
    means = scores.means
    var pairs: [OrderedPair] = []
    pairs.reserveCapacity(means.count * (means.count - 1) / 2)
    var zeroGapPairs = 0
    for first in means.indices {
      for second in means.indices where second > first {
        let difference = scores.difference(first, second, bins: settings.bins)
        if difference.sign == 0 { zeroGapPairs += 1 }
        if difference.sign == 0, !settings.countsZeroGaps { continue }
        pairs.append(
          difference.sign >= 0
            ? OrderedPair(better: first, worse: second, bin: difference.bin)
            : OrderedPair(better: second, worse: first, bin: difference.bin))
      }
    }
    self.pairs = pairs
    self.zeroGapPairs = settings.countsZeroGaps ? 0 : zeroGapPairs
  }

  /// Compares estimated scores with the reference.
  ///
  /// - Parameter estimates: one per target. Rounded to 1e-12 before they are compared: sums of the same numbers in another
  ///   order are the same score.
  func outcome(estimates exact: [Double]) -> TrialOutcome {
    let estimates = exact.map { ($0 * 1e12).rounded() / 1e12 }
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

  /// The chance that a model drawn from those estimated best is among those that are best.
  private func topAgreement(estimates: [Double]) -> Double? {
    guard let best = means.max(), let bestEstimate = estimates.max() else { return nil }
    let candidates = estimates.indices.filter { estimates[$0] == bestEstimate }
    return Double(candidates.count { means[$0] == best }) / Double(candidates.count)
  }
}
