/// Every seen item predicted from the one selected item that predicts it best, by univariate least squares over the
/// source models; the score is the mean of all predictions.
///
/// Vivek et al. 2024. The residual variance of item i given anchor a is var(i)·(1 − r²), so that the best anchor is the one
/// with the largest |r|. The mean of linear predictions is one linear function of the anchors' responses.
struct AnchorPrediction: ScoreEstimator {
  func scores(
    from responses: TargetResponses, microBenchmark: MicroBenchmark, context: SelectionContext
  ) -> [Double] {
    guard microBenchmark.items.count < context.items.count else { return responses.means() }
    let sources = context.sourceResponses()
    let anchors = context.positions(of: microBenchmark.items)
    let moments = ItemMoments(sources, count: context.items.count, sourceCount: context.sources.count)
    var constant = 0.0
    var weights = [Double](repeating: 0, count: anchors.count)
    let isAnchor = Set(anchors)
    for item in context.items.indices {
      if isAnchor.contains(item) { continue }
      var best = 0
      var bestSquare = 0.0
      for (position, anchor) in anchors.enumerated() {
        let covariance = moments.covariance(item, anchor)
        let square = moments.variance[anchor] > 0 ? covariance * covariance / moments.variance[anchor] : 0
        if square > bestSquare * (1 + 1e-12) { (best, bestSquare) = (position, square) }
      }
      let anchor = anchors[best]
      let slope = bestSquare > 0 ? moments.covariance(item, anchor) / moments.variance[anchor] : 0
      constant += moments.mean[item] - slope * moments.mean[anchor]
      weights[best] += slope
    }
    // An anchor is predicted by itself.
    for position in weights.indices { weights[position] += 1 }
    let count = Double(context.items.count)
    return (0..<responses.modelCount).map { model in
      weights.indices.reduce(constant) { $0 + weights[$1] * responses.response(model: model, selected: $1) } / count
    }
  }
}

/// Means, variances and covariances of items over the source models (divisor S).
private struct ItemMoments {
  let mean: [Double]
  let variance: [Double]
  private let responses: SourceResponses
  private let sources: Int

  init(_ responses: SourceResponses, count: Int, sourceCount: Int) {
    self.responses = responses
    sources = sourceCount
    let mean = (0..<count).map { item in
      (0..<sourceCount).reduce(0.0) { $0 + responses.score(item: item, source: $1) } / Double(sourceCount)
    }
    self.mean = mean
    variance = (0..<count).map { item in
      (0..<sourceCount).reduce(0.0) {
        let deviation = responses.score(item: item, source: $1) - mean[item]
        return $0 + deviation * deviation
      } / Double(sourceCount)
    }
  }

  func covariance(_ first: Int, _ second: Int) -> Double {
    switch responses {
    case .binary(let bits):
      return Double(bits.count(rows: first, second)) / Double(sources) - mean[first] * mean[second]
    case .graded(let values, _):
      var sum = 0.0
      for source in 0..<sources { sum += values[first * sources + source] * values[second * sources + source] }
      return sum / Double(sources) - mean[first] * mean[second]
    }
  }
}
