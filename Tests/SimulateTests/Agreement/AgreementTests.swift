import Foundation
import Testing

@testable import Simulate

@Suite struct GapBinsTests {
  /// Edges of half-point bins on 200 and 400 items, where one item is 0.5 and 0.25 points.
  @Test(arguments: [
    (GapBins.centered, 0, 400, 0), (.centered, 1, 400, 1), (.centered, 2, 400, 1), (.centered, 3, 400, 2),
    (.floor, 1, 400, 0), (.floor, 2, 400, 1), (.floor, 3, 400, 1), (.floor, 58, 200, 58), (.centered, 58, 200, 58),
    (.floor, 200, 200, 200), (.centered, 200, 200, 200), (.floor, 29, 1000, 5), (.centered, 29, 1000, 6),
  ])
  func wholeItemsFallOnTheRightSideOfEdges(bins: GapBins, difference: Int, total: Int, bin: Int) {
    #expect(bins.bin(ofDifference: difference, over: total) == bin)
  }

  @Test func gradedGapsAgreeWithWholeItems() {
    for bins in GapBins.allCases {
      for total in [7, 200, 224, 448, 1000] {
        for difference in 0...total {
          #expect(
            bins.bin(ofGap: Double(difference) / Double(total)) == bins.bin(ofDifference: difference, over: total))
        }
      }
    }
  }

  @Test func edgesHoldTheirBins() {
    for bins in GapBins.allCases {
      for bin in 0..<GapBins.count {
        let edges = bins.edges(of: bin)
        #expect(bins.bin(ofGap: edges.lowerBound) == bin)
        #expect(bins.bin(ofGap: edges.upperBound - 1e-8) == bin)
      }
    }
  }
}

@Suite struct ExactRandomBaselineTests {
  /// Enumerates every subset of size k of n items of which `wins` count +1 and `losses` −1.
  private func enumerated(items: Int, wins: Int, losses: Int, size: Int) -> OrderProbabilities {
    let signs = (0..<items).map { $0 < wins ? 1 : $0 < wins + losses ? -1 : 0 }
    var (ahead, tied, all) = (0.0, 0.0, 0.0)
    for subset in 0..<1 << items where subset.nonzeroBitCount == size {
      let sum = (0..<items).reduce(0) { $0 + (subset >> $1 & 1 == 1 ? signs[$1] : 0) }
      all += 1
      if sum > 0 { ahead += 1 } else if sum == 0 { tied += 1 }
    }
    return OrderProbabilities(ahead: ahead / all, tied: tied / all)
  }

  @Test func matchesEnumerationOfEverySubset() {
    for items in [1, 2, 5, 9] {
      for wins in 0...items {
        for losses in 0...items - wins {
          for size in 1...items {
            let exact = ExactRandomBaseline.orderProbabilities(
              itemCount: items, wins: wins, losses: losses, size: size)
            let plain = enumerated(items: items, wins: wins, losses: losses, size: size)
            #expect(close(exact.ahead, plain.ahead))
            #expect(close(exact.tied, plain.tied))
          }
        }
      }
    }
  }

  @Test(arguments: [TiePolicy.wrong, .half, .exclude]) func allItemsAgreeCertainly(ties: TiePolicy) {
    for (wins, losses) in [(1, 0), (3, 2), (224, 223), (60_000, 40_000)] {
      let items = wins + losses + 1
      let order = ExactRandomBaseline.orderProbabilities(
        itemCount: items, wins: wins, losses: losses, size: items)
      #expect(close(order.agreement(ties: ties), 1))
    }
  }

  @Test func tiePoliciesShareTheTieMass() {
    let order = OrderProbabilities(ahead: 0.5, tied: 0.2)
    #expect(order.agreement(ties: .wrong) == 0.5)
    #expect(order.agreement(ties: .half) == 0.6)
    #expect(close(order.agreement(ties: .exclude), 0.625))
    #expect(close(order.behind, 0.3))
  }

  /// A sequence that begins in the middle equals the one that begins at zero.
  @Test func aLeadSequenceMayBeginAnywhere() {
    for (wins, losses) in [(40, 30), (70, 0), (5, 60), (35, 35)] {
      let whole = LeadSequence(wins: wins, losses: losses, range: 0...wins + losses)
      for size in [2, 17, 40, 65] {
        let drawn = DiscreteWindow.hypergeometric(population: 100, successes: wins + losses, draws: size)
        let part = LeadSequence(wins: wins, losses: losses, range: drawn.bounds)
        let (a, b) = (whole.orderProbabilities(drawn: drawn), part.orderProbabilities(drawn: drawn))
        #expect(close(a.ahead, b.ahead, 1e-13))
        #expect(close(a.tied, b.tied, 1e-13))
      }
    }
  }

  @Test func populationsCountPairsAsAPersonWould() throws {
    let (matrix, graded) = ItemMatrixTests.bothForms(models: 9, items: 70, seed: 2)
    let items = Array(stride(from: 0, to: 70, by: 3))
    for chosen in [Array(0..<70), items] {
      let population = try #require(matrix.pairPopulation(of: Array(0..<9), over: chosen))
      var plain: [[Int]: Int] = [:]
      for a in 0..<9 {
        for b in 0..<a {
          let wins = chosen.count { matrix.score(model: a, item: $0) > matrix.score(model: b, item: $0) }
          let losses = chosen.count { matrix.score(model: a, item: $0) < matrix.score(model: b, item: $0) }
          plain[[wins + losses, abs(wins - losses)], default: 0] += 1
        }
      }
      #expect(population.zeroGapPairs == plain.filter { $0.key[1] == 0 }.values.reduce(0, +))
      #expect(population.kinds.count == plain.count { $0.key[1] > 0 })
      for kind in population.kinds { #expect(plain[[kind.discordant, kind.difference]] == kind.pairs) }
    }
    #expect(graded.pairPopulation(of: [0, 1], over: items) == nil)
  }

  /// A wide benchmark takes the sorting path of pairPopulation. Both paths count the same.
  @Test func wideBenchmarksCountAlike() throws {
    let (narrow, _) = ItemMatrixTests.bothForms(models: 6, items: 300, seed: 4)
    let scores = (0..<6).map { model in
      (0..<2400).map { $0 < 300 ? narrow.score(model: model, item: $0) : 0 }
    }
    let wide = ItemMatrix(models: narrow.models, items: (0..<2400).map { "\($0)" }, scores: scores)
    let first = try #require(narrow.pairPopulation(of: Array(0..<6), over: Array(0..<300)))
    let second = try #require(wide.pairPopulation(of: Array(0..<6), over: Array(0..<2400)))
    #expect(first.kinds == second.kinds)
    #expect(first.zeroGapPairs == second.zeroGapPairs)
  }

  /// The batch equals the single formula pair by pair, whatever the number of threads.
  @Test func batchesMatchTheSingleFormula() throws {
    let (matrix, _) = ItemMatrixTests.bothForms(models: 40, items: 150, seed: 8)
    let population = try #require(matrix.pairPopulation(of: Array(0..<40), over: Array(0..<150)))
    let sizes = [1, 2, 10, 75, 149, 150]
    let one = ExactRandomBaseline.orderProbabilities(of: population, sizes: sizes, threads: 1)
    #expect(one == ExactRandomBaseline.orderProbabilities(of: population, sizes: sizes, threads: 3))
    for (index, kind) in population.kinds.enumerated() {
      for (position, size) in sizes.enumerated() {
        let single = ExactRandomBaseline.orderProbabilities(
          itemCount: 150, wins: kind.wins, losses: kind.losses, size: size)
        #expect(close(one[index * sizes.count + position].ahead, single.ahead))
        #expect(close(one[index * sizes.count + position].tied, single.tied))
      }
    }
  }

  /// E|X/k − R/n| by hand for n = 4, R = 1, k = 2: X is 0 or 1 with probability ½, the error 0.25 either way.
  @Test func expectedErrorMatchesAHandCalculation() {
    #expect(close(ExactRandomBaseline.expectedError(itemCount: 4, right: 1, size: 2), 0.25))
    #expect(close(ExactRandomBaseline.expectedError(itemCount: 9, right: 4, size: 9), 0))
    #expect(close(ExactRandomBaseline.expectedError(itemCount: 9, right: 0, size: 3), 0))
  }
}

@Suite struct AgreementCurveTests {
  private func curve(_ points: [(bin: Int, pairs: Double, agreement: Double)], bins: GapBins = .centered)
    -> AgreementCurve
  {
    AgreementCurve(
      bins: bins,
      points: points.map { .init(bin: $0.bin, pairs: $0.pairs, weight: $0.pairs, agreement: $0.agreement) })
  }

  @Test func theThreeReadingsDifferWhereBinsAreNoisy() {
    let mdad = curve([(0, 100, 0.5), (2, 5, 0.9), (4, 100, 0.7), (6, 100, 0.85), (8, 10, 0.6), (10, 100, 0.9)])
      .mdad(threshold: 0.8, minimumPairs: 30)
    #expect(mdad.first == 0.01)
    #expect(mdad.sustained == 0.03)
    // Pooled: bins 2 and 4 to (0.9·5 + 0.7·100)/105 = 0.70952, bins 6 and 8 to (85 + 6)/110 = 0.82727; the line
    // from 2 to 3 points crosses 0.8 at 2 + (0.8 − 0.70952)/(0.82727 − 0.70952).
    #expect(close(mdad.smoothed, 0.02 + 0.01 * (0.8 - 74.5 / 105) / (91.0 / 110 - 74.5 / 105)))
    #expect(!mdad.smoothedIsUpperBound)
  }

  @Test func anMDADThatIsNotReachedIsAbsent() {
    let mdad = curve([(0, 50, 0.5), (9, 50, 0.79)]).mdad(threshold: 0.8, minimumPairs: 30)
    #expect(mdad == MDAD(first: nil, sustained: nil, smoothed: nil, smoothedIsUpperBound: false))
    #expect(curve([]).mdad(threshold: 0.8, minimumPairs: 30).first == nil)
  }

  @Test func theLowestBinGivesAnUpperBound() {
    let mdad = curve([(3, 50, 0.8), (9, 50, 1)], bins: .floor).mdad(threshold: 0.8, minimumPairs: 30)
    #expect(mdad.first == 0.015)
    #expect(mdad.smoothed == 0.0175)
    #expect(mdad.smoothedIsUpperBound)
  }

  @Test func readingBetweenAndBeyondBinsIsLinearAndConstant() {
    let line = curve([(2, 10, 0.5), (4, 10, 0.9)])
    #expect(line.agreement(atGap: 0) == 0.5)
    #expect(close(line.agreement(atGap: 0.0125), 0.6))
    #expect(line.agreement(atGap: 0.5) == 0.9)
    #expect(curve([]).agreement(atGap: 0.01) == nil)
  }

  @Test func tiePoliciesCountTiesAsTheySay() {
    var tally = AgreementTally()
    tally.add(bin: 4, pairs: 10, agreeing: 6, tied: 2)
    tally.add(bin: 6, pairs: 2, agreeing: 0, tied: 2)
    func agreement(_ ties: TiePolicy) -> [Double] {
      AgreementCurve(tally: tally, bins: .centered, ties: ties).points.map(\.agreement)
    }
    #expect(agreement(.wrong) == [0.6, 0])
    #expect(agreement(.half) == [0.7, 0.5])
    #expect(agreement(.exclude) == [0.75])
  }

  @Test func talliesAddUpInAnyOrder() {
    var generator = Philox(seed: 1, trial: 0, purpose: .selection)
    let tallies = (0..<20).map { _ in
      var tally = AgreementTally()
      let pairs = Double(generator.uniform(below: 1000))
      tally.add(bin: generator.uniform(below: 9), pairs: pairs, agreeing: (pairs / 2).rounded(), tied: 1)
      return tally
    }
    var (forward, backward) = (AgreementTally(), AgreementTally())
    for tally in tallies { forward.add(tally) }
    for tally in tallies.reversed() { backward.add(tally) }
    #expect(forward == backward)
  }
}
