/// The full score by linear regression on the mean of the responses to the selected items, over the source models.
struct MeanRegression: ScoreEstimator {
  typealias Fitted = LinearScore

  func prepare(_ context: SelectionContext) -> any PreparedEstimation {
    Prepared(context: context, responses: context.sourceResponses(), scores: context.sourceScores())
  }

  private struct Prepared: PreparedEstimation {
    let context: SelectionContext
    let responses: SourceResponses
    let scores: [Double]

    func fit(_ microBenchmark: MicroBenchmark) -> any FittedEstimator {
      let count = microBenchmark.items.count
      guard count < context.items.count else { return LinearScore.mean(of: count) }
      let chosen = context.positions(of: microBenchmark.items)
      let means = (0..<responses.columns).map { source in
        chosen.reduce(0) { $0 + responses[$1, source] } / Double(count)
      }
      let total = Double(means.count)
      let (meanOfMeans, meanScore) = (means.reduce(0, +) / total, scores.reduce(0, +) / total)
      var (covariance, variance) = (0.0, 0.0)
      for (mean, score) in zip(means, scores) {
        covariance += (mean - meanOfMeans) * (score - meanScore)
        variance += (mean - meanOfMeans) * (mean - meanOfMeans)
      }
      let slope = variance > 1e-12 ? covariance / variance : 0
      return LinearScore(
        constant: meanScore - slope * meanOfMeans, weights: [Double](repeating: slope / Double(count), count: count))
    }
  }
}
