import Simulate

/// Compares two models that each answer k items of their own.
///
/// Scores are X1 ~ Binomial(k, p1) and X2 ~ Binomial(k, p2), or hypergeometric on a benchmark of N items; the models
/// come out in order when X1 > X2.
package struct IndependentComparison: Sendable, Equatable {
  /// The better model's accuracy, a fraction.
  package let better: Double
  /// The worse model's accuracy, a fraction.
  package let worse: Double
  /// N; nil for a benchmark of unlimited size.
  package let itemCount: Int?

  /// Creates a comparison; 0 ≤ `worse` < `better` ≤ 1.
  package init(better: Double, worse: Double, itemCount: Int? = nil) throws(PlannerError) {
    guard worse >= -1e-12, worse < better, better <= 1 + 1e-12 else {
      throw .invalidQuantity(
        "accuracies of \(points(better)) and \(points(worse)) points are equal, reversed or out of "
          + "range; give two from 0 to 100, the higher one first")
    }
    self.better = min(1, better)
    self.worse = max(0, worse)
    self.itemCount = itemCount
  }

  /// Returns the distribution of right answers of a model among its k items.
  func rightAnswers(accuracy: Double, size: Int) -> DiscreteWindow {
    guard let itemCount else { return .binomial(trials: size, probability: accuracy) }
    return .hypergeometric(
      population: itemCount, successes: Int((Double(itemCount) * accuracy).rounded()), draws: size)
  }

  /// Returns how often k items each put the two models in order.
  ///
  /// - Complexity: O(√k).
  package func orderProbabilities(size: Int) -> OrderProbabilities {
    let first = rightAnswers(accuracy: better, size: size)
    let second = rightAnswers(accuracy: worse, size: size)
    var result = OrderProbabilities(ahead: 0, tied: 0)
    var below = second.probability(upTo: first.lowerBound - 1)
    for (offset, probability) in first.probabilities.enumerated() {
      let value = first.lowerBound + offset
      result.ahead += probability * min(1, below)
      let equal = second.probability(of: value)
      result.tied += probability * equal
      below += equal
    }
    return result
  }
}
