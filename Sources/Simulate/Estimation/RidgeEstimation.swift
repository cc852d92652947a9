/// The full score regressed on the responses to the selected items over the source models, by ridge regression.
///
/// Zhang, Dorner and Hardt 2025 (arXiv 2506.07673).
struct RidgeEstimation: ScoreEstimator {
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
      let design = CentredDesign(columns: chosen.map { responses.row($0) }, observations: responses.columns)
      let regression = RidgeProblem(design, responses: scores).best()
      return LinearScore(constant: regression.intercept, weights: regression.coefficients)
    }
  }
}

extension Method {
  /// A random subset, and a regression in place of its mean.
  static let randomLearn = Method(
    name: "random-learn",
    summary: "the items of random; the full score by ridge regression on the responses to them",
    source: "Zhang, Dorner and Hardt 2025", standing: .modelDependent, minimumSources: 2, sharedSelection: randomName,
    selector: UniformRandom(), estimator: RidgeEstimation())
}
