/// The weighted mean of the responses to the selected items; the plain mean where they weigh the same.
struct WeightedMean: ScoreEstimator {
  func scores(
    from responses: TargetResponses, microBenchmark: MicroBenchmark, context: SelectionContext
  ) -> [Double] {
    guard let weights = microBenchmark.weights, let first = weights.first else { return responses.means() }
    if weights.allSatisfy({ abs($0 - first) <= 1e-15 }) { return responses.means() }
    // Items of equal weight are summed before they are weighted: models with equal counts get the same estimate to the
    // bit, so that ties are ties.
    var positionsOfWeight: [Double: [Int]] = [:]
    for (position, weight) in weights.enumerated() { positionsOfWeight[weight, default: []].append(position) }
    var scores = [Double](repeating: 0, count: responses.modelCount)
    for (weight, positions) in positionsOfWeight.sorted(by: { $0.key < $1.key }) {
      let means = responses.means(ofSelected: positions)
      for model in scores.indices { scores[model] += weight * Double(positions.count) * means[model] }
    }
    return scores
  }
}
