/// Finds one by one the items that together explain the source models' full scores best.
///
/// Each step takes the item whose residual responses over the sources correlate most with the residual of the full
/// score; a selection is the first k of one order. This project's own combination of orthogonal matching pursuit
/// (``GreedyRegression``) with ridge regression.
struct ForwardSelection: ItemSelector {
  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    let scores = context.sourceScores()
    return GreedySelection(
      items: context.items,
      regression: GreedyRegression(
        context.sourceResponses(), scores: scores, pairs: SourcePairs(of: scores), penalty: 0))
  }
}

/// Estimates the full score by ridge regression on the responses to the selected items. The penalty is chosen over a
/// wide range by leaving out one source at a time.
struct WideRidgeEstimation: LinearEstimation {
  typealias Fitted = LinearScore

  /// From almost no shrinkage to almost complete shrinkage, in half powers of ten.
  static let penalties = [0.01, 0.0316, 0.1, 0.316, 1, 3.16, 10, 31.6, 100, 316, 1000]

  static func score(of chosen: [Int], from known: KnownSources) -> LinearScore {
    known.ridge(of: chosen, penalties: penalties)
  }
}

extension Method {
  /// Greedy forward selection.
  static let forwardSelection = Method(
    name: "forward-selection",
    summary: "greedily the items that explain the full score best; scored by ridge regression on the responses to them",
    source: "this project; orthogonal matching pursuit", needs: .sourceResponses, minimumSources: 2,
    selector: ForwardSelection(), estimator: WideRidgeEstimation())
}
