import Testing

@testable import Planner

@Suite struct MultipleTestsTests {
  private let values = [0.01, 0.04, 0.03, 0.005, 0.2]

  private func areClose(_ first: [Double], _ second: [Double]) -> Bool {
    zip(first, second).allSatisfy { abs($0 - $1) < 1e-12 }
  }

  /// By hand: sorted .005, .01, .03, .04, .2 times 5, 4, 3, 2, 1 is .025, .04, .09, .08, .2, and no value may fall
  /// below the one before. statsmodels' multipletests(method="holm") agrees.
  @Test func holmMultipliesByTheTestsLeft() {
    #expect(areClose(MultipleTests.holm.adjusted(values), [0.04, 0.09, 0.09, 0.025, 0.2]))
  }

  /// By hand: times 5/1, 5/2, 5/3, 5/4, 1 is .025, .025, .05, .05, .2. statsmodels' "fdr_bh" agrees.
  @Test func benjaminiAndHochbergDivideByTheRank() {
    #expect(areClose(MultipleTests.benjaminiHochberg.adjusted(values), [0.025, 0.05, 0.05, 0.025, 0.2]))
  }

  @Test func oneTestIsNotAdjusted() {
    for way in MultipleTests.allCases { #expect(way.adjusted([0.03]) == [0.03]) }
    #expect(MultipleTests.holm.adjusted([0.9, 0.8]) == [1, 1])
    #expect(MultipleTests.none.adjusted(values) == values)
    #expect(MultipleTests.holm.adjusted([]).isEmpty)
  }
}
