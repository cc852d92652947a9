/// Computes the weighted mean of the responses to the selected items, or the plain mean if they weigh the same.
struct WeightedMean: ScoreEstimator, PreparedEstimation {
  typealias Fitted = LinearScore

  func prepare(_ context: SelectionContext) -> any PreparedEstimation { self }

  func fit(_ microBenchmark: MicroBenchmark) -> any FittedEstimator {
    microBenchmark.weights.map { LinearScore(constant: 0, weights: $0) } ?? .mean(of: microBenchmark.items.count)
  }
}
