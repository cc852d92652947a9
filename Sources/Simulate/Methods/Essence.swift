/// Finds items by a genetic search for the subset whose mean predicts the full score best.
///
/// Wang et al. 2025 (EssenceBench, arXiv 2510.10457). Items are set aside if their responses over the source models, or
/// their texts where known, are too much like those of an earlier item. A genetic search follows, with tournaments of
/// three. A child has what both parents have and a random choice of what one has, with one or more items exchanged.
/// Fitness is the error of full scores predicted by linear regression on the subset's mean. The subset is then refined
/// by searches among its own items and those of highest, lowest and random attribution. The attribution of an item is
/// how much fitter the subsets seen so far were with it than without it.
struct Essence: ItemSelector {
  private static let redundancy = 0.95

  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    let responses = context.sourceResponses()
    let isRedundant = Essence.redundant(responses, texts: context.metadata?.texts ?? [])
    return Prepared(
      items: context.items, pool: context.items.indices.filter { !isRedundant[$0] },
      redundant: context.items.indices.filter { isRedundant[$0] },
      columns: (0..<responses.rows).flatMap { responses.row($0).map { Float($0) } }, scores: context.sourceScores())
  }

  /// Finds for each item whether it repeats an earlier one that does not itself repeat another.
  ///
  /// - Complexity: O(n²) correlations at most.
  static func redundant(_ responses: SourceResponses, texts: [String]) -> [Bool] {
    let correlations = ItemCorrelator(responses)
    let similarity = texts.isEmpty ? nil : TextSimilarity(texts)
    var kept: [Int] = []
    return (0..<responses.rows).map { item in
      let repeats = kept.contains { other in
        Double(correlations[item, other]) >= redundancy || (similarity.map { $0[item, other] >= redundancy } ?? false)
      }
      if !repeats { kept.append(item) }
      return repeats
    }
  }

  private struct Prepared: PreparedSelection {
    let items: [Int]
    let pool: [Int]
    let redundant: [Int]
    let columns: [Float]
    let scores: [Double]

    func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
      guard size < pool.count else {
        return MicroBenchmark(items: (pool + generator.sample(size - pool.count, from: redundant)).map { items[$0] })
      }
      var search = SubsetSearch(columns: columns, scores: scores, count: items.count, size: size)
      let found = search.run(pool: pool, start: nil, population: 50, generations: 40, using: &generator)
      let byAttribution = ordered(pool.map(search.attribution), descending: true).map { pool[$0] }
      let share = max(size, pool.count / 3)
      let groups = [
        Array(byAttribution.prefix(share)), Array(byAttribution.suffix(share)), generator.sample(share, from: pool),
      ]
      var best = found
      for group in groups {
        let refined = search.run(
          pool: Array(Set(group).union(best.items)).sorted(), start: best.items, population: 30, generations: 15,
          using: &generator)
        if refined.error < best.error { best = refined }
      }
      return MicroBenchmark(items: best.items.map { items[$0] })
    }
  }
}

extension Method {
  /// A genetic search for a subset.
  static let essence = Method(
    name: "essence",
    summary: "a genetic search for the items whose mean predicts the full score; scored by linear regression",
    source: "Wang et al. 2025 (EssenceBench)", needs: .sourceResponses, minimumSources: 2, effort: .heavy,
    selector: Essence(), estimator: MeanRegression())
}
