/// Holds the scores of some models on a set of items, kept so that differences between models are exact if
/// possible.
package struct ReferenceScores: Sendable, Codable {
  /// Each model's mean score over the items.
  package let means: [Double]
  /// Each model's number of right answers; nil for graded scores.
  package let rightCounts: [Int]?
  /// The number of items the scores are over.
  package let itemCount: Int

  /// Creates scores of which only the means are known, fractions.
  package init(means: [Double]) { self.init(means: means, rightCounts: nil, itemCount: 1) }

  init(means: [Double], rightCounts: [Int]?, itemCount: Int) {
    self.means = means
    self.rightCounts = rightCounts
    self.itemCount = itemCount
  }

  /// Tells whether there are scores of this many models; a damaged file may have others.
  func isWellFormed(of models: Int) -> Bool {
    means.count == models && rightCounts.map { $0.count == models } ?? true && itemCount > 0
      && means.allSatisfy { (0...1).contains($0) } && (rightCounts ?? []).allSatisfy { (0...itemCount).contains($0) }
  }
}

extension ItemMatrix {
  /// Returns the mean scores of some models over some items.
  ///
  /// - Parameters:
  ///   - models: positions of models.
  ///   - items: positions of distinct items; not empty.
  /// - Complexity: O(models × N / 64) for bits, O(models × items) for numbers.
  package func referenceScores(of models: [Int], over items: [Int]) -> ReferenceScores {
    switch storage {
    case .binary(let byModel, _):
      let counts: [Int]
      if items.count == itemCount {
        counts = models.map { byModel.count(row: $0) }
      } else {
        let mask = BitMatrix.mask(columns: itemCount, indices: items)
        counts = models.map { byModel.count(row: $0, mask: mask) }
      }
      return ReferenceScores(
        means: counts.map { Double($0) / Double(items.count) }, rightCounts: counts, itemCount: items.count)
    case .graded(let values):
      let means = models.map { model in
        items.reduce(0.0) { $0 + values[model * itemCount + $1] } / Double(items.count)
      }
      return ReferenceScores(means: means, rightCounts: nil, itemCount: items.count)
    }
  }

  /// Returns every model's mean score over all items.
  public func accuracies() -> [Double] {
    referenceScores(of: Array(0..<modelCount), over: Array(0..<itemCount)).means
  }
}
