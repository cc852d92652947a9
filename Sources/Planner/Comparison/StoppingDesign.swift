import Simulate

/// Holds a comparison as it was planned before the first answer: the items in the order in which they are answered, and
/// the lead that stops it.
///
/// What a stopping rule promises holds only for an order that was drawn before and is kept to. So the order is part of
/// the design, and the file's digest covers it.
package struct StoppingDesign: Sendable, Equatable {
  /// Holds one item of the order.
  package struct Item: Sendable, Equatable {
    /// What it is called.
    package let name: String
    /// Its position in the benchmark, from 0.
    package let position: Int
    /// Its odds to be drawn early, relative to others'; 1 for all where chances are equal.
    package let size: Double
  }

  /// The benchmark's name, or nil if only its size is known.
  package var benchmark: String?
  /// The identifier of the method whose chances the order was drawn with.
  package var method: String
  /// N.
  package var itemCount: Int
  /// The number that the benchmark's first item is called by, 0 or 1, if items are called by numbers; nil if they have
  /// names.
  package var numbersFrom: Int?
  /// The items that may be answered, in order: as many as the comparison takes at most.
  package var order: [Item]
  /// The sizes of all other items; empty where chances are equal.
  package var otherSizes: [Double]
  /// The lead that stops the comparison, in right answers.
  package var bound: Double
  /// g: the lead is looked at after every so many items.
  package var batch: Int
  /// The planned gap, a fraction.
  package var gap: Double
  /// The agreement that the rule reaches at that gap.
  package var agreement: Double
  /// The items it takes there on average.
  package var expectedItems: Double
  /// The seed of the order.
  package var seed: UInt64
  /// The SHA-256 of the matrix that it was planned from; nil without one.
  package var matrixHash: String?

  /// The most items.
  package var largest: Int { order.count }

  /// Tells whether all items have the same chances, so that the lead is a number of right answers.
  package var isUniform: Bool { otherSizes.isEmpty && order.allSatisfy { $0.size == 1 } }

  /// The number of batches; the last may be smaller.
  package var batchCount: Int { (largest + batch - 1) / batch }

  /// Returns the items of a batch, 1 the first.
  package func items(ofBatch number: Int) -> ArraySlice<Item> {
    order[(number - 1) * batch..<min(largest, number * batch)]
  }

  /// The numbers of items after which the lead is looked at.
  package var looks: [Int] { (1...batchCount).map { min(largest, $0 * batch) } }

  /// Returns the lead after some numbers of items: n times the estimated difference of the two scores, which is the
  /// lead in right answers where chances are equal.
  ///
  /// - Parameters:
  ///   - differences: by place in the order, of the items answered.
  ///   - looks: at most as many items as were answered.
  package func leads(_ differences: [Double], at looks: [Int]) -> [Double] {
    guard !isUniform else { return looks.map { differences[..<$0].reduce(0, +) } }
    let sizes = ParetoOrder(sizes: order.map(\.size) + otherSizes)
    let draw = NestedDraw(order: Array(0..<itemCount)) { sizes.chances(first: $0) }
    return draw.leads(of: [differences], at: looks)[0]
  }
}

/// Names the items of a benchmark.
package struct BenchmarkItems: Sendable, Equatable {
  /// The names, in the benchmark's order.
  package let names: [String]
  /// The number that the first is called by, if they are called by numbers.
  package let numbersFrom: Int?

  /// Calls items by their positions from 0.
  package init(count: Int) {
    names = (0..<count).map { String($0) }
    numbersFrom = 0
  }

  /// Takes names, and sees whether they are numbers in order.
  package init(_ names: [String]) {
    self.names = names
    numbersFrom = [0, 1].first { start in names.enumerated().allSatisfy { $1 == String($0 + start) } }
  }
}
