import Testing

@testable import Planner

@Suite struct PairedDifferenceTests {
  /// scipy.stats.binomtest(max(w, l), w + l, 0.5).pvalue
  @Test(arguments: [
    (90, 65, 0.05353757584043604), (7, 3, 0.34375), (12, 2, 0.012939453125), (0, 5, 0.0625), (4, 4, 1.0), (0, 0, 1.0),
  ])
  func exactPMatchesSciPy(wins: Int, losses: Int, p: Double) {
    #expect(close(PairedDifference(wins: wins, losses: losses, size: 200).exactP, p, 1e-12))
  }

  /// The restricted maximum likelihood found by scipy.optimize.minimize_scalar, the limits by scipy.optimize.brentq.
  @Test(arguments: [
    (90, 65, 448, 0.0013473292741979141, 0.11019407669609683),
    (12, 2, 50, 0.06111240638623873, 0.3447087485012804),
    (7, 3, 20, -0.11587778071772883, 0.4763122362555969),
    (2, 1, 30, -0.11341677139814091, 0.18767430135919955),
  ])
  func scoreIntervalMatchesDirectMaximisation(wins: Int, losses: Int, size: Int, low: Double, high: Double) {
    let interval = PairedDifference(wins: wins, losses: losses, size: size).interval()
    #expect(close(interval.low, low, 1e-6))
    #expect(close(interval.high, high, 1e-6))
  }

  @Test func intervalsHoldTheDifferenceAndTurnRound() {
    for (wins, losses, size) in [(0, 0, 10), (10, 0, 10), (0, 3, 5), (5, 5, 10), (1, 0, 1)] {
      let interval = PairedDifference(wins: wins, losses: losses, size: size).interval()
      let turned = PairedDifference(wins: losses, losses: wins, size: size).interval()
      let value = Double(wins - losses) / Double(size)
      #expect(interval.low <= value)
      #expect(value <= interval.high)
      #expect(interval.low >= -1)
      #expect(interval.high <= 1)
      #expect(close(interval.low, -turned.high, 1e-9))
      #expect(close(interval.high, -turned.low, 1e-9))
    }
  }
}
