/// The items that tell best apart source models whose scores lie near each other, found one by one.
///
/// This project's own. The pairs of sources less than twice the target gap apart are put in order by a ridge regression of their score
/// differences on their response differences; each step takes the item that lowers its penalised loss most (``GreedyRegression``).
/// The penalty keeps the search from items whose correlation is an accident of few sources, and the pairs from items that tell apart
/// only models which any item tells apart.
struct GapTargeted: ItemSelector {
  /// The penalty of a weight, in units of one source's squared deviation.
  static let penalty = 3.0

  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    GreedySelection(items: context.items, regression: GapTargeted.regression(of: context.known()))
  }

  /// The greedy regression over near pairs.
  static func regression(of known: KnownSources) -> GreedyRegression {
    GreedyRegression(known.responses, scores: known.scores, pairs: known.nearPairs, penalty: penalty)
  }
}

extension Method {
  /// Items for pairs near the target gap.
  static let gapTargeted = Method(
    name: "gap-targeted",
    summary:
      "greedily the items that order source models near the target gap best; scored by a regression over such pairs",
    source: "this project", needs: .sourceResponses, minimumSources: 2, selector: GapTargeted(),
    estimator: PairRegression())
}
