/// Holds a stopping rule that some simulated comparisons chose, and what it does to others.
package struct MeasuredStopping: Sendable {
  /// The lead that stops a comparison, in right answers.
  package let bound: Double
  /// The number of items at which every comparison ends.
  package let largest: Int
  /// What the rule does to the comparisons that did not choose it.
  package let outcome: StoppingOutcome

  /// The bounds to choose from: half answers up to 15.
  private static let bounds = (1...30).map { Double($0) / 2 }

  /// Chooses the rule that takes the fewest items on average, among those whose agreement reaches a target.
  ///
  /// - Parameters:
  ///   - choosing: the comparisons that choose.
  ///   - reporting: the comparisons that say what the rule does, with the same looks.
  /// - Returns: nil if no rule reaches the target.
  package init?(choosing: SimulatedStopping, reporting: SimulatedStopping, target: Double, ties: TiePolicy) {
    guard let rule = choosing.cheapest(target: target, ties: ties, bounds: Self.bounds) else { return nil }
    bound = rule.bound
    largest = rule.largest
    outcome = reporting.outcome(bound: rule.bound, looks: rule.largest / choosing.batch)
  }
}
