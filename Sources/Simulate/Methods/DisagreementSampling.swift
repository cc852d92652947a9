/// Draws items with unequal, known chances: those on which two strong models are likely to differ are likelier.
///
/// This is the project's own use of unequal probability sampling (Horvitz and Thompson 1952). Two models are ordered by
/// the items on which they differ. For two models that each get item i right with chance p, independently, that happens
/// with chance 2p(1 − p), and the variance of an estimated difference is least if an item's chance to be drawn is
/// proportional to √(p(1 − p)). Half of every item's chance is the same for all: that bounds the weight of an item by
/// 2N/k, so that a wrong p costs little. Together with ``DifferenceEstimation`` the estimate is unbiased for any model.
struct DisagreementSampling: ItemSelector {
  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    Prepared(items: context.items, sizes: DisagreementSampling.sizes(of: context.expectedAnswers()))
  }

  /// Returns for each item a number that its chance is proportional to. Their mean is 1, and all are at least a half.
  static func sizes(of expected: ExpectedAnswers) -> [Double] {
    let mean = expected.spreads.reduce(0, +) / Double(expected.spreads.count)
    guard mean > 0 else { return [Double](repeating: 1, count: expected.spreads.count) }
    return expected.spreads.map { 0.5 + 0.5 * $0 / mean }
  }

  /// Returns each item's chance to be among `size` drawn.
  static func chances(of expected: ExpectedAnswers, size: Int) -> [Double] {
    inclusionChances(proportionalTo: sizes(of: expected), count: size)
  }

  private struct Prepared: PreparedSelection {
    let items: [Int]
    let sizes: [Double]

    func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
      let chances = inclusionChances(proportionalTo: sizes, count: size)
      let drawn = generator.systematicSample(chances: chances)
      let weights = drawn.map { 1 / (Double(items.count) * chances[$0]) }
      return MicroBenchmark(items: drawn.map { items[$0] }, score: LinearScore(constant: 0, weights: weights))
    }
  }
}

extension Method {
  /// Items on which strong models differ are likelier, with known chances.
  static let disagreementSampling = Method(
    name: "disagreement-sampling",
    summary:
      "random with unequal, known chances, larger where strong models are expected to differ; unbiased for any model",
    source: "this project, after Horvitz and Thompson 1952", needs: .sourceResponses, guarantee: .randomised,
    minimumSources: 2, effort: .light, readsFrame: true, selector: DisagreementSampling(),
    estimator: DifferenceEstimation())
}

extension ExpectedAnswers {
  /// For each item a number that its odds to be drawn early are in proportion to, where the order of a draw is to have
  /// unequal chances.
  package var drawingSizes: [Double] { DisagreementSampling.sizes(of: self) }
}
