import Foundation
import Simulate
import Testing

@testable import Planner

func close(_ first: Double?, _ second: Double?, _ tolerance: Double = 1e-12) -> Bool {
  switch (first, second) {
  case (nil, nil): true
  case (let first?, let second?): abs(first - second) <= tolerance
  default: false
  }
}

@Suite struct OracleTests {
  private static func cases(_ kind: String) -> [[Double]] {
    oracleFigures.split(separator: "\n").map { $0.split(separator: " ") }.filter { $0.first == kind[...] }
      .map { $0.dropFirst().compactMap { Double($0) } }
  }

  @Test func exactAgreementOnFiniteBenchmarksMatchesSciPy() {
    let cases = OracleTests.cases("pair")
    #expect(cases.count == 100)
    for figures in cases {
      let order = ExactRandomBaseline.orderProbabilities(
        itemCount: Int(figures[0]), wins: Int(figures[1]), losses: Int(figures[2]), size: Int(figures[3]))
      #expect(close(order.ahead, figures[4], 1e-10), "\(figures)")
    }
  }

  @Test func exactAgreementOnUnlimitedBenchmarksMatchesSciPy() throws {
    let cases = OracleTests.cases("power")
    #expect(cases.count == 60)
    for figures in cases {
      let comparison = try PairedComparison(gap: figures[1], discordance: figures[2])
      #expect(close(comparison.orderProbabilities(size: Int(figures[0])).ahead, figures[3], 1e-10), "\(figures)")
    }
  }

  @Test func mcNemarPowerMatchesSciPy() throws {
    let cases = OracleTests.cases("mcnemar")
    #expect(cases.count == 40)
    for figures in cases {
      let comparison = try PairedComparison(gap: figures[1], discordance: figures[2])
      for (test, power) in [(SignificanceTest.mcNemarExact, figures[4]), (.mcNemarMidP, figures[5])] {
        var paired = PairedPower(comparison, test: test, alpha: figures[3])
        #expect(close(paired.behaviour(size: Int(figures[0])).power, power, 1e-10), "\(test) \(figures)")
      }
    }
  }
}

@Suite struct PairedComparisonTests {
  /// Enumerates every sequence of k outcomes (win, loss, neither) with its probability.
  private func enumerated(_ size: Int, _ gap: Double, _ discordance: Double) -> (ahead: Double, tied: Double) {
    let (win, loss) = ((discordance + gap) / 2, (discordance - gap) / 2)
    var (ahead, tied) = (0.0, 0.0)
    func walk(_ left: Int, _ lead: Int, _ probability: Double) {
      if left == 0 {
        if lead > 0 { ahead += probability } else if lead == 0 { tied += probability }
        return
      }
      walk(left - 1, lead + 1, probability * win)
      walk(left - 1, lead - 1, probability * loss)
      walk(left - 1, lead, probability * (1 - discordance))
    }
    walk(size, 0, 1)
    return (ahead, tied)
  }

  @Test(arguments: [(1, 0.1, 0.3), (2, 0.1, 0.3), (5, 0.2, 0.2), (6, 0.05, 1.0), (8, 0.3, 0.7)])
  func unlimitedBenchmarksMatchEnumeration(size: Int, gap: Double, discordance: Double) throws {
    let order = try PairedComparison(gap: gap, discordance: discordance).orderProbabilities(size: size)
    let plain = enumerated(size, gap, discordance)
    #expect(close(order.ahead, plain.ahead))
    #expect(close(order.tied, plain.tied))
  }

  @Test func finiteBenchmarksRoundToWholeItemsOfTheRightSum() throws {
    let comparison = try PairedComparison(gap: 0.05, discordance: 0.3, itemCount: 448)
    // 134.4 discordant items round to 134, a lead of 22.4 to 22: n10 = 78, n01 = 56.
    let order = comparison.orderProbabilities(size: 100)
    #expect(
      close(order.ahead, ExactRandomBaseline.orderProbabilities(itemCount: 448, wins: 78, losses: 56, size: 100).ahead))
    #expect(close(comparison.realizedGap, 22.0 / 448))
  }

  @Test func aLargeBenchmarkIsAnUnlimitedOne() throws {
    let finite = try PairedComparison(gap: 0.04, discordance: 0.25, itemCount: 50_000_000)
    let unlimited = try PairedComparison(gap: 0.04, discordance: 0.25)
    #expect(close(finite.orderProbabilities(size: 150).ahead, unlimited.orderProbabilities(size: 150).ahead, 1e-5))
  }

  @Test func theNormalApproximationIsNear() throws {
    for (size, itemCount) in [(400, nil), (400, 1000), (5000, nil)] as [(Int, Int?)] {
      let comparison = try PairedComparison(gap: 0.03, discordance: 0.3, itemCount: itemCount)
      #expect(close(comparison.normalAgreement(size: size), comparison.orderProbabilities(size: size).ahead, 0.002))
    }
  }

  @Test(
    arguments: [
      (0.0, 0.3, nil, "gap of 0 points"), (0.4, 0.3, nil, "outside 0.4 to 1"), (0.1, 1.2, nil, "outside 0.1 to 1"),
      (0.001, 0.001, 100, "below one item: among 100 items gaps are multiples of 1 points"),
      (0.1, 0.2, 0, "at least 1 item"),
    ] as [(Double, Double, Int?, String)])
  func impossibleQuantitiesAreRefused(gap: Double, discordance: Double, items: Int?, words: String) {
    let error = #expect(throws: PlannerError.self) {
      try PairedComparison(gap: gap, discordance: discordance, itemCount: items)
    }
    #expect(error?.description.contains(words) ?? false)
  }
}

@Suite struct IndependentComparisonTests {
  /// Sums P(X1 > X2) over all pairs of outcomes.
  @Test(arguments: [(1, 0.6, 0.5), (7, 0.9, 0.2), (12, 0.55, 0.5)])
  func matchesTheDoubleSum(size: Int, better: Double, worse: Double) throws {
    func probability(_ value: Int, _ p: Double) -> Double {
      (0..<value).reduce(pow(p, Double(value)) * pow(1 - p, Double(size - value))) {
        $0 * Double(size - $1) / Double($1 + 1)
      }
    }
    var (ahead, tied) = (0.0, 0.0)
    for a in 0...size {
      for b in 0...size {
        let both = probability(a, better) * probability(b, worse)
        if a > b { ahead += both } else if a == b { tied += both }
      }
    }
    let order = try IndependentComparison(better: better, worse: worse).orderProbabilities(size: size)
    #expect(close(order.ahead, ahead))
    #expect(close(order.tied, tied))
  }

  @Test func allOfAFiniteBenchmarkRanksCertainly() throws {
    let order = try IndependentComparison(better: 0.62, worse: 0.6, itemCount: 200).orderProbabilities(size: 200)
    #expect(close(order.ahead, 1))
  }

  @Test func pairingHelpsModelsThatAnswerAlike() throws {
    let discordance = try correlatedDiscordance(better: 0.62, worse: 0.58, correlation: 0.5)
    let paired = try PairedComparison(gap: 0.04, discordance: discordance).orderProbabilities(size: 200).ahead
    let apart = try IndependentComparison(better: 0.62, worse: 0.58).orderProbabilities(size: 200).ahead
    #expect(paired > apart + 0.05)
  }
}

@Suite struct DiscordanceTests {
  /// p1 = 0.6, p2 = 0.5: independent d = 0.6·0.5 + 0.4·0.5 = 0.5; φ = 1 is impossible, the most is
  /// (0.5 − 0.3)/√(0.24·0.25) = 0.8165, where d = 0.1, the gap.
  @Test func followsFromAccuraciesAndCorrelation() throws {
    #expect(close(try correlatedDiscordance(better: 0.6, worse: 0.5, correlation: 0), 0.5))
    #expect(close(try correlatedDiscordance(better: 0.6, worse: 0.5, correlation: 0.2 / 0.06.squareRoot()), 0.1))
    let error = #expect(throws: PlannerError.self) {
      try correlatedDiscordance(better: 0.6, worse: 0.5, correlation: 0.9)
    }
    #expect(error?.description.contains("from -0.8165 to 0.8165") ?? false)
    #expect(throws: PlannerError.self) { try correlatedDiscordance(better: 1.01, worse: 0.5, correlation: 0) }
    #expect(close(try correlatedDiscordance(better: 1, worse: 0.4, correlation: 0), 0.6))
  }

  @Test func profilesGiveTheirQuantilesByGap() throws {
    let population = PairPopulation(
      itemCount: 100,
      kinds: [
        .init(discordant: 11, difference: 1, pairs: 1), .init(discordant: 21, difference: 1, pairs: 8),
        .init(discordant: 30, difference: 2, pairs: 4), .init(discordant: 31, difference: 1, pairs: 1),
      ], zeroGapPairs: 3)
    let profile = try #require(DiscordanceProfile(population))
    #expect(profile.bands.map(\.center) == [0.01, 0.02])
    #expect(profile.bands[0] == .init(center: 0.01, pairs: 10, low: 0.11, median: 0.21, high: 0.21))
    #expect(close(profile.quantile(0.5, atGap: 0.015), 0.255))
    #expect(profile.quantile(0.9, atGap: 0.9) == 0.3)
    #expect(DiscordanceProfile(PairPopulation(itemCount: 5, kinds: [], zeroGapPairs: 1)) == nil)
  }
}

@Suite struct VarianceComponentTests {
  /// Miller 2024, equation 9 by hand: ω² = 0.3 − 0.0025 − 2·0.05, K = 4, k = 500, δ = 0.05.
  @Test func standardErrorsFollowMiller() throws {
    let components = try VarianceComponents(
      discordance: 0.3, gap: 0.05, resamplingVariance: 0.05, samplesPerItem: 4)
    #expect(close(components.itemVariance, 0.1975))
    #expect(close(components.standardError(size: 500), ((0.1975 + 0.1 / 4) / 500).squareRoot()))
    let z = 0.05 / components.standardError(size: 500)
    // scipy.stats.norm.cdf(z) and the two tails beyond 1.96.
    let form = components.normalForm(gap: 0.05, size: 500)
    #expect(close(form.agreement(ties: .wrong), NormalDistribution.cumulative(z)))
    let behaviour = form.behaviour(alpha: 0.05, alternative: .twoSided)
    let limit = 1.959963984540054
    let two = NormalDistribution.cumulative(z - limit) + NormalDistribution.cumulative(-z - limit)
    #expect(close(behaviour.power, two, 1e-9))
    #expect(behaviour.typeS < 1e-4)
    #expect(behaviour.typeM > 1)
    #expect(behaviour.typeM < 1.3)
    #expect(close(behaviour.attainedLevel, 0.05))
  }

  /// Computes types S and M of a z test at low power by integrating the density of the estimate in steps of 1e-4.
  @Test func typeSAndMMatchNumericalIntegration() throws {
    let components = try VarianceComponents(discordance: 0.5, gap: 0.02, resamplingVariance: 0, samplesPerItem: 1)
    let error = components.standardError(size: 100)
    let behaviour = components.normalForm(gap: 0.02, size: 100).behaviour(alpha: 0.05, alternative: .twoSided)
    let lambda = 0.02 / error
    let z = NormalDistribution.quantile(0.975)
    var (power, wrong, magnitude) = (0.0, 0.0, 0.0)
    let step = 1e-4
    for index in -120_000...120_000 {
      let x = Double(index) * step
      guard abs(x) > z else { continue }
      let mass = NormalDistribution.density(x - lambda) * step
      power += mass
      if x < 0 { wrong += mass }
      magnitude += abs(x) * mass
    }
    #expect(close(behaviour.power, power, 1e-4))
    #expect(close(behaviour.typeS, wrong / power, 1e-3))
    #expect(close(behaviour.typeM, magnitude / power / lambda, 2e-2))
  }

  @Test func designEffectsMultiplyTheVariance() throws {
    #expect(VarianceComponents.designEffect(intraclassCorrelation: 0.25, clusterSize: 5) == 2)
    let plain = try VarianceComponents(discordance: 0.3, gap: 0.05, resamplingVariance: 0, samplesPerItem: 1)
    let clustered = try VarianceComponents(
      discordance: 0.3, gap: 0.05, resamplingVariance: 0, samplesPerItem: 1, designEffect: 2)
    #expect(close(clustered.standardError(size: 200), plain.standardError(size: 100)))
  }

  @Test func moreVarianceWithinItemsThanThereIsIsRefused() {
    #expect(throws: PlannerError.self) {
      try VarianceComponents(discordance: 0.2, gap: 0.05, resamplingVariance: 0.2, samplesPerItem: 2)
    }
  }
}

@Suite struct SolverTests {
  /// Follows the definition: looks at every size from the largest down.
  private func plain(_ target: Double, _ limit: Int, _ value: (Int) -> Double) -> Int? {
    var size = limit
    while size >= 1, value(size) >= target - 1e-12 { size -= 1 }
    return size == limit ? nil : size + 1
  }

  @Test(arguments: [0.6, 0.8, 0.95], [0.02, 0.05, 0.1, 0.25])
  func sizesMatchTheDefinition(target: Double, gap: Double) throws {
    for discordance in [gap, 0.3, 0.7, 1.0] where discordance >= gap {
      let unlimited = try PairedComparison(gap: gap, discordance: discordance)
      let found = Solver.smallestSize(reaching: target, limit: nil) { unlimited.orderProbabilities(size: $0).ahead }
      // Far enough beyond the answer for every tooth to have passed.
      let limit = (found ?? 0) * 2 + 200
      #expect(found == plain(target, limit) { unlimited.orderProbabilities(size: $0).ahead })
      for itemCount in [37, 448, 1500] {
        guard let finite = try? PairedComparison(gap: gap, discordance: discordance, itemCount: itemCount) else {
          continue
        }
        let byDefinition = plain(target, itemCount) { finite.orderProbabilities(size: $0).ahead }
        for exhaustive in [0, 4096] {
          #expect(
            Solver.smallestSize(reaching: target, limit: itemCount, exhaustive: exhaustive) {
              finite.orderProbabilities(size: $0).ahead
            } == byDefinition)
        }
      }
    }
  }

  @Test(arguments: SignificanceTest.allCases) func sizesForPowerMatchTheDefinition(test: SignificanceTest) throws {
    for (gap, discordance) in [(0.1, 0.3), (0.2, 0.2), (0.15, 1.0)] {
      var power = PairedPower(try PairedComparison(gap: gap, discordance: discordance), test: test, alpha: 0.05)
      let found = Solver.smallestSize(reaching: 0.8, limit: nil, teeth: 8 + Int(4 / discordance)) {
        power.behaviour(size: $0).power
      }
      #expect(found == plain(0.8, (found ?? 0) * 2 + 100) { power.behaviour(size: $0).power })
    }
  }

  @Test(arguments: [1, 7, 40, 300, 5000]) func guessesChangeNothing(guess: Int) throws {
    let comparison = try PairedComparison(gap: 0.06, discordance: 0.35)
    let found = Solver.smallestSize(reaching: 0.8, limit: nil, guess: guess) {
      comparison.orderProbabilities(size: $0).ahead
    }
    #expect(found == Solver.smallestSize(reaching: 0.8, limit: nil) { comparison.orderProbabilities(size: $0).ahead })
  }

  @Test func whatIsNeverReachedIsNil() throws {
    #expect(Solver.smallestSize(reaching: 0.9, limit: 100) { _ in 0.5 } == nil)
    #expect(Solver.smallestSize(reaching: 0.9, limit: 100_000) { _ in 0.5 } == nil)
    #expect(Solver.smallestGap(reaching: 0.9, largest: 0.3) { _ in 0.5 } == nil)
    #expect(Solver.smallestGap(reaching: 0.9, largest: 0.3) { _ in nil } == nil)
  }

  @Test func gapsInvertAgreement() throws {
    let target = try PairedComparison(gap: 0.043, discordance: 0.3).orderProbabilities(size: 150).ahead
    let gap = try Solver.smallestGap(reaching: target, largest: 0.3) { gap -> Double? in
      gap > 0 ? try PairedComparison(gap: gap, discordance: 0.3).orderProbabilities(size: 150).ahead : 0
    }
    #expect(close(gap, 0.043, 1e-8))
    // A guess changes nothing, be it near, far or impossible.
    for guess in [0.043, 0.0425, 0.044, 0.01, 0.29, 0.5] {
      let guessed = try Solver.smallestGap(reaching: target, largest: 0.3, guess: guess) { gap -> Double? in
        gap > 0 ? try PairedComparison(gap: gap, discordance: 0.3).orderProbabilities(size: 150).ahead : 0
      }
      #expect(close(guessed, 0.043, 1e-8))
    }
  }
}
