/// Holds a random order of a benchmark's items, of which the first n are a sample for every n, with the chance that
/// each item had to be among them.
///
/// Uniform draws are one kind; draws with unequal chances, such as Pareto sampling (Rosén 1997), are another.
package struct NestedDraw: Sendable {
  /// The items in the order in which they are answered; all of the benchmark's.
  package let order: [Int]
  /// Returns the chances of all items, by item, to be among the first n. Each is above 0.
  private let chances: @Sendable (_ items: Int) -> [Double]

  /// Creates a draw.
  package init(order: [Int], chances: @escaping @Sendable (_ items: Int) -> [Double]) {
    self.order = order
    self.chances = chances
  }

  /// Draws an order in which all items have the same chances.
  package static func uniform(itemCount: Int, using generator: inout Philox) -> NestedDraw {
    NestedDraw(order: generator.sample(itemCount, from: Array(0..<itemCount))) {
      [Double](repeating: Double($0) / Double(itemCount), count: itemCount)
    }
  }

  /// Returns, for each pair of models and at each look, n times the estimated difference of the two scores: the lead,
  /// if chances are equal.
  ///
  /// The estimate weights each item by its chance (Horvitz and Thompson 1952), so that it is unbiased at a fixed n:
  /// Σ (y_i − z_i) / (N·π_i) over the first n items. A prediction that is the same for both models cancels.
  ///
  /// - Parameters:
  ///   - pairs: y_i − z_i by item, for each pair.
  ///   - looks: numbers of items, ascending.
  package func leads(of pairs: [[Double]], at looks: [Int]) -> [[Double]] {
    var leads = [[Double]](repeating: [], count: pairs.count)
    for items in looks {
      let chances = chances(items)
      let weights = order[..<items].map { Double(items) / (Double(order.count) * chances[$0]) }
      for (position, differences) in pairs.enumerated() {
        var lead = 0.0
        for (item, weight) in zip(order, weights) { lead += differences[item] * weight }
        leads[position].append(lead)
      }
    }
    return leads
  }
}
