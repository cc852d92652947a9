/// Estimates the full score by linear regression on the mean of the responses to the selected items, over the source
/// models.
struct MeanRegression: LinearEstimation {
  typealias Fitted = LinearScore

  static func score(of chosen: [Int], from known: KnownSources) -> LinearScore {
    let count = chosen.count
    let means = known.scores.indices.map { source in
      chosen.reduce(0) { $0 + known.responses[$1, source] } / Double(count)
    }
    let total = Double(means.count)
    let (meanOfMeans, meanScore) = (means.reduce(0, +) / total, known.scores.reduce(0, +) / total)
    var (covariance, variance) = (0.0, 0.0)
    for (mean, score) in zip(means, known.scores) {
      covariance += (mean - meanOfMeans) * (score - meanScore)
      variance += (mean - meanOfMeans) * (mean - meanOfMeans)
    }
    let slope = variance > 1e-12 ? covariance / variance : 0
    return LinearScore(
      constant: meanScore - slope * meanOfMeans, weights: [Double](repeating: slope / Double(count), count: count))
  }
}
