/// Draws items from ten strata of similar mean source score, and weights them by their strata (Horvitz–Thompson).
///
/// Yauney et al. 2025. The strata are the exact one-dimensional k-means of the means; each gets its largest-remainder
/// share of k. A drawn item of stratum h stands for n_h / k_h items. A stratum that gets no item (k below or near ten)
/// has no estimate of its own: the others' weights are scaled to add up to 1.
struct StratifiedConfidence: ItemSelector {
  static let strata = 10

  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    let cluster = oneDimensionalKMeans(context.meanConfidences(), clusters: StratifiedConfidence.strata)
    var groups = [[Int]](repeating: [], count: StratifiedConfidence.strata)
    for (item, stratum) in zip(context.items, cluster) { groups[stratum].append(item) }
    return Prepared(strata: groups.filter { !$0.isEmpty })
  }

  private struct Prepared: PreparedSelection {
    let strata: [[Int]]

    func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
      let allocation = largestRemainderAllocation(size, sizes: strata.map(\.count))
      let represented = zip(strata, allocation).reduce(0) { $0 + ($1.1 > 0 ? $1.0.count : 0) }
      var items: [Int] = []
      var weights: [Double] = []
      for (stratum, count) in zip(strata, allocation) where count > 0 {
        items += generator.sample(count, from: stratum)
        let weight = Double(stratum.count) / (Double(count) * Double(represented))
        weights += repeatElement(weight, count: count)
      }
      return MicroBenchmark(items: items, weights: weights)
    }
  }
}

extension Method {
  /// Strata of items that the source models find equally hard.
  static let stratifiedConfidence = Method(
    name: "stratified-confidence",
    summary: "items from ten strata of similar mean source score, weighted by stratum (Horvitz–Thompson)",
    source: "Yauney et al. 2025", needs: .sourceResponses, guarantee: .randomised, minimumSources: 2, effort: .light,
    selector: StratifiedConfidence(),
    estimator: WeightedMean())
}
