import Simulate

extension ClusteredDifferences {
  /// What the description of a matrix says of clusters.
  var parts: [Report.Part] {
    let digits = Figure.Digits.fixed(3, exact: 6)
    return [
      .fact("clusters", nil, .count(clusters)),
      .fact("cluster_correlation", nil, .plain(correlation.value, digits)),
      .fact("cluster_correlation_low", nil, .plain(correlation.low, digits)),
      .fact("cluster_correlation_high", nil, .plain(correlation.high, digits)),
      .fact("cluster_size", nil, .plain(sizeAroundItem, digits)),
      .fact("cluster_design_effect", nil, .plain(designEffect, digits)),
      .section(heading: "Clusters", sentences: sentences),
    ]
  }

  private var sentences: [String] {
    let of = "\(Figure.count(clusters).shown) clusters of \(compact(meanSize, 1)) items on average"
    var sentences = [
      "The \(Figure.count(items).shown) items are in \(of)."
        + (clusters < Self.fewClusters ? " So few clusters say little of how alike their items are." : ""),
      "Differences between two models have an intraclass correlation of \(text(correlation.value)) within clusters"
        + (correlation.low == nil ? "." : " (95 % interval \(text(correlation.low)) to \(text(correlation.high)))."),
    ]
    let effect = compact(designEffect, 2)
    sentences.append(
      designEffect > 1
        ? "A claim about tasks like these, or a sample of whole clusters, takes \(effect) times the items (design "
          + "effect). The order on these \(Figure.count(items).shown) items, from items drawn one by one, does not."
        : "Clusters cost no items: within them, differences are no more alike than between them.")
    return sentences
  }

  private func text(_ value: Double?) -> String { Figure.plain(value, .fixed(3)).shown }
}
