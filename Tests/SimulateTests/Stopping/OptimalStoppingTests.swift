import Testing

@testable import Simulate

@Suite struct OptimalStoppingTests {
  /// The bound, the fixed number and the items are those of `sequential.py design D GAP`, which searches a grid.
  @Test(arguments: [
    (0.36, 0.05, 5, 121, 60.0393), (0.30, 0.03, 7, 268, 140.0642), (0.25, 0.02, 9, 491, 269.8762),
    (0.40, 0.10, 3, 37, 18.3390),
  ])
  func noRuleOfTheGridIsCheaper(discordance: Double, gap: Double, bound: Int, fixed: Int, items: Double) throws {
    let lead = UnlimitedLead(gap: gap, discordance: discordance)
    let best = try #require(
      OptimalStopping(for: lead, target: 0.8, ties: .wrong, batch: 1, limit: 4 * fixed))
    #expect(best.rule.bound == bound)
    #expect(best.outcome.expectedItems <= items + 1e-4)
    #expect(best.outcome.expectedItems > items - 0.6)
    #expect(best.outcome.order.ahead >= 0.8 - 1e-12)
    #expect(lead.outcome(best.rule).outcome == best.outcome)
  }

  @Test(arguments: [1, 4])
  func theBestRuleIsTheBestOfAllRules(batch: Int) throws {
    let lead = FiniteLead(itemCount: 60, wins: 16, losses: 9)
    var least = Double.infinity
    for bound in 1...12 {
      for largest in 1...60 {
        let outcome = lead.outcome(StoppingRule(bound: bound, largest: largest, batch: batch)).outcome
        if outcome.order.ahead >= 0.8 { least = min(least, outcome.expectedItems) }
      }
    }
    let best = try #require(OptimalStopping(for: lead, target: 0.8, ties: .wrong, batch: batch, limit: 60))
    #expect(close(best.outcome.expectedItems, least))
    #expect(least < 40)
  }

  @Test func whatNoRuleReachesHasNone() {
    let equal = UnlimitedLead(gap: 0, discordance: 0.3)
    #expect(OptimalStopping(for: equal, target: 0.8, ties: .wrong, batch: 1, limit: 60) == nil)
  }
}
