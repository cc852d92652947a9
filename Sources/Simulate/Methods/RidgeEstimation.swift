/// The full score regressed on the responses to the selected items over the source models, by ridge regression.
///
/// Zhang, Dorner and Hardt 2025 (arXiv 2506.07673).
struct RidgeEstimation: LinearEstimation {
  typealias Fitted = LinearScore

  static func score(of chosen: [Int], from known: KnownSources) -> LinearScore {
    known.ridge(of: chosen, penalties: RidgeRegression.penalties)
  }
}

extension KnownSources {
  /// Computes the ridge regression of the scores on the responses to some items, with the penalty that predicts
  /// left-out sources best.
  func ridge(of chosen: [Int], penalties: [Double]) -> LinearScore {
    let design = CentredDesign(columns: chosen.map { responses.row($0) }, observations: responses.columns)
    let regression = RidgeProblem(design, responses: scores).best(of: penalties)
    return LinearScore(constant: regression.intercept, weights: regression.coefficients)
  }
}

extension Method {
  /// A random subset, and a regression in place of its mean.
  static let randomLearn = Method(
    name: "random-learn",
    summary: "the items of random; the full score by ridge regression on the responses to them",
    source: "Zhang, Dorner and Hardt 2025", needs: .sourceResponses, minimumSources: 2, effort: .light,
    sharedSelection: baseline.name,
    selector: UniformRandom(), estimator: RidgeEstimation())
}
