/// Simulates comparisons that may stop early: pairs of strong models near a gap, compared on items that are drawn with
/// the chances that weak models suggest.
package struct StoppingSimulation: Sendable {
  /// Tells how the order of the items is drawn.
  package enum Draw: Sendable {
    /// All items with the same chances.
    case uniform
    /// Those on which strong models are expected to differ first, by Pareto sampling.
    case unequal
  }

  /// The differences of the two models' answers by item, the better model's first, of each pair near the gap.
  private let pairs: [[Double]]
  /// What the chances are learned from.
  private let context: SelectionContext
  /// The number of items, N.
  package let itemCount: Int

  /// The pairs of a trial at most; more would not tell more, because they share the draw.
  private static let mostPairs = 200

  /// How far from a gap pairs may lie that stand for it, a fraction.
  package static let nearness = 0.0075

  /// Returns the gaps of the pairs that stand for a gap.
  package static func gaps(near gap: Double) -> ClosedRange<Double> { max(0, gap - nearness)...gap + nearness }

  /// Finds the pairs.
  ///
  /// - Parameters:
  ///   - targets: the models that are compared.
  ///   - sources: the models whose answers are known before.
  ///   - gaps: of the pairs, fractions.
  package init(matrix: ItemMatrix, targets: [Int], sources: [Int], gaps: ClosedRange<Double>) {
    let items = Array(0..<matrix.itemCount)
    itemCount = items.count
    context = SelectionContext(matrix: matrix, items: items, sources: sources)
    let scores = targets.map { model in items.map { matrix.score(model: model, item: $0) } }
    let sums = scores.map { $0.reduce(0, +) }
    var pairs: [[Double]] = []
    for first in scores.indices {
      for second in scores.indices where sums[first] > sums[second] {
        guard gaps.contains((sums[first] - sums[second]) / Double(items.count)) else { continue }
        pairs.append(zip(scores[first], scores[second]).map { $0 - $1 })
      }
    }
    self.pairs = pairs
  }

  /// The number of pairs near the gap.
  package var pairCount: Int { pairs.count }

  /// Simulates trials: in each, one order of the items and up to 200 pairs drawn at random.
  ///
  /// - Parameters:
  ///   - batch: the lead is looked at after every so many items.
  ///   - largest: the last look is at or below it.
  ///   - threads: at least 1; the result does not depend on it.
  package func comparisons(
    _ draw: Draw, trials: Range<Int>, batch: Int, largest: Int, seed: UInt64, threads: Int
  ) -> SimulatedStopping {
    let order = ParetoOrder(
      sizes: draw == .uniform
        ? [Double](repeating: 1, count: itemCount) : DisagreementSampling.sizes(of: context.expectedAnswers()))
    let looks = Array(stride(from: batch, through: min(largest, itemCount), by: batch))
    // Chances belong to a look and not to a draw.
    let chances = Dictionary(uniqueKeysWithValues: looks.map { ($0, order.chances(first: $0)) })
    let first = trials.lowerBound
    let found = parallelMap(count: trials.count, threads: threads) { index in
      var generator = Philox(seed: seed, trial: first + index, purpose: .selection, method: "stopping")
      let chosen = generator.sample(min(pairs.count, Self.mostPairs), from: pairs)
      let draw = NestedDraw(order: order.draw(using: &generator)) { chances[$0] ?? [] }
      return draw.leads(of: chosen, at: looks)
    }
    var simulation = SimulatedStopping(batch: batch)
    for leads in found.joined() { simulation.add(leads) }
    return simulation
  }
}

extension Method {
  /// How the method draws a random order of all items; nil if it does not.
  package var nestedDraw: StoppingSimulation.Draw? {
    if isExactlyPredictable { return .uniform }
    return readsFrame ? .unequal : nil
  }
}
