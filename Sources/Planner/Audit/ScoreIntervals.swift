import Simulate

/// Holds bootstrap intervals, over models, of what an audit finds.
struct ScoreIntervals {
  /// The middles of the curve's bins, fractions.
  let centers: [Double]
  /// The smoothed agreement at each, with its interval.
  let smoothed: [Estimate]
  private var mdads: [Double] = []
  private var errors: [Double] = []
  private var taus: [Double] = []

  init(
    _ scores: MicroBenchmarkAudit.Scores, order: PairOrder, curve: AgreementCurve,
    question: MicroBenchmarkAudit.Question
  ) {
    centers = curve.centers
    let centers = centers
    let distances = zip(scores.micro, scores.reference.means).map { abs($0 - $1) }
    var fitted = [[Double]](repeating: [], count: centers.count)
    var (mdads, errors, taus): ([Double], [Double], [Double]) = ([], [], [])
    order.forEachResample(of: scores.micro, resamples: question.resamples, seed: question.seed) { tally, times in
      let resampled = AgreementCurve(tally: tally.tally, bins: .centered, ties: question.ties)
      mdads.append(resampled.mdad(threshold: question.agreement, minimumPairs: 1).smoothed ?? .infinity)
      if let values = resampled.agreement(atGaps: centers) {
        for (index, value) in values.enumerated() { fitted[index].append(value) }
      }
      if let tau = tally.kendallTau { taus.append(tau) }
      let total = times.reduce(0, +)
      errors.append(zip(times, distances).reduce(0) { $0 + $1.0 * $1.1 } / total)
    }
    (self.mdads, self.errors, self.taus) = (mdads, errors, taus)
    smoothed = fitted.enumerated().map { index, values in
      var values = values
      return Estimate(value: curve.smoothed[index], resampled: &values)
    }
  }

  func mdad(_ value: Double?) -> Estimate { estimate(value, mdads) }
  func error(_ value: Double) -> Estimate { estimate(value, errors) }
  func kendallTau(_ value: Double?) -> Estimate { estimate(value, taus) }

  private func estimate(_ value: Double?, _ resampled: [Double]) -> Estimate {
    var resampled = resampled
    return Estimate(value: value, resampled: &resampled)
  }
}
