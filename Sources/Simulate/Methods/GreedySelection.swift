import Synchronization

/// Chooses items by one greedy order: the first k are the micro-benchmark of size k.
final class GreedySelection: PreparedSelection {
  private let items: [Int]
  private let regression: Mutex<GreedyRegression>

  /// - Parameter items: the items to choose from, in the order of the regression's rows.
  init(items: [Int], regression: GreedyRegression) {
    self.items = items
    self.regression = Mutex(regression)
  }

  func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
    guard size < items.count else { return MicroBenchmark(items: items) }
    let order = regression.withLock { regression in
      regression.take(size)
      return regression.order
    }
    return MicroBenchmark(items: order.prefix(size).map { items[$0] })
  }
}
