import Simulate
import Testing

@testable import Planner

@Suite struct EarlyStoppingTests {
  /// The bound, the fixed number of items and the items on average at gaps of 0, 1 and 2 times the planned one, from
  /// `sequential.py design D GAP`. Its grid has steps of a few items, so that largest numbers differ by as much.
  @Test(arguments: [
    (0.36, 0.05, 5, 121, [68.5721, 60.0393, 44.5267]), (0.30, 0.03, 7, 268, [160.1078, 140.0642, 103.6704]),
    (0.40, 0.10, 3, 37, [20.5532, 18.3390, 13.7928]),
  ])
  func rulesAreThoseOfTheOracle(
    discordance: Double, gap: Double, bound: Int, fixed: Int, items: [Double]
  ) throws {
    let stopping = try #require(
      try EarlyStopping(gap: gap, source: .given(discordance), items: nil, target: 0.8))
    #expect(stopping.rule.bound == bound)
    #expect(stopping.fixedSize == fixed)
    #expect(stopping.atGaps.map(\.gap) == [0, gap, 2 * gap])
    for (found, expected) in zip(stopping.atGaps, items) { #expect(abs(found.expectedItems - expected) < 0.2) }
    #expect(stopping.planned.expectedItems <= items[1] + 1e-4)
    #expect(stopping.planned.agreement.map { $0 >= 0.8 - 1e-12 } == true)
  }

  @Test func looksAfterBatchesTakeMoreItems() throws {
    // sequential.py design 0.36 5 0.8 10: bound 5, at most 144, 69.92 items.
    let stopping = try #require(
      try EarlyStopping(gap: 0.05, source: .given(0.36), items: nil, target: 0.8, batch: 10))
    #expect(stopping.rule.bound == 5)
    #expect(stopping.planned.expectedItems <= 69.9245)
    #expect(stopping.planned.expectedItems > 65)
    #expect(stopping.planned.quantile95 <= stopping.rule.largest)
  }

  @Test func aSmallBenchmarkTakesFewerItems() throws {
    let unlimited = try #require(try EarlyStopping(gap: 0.05, source: .given(0.36), items: nil, target: 0.8))
    let small = try #require(try EarlyStopping(gap: 0.05, source: .given(0.36), items: 300, target: 0.8))
    #expect(small.planned.expectedItems < unlimited.planned.expectedItems)
    #expect(small.rule.largest < 300)
  }

  /// The search knows what its rule does at the planned gap, to the bit.
  @Test(arguments: [nil, 80, 448, 1000], [1, 7])
  func theRuleAloneIsThatOfTheWholeAnswer(items: Int?, batch: Int) throws {
    for (gap, ties) in [(0.03, TiePolicy.wrong), (0.05, .half), (0.11, .exclude)] {
      let source = DiscordanceSource.given(0.36)
      let rule = try EarlyStopping.cheapest(
        gap: gap, source: source, items: items, target: 0.8, ties: ties, batch: batch)
      let whole = try EarlyStopping(gap: gap, source: source, items: items, target: 0.8, ties: ties, batch: batch)
      #expect(rule?.best.rule == whole?.rule)
      #expect(rule?.best.outcome.expectedItems == whole?.planned.expectedItems)
    }
  }

  @Test func gapsThatNoSuchPairHasAreLeftOut() throws {
    let stopping = try #require(try EarlyStopping(gap: 0.2, source: .given(0.3), items: 200, target: 0.8))
    #expect(stopping.atGaps.map(\.gap) == [0, 0.2])
  }

  @Test func aSearchThatWouldTakeTooLongIsRefused() {
    #expect(throws: PlannerError.self) {
      try EarlyStopping(gap: 0.0001, source: .given(0.3), items: nil, target: 0.8)
    }
  }

  @Test func pairsOfOneKindHaveTheirOwnRule() throws {
    // All pairs differ on 72 of 200 items and are 10 items, 5 points, apart.
    let population = PairPopulation(
      itemCount: 200, kinds: [.init(discordant: 72, difference: 10, pairs: 40)], zeroGapPairs: 0)
    let pairs = try #require(EarlyStopping(population: population, gap: 0.05, target: 0.8, fixedSize: 70))
    let one = try #require(try EarlyStopping(gap: 0.05, source: .given(0.36), items: 200, target: 0.8))
    #expect(pairs.rule == one.rule)
    #expect(close(pairs.planned.agreement, one.planned.agreement))
    #expect(close(pairs.planned.expectedItems, one.planned.expectedItems, 1e-9))
    #expect(pairs.planned.quantile95 == one.planned.quantile95)
    #expect(pairs.atGaps == [pairs.planned])
  }

  @Test func thePromiseHoldsOnTheCurveOfAllPairs() throws {
    var kinds: [PairPopulation.Kind] = []
    for discordant in [20, 25, 34] {
      for difference in 1...20 where (difference + discordant).isMultiple(of: 2) {
        kinds.append(.init(discordant: discordant, difference: difference, pairs: 100 - discordant + difference))
      }
    }
    let population = PairPopulation(itemCount: 100, kinds: kinds, zeroGapPairs: 3)
    let gap = 0.083
    let stopping = try #require(EarlyStopping(population: population, gap: gap, target: 0.8, fixedSize: nil))
    let curve = StoppingCurve(population: population, rule: stopping.rule)
    #expect(curve.agreement.agreement(atGap: gap).map { $0 >= 0.8 - 1e-12 && $0 < 0.83 } == true)
    #expect(close(curve.expectedItems(atGap: gap), stopping.planned.expectedItems, 1e-9))
  }
}
