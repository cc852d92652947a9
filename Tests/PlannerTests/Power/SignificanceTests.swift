import Foundation
import Simulate
import Testing

@testable import Planner

@Suite struct SignificanceTests {
  /// The exact binomial test has p-values 0.0625 for 0 of 5, 0.03125 for 0 of 6, 0.0703 for 1 of 8, 0.0391 for 1 of 9.
  @Test(arguments: [
    (SignificanceTest.mcNemarExact, 5, 0.05, 6), (.mcNemarExact, 5, 0.0625, 5), (.mcNemarExact, 6, 0.05, 6),
    (.mcNemarExact, 8, 0.05, 8), (.mcNemarExact, 9, 0.05, 8), (.mcNemarMidP, 5, 0.05, 5), (.mcNemarMidP, 4, 0.05, 5),
    (.mcNemarExact, 0, 0.05, 1), (.mcNemarMidP, 1, 0.05, 2),
  ])
  func criticalValuesMatchTheBinomialTest(test: SignificanceTest, discordant: Int, alpha: Double, wins: Int) {
    #expect(CriticalWins(test, size: 100, tail: alpha / 2).wins(discordant: discordant) == wins)
  }

  /// The Wald statistic itself, (b − c)/√(b + c − (b − c)²/k), at and below the critical value.
  @Test(arguments: [1, 3, 4, 10, 47, 100]) func waldCriticalValuesMatchItsStatistic(discordant: Int) {
    let critical = CriticalWins(.wald, size: 100, tail: 0.025).wins(discordant: discordant)
    for wins in (discordant + 1) / 2...discordant {
      let difference = Double(2 * wins - discordant)
      let variance = Double(discordant) - difference * difference / 100
      let rejects = difference > 0 && (variance <= 0 || difference / variance.squareRoot() > 1.959963984540054)
      #expect((wins >= critical) == rejects)
    }
  }

  /// Computes power, type S and type M by enumerating every sequence of outcomes of 7 items.
  @Test(arguments: SignificanceTest.allCases) func behaviourMatchesEnumeration(test: SignificanceTest) throws {
    let (gap, discordance, size) = (0.3, 0.9, 7)
    var (right, wrong, magnitude) = (0.0, 0.0, 0.0)
    func walk(_ left: Int, _ wins: Int, _ losses: Int, _ probability: Double) {
      if left == 0 {
        let critical = CriticalWins(test, size: size, tail: 0.05).wins(discordant: wins + losses)
        guard wins >= critical || losses >= critical else { return }
        if wins >= critical { right += probability } else { wrong += probability }
        magnitude += probability * Double(abs(wins - losses)) / Double(size)
        return
      }
      walk(left - 1, wins + 1, losses, probability * 0.6)
      walk(left - 1, wins, losses + 1, probability * 0.3)
      walk(left - 1, wins, losses, probability * 0.1)
    }
    walk(size, 0, 0, 1)
    var power = PairedPower(try PairedComparison(gap: gap, discordance: discordance), test: test, alpha: 0.1)
    let behaviour = power.behaviour(size: size)
    #expect(close(behaviour.power, right + wrong))
    #expect(close(behaviour.typeS, wrong / (right + wrong)))
    #expect(close(behaviour.typeM, magnitude / (right + wrong) / gap))
  }

  @Test func onAFiniteBenchmarkPowerGrowsToCertainty() throws {
    var power = PairedPower(
      try PairedComparison(gap: 0.1, discordance: 0.2, itemCount: 400), test: .mcNemarExact, alpha: 0.05)
    #expect(power.behaviour(size: 400).power == 1)
    #expect(power.behaviour(size: 300).power > power.behaviour(size: 100).power)
  }

  /// Draws both models' scores independently: the double sum at k = 6.
  @Test func independentWaldMatchesTheDoubleSum() throws {
    let comparison = try IndependentComparison(better: 0.9, worse: 0.3)
    let (k, z) = (6.0, NormalDistribution.quantile(0.975))
    var power = 0.0
    for a in 0...6 {
      for b in 0...6 {
        let (p, q) = (Double(a) / k, Double(b) / k)
        let error = ((p * (1 - p) + q * (1 - q)) / k).squareRoot()
        if p != q, abs(p - q) > z * error {
          power +=
            DiscreteWindow.binomial(trials: 6, probability: 0.9).probability(of: a)
            * DiscreteWindow.binomial(trials: 6, probability: 0.3).probability(of: b)
        }
      }
    }
    #expect(close(comparison.waldBehaviour(size: 6, alpha: 0.05).power, power))
  }
}

@Suite struct BoundaryTailTests {
  private static let urns: [BoundaryTail.Urn] = [
    .binomial(0.5), .binomial(0.63), .binomial(0.02), .binomial(1), .binomial(0),
    .hypergeometric(successes: 40, failures: 25), .hypergeometric(successes: 25, failures: 40),
    .hypergeometric(successes: 60, failures: 0), .hypergeometric(successes: 33, failures: 32),
  ]

  /// The sums over the whole distribution, at each step of boundaries that grow by one or not at all.
  @Test(arguments: urns.indices, [0, 1, 7]) func followsTheSums(position: Int, start: Int) {
    let urn = Self.urns[position]
    let limit: Int
    if case .hypergeometric(let wins, let losses) = urn { limit = wins + losses } else { limit = 150 }
    // Boundaries of five tests, and one that stays and one that runs ahead.
    for rule in 0..<7 {
      func boundary(_ m: Int) -> Int {
        switch rule {
        case 5: max(1, start)
        case 6: m + 1
        default:
          CriticalWins(SignificanceTest.allCases[min(rule, 3)], size: 150, tail: rule == 4 ? 0.3 : 0.025)
            .wins(discordant: m)
        }
      }
      guard boundary(start) <= start + 1 else { continue }
      var tail = BoundaryTail(urn, drawn: start, boundary: boundary(start))
      for m in start...limit {
        if m > start { tail.step(boundary: boundary(m)) }
        let plain = urn.distribution(draws: m)
        #expect(close(tail.tail, plain.probability(above: tail.boundary - 1), 1e-13))
        let lead = plain.probabilities.enumerated().reduce(0.0) { sum, term in
          let wins = plain.lowerBound + term.offset
          return wins >= tail.boundary ? sum + term.element * Double(2 * wins - m) : sum
        }
        #expect(close(tail.lead, lead, 1e-11), "urn \(position), rule \(rule), m = \(m)")
      }
    }
  }
}

@Suite struct PairedPowerTests {
  @Test(arguments: SignificanceTest.allCases, [0.5, 0.25, 0.1, 0.05, 0.025, 0.0005, 1e-9])
  func criticalValuesOfARangeAreThoseOfEachNumber(test: SignificanceTest, tail: Double) {
    let critical = CriticalWins(test, size: 900, tail: tail)
    for range in [0...300, 17...90, 800...900] {
      #expect(critical.wins(discordant: range) == range.map { critical.wins(discordant: $0) })
    }
  }

  /// Sums over the discordant items and the wins among them: what `PairedPower` computes in one pass.
  private func plain(
    _ comparison: PairedComparison, _ populations: [PairedPopulation], _ test: SignificanceTest, size: Int,
    alpha: Double, _ alternative: TestAlternative
  ) -> (right: Double, wrong: Double, magnitude: Double) {
    var total = (right: 0.0, wrong: 0.0, magnitude: 0.0)
    let critical = CriticalWins(test, size: size, tail: alternative == .twoSided ? alpha / 2 : alpha)
    for population in populations {
      let drawn = population.discordantItems(size: size)
      for (offset, weight) in drawn.probabilities.enumerated() {
        let m = drawn.lowerBound + offset
        let wins = population.wins.distribution(draws: m)
        let fewest = critical.wins(discordant: m)
        for (position, chance) in wins.probabilities.enumerated() {
          let x = wins.lowerBound + position
          let share = weight * chance / Double(populations.count)
          if x >= fewest, alternative != .less {
            total.right += share
          } else if m - x >= fewest, alternative != .greater {
            total.wrong += share
          } else {
            continue
          }
          total.magnitude += share * Double(abs(2 * x - m)) / Double(size)
        }
      }
    }
    return total
  }

  @Test(arguments: SignificanceTest.allCases, TestAlternative.allCases)
  func powerAndLevelAreTheDoubleSum(test: SignificanceTest, alternative: TestAlternative) throws {
    let questions: [(gap: Double, discordance: Double, items: Int?)] = [
      (0.1, 0.3, nil), (0.2, 0.2, nil), (0.05, 1, nil), (0.1, 0.25, 100), (0.1, 0.24, 100), (0.01, 0.5, 301),
      (0.3, 0.3, 90),
    ]
    for (gap, discordance, items) in questions {
      for size in [1, 2, 6, 25, 60, 90] {
        for alpha in [0.05, 0.3] {
          let comparison = try PairedComparison(gap: gap, discordance: discordance, itemCount: items)
          var power = PairedPower(comparison, test: test, alpha: alpha, alternative: alternative)
          let found = power.behaviour(size: size)
          let expected = plain(comparison, comparison.populations, test, size: size, alpha: alpha, alternative)
          let about = "\(test) \(alternative) \(gap) \(discordance) \(items ?? 0) \(size) \(alpha)"
          #expect(close(found.power, expected.right + expected.wrong, 1e-12), "\(about)")
          #expect(close(power.power(size: size), found.power, 1e-15), "\(about)")
          guard found.power > 1e-9 else { continue }
          #expect(close(found.typeS, expected.wrong / found.power, 1e-9), "\(about)")
          #expect(close(found.typeM, expected.magnitude / found.power / comparison.realizedGap, 1e-8), "\(about)")
          let level = plain(
            comparison, comparison.populationsWithoutLead, test, size: size, alpha: alpha, alternative)
          #expect(close(found.attainedLevel, level.right + level.wrong, 1e-12), "\(about)")
        }
      }
    }
  }

  /// Wald's true level is 7.3 % at k = 17 and d = 0.5; exact tests never exceed theirs.
  @Test func levelsAreTheTrueOnes() throws {
    let comparison = try PairedComparison(gap: 0.1, discordance: 0.5)
    #expect(close(PairedPower(comparison, test: .wald, alpha: 0.05).attainedLevel(size: 17), 0.073, 0.0005))
    for size in [5, 17, 50, 200] {
      for alternative in TestAlternative.allCases {
        let level = PairedPower(comparison, test: .mcNemarExact, alpha: 0.05, alternative: alternative)
          .attainedLevel(size: size)
        #expect(level <= 0.05)
      }
    }
  }

  @Test func oneSidedTestsAreNeverWrongTheOtherWay() throws {
    let comparison = try PairedComparison(gap: 0.1, discordance: 0.3)
    for test in SignificanceTest.allCases {
      var (both, greater, less) = (
        PairedPower(comparison, test: test, alpha: 0.1),
        PairedPower(comparison, test: test, alpha: 0.05, alternative: .greater),
        PairedPower(comparison, test: test, alpha: 0.05, alternative: .less)
      )
      let found = both.behaviour(size: 80)
      let ahead = greater.behaviour(size: 80)
      let behind = less.behaviour(size: 80)
      #expect(close(found.power, ahead.power + behind.power))
      #expect(ahead.typeS == 0)
      #expect(behind.typeS == 1)
      #expect(close(found.typeS, behind.power / found.power))
      #expect(close(found.attainedLevel, ahead.attainedLevel + behind.attainedLevel))
    }
  }
}

@Suite struct WholeItemTests {
  /// Version 0.1 gave .991, .995 and .988: with 25 discordant items it rounded 10 points up to 11.
  @Test func agreementDoesNotJumpWithDiscordance() throws {
    func agreement(_ discordance: Double) throws -> Double {
      try PairedComparison(gap: 0.1, discordance: discordance, itemCount: 100).orderProbabilities(size: 60).ahead
    }
    let (low, middle, high) = (try agreement(0.24), try agreement(0.25), try agreement(0.26))
    #expect(close(low, ExactRandomBaseline.orderProbabilities(itemCount: 100, wins: 17, losses: 7, size: 60).ahead))
    #expect(close(high, ExactRandomBaseline.orderProbabilities(itemCount: 100, wins: 18, losses: 8, size: 60).ahead))
    #expect(close(middle, (low + high) / 2, 1e-15))
    var before = 1.0
    for step in 10...100 {
      let here = try agreement(Double(step) / 100)
      #expect(here <= before && before - here < 0.02)
      before = here
    }
  }

  @Test func agreementGrowsWithTheGapItemByItem() throws {
    for (discordance, items) in [(0.3, 100), (0.25, 101), (0.5, 40)] {
      var before = 0.0
      for lead in 1...Int(discordance * Double(items)) {
        let comparison = try PairedComparison(
          gap: Double(lead) / Double(items), discordance: discordance, itemCount: items)
        let here = comparison.orderProbabilities(size: 20).ahead
        #expect(here > before)
        #expect(close(comparison.realizedGap, Double(lead) / Double(items)))
        before = here
      }
    }
  }

  @Test func allItemsDecideAndEdgesExist() throws {
    for (gap, discordance, items) in [(0.01, 0.02, 100), (1, 1, 3), (0.4, 1, 5), (0.36, 0.36, 7), (0.2, 0.21, 5)] {
      let comparison = try PairedComparison(gap: gap, discordance: discordance, itemCount: items)
      #expect(close(comparison.orderProbabilities(size: items).ahead, 1))
    }
  }

  @Test func gapsBelowOneItemAreRefusedWithTheResolution() {
    let error = #expect(throws: PlannerError.self) {
      try PairedComparison(gap: 0.002, discordance: 0.3, itemCount: 448)
    }
    #expect(error == .gapBelowOneItem(gap: 0.002, items: 448))
    #expect(error?.description.contains("multiples of 0.2232 points") == true)
    #expect(throws: Never.self) { try PairedComparison(gap: 0.002232, discordance: 0.3, itemCount: 448) }
    #expect(throws: Never.self) { try PairedComparison.checkResolution(gap: 0.01, items: 100) }
  }
}

@Suite struct IndependentPowerTests {
  /// The double sum over both models' right answers.
  @Test(arguments: TestAlternative.allCases, [1, 6, 40, 111])
  func powerAndLevelAreTheDoubleSum(alternative: TestAlternative, size: Int) throws {
    func plain(
      _ first: DiscreteWindow, _ second: DiscreteWindow, alpha: Double
    ) -> (right: Double, wrong: Double, magnitude: Double) {
      let z = NormalDistribution.quantile(1 - alpha / (alternative == .twoSided ? 2 : 1))
      var total = (right: 0.0, wrong: 0.0, magnitude: 0.0)
      for (i, p) in first.probabilities.enumerated() {
        let a = Double(first.lowerBound + i) / Double(size)
        for (j, q) in second.probabilities.enumerated() {
          let b = Double(second.lowerBound + j) / Double(size)
          let error = ((a * (1 - a) + b * (1 - b)) / Double(size)).squareRoot()
          if a > b, a - b > z * error * (1 + 1e-12), alternative != .less {
            total.right += p * q
          } else if b > a, b - a > z * error * (1 + 1e-12), alternative != .greater {
            total.wrong += p * q
          } else {
            continue
          }
          total.magnitude += p * q * abs(a - b)
        }
      }
      return total
    }
    for (better, worse, items) in [(0.6, 0.5, nil), (0.97, 0.9, nil), (1, 0, nil), (0.7, 0.3, 120)]
      as [(Double, Double, Int?)]
    {
      let comparison = try IndependentComparison(better: better, worse: worse, itemCount: items)
      for alpha in [0.05, 0.4] {
        let found = comparison.waldBehaviour(size: size, alpha: alpha, alternative: alternative)
        let expected = plain(
          comparison.rightAnswers(accuracy: better, size: size), comparison.rightAnswers(accuracy: worse, size: size),
          alpha: alpha)
        #expect(close(found.power, expected.right + expected.wrong))
        #expect(comparison.waldPower(size: size, alpha: alpha, alternative: alternative) == found.power)
        if found.power > 1e-9 {
          #expect(close(found.typeM, expected.magnitude / found.power / (better - worse), 1e-9))
        }
        let middle = comparison.rightAnswers(accuracy: (better + worse) / 2, size: size)
        let level = plain(middle, middle, alpha: alpha)
        #expect(close(found.attainedLevel, level.right + level.wrong))
      }
    }
  }
}
