/// Holds simulated comparisons, to see what stopping rules do to them: for draws whose leads have no exact recursion.
///
/// A comparison is the lead at every look, in right answers: n times the estimated difference, positive if the better
/// model is ahead.
package struct SimulatedStopping: Sendable {
  /// g: the items between looks.
  package let batch: Int
  /// The comparisons; the lead at look i is that after (i + 1)·g items. All have as many looks.
  package private(set) var leads: [[Double]] = []

  /// Creates a collection without comparisons.
  ///
  /// - Parameter batch: the items between looks.
  package init(batch: Int) {
    self.batch = batch
  }

  /// Adds a comparison.
  package mutating func add(_ leads: [Double]) {
    precondition(self.leads.first.map { $0.count == leads.count } ?? !leads.isEmpty)
    self.leads.append(leads)
  }

  /// The looks, in items.
  package var looks: [Int] { (1...(leads.first?.count ?? 1)).map { $0 * batch } }

  /// Sums of weights are no exact whole numbers; a lead that is the bound but for rounding stops.
  private static let rounding = 1e-9

  /// Returns what a rule does.
  ///
  /// - Parameters:
  ///   - bound: the lead that stops a comparison.
  ///   - looks: how many looks there are at most, at least 1.
  package func outcome(bound: Double, looks: Int) -> StoppingOutcome {
    var result = StoppingOutcome(order: OrderProbabilities(ahead: 0, tied: 0), expectedItems: 0, shareToEnd: 0)
    for lead in leads {
      let end = lead[..<(looks - 1)].firstIndex { abs($0) >= bound - Self.rounding } ?? looks - 1
      result.expectedItems += Double((end + 1) * batch)
      if end == looks - 1 { result.shareToEnd += 1 }
      if lead[end] > Self.rounding {
        result.order.ahead += 1
      } else if lead[end] >= -Self.rounding {
        result.order.tied += 1
      }
    }
    let count = Double(leads.count)
    return StoppingOutcome(
      order: OrderProbabilities(ahead: result.order.ahead / count, tied: result.order.tied / count),
      expectedItems: result.expectedItems / count, shareToEnd: result.shareToEnd / count)
  }

  /// Returns the rule that takes the fewest items on average, among those whose agreement reaches a target; nil if
  /// none does.
  ///
  /// - Parameter bounds: the bounds to choose from.
  package func cheapest(
    target: Double, ties: TiePolicy, bounds: [Double]
  ) -> (bound: Double, largest: Int, outcome: StoppingOutcome)? {
    var best: (bound: Double, largest: Int, outcome: StoppingOutcome)?
    for bound in bounds {
      for looks in 1...self.looks.count {
        let outcome = outcome(bound: bound, looks: looks)
        // More looks only take more items.
        guard outcome.expectedItems < best?.outcome.expectedItems ?? .infinity else { break }
        if reaches(outcome.order.agreement(ties: ties), target) {
          best = (bound, looks * batch, outcome)
          break
        }
      }
    }
    return best
  }
}
