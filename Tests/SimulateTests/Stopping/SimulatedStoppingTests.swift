import Testing

@testable import Simulate

@Suite struct SimulatedStoppingTests {
  private let wins = 30
  private let losses = 18
  private let itemCount = 120

  private func simulated(comparisons: Int, batch: Int) -> SimulatedStopping {
    let differences = (0..<itemCount).map { $0 < wins ? 1.0 : $0 < wins + losses ? -1 : 0 }
    var simulation = SimulatedStopping(batch: batch)
    for trial in 0..<comparisons {
      var generator = Philox(seed: 7, trial: trial, purpose: .selection, method: "stopping")
      let draw = NestedDraw.uniform(itemCount: itemCount, using: &generator)
      simulation.add(
        draw.leads(of: [differences], at: Array(stride(from: batch, through: itemCount, by: batch)))[0])
    }
    return simulation
  }

  @Test(arguments: [(1, 4, 60), (5, 3, 80), (10, 2, 120)])
  func uniformOrdersGiveTheExactOutcome(batch: Int, bound: Int, largest: Int) {
    let comparisons = 1200
    let found = simulated(comparisons: comparisons, batch: batch).outcome(
      bound: Double(bound), looks: largest / batch)
    let exact = FiniteLead(itemCount: itemCount, wins: wins, losses: losses)
      .outcome(StoppingRule(bound: bound, largest: largest, batch: batch)).outcome
    // Four standard errors.
    let error = 4 * (0.25 / Double(comparisons)).squareRoot()
    #expect(close(found.order.ahead, exact.order.ahead, error))
    #expect(close(found.order.tied, exact.order.tied, error))
    #expect(close(found.shareToEnd, exact.shareToEnd, error))
    #expect(close(found.expectedItems, exact.expectedItems, error * Double(largest)))
  }

  @Test func theCheapestRuleIsNearTheExactOne() throws {
    let exact = try #require(
      OptimalStopping(
        for: FiniteLead(itemCount: itemCount, wins: wins, losses: losses), target: 0.8, ties: .wrong, batch: 2,
        limit: itemCount))
    let found = try #require(
      simulated(comparisons: 1200, batch: 2).cheapest(target: 0.8, ties: .wrong, bounds: (1...8).map(Double.init)))
    #expect(abs(found.outcome.expectedItems - exact.outcome.expectedItems) < 4)
    #expect(found.outcome.order.ahead >= 0.8)
  }

  @Test func unequalChancesAreWeightedBack() {
    // Items 0 and 1 are drawn first and second with these chances; both orders are possible.
    let draw = NestedDraw(order: [1, 0]) { $0 == 1 ? [0.25, 0.75] : [1, 1] }
    let leads = draw.leads(of: [[1, -1]], at: [1, 2])[0]
    #expect(close(leads[0], -1 / 0.75 / 2) && close(leads[1], 0))
    let other = NestedDraw(order: [0, 1]) { $0 == 1 ? [0.25, 0.75] : [1, 1] }.leads(of: [[1, -1]], at: [1])[0]
    // Unbiased: 0.25 of the draws begin with item 0.
    #expect(close(0.25 * other[0] + 0.75 * leads[0], 0))
  }
}
