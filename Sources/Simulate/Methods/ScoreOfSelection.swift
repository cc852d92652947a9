/// Takes the score that a selector fitted while it chose, for methods that find items and weights at once.
struct ScoreOfSelection: ScoreEstimator {
  typealias Fitted = LinearScore

  func prepare(_ context: SelectionContext) -> any PreparedEstimation { Prepared(count: context.items.count) }

  private struct Prepared: PreparedEstimation {
    /// The number of items to choose from.
    let count: Int

    func fit(_ microBenchmark: MicroBenchmark) -> any FittedEstimator {
      guard let score = microBenchmark.score, microBenchmark.items.count < count else {
        return LinearScore.mean(of: microBenchmark.items.count)
      }
      return score
    }
  }
}
