/// Draws k items uniformly without replacement.
struct UniformRandom: ItemSelector {
  func prepare(_ context: SelectionContext) -> any PreparedSelection { Prepared(items: context.items) }

  private struct Prepared: PreparedSelection {
    let items: [Int]

    func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
      MicroBenchmark(items: generator.sample(size, from: items))
    }
  }
}

extension Method {
  /// Uniform random sampling: the baseline that every other method has to beat.
  static let random = Method(
    name: "random", summary: "k items drawn uniformly without replacement; scored by their mean",
    source: "the baseline", needs: .nothing, guarantee: .randomised, minimumSources: 0, effort: .light,
    isExactlyPredictable: true,
    needsItemCountOnly: true, selector: UniformRandom(), estimator: WeightedMean())
}
