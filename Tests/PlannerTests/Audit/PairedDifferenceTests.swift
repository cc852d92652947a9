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

  /// Fagerland, Lydersen and Laake, "Statistical Analysis of Contingency Tables" (2017), chapter 8, as R's
  /// contingencytables computes them: Cavo et al. 2012, (59, 6, 16, 80).
  @Test func publishedTestsAndIntervalOfCompleteResponse() {
    let difference = PairedDifference(wins: 6, losses: 16, size: 161)
    #expect(close(difference.exactP, 0.052479, 5e-7))
    #expect(close(difference.midP, 0.034690, 5e-7))
    #expect(close(difference.asymptoticP, 0.033006, 5e-7))
    let (low, high) = difference.interval()
    #expect(close(low, -0.1240, 5e-5) && close(high, -0.0054, 5e-5))
  }

  /// Fagerland, Lydersen and Laake 2013: (1, 7) of 21.
  @Test func publishedTestsOfAirwayHyperresponsiveness() {
    let difference = PairedDifference(wins: 1, losses: 7, size: 21)
    #expect(close(difference.exactP, 0.0703, 5e-5))
    #expect(close(difference.midP, 0.0391, 5e-5))
    #expect(close(difference.asymptoticP, 0.0339, 5e-5))
  }

  /// R's mcnemar.test(correct = FALSE) on (15, 19), as stored in statsmodels' tests.
  @Test func asymptoticPMatchesR() {
    #expect(close(PairedDifference(wins: 15, losses: 19, size: 100).asymptoticP, 0.492716677227088, 1e-12))
    #expect(PairedDifference(wins: 0, losses: 0, size: 5).asymptoticP == 1)
    #expect(PairedDifference(wins: 0, losses: 0, size: 5).midP == 1)
  }
}
