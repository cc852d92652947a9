/// What one trial found for one method, size and reference.
struct TrialOutcome: Sendable, Codable {
  var tally = AgreementTally()
  /// The mean absolute estimation error over the targets, a fraction.
  var error = 0.0
  var kendallTau: Double?
  var spearman: Double?
  /// The chance that the model estimated best is the best.
  var top1: Double?
  /// The trial target by target, where models are to be resampled.
  var record: TrialRecord?

  private enum CodingKeys: String, CodingKey {
    case tally, error, spearman, top1, record
    case kendallTau = "kendall_tau"
  }

  /// Whether the parts fit together, as they may not in a damaged file.
  var isWellFormed: Bool {
    tally.isWellFormed
      && (record.map { $0.estimates.count == $0.targets.count && $0.scores.isWellFormed(of: $0.targets.count) } ?? true)
  }
}

/// The reference order of one trial's targets.
struct ReferenceOrder: Sendable {
  /// A pair of targets, the better one first, by their positions among the targets.
  struct OrderedPair: Sendable {
    let better: Int
    let worse: Int
    let bin: Int
  }

  let means: [Double]
  let pairs: [OrderedPair]
  /// Pairs with equal reference scores.
  let equalPairs: [(first: Int, second: Int)]
  /// Whether such pairs are among `pairs`, their first model counted as ahead.
  let countsEqualPairs: Bool

  /// The pairs with equal scores that are left out.
  var zeroGapPairs: Int { countsEqualPairs ? 0 : equalPairs.count }

  init(scores: ReferenceScores, settings: SimulationSettings) {
    means = scores.means
    var pairs: [OrderedPair] = []
    pairs.reserveCapacity(means.count * (means.count - 1) / 2)
    var equalPairs: [(first: Int, second: Int)] = []
    for first in means.indices {
      for second in means.indices where second > first {
        let difference = scores.difference(first, second, bins: settings.bins)
        if difference.sign == 0 { equalPairs.append((first, second)) }
        if difference.sign == 0, !settings.countsZeroGaps { continue }
        pairs.append(
          difference.sign >= 0
            ? OrderedPair(better: first, worse: second, bin: difference.bin)
            : OrderedPair(better: second, worse: first, bin: difference.bin))
      }
    }
    self.pairs = pairs
    self.equalPairs = equalPairs
    countsEqualPairs = settings.countsZeroGaps
  }

  /// A score rounded to 1e-12 for comparison: sums of the same numbers in another order are the same score.
  static func comparable(_ score: Double) -> Double { (score * 1e12).rounded() / 1e12 }

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

  /// The chance that a model drawn from those estimated best is among those that are best.
  ///
  /// - Parameter multiplicity: how often each target counts; nil for once each.
  func topAgreement(estimates: [Double], multiplicity: [Double]? = nil) -> Double? {
    let times = multiplicity ?? estimates.map { _ in 1 }
    let present = estimates.indices.filter { times[$0] > 0 }
    guard let best = present.map({ means[$0] }).max(), let bestEstimate = present.map({ estimates[$0] }).max()
    else { return nil }
    let candidates = present.filter { estimates[$0] == bestEstimate }
    let right = candidates.filter { means[$0] == best }
    return right.reduce(0) { $0 + times[$1] } / candidates.reduce(0) { $0 + times[$1] }
  }
}
