/// Holds what a stopping rule does to a pair of models, or to pairs on average.
package struct StoppingOutcome: Sendable, Equatable {
  /// How often the comparison ends with the better model ahead, and how often with a tie.
  package var order: OrderProbabilities
  /// The number of items answered, on average.
  package var expectedItems: Double
  /// The share of comparisons that no look stops before the largest number of items.
  package var shareToEnd: Double

  /// Creates an outcome.
  package init(order: OrderProbabilities, expectedItems: Double, shareToEnd: Double) {
    self.order = order
    self.expectedItems = expectedItems
    self.shareToEnd = shareToEnd
  }
}

/// Holds how many items a comparison takes under a stopping rule: a probability for each look.
package struct StoppingTimes: Sendable, Equatable {
  /// The rule.
  package let rule: StoppingRule
  /// The probability of ending at each look; the last look is at the largest number of items.
  package let probabilities: [Double]

  /// Returns the number of items at a look, from 0 on.
  package func items(atLook look: Int) -> Int { min(rule.largest, (look + 1) * rule.batch) }

  /// Returns the smallest number of items that a share of comparisons needs no more than.
  ///
  /// - Parameter share: such as 0.95.
  package func quantile(_ share: Double) -> Int {
    var sum = 0.0
    for (look, probability) in probabilities.enumerated() {
      sum += probability
      // Sums of many probabilities fall short of a share by rounding.
      if sum >= share - 1e-12 { return items(atLook: look) }
    }
    return rule.largest
  }
}
