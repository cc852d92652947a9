/// Chooses the first k seen items in file order.
struct Head: ItemSelector {
  func prepare(_ context: SelectionContext) -> any PreparedSelection { Prepared(items: context.items) }

  private struct Prepared: PreparedSelection {
    let items: [Int]

    func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
      MicroBenchmark(items: Array(items.prefix(size)))
    }
  }
}

extension Method {
  /// What `--limit k` of the common harnesses does, to show what that costs.
  static let head = Method(
    name: "head", summary: "the first k rows of the file, as --limit k of common harnesses takes; scored by their mean",
    source: "lm-evaluation-harness issue 2598", needs: .labels, guarantee: .fixed, minimumSources: 0,
    isRecommendable: false, needsItemCountOnly: true, selector: Head(), estimator: WeightedMean())
}
