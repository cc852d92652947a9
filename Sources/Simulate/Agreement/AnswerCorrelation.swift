/// Holds how alike the answers of two models are: the correlation φ of their right answers over the items, and how good
/// they are.
package struct AnswerCorrelation: Sendable {
  /// The mean of the two accuracies, a fraction.
  package let accuracy: Double
  /// φ, from −1 to 1.
  package let correlation: Double
}

extension ItemMatrix {
  /// Returns the correlation of answers of every two of some models that are at most a gap apart, for bits. Pairs with
  /// a model that has every item right or every item wrong have none.
  ///
  /// - Parameter gap: a fraction.
  /// - Complexity: O(models² · N / 64).
  package func answerCorrelations(of models: [Int], within gap: Double) -> [AnswerCorrelation] {
    guard case .binary(let byModel, _) = storage else { return [] }
    let count = Double(itemCount)
    let right = models.map { byModel.count(row: $0) }
    var found: [AnswerCorrelation] = []
    for second in models.indices {
      for first in 0..<second where Double(abs(right[first] - right[second])) <= gap * count {
        let (p, q) = (Double(right[first]) / count, Double(right[second]) / count)
        let scale = (p * (1 - p) * q * (1 - q)).squareRoot()
        guard scale > 0 else { continue }
        let both = Double(byModel.count(rows: models[first], models[second])) / count
        found.append(AnswerCorrelation(accuracy: (p + q) / 2, correlation: (both - p * q) / scale))
      }
    }
    return found
  }
}
