/// Learns one linear function of the responses to the selected items from the source models' responses and full scores.
/// With every item selected it is the mean.
protocol LinearEstimation: ScoreEstimator where Fitted == LinearScore {
  /// Finds the score of a selection that leaves some items out.
  ///
  /// - Parameter chosen: ascending positions among the seen items.
  static func score(of chosen: [Int], from known: KnownSources) -> LinearScore
}

/// Holds the responses and scores of source models.
struct KnownSources: Sendable {
  /// A row per seen item, a column per source.
  let responses: SourceResponses
  /// Each source's mean over all seen items.
  let scores: [Double]
  /// The settings of methods.
  let settings: MethodSettings

  /// The pairs of sources that lie less than twice the target gap apart.
  var nearPairs: SourcePairs { SourcePairs(of: scores, within: 2 * settings.targetGap) }
}

extension SelectionContext {
  /// Collects the responses and scores of the source models.
  func known() -> KnownSources {
    KnownSources(responses: sourceResponses(), scores: sourceScores(), settings: settings)
  }
}

extension LinearEstimation {
  func prepare(_ context: SelectionContext) -> any PreparedEstimation {
    PreparedLinearEstimation<Self>(context: context, known: context.known())
  }
}

private struct PreparedLinearEstimation<Estimator: LinearEstimation>: PreparedEstimation {
  let context: SelectionContext
  let known: KnownSources

  func fit(_ microBenchmark: MicroBenchmark) -> any FittedEstimator {
    let count = microBenchmark.items.count
    guard count < context.items.count else { return LinearScore.mean(of: count) }
    return Estimator.score(of: context.positions(of: microBenchmark.items), from: known)
  }
}
