/// Computes the lead of the better of two models, as items are drawn one after another.
package protocol LeadProcess: Sendable {
  /// How many bounds share enough work to be computed together.
  var boundsAtOnce: Int { get }

  /// Computes what every one of some bounds does, if the comparison ends after 1, 2, 3, … items at the latest.
  ///
  /// One pass over the items serves all ends: what happens before an end does not depend on it.
  ///
  /// - Parameters:
  ///   - bounds: the leads that stop a comparison; each at least 1.
  ///   - batch: the lead is looked at after every so many items.
  ///   - limit: the largest end.
  ///   - visit: called with the position of a bound, an end, and the outcome with both; returns false if further ends
  ///     of this bound are of no interest.
  func forEachEnd(
    bounds: [Int], batch: Int, limit: Int, _ visit: (_ position: Int, _ end: Int, _ outcome: StoppingOutcome) -> Bool)
}

extension LeadProcess {
  /// Returns what a rule does, and how many items comparisons take.
  package func outcome(_ rule: StoppingRule) -> (outcome: StoppingOutcome, times: StoppingTimes) {
    var result = StoppingOutcome(order: OrderProbabilities(ahead: 0, tied: 1), expectedItems: 0, shareToEnd: 1)
    var probabilities: [Double] = []
    var going = 1.0
    forEachEnd(bounds: [rule.bound], batch: rule.batch, limit: rule.largest) { _, end, outcome in
      // Those still going after a look show at the next item.
      if end > 1, (end - 1).isMultiple(of: rule.batch) {
        probabilities.append(max(0, going - outcome.shareToEnd))
        going = outcome.shareToEnd
      }
      result = outcome
      return true
    }
    return (result, StoppingTimes(rule: rule, probabilities: probabilities + [going]))
  }
}
