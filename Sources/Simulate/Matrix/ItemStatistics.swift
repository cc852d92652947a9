/// Holds the classical statistics of one item.
package struct ItemStatistics: Sendable, Equatable {
  /// The mean score of the models.
  package let easiness: Double
  /// The correlation of the item's scores with the models' mean scores over all items, or nil if either has no
  /// variance.
  package let pointBiserial: Double?
}

extension ItemMatrix {
  /// Returns the classical statistics of every item.
  ///
  /// - Complexity: O(M · N).
  package func itemStatistics() -> [ItemStatistics] {
    let models = Array(0..<modelCount)
    let accuracies = accuracies()
    let easiness = itemMeans(items: Array(0..<itemCount), over: models)
    return (0..<itemCount).map { item in
      ItemStatistics(
        easiness: easiness[item],
        pointBiserial: pearsonCorrelation(models.map { score(model: $0, item: item) }, accuracies))
    }
  }
}
