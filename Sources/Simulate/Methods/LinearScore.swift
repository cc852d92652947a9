/// Computes a score as one linear function of the responses to the selected items.
package struct LinearScore: FittedEstimator, Equatable {
  /// The constant added to the weighted responses, a fraction.
  package let constant: Double
  /// A weight per selected item, in the micro-benchmark's order.
  package let weights: [Double]

  /// The number of weights.
  package var itemCount: Int? { weights.count }

  /// Computes the weighted sum of responses plus the constant.
  package func scores(from responses: TargetResponses) -> [Double] {
    if constant == 0, let first = weights.first, weights.allSatisfy({ abs($0 - first) <= 1e-15 }) {
      let factor = first * Double(weights.count)
      return responses.means().map { abs(factor - 1) <= 1e-12 ? $0 : factor * $0 }
    }
    // Items of equal weight are summed before they are weighted: models with equal counts get the same estimate to the
    // last bit, so that ties stay ties.
    var positionsOfWeight: [Double: [Int]] = [:]
    for (position, weight) in weights.enumerated() { positionsOfWeight[weight, default: []].append(position) }
    var scores = [Double](repeating: constant, count: responses.modelCount)
    for (weight, positions) in positionsOfWeight.sorted(by: { $0.key < $1.key }) {
      let means = responses.means(ofSelected: positions)
      for model in scores.indices { scores[model] += weight * Double(positions.count) * means[model] }
    }
    return scores
  }

  /// Returns the plain mean of k responses.
  static func mean(of count: Int) -> LinearScore {
    LinearScore(constant: 0, weights: [Double](repeating: 1 / Double(count), count: count))
  }
}
