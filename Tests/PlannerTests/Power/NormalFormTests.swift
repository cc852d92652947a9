import Simulate
import Testing

@testable import Planner

@Suite struct NormalFormTests {
  /// Where exact figures end, the size by the normal form is off by the error in power divided by its slope.
  @Test(arguments: SignificanceTest.allCases)
  func sizesBeyondTheExactOnesAreWithinTheBound(test: SignificanceTest) throws {
    let size = PowerQuestion.largestExactSize
    for (discordance, alpha, target) in [(0.3, 0.05, 0.8), (0.97, 0.001, 0.99), (0.001, 0.2, 0.5)] {
      // The gap that the normal form detects at this size.
      func normal(_ gap: Double, size: Double) -> Double {
        let variance = (discordance - gap * gap) / size
        return NormalForm(
          gap: gap, error: variance.squareRoot(),
          testError: ((test == .wald ? discordance - gap * gap : discordance) / size).squareRoot(),
          correction: test == .mcNemarExact ? 1 / size : 0
        ).behaviour(alpha: alpha, alternative: .twoSided).power
      }
      let gap = try #require(
        Solver.smallestGap(reaching: target, largest: discordance) { normal($0, size: Double(size)) })
      var exact = PairedPower(
        try PairedComparison(gap: gap, discordance: discordance), test: test, alpha: alpha)
      let error = exact.power(size: size) - target
      let slope = (normal(gap, size: Double(size) * 1.001) - target) / 0.001
      let bound = NormalForm.error(ofSize: Double(size), discordance: discordance)
      #expect(abs(error / slope) < bound / 2, "\(test) \(discordance) \(alpha) \(target): \(error / slope)")
      #expect(abs(error / slope) < 40 / (Double(size) * discordance) || discordance > 0.9)
    }
  }

  @Test func orderBeyondTheExactSizesIsWithinTheBound() throws {
    let size = PowerQuestion.largestExactSize
    for (discordance, target) in [(0.3, 0.8), (0.97, 0.99), (0.001, 0.6)] {
      let gap = NormalDistribution.quantile(target) * (discordance / Double(size)).squareRoot()
      let comparison = try PairedComparison(gap: gap, discordance: discordance)
      let error = comparison.normalAgreement(size: size) - comparison.orderProbabilities(size: size).ahead
      let next = comparison.normalAgreement(size: size + size / 1000)
      let slope = (next - comparison.normalAgreement(size: size)) / 0.001
      let bound = NormalForm.error(ofSize: Double(size), discordance: discordance)
      #expect(abs(error / slope) < bound / 2, "\(discordance) \(target): \(error / slope)")
    }
  }

  /// The same by the sizes themselves, where both are quick: 300 and 10,000 discordant items.
  @Test(arguments: SignificanceTest.allCases, [0.001, 0.3, 0.99])
  func sizesAreWithinTheBound(test: SignificanceTest, discordance: Double) throws {
    for expected in [300.0, 10_000] {
      for (alpha, target) in [(0.05, 0.8), (0.2, 0.5), (0.001, 0.99)] {
        var question = PowerQuestion(source: .given(discordance))
        question.test = test
        question.alpha = alpha
        let quantiles =
          NormalDistribution.quantile(1 - alpha / 2) + (target == 0.5 ? 0 : NormalDistribution.quantile(target))
        let gap = quantiles * discordance / expected.squareRoot()
        let exact = Double(try #require(try question.smallestSize(gap: gap, target: target)))
        question.designEffect = 1 + 1e-12
        let normal = Double(try #require(try question.smallestSize(gap: gap, target: target)))
        let bound = NormalForm.error(ofSize: exact, discordance: discordance)
        #expect(abs(normal / exact - 1) < bound, "\(test) \(discordance) \(expected) \(alpha): \(normal) \(exact)")
      }
    }
  }

  /// The larger the size, the nearer; but never said to be exact.
  @Test func sizesBeyondTheExactOnesSayHowNearTheyAre() throws {
    for (gap, words) in [(1e-4, "within 0.005 % of"), (1e-6, "within 0.001 % of")] {
      var question = PowerQuestion(source: .given(0.9))
      (question.test, question.gap, question.target) = (.mcNemar, gap, 0.99)
      let answer = try PowerAnswer(question)
      #expect(answer.basis == "approximate")
      #expect(answer.notes.contains { $0.contains(words) }, "\(answer.notes)")
    }
  }

  /// At sizes that people use, it is near the exact form of each test.
  @Test(arguments: SignificanceTest.allCases, TestAlternative.allCases)
  func isNearTheExactForm(test: SignificanceTest, alternative: TestAlternative) throws {
    for (gap, discordance, size) in [(0.05, 0.3, 900), (0.02, 0.2, 4000), (0.1, 0.6, 500)] {
      var question = PowerQuestion(source: .given(discordance))
      question.test = test
      question.alternative = alternative
      let exact = try question.behaviour(gap: gap, size: size)
      question.designEffect = 1 + 1e-12
      let normal = try question.behaviour(gap: gap, size: size)
      #expect(close(normal.power, exact.power, 0.006), "\(test) \(alternative): \(normal.power), \(exact.power)")
      #expect(close(normal.attainedLevel, exact.attainedLevel, 0.004))
      if exact.power > 0.01 { #expect(close(normal.typeM, exact.typeM, 0.02)) }
      question.test = nil
      question.designEffect = 1
      let order = try question.value(gap: gap, size: size)
      question.designEffect = 1 + 1e-12
      #expect(close(try question.value(gap: gap, size: size), order, 0.002))
    }
  }

  /// Clusters of one item each change nothing, and no size is rounded.
  @Test func clustersDivideTheSizeWithoutRounding() throws {
    var question = PowerQuestion(source: .given(0.3))
    question.test = .wald
    question.designEffect = 1.3
    let sizes = [200, 201, 202, 203].map { try? question.value(gap: 0.05, size: $0) }
    for (low, high) in zip(sizes, sizes.dropFirst()) {
      #expect(try #require(low) < #require(high))
    }
    // Φ(δ/√(v·1.3/200) − z), v = .3 − .05².
    let lambda = 0.05 / (0.2975 * 1.3 / 200).squareRoot()
    let z = 1.959963984540054
    #expect(
      close(sizes[0] ?? nil, NormalDistribution.cumulative(lambda - z) + NormalDistribution.cumulative(-lambda - z)))
    let answer = try PowerAnswer(
      {
        var question = question
        question.size = 200
        question.gap = 0.05
        return question
      }())
    #expect(answer.basis == "approximate")
    #expect(answer.notes.first == "Clusters: with a design effect of 1.3, 200 items count as 153.8.")
  }

  @Test func sizesInvertTheNormalForm() throws {
    // Connor 1987, two-sided 0.05: (z·√d + z'·√(d − δ²))²/δ² = 22.0113. The other tail of the test is negligible.
    let size = NormalForm.size(reaching: 0.8) { size in
      NormalForm(gap: 0.4, error: (0.34 / size).squareRoot(), testError: (0.5 / size).squareRoot())
        .behaviour(alpha: 0.05, alternative: .twoSided).power
    }
    #expect(close(size, 22.0113, 0.0001))
    #expect(NormalForm.size(reaching: 0.9) { (_: Double) -> Double in 0.5 } == nil)
    #expect(NormalForm.size(reaching: 0.4) { (_: Double) -> Double in 0.5 } == 1)
  }
}

@Suite struct PowerQuestionTests {
  /// What the benchmark's items are a sample of does not depend on how many there are.
  @Test func significanceIsAboutThePopulationUnlessAskedOtherwise() throws {
    var question = PowerQuestion(source: .given(0.3))
    question.test = .mcNemarExact
    let unlimited = try question.value(gap: 0.05, size: 400)
    question.items = 448
    #expect(try question.value(gap: 0.05, size: 400) == unlimited)
    question.subject = .items
    #expect(try question.value(gap: 0.05, size: 400) > unlimited + 0.2)
    #expect(try question.behaviour(gap: 0.05, size: 400).attainedLevel < 0.05)
    // All items decide.
    #expect(try question.value(gap: 0.1, size: 448) == 1)
    question.subject = .population
    #expect(try question.smallestSize(gap: 0.2, target: 0.8) == 61)
    question.items = 61
    #expect(try question.smallestSize(gap: 0.2, target: 0.8) == 61)
    question.items = 60
    #expect(try question.smallestSize(gap: 0.2, target: 0.8) == nil)
  }

  /// Adds up all samples that the test of a claim about N items rejects, each with its chance.
  @Test(arguments: [(100, 0.1), (200, 0.05), (300, 0.05), (400, 0.03)])
  func powerAboutTheItemsIsThatOfTheTestAmongThem(size: Int, gap: Double) throws {
    let (items, discordant) = (448, 134)
    let lead = 2 * Int((gap * Double(items) / 2).rounded())
    let wins = (discordant + lead) / 2
    let drawn = DiscreteWindow.hypergeometric(population: items, successes: discordant, draws: size)
    var power = 0.0
    for (offset, chance) in drawn.probabilities.enumerated() {
      let number = drawn.lowerBound + offset
      let won = DiscreteWindow.hypergeometric(population: discordant, successes: wins, draws: number)
      for (position, part) in won.probabilities.enumerated() {
        let more = won.lowerBound + position
        let found = PairedDifference(wins: more, losses: number - more, size: size)
        if found.exactP(amongItems: items) <= 0.05 { power += chance * part }
      }
    }
    var question = PowerQuestion(source: .given(Double(discordant) / Double(items)))
    question.test = .mcNemarExact
    question.items = items
    question.subject = .items
    #expect(abs(try question.value(gap: Double(lead) / Double(items), size: size) - power) < 0.03)
    // Control: the same without N.
    question.subject = .population
    let without = try question.value(gap: gap, size: size)
    #expect(size < 200 || abs(without - power) > 0.1)
  }

  @Test func theWrongDirectionHasNoSize() throws {
    var question = PowerQuestion(source: .given(0.3))
    question.test = .mcNemar
    question.alternative = .less
    #expect(try question.smallestSize(gap: 0.05, target: 0.02) == nil)
    #expect(try question.smallestGap(size: 100, target: 0.02) == nil)
    #expect(try question.behaviour(gap: 0.05, size: 100).typeS == 1)
  }

  /// Where nearly all items are discordant, power moves in teeth as long as √k: the definition, size by size.
  @Test(arguments: [SignificanceTest.mcNemarExact, .mcNemar], [0.985, 1])
  func sizesStandForAllLargerOnes(test: SignificanceTest, discordance: Double) throws {
    for gap in [0.2, 0.07] {
      var question = PowerQuestion(source: .given(discordance))
      question.test = test
      let found = try #require(try question.smallestSize(gap: gap, target: 0.8))
      var power = PairedPower(try PairedComparison(gap: gap, discordance: discordance), test: test, alpha: 0.05)
      var last = 0
      for size in 1...found * 3 / 2 where power.power(size: size) < 0.8 - 1e-12 { last = size }
      #expect(found == last + 1)
    }
  }

  /// Nothing that one may ask takes more than some √k operations, so these end at once.
  @Test func theLargestQuestionsEnd() throws {
    func question(_ test: SignificanceTest?, _ discordance: Double) -> PowerQuestion {
      var question = PowerQuestion(source: .given(discordance))
      question.test = test
      return question
    }
    #expect(try question(.mcNemarExact, 0.3).behaviour(gap: 0.05, size: 1_000_000_000).power == 1)
    let large = try #require(try question(.mcNemarExact, 0.9).smallestSize(gap: 1e-4, target: 0.99))
    // (z₁ + z₂)²·d/δ² with z of .975 and .99.
    #expect(abs(Double(large) / 1.65354e9 - 1) < 1e-4)
    #expect(try question(nil, 1e-6).smallestSize(gap: 1e-7, target: 0.9) != nil)
    #expect(try question(.mcNemarMidP, 1e-6).smallestSize(gap: 1e-6, target: 0.9) != nil)
    var independent = question(.wald, 0.3)
    independent.independentAccuracy = 0.6
    #expect(try independent.value(gap: 0.001, size: 10_000_000) > 0.98)
  }
}
