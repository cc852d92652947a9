/// Chooses items about which the others cluster: medoids of the items' correlations over the source models.
///
/// Vivek, Ethayarajh, Yang and Kiela, "Anchor Points", EACL 2024. The weight of an anchor is its cluster's share of the
/// items. A medoid belongs to its own cluster, so that no cluster is empty and no weight goes to the wrong anchor.
struct AnchorPoints: ItemSelector {
  /// Says how the distance of two items is measured.
  enum Distance: Sendable {
    /// 1 − r.
    case correlation
    /// 1 − |r|, for anchors that predict items whichever way they go together.
    case absoluteCorrelation
  }

  let distance: Distance
  /// Whether the anchors carry their clusters' shares as weights.
  let isWeighted: Bool

  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    let isAbsolute = distance == .absoluteCorrelation
    // The predictor regresses answers on answers; anchors that are averaged may be of the finer kind.
    let responses = isAbsolute ? context.sourceResponses() : context.sourceConfidences()
    let distances = ItemCorrelator(responses).distances { 1 - (isAbsolute ? abs($0) : $0) }
    return Prepared(items: context.items, distances: distances, isWeighted: isWeighted)
  }

  private struct Prepared: PreparedSelection {
    let items: [Int]
    let distances: PairwiseDistances
    let isWeighted: Bool

    func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
      let initial = generator.sample(size, from: Array(items.indices))
      let clusters = KMedoids.fasterPAM(distances: distances, initial: initial)
      guard isWeighted else { return MicroBenchmark(items: clusters.medoids.map { items[$0] }) }
      var sizes = [Int](repeating: 0, count: size)
      for cluster in clusters.assignment { sizes[cluster] += 1 }
      return MicroBenchmark(
        items: clusters.medoids.map { items[$0] }, weights: sizes.map { Double($0) / Double(items.count) })
    }
  }
}

extension Method {
  /// Anchors weighted by their clusters.
  static let anchorPoints = Method(
    name: "anchor-points",
    summary: "medoids of the items' correlations over source models, weighted by cluster size",
    source: "Vivek et al. 2024; FasterPAM: Schubert and Rousseeuw 2021", needs: .sourceResponses, minimumSources: 2,
    effort: .heavy, largestItemCount: largestPairwiseItemCount, readsConfidences: true,
    selector: AnchorPoints(distance: .correlation, isWeighted: true),
    estimator: WeightedMean())

  /// Anchors from which every other item is predicted.
  static let anchorPointsPredictor = Method(
    name: "anchor-points-predictor",
    summary: "medoids of the items' absolute correlations; every item predicted from its best anchor by regression",
    source: "Vivek et al. 2024; FasterPAM: Schubert and Rousseeuw 2021", needs: .sourceResponses, minimumSources: 2,
    effort: .heavy, largestItemCount: largestPairwiseItemCount,
    selector: AnchorPoints(distance: .absoluteCorrelation, isWeighted: false),
    estimator: AnchorPrediction())
}
