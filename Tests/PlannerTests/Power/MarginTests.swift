import Foundation
import Simulate
import Testing

@testable import Planner

/// Returns the chance of each number of wins and losses among k items: the trinomial distribution, by factorials.
private func trinomial(_ wins: Int, _ losses: Int, of size: Int, _ p: Double, _ q: Double) -> Double {
  let neither = size - wins - losses
  let logarithm =
    lgamma(Double(size + 1)) - lgamma(Double(wins + 1)) - lgamma(Double(losses + 1)) - lgamma(Double(neither + 1))
  return exp(logarithm) * pow(p, Double(wins)) * pow(q, Double(losses)) * pow(1 - p - q, Double(neither))
}

private func choose(_ n: Int, _ k: Int) -> Double {
  k < 0 || k > n ? 0 : exp(lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1))).rounded()
}

/// Sums what a test rejects over all numbers of wins and losses: the definition, without a window or a boundary.
private func enumerated(
  _ test: MarginTest, size: Int, _ chance: (_ wins: Int, _ losses: Int) -> Double
) -> Double {
  let z = NormalDistribution.quantile(1 - test.level)
  var sum = 0.0
  for wins in 0...size {
    for losses in 0...size - wins {
      let difference = PairedDifference(wins: wins, losses: losses, size: size)
      guard difference.scoreStatistic(-test.margin) >= z else { continue }
      if test.isTwoSided, difference.scoreStatistic(test.margin) > -z { continue }
      sum += chance(wins, losses)
    }
  }
  return sum
}

@Suite struct MarginTests {
  /// Figures of SciPy 1.17.1: the variance at the maximum of the likelihood, found by
  /// `minimize_scalar(nll, bounds=…, method='bounded', options={'xatol': 1e-14})`, not by its closed form.
  @Test(arguments: [
    (12, 9, 100, -0.05, 1.69977268708), (3, 8, 60, -0.1, 0.30362213442), (0, 2, 50, -0.08, 1.04257204180),
    (30, 10, 200, 0.05, 1.63675714592), (7, 7, 80, 0.1, -1.98214214325),
  ])
  func theScoreStatisticMaximisesTheLikelihood(wins: Int, losses: Int, size: Int, delta: Double, score: Double) {
    let difference = PairedDifference(wins: wins, losses: losses, size: size)
    #expect(close(difference.scoreStatistic(delta), score, 1e-7))
    #expect(close(difference.reversed.scoreStatistic(-delta), -score, 1e-7))
  }

  /// The critical value found step by step is the one found afresh, and the statistic grows with wins and falls with
  /// losses, which both rest on.
  @Test(arguments: [5, 30, 97], [0.001, 0.02, 0.1, 0.4, 0.8])
  func criticalValuesAreThoseOfTheStatistic(size: Int, margin: Double) {
    for level in [0.4, 0.05, 0.001] {
      let boundary = ScoreBoundary(limit: -margin, size: size, level: level)
      let fast = boundary.wins(discordant: 0...size)
      for discordant in 0...size {
        let plain = (0...discordant).first { boundary.rejects(wins: $0, discordant: discordant) } ?? discordant + 1
        #expect(fast[discordant] == plain, "k \(size) margin \(margin) level \(level) m \(discordant)")
        #expect(boundary.wins(discordant: discordant) == plain)
        for wins in 0..<max(1, discordant) {
          let here = PairedDifference(wins: wins, losses: discordant - wins, size: size).scoreStatistic(-margin)
          guard discordant > wins, discordant < size else { continue }
          let won = PairedDifference(wins: wins + 1, losses: discordant - wins, size: size).scoreStatistic(-margin)
          let lost = PairedDifference(wins: wins, losses: discordant - wins + 1, size: size).scoreStatistic(-margin)
          #expect(won > here && lost < here, "k \(size) margin \(margin): \(wins) of \(discordant)")
        }
      }
    }
  }

  /// Over all numbers of wins and losses, by factorials.
  @Test(arguments: [false, true], [(0.1, 0.1), (0.15, 0.02), (0.02, 0.15), (0, 0.3), (0.5, 0.5)])
  func powerMatchesEnumeration(isTwoSided: Bool, shares: (p: Double, q: Double)) throws {
    for (size, margin, level) in [(7, 0.3, 0.2), (40, 0.1, 0.05), (60, 0.2, 0.025)] {
      let test = MarginTest(margin: margin, level: level, isTwoSided: isTwoSided)
      let populations = try PairedPopulation.populations(
        difference: shares.p - shares.q, discordance: shares.p + shares.q, items: nil)
      let plain = enumerated(test, size: size) { trinomial($0, $1, of: size, shares.p, shares.q) }
      #expect(close(test.rejection(of: populations, size: size), plain, 1e-10), "\(size) \(shares)")
    }
  }

  /// Of N items, by counting the samples.
  @Test(arguments: [false, true], [(3, 5), (6, 0), (0, 6), (4, 4)])
  func powerOnAFiniteBenchmarkMatchesCounting(isTwoSided: Bool, counts: (wins: Int, losses: Int)) throws {
    let items = 24
    for (size, margin) in [(10, 0.25), (23, 0.2), (24, 0.3)] {
      let test = MarginTest(margin: margin, level: 0.1, isTwoSided: isTwoSided)
      let populations = try PairedPopulation.populations(
        difference: Double(counts.wins - counts.losses) / Double(items),
        discordance: Double(counts.wins + counts.losses) / Double(items), items: items)
      #expect(populations == [.items(count: items, wins: counts.wins, losses: counts.losses)])
      let plain = enumerated(test, size: size) { wins, losses in
        choose(counts.wins, wins) * choose(counts.losses, losses)
          * choose(items - counts.wins - counts.losses, size - wins - losses) / choose(items, size)
      }
      #expect(close(test.rejection(of: populations, size: size), plain, 1e-10), "\(size) \(counts)")
    }
  }

  /// Figures of SciPy 1.17.1: sums of `binom.pmf(m, n, p10 + p01) * binom.pmf(b, m, p10/(p10 + p01))` over what Tango's
  /// statistic rejects.
  @Test func powerMatchesSciPy() throws {
    func power(_ size: Int, _ p: Double, _ q: Double, _ margin: Double, _ level: Double, two: Bool) throws -> Double {
      MarginTest(margin: margin, level: level, isTwoSided: two).rejection(
        of: try PairedPopulation.populations(difference: p - q, discordance: p + q, items: nil), size: size)
    }
    #expect(close(try power(60, 0.1, 0.1, 0.1, 0.05, two: false), 0.5028647175953267, 1e-10))
    #expect(close(try power(100, 0.12, 0.08, 0.05, 0.025, two: false), 0.48953169685388714, 1e-10))
    #expect(close(try power(60, 0.05, 0.15, 0.1, 0.05, two: false), 0.04837003487642143, 1e-10))
    #expect(close(try power(80, 0.1, 0.1, 0.15, 0.05, two: true), 0.7854178515808297, 1e-10))
    #expect(close(try power(60, 0.12, 0.06, 0.2, 0.1, two: true), 0.8751670495174568, 1e-10))
  }

  private func question(_ goal: Goal, _ discordance: Double, difference: Double = 0) -> PowerQuestion {
    var question = PowerQuestion(source: .given(discordance))
    question.goal = goal
    question.parameters[.trueDifference] = difference
    return question
  }

  /// Power moves in teeth as long as 1/m: the definition, size by size.
  @Test(arguments: [Goal.noWorse, .equivalent], [(0.3, 0.0), (0.05, 0), (0.2, 0.02), (0.9, -0.01)])
  func sizesStandForAllLargerOnes(goal: Goal, truth: (discordance: Double, difference: Double)) throws {
    for margin in [0.05, 0.11] {
      let question = question(goal, truth.discordance, difference: truth.difference)
      let found = try #require(try question.smallestSize(gap: margin, target: 0.8))
      var last = 0
      for size in max(1, found / 2)...found * 3 / 2 where try question.value(gap: margin, size: size) < 0.8 - 1e-12 {
        last = size
      }
      #expect(found == last + 1, "\(goal.name) \(truth) \(margin)")
    }
  }

  @Test(arguments: [Goal.noWorse, .equivalent]) func marginsAndDifferencesAreSolvedFor(goal: Goal) throws {
    var question = question(goal, 0.3)
    let margin = try #require(try question.smallestGap(size: 800, target: 0.8))
    #expect(try question.value(gap: margin, size: 800) >= 0.8)
    #expect(try question.value(gap: margin * 0.99, size: 800) < 0.8)
    (question.size, question.gap, question.target) = (800, margin * 1.2, 0.8)
    #expect(try PowerAnswer(question).solved == .value)
    question.parameters[.trueDifference] = nil
    let answer = try PowerAnswer(question)
    #expect(answer.solved == .parameter)
    let difference = try #require(answer.parameter)
    #expect(goal == .equivalent ? difference > 0 : difference < 0)
    question.parameters[.trueDifference] = difference
    #expect(try question.value(gap: margin * 1.2, size: 800) >= 0.8 - 1e-9)
    question.parameters[.trueDifference] = difference + (goal == .equivalent ? 0.002 : -0.002)
    #expect(try question.value(gap: margin * 1.2, size: 800) < 0.8)
    question.parameters[.trueDifference] = nil
    (question.gap, question.size) = (0.01, 20)
    question.source = .given(0.05)
    if goal == .equivalent { #expect(try PowerAnswer(question).parameter == nil) }
  }

  /// Near the exact form at sizes that people use, and at the bound beyond.
  @Test(arguments: [Goal.noWorse, .equivalent]) func theNormalFormIsNear(goal: Goal) throws {
    for (discordance, difference, margin, size) in [
      (0.3, 0.0, 0.05, 900), (0.1, 0.01, 0.04, 2000), (0.5, -0.01, 0.1, 500),
    ] {
      let question = question(goal, discordance, difference: difference)
      let design = question.design
      let (exact, normal) = (
        try design.value(gap: margin, size: size), try design.normalValue(gap: margin, size: Double(size))
      )
      #expect(abs(exact - normal) < 0.02, "\(goal.name) \(discordance): \(exact) \(normal)")
    }
    let question = question(goal, 0.3)
    let size = PowerQuestion.largestExactSize
    let margin = 4.0 * (0.3 / Double(size)).squareRoot()
    let exact = try question.design.value(gap: margin, size: size)
    #expect(abs(exact - (try question.design.normalValue(gap: margin, size: Double(size)))) < 1e-4)
  }

  /// A margin of 0 turned upside down: with a limit of 0 the statistic is McNemar's, whose power is known elsewhere.
  @Test func withoutAMarginItIsMcNemarsTest() throws {
    for size in [40, 177] {
      let test = MarginTest(margin: 0, level: 0.05, isTwoSided: false)
      let populations = try PairedPopulation.populations(difference: 0.1, discordance: 0.3, items: nil)
      var power = PairedPower(
        try PairedComparison(gap: 0.1, discordance: 0.3), test: .mcNemar, alpha: 0.05, alternative: .greater)
      #expect(close(test.rejection(of: populations, size: size), power.power(size: size), 1e-10))
    }
  }

  @Test func theSubjectMayBeTheItemsThemselves() throws {
    var question = question(.noWorse, 0.3)
    question.items = 500
    let population = try question.value(gap: 0.05, size: 400)
    question.subject = .items
    #expect(try question.value(gap: 0.05, size: 400) > population)
    #expect(try question.value(gap: 0.05, size: 500) == 1)
    #expect(try question.smallestSize(gap: 0.05, target: 0.9) ?? 0 < 500)
    question.subject = .population
    #expect(try question.smallestSize(gap: 0.05, target: 0.9) == nil)
  }
}
