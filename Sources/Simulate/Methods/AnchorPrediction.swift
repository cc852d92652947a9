/// Predicts every seen item from the one selected item that predicts it best, by univariate least squares over the
/// source models. The score is the mean of all predictions.
///
/// Vivek et al. 2024. The residual variance of item i given anchor a is var(i)·(1 − r²), so that the best anchor is the
/// one with the largest |r|. The mean of linear predictions is one linear function of the anchors' responses.
struct AnchorPrediction: ScoreEstimator {
  typealias Fitted = LinearScore

  func prepare(_ context: SelectionContext) -> any PreparedEstimation {
    Prepared(context: context, moments: ItemMoments(context.sourceResponses()))
  }

  private struct Prepared: PreparedEstimation {
    let context: SelectionContext
    let moments: ItemMoments

    /// - Complexity: O(k · n) covariances.
    func fit(_ microBenchmark: MicroBenchmark) -> any FittedEstimator {
      let items = context.items
      guard microBenchmark.items.count < items.count else { return LinearScore.mean(of: items.count) }
      let anchors = context.positions(of: microBenchmark.items)
      var constant = 0.0
      // An anchor is predicted by itself.
      var weights = [Double](repeating: 1, count: anchors.count)
      let isAnchor = Set(anchors)
      for item in items.indices {
        if isAnchor.contains(item) { continue }
        var best = 0
        var bestSquare = 0.0
        for (position, anchor) in anchors.enumerated() where moments.variance[anchor] > 0 {
          let covariance = moments.covariance(item, anchor)
          let square = covariance * covariance / moments.variance[anchor]
          if square > bestSquare * (1 + 1e-12) { (best, bestSquare) = (position, square) }
        }
        let anchor = anchors[best]
        let slope = bestSquare > 0 ? moments.covariance(item, anchor) / moments.variance[anchor] : 0
        constant += moments.mean[item] - slope * moments.mean[anchor]
        weights[best] += slope
      }
      let count = Double(items.count)
      return LinearScore(constant: constant / count, weights: weights.map { $0 / count })
    }
  }
}

/// Holds means, variances and covariances of items over the source models (divisor S).
private struct ItemMoments {
  let mean: [Double]
  let variance: [Double]
  private let responses: SourceResponses

  init(_ responses: SourceResponses) {
    self.responses = responses
    let sources = Double(responses.columns)
    let mean = (0..<responses.rows).map { responses.sum($0) / sources }
    self.mean = mean
    variance = mean.indices.map { item in
      (0..<responses.columns).reduce(0.0) {
        let deviation = responses[item, $1] - mean[item]
        return $0 + deviation * deviation
      } / sources
    }
  }

  func covariance(_ first: Int, _ second: Int) -> Double {
    responses.sumOfProducts(first, second) / Double(responses.columns) - mean[first] * mean[second]
  }
}
