/// Holds the items chosen to stand for a benchmark, and their weights.
package struct MicroBenchmark: Sendable, Equatable {
  /// Positions of distinct items in the matrix, in ascending order.
  package let items: [Int]
  /// For each item its weight, adding up to 1; nil if all weigh the same.
  package let weights: [Double]?
  /// The score that was fitted while the items were chosen, by a method that does both at once; its weights are in the
  /// order of `items`.
  package let score: LinearScore?

  /// Creates a micro-benchmark of some items.
  ///
  /// - Parameters:
  ///   - items: distinct positions in the matrix, in any order.
  ///   - weights: as many as items, in the same order, or nil for equal ones.
  ///   - score: with weights in the same order, or nil if the choice fits none.
  package init(items: [Int], weights: [Double]? = nil, score: LinearScore? = nil) {
    let order = items.indices.sorted { items[$0] < items[$1] }
    self.items = order.map { items[$0] }
    self.weights = weights.map { weights in order.map { weights[$0] } }
    self.score = score.map { score in
      LinearScore(constant: score.constant, weights: order.map { score.weights[$0] })
    }
  }
}
