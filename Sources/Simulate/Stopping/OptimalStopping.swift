/// Finds the stopping rule that takes the fewest items on average, among those that are right often enough.
package struct OptimalStopping: Sendable {
  /// The rule.
  package let rule: StoppingRule
  /// What it does to the pairs it was chosen for.
  package let outcome: StoppingOutcome

  /// How many larger bounds are examined after the best one. The items rise with the bound from there on, but for the
  /// jumps that whole numbers make.
  private static let margin = 6

  /// Searches all bounds and all largest numbers of items.
  ///
  /// For one bound, agreement and items both grow with the largest number, so that the first number that reaches the
  /// target is the best. One pass over the items finds it.
  ///
  /// - Parameters:
  ///   - process: the lead of the pairs.
  ///   - target: the agreement to reach.
  ///   - ties: what a tie at the end counts as.
  ///   - batch: the lead is looked at after every so many items.
  ///   - limit: the most items; at most N.
  ///   - smallestBound: where the search begins.
  /// - Returns: nil if no rule reaches the target.
  package init?(
    for process: some LeadProcess, target: Double, ties: TiePolicy, batch: Int, limit: Int, from smallestBound: Int = 1
  ) {
    var best: OptimalStopping?
    var bound = max(1, smallestBound)
    while bound <= limit, bound <= (best?.rule.bound ?? bound) + Self.margin {
      let bounds = Array(bound..<bound + process.boundsAtOnce)
      let found = Self.cheapest(
        bounds, for: process, target: target, ties: ties, batch: batch, limit: limit,
        below: best?.outcome.expectedItems ?? .infinity)
      for candidate in found.compactMap({ $0 })
      where candidate.outcome.expectedItems < best?.outcome.expectedItems ?? .infinity {
        best = candidate
      }
      bound += bounds.count
    }
    guard let best else { return nil }
    self = best
  }

  private init(rule: StoppingRule, outcome: StoppingOutcome) {
    self.rule = rule
    self.outcome = outcome
  }

  /// Returns, for each bound, the rule with the smallest largest number that reaches the target, or nil if none does
  /// with fewer items on average than `most`.
  private static func cheapest(
    _ bounds: [Int], for process: some LeadProcess, target: Double, ties: TiePolicy, batch: Int, limit: Int,
    below most: Double
  ) -> [OptimalStopping?] {
    var found = [OptimalStopping?](repeating: nil, count: bounds.count)
    process.forEachEnd(bounds: bounds, batch: batch, limit: limit) { position, end, outcome in
      if reaches(outcome.order.agreement(ties: ties), target) {
        found[position] = OptimalStopping(
          rule: StoppingRule(bound: bounds[position], largest: end, batch: batch), outcome: outcome)
        return false
      }
      // At best, all that still go on end right.
      let best = outcome.order.ahead + outcome.shareToEnd
      return outcome.expectedItems < most && best >= target - 1e-9
    }
    return found
  }
}
