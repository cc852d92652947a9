/// Finds one by one the items that best distinguish source models whose scores lie near each other.
///
/// This is the project's own method. Pairs of sources less than twice the target gap apart are ordered by a ridge
/// regression of their score differences on their response differences. Each step takes the item that lowers its
/// penalised loss most (``GreedyRegression``). The penalty keeps the search away from items that correlate by accident
/// because there are few sources. The restriction to near pairs keeps it away from items that only distinguish models
/// which any item distinguishes.
struct GapTargeted: ItemSelector {
  /// The penalty of a weight, in units of one source's squared deviation.
  static let penalty = 3.0

  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    GreedySelection(items: context.items, regression: GapTargeted.regression(of: context.known()))
  }

  /// Creates the greedy regression over near pairs.
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
    source: "this project", needs: .sourceResponses, minimumSources: 2, effort: .light, selector: GapTargeted(),
    estimator: PairRegression())
}
