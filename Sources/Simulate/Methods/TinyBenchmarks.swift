/// Chooses items central to clusters of items that behave alike: k-means in the parameter space of a multidimensional
/// two-parameter logistic model of the source responses.
///
/// Polo, Weber, Choshen, Sun, Xu and Yurochkin, "tinyBenchmarks", ICML 2024. An item's coordinates are its ten slopes
/// and its difficulty; the weight of the item nearest a cluster's mean is the cluster's share of the items.
struct TinyBenchmarks: ItemSelector {
  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    let fit = context.itemResponseFit()
    return Prepared(
      items: context.items, points: fit.slopes.indices.map { fit.slopes[$0] + [fit.difficulties[$0]] })
  }

  private struct Prepared: PreparedSelection {
    let items: [Int]
    let points: [[Double]]

    func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
      let clusters = KMeans.lloyd(points, clusters: size, using: &generator)
      var sizes = [Int](repeating: 0, count: size)
      for cluster in clusters.assignment { sizes[cluster] += 1 }
      return MicroBenchmark(
        items: clusters.central.map { items[$0] }, weights: sizes.map { Double($0) / Double(items.count) })
    }
  }
}

extension SelectionContext {
  /// The item response model of all source responses, fitted once for all methods of a trial.
  func itemResponseFit() -> MultidimensionalItemResponse {
    shared { MultidimensionalItemResponse(sourceResponses()) }
  }
}

extension Method {
  private static let tinyName = "tiny-benchmarks"
  private static let tinySource = "Polo et al. 2024"

  /// Central items weighted by their clusters.
  static let tinyBenchmarks = Method(
    name: tinyName,
    summary: "items central to clusters in the parameter space of an IRT model, weighted by cluster size",
    source: tinySource, needs: .sourceResponses, minimumSources: 2, effort: .heavy, selector: TinyBenchmarks(),
    estimator: WeightedMean())

  /// The same items; the others are predicted from the model's ability.
  static let tinyBenchmarksPIRT = Method(
    name: "tiny-benchmarks-pirt",
    summary: "the items of tiny-benchmarks; their mean, with the other items predicted by the IRT model (p-IRT)",
    source: tinySource, needs: .sourceResponses, minimumSources: 2, effort: .heavy, sharedSelection: tinyName,
    selector: TinyBenchmarks(), estimator: ItemResponsePrediction(isCombined: false))

  /// The same items; a compromise between the weighted mean and the prediction.
  static let tinyBenchmarksGPIRT = Method(
    name: "tiny-benchmarks-gpirt",
    summary: "the items of tiny-benchmarks; weighted mean and IRT prediction combined by their errors (gp-IRT)",
    source: tinySource, needs: .sourceResponses, minimumSources: 2, effort: .heavy, sharedSelection: tinyName,
    selector: TinyBenchmarks(), estimator: ItemResponsePrediction(isCombined: true))
}
