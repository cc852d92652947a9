import Simulate
import Testing

@testable import Planner

@Suite struct PairedSampleTests {
  /// Makes runs of `size` items of which only the second has `wins` right and only the first `losses`.
  static func sample(wins: Int, losses: Int, size: Int, items: Int? = nil) -> PairedSample {
    let first = (0..<size).map { $0 < wins ? 0.0 : $0 < wins + losses ? 1 : Double($0 % 2) }
    let second = (0..<size).map { $0 < wins ? 1.0 : $0 < wins + losses ? 0 : Double($0 % 2) }
    return PairedSample(first, second, items: items)
  }

  /// statsmodels 0.15: mcnemar([[0, b], [c, 0]], exact=True).pvalue; R's mcnemar.test and exact2x2 print the same.
  @Test(arguments: [
    (15, 19, 0.6075913612730801), (9, 2, 0.0654296875), (1, 7, 0.0703125), (53, 27, 0.004868154149559423),
  ])
  func exactPIsMcNemars(wins: Int, losses: Int, p: Double) {
    #expect(abs(Self.sample(wins: wins, losses: losses, size: 200).p - p) < 1e-12)
  }

  /// Fagerland, Lydersen and Laake 2017, chapter 8 (R's contingencytables): Tango's interval of (59, 6, 16, 80).
  @Test func intervalIsTheScoreIntervalAsPublished() throws {
    let sample = Self.sample(wins: 6, losses: 16, size: 161)
    let interval = try #require(sample.interval(level: 0.95))
    #expect(abs(sample.difference + 10.0 / 161) < 1e-12)
    #expect(abs(interval.low + 0.1240) < 5e-5 && abs(interval.high + 0.0054) < 5e-5)
  }

  /// The score test of a margin rejects at the limits of the score interval.
  @Test(arguments: [(53, 27, 200), (3, 9, 60), (0, 4, 30), (12, 12, 100)])
  func marginsAreTestedAsTheIntervalSays(wins: Int, losses: Int, size: Int) throws {
    let sample = Self.sample(wins: wins, losses: losses, size: size)
    let interval = try #require(sample.interval(level: 0.9))
    #expect(abs(sample.p(above: interval.low) - 0.05) < 1e-6)
    #expect(abs(sample.p(below: interval.high) - 0.05) < 1e-6)
    #expect(sample.p(above: interval.low - 0.01) < 0.05)
    #expect(sample.p(below: interval.high - 0.01) > 0.05)
  }

  /// scipy.stats.ttest_rel(b, a) of SciPy, with its confidence_interval(0.95), and ttest_1samp(b − a + 0.02,
  /// alternative="greater").
  @Test func gradedScoresAreStudents() throws {
    let a = [0.2, 0.5, 0.9, 0.4, 0.7, 0.1, 0.8, 0.6]
    let b = [0.3, 0.55, 0.8, 0.7, 0.9, 0.2, 0.85, 0.75]
    let sample = PairedSample(a, b)
    let interval = try #require(sample.interval(level: 0.95))
    #expect(abs(sample.p - 0.0380782850246614) < 1e-9)
    #expect(abs(interval.low - 0.007741585018577968) < 1e-9 && abs(interval.high - 0.20475841498142203) < 1e-9)
    #expect(sample.counts == nil)
    #expect(abs(sample.p(above: -0.02) - 0.009550003097715243) < 1e-9)
  }

  /// With all items known there is no doubt; with half of them, less than in a sample of unlimited ones.
  @Test func knowingPartOfTheItemsNarrowsTheInterval() throws {
    func width(_ items: Int?) throws -> Double {
      let interval = try #require(Self.sample(wins: 30, losses: 18, size: 200, items: items).interval(level: 0.95))
      return interval.high - interval.low
    }
    #expect(try width(400) < 0.75 * width(nil))
    #expect(try width(200) < 1e-9)
    #expect(Self.sample(wins: 30, losses: 18, size: 200, items: 200).p == 0)
    let (some, unlimited) = (
      Self.sample(wins: 30, losses: 18, size: 200, items: 400), Self.sample(wins: 30, losses: 18, size: 200)
    )
    #expect(some.p < unlimited.p)
    #expect(abs(Self.sample(wins: 30, losses: 18, size: 200, items: 4_000_000).p - unlimited.p) < 1e-3)
  }

  @Test func runsThatAnswerAlikeShowNothing() throws {
    let sample = Self.sample(wins: 0, losses: 0, size: 50)
    #expect(sample.p == 1)
    #expect(try sample.resolution(ComparisonQuestion(goal: .order)) == nil)
    #expect(try sample.enoughItems(ComparisonQuestion(goal: .difference)) == nil)
    let graded = PairedSample([0.5, 0.25, 0.75], [0.5, 0.25, 0.75])
    #expect(graded.p == 1)
  }

  /// Without a spread there is no error to divide by: the p-value is that of signs at random.
  @Test func aConstantDifferenceIsNoCertainty() {
    let sample = PairedSample([0.5, 0.25, 0.75], [0.6, 0.35, 0.85])
    #expect(sample.p > 0.2 && sample.p <= 0.25 + 1e-12)
  }

  /// What would have been enough is what power says of the difference and the discordance that were seen.
  @Test(arguments: [(ComparisonGoal.noWorse, 0.03), (.equivalent, 0.12), (.order, 0), (.difference, 0)])
  func enoughItemsAreThoseOfPower(goal: ComparisonGoal, margin: Double) throws {
    var question = ComparisonQuestion(goal: goal)
    question.margin = margin
    let sample = Self.sample(wins: 58, losses: 50, size: 240)
    var asked = PowerQuestion(source: .given(108.0 / 240))
    switch goal {
    case .noWorse: asked.goal = .noWorse
    case .equivalent: asked.goal = .equivalent
    case .difference: asked.test = .mcNemarExact
    default: break
    }
    asked.parameters = goal.needsMargin ? [.trueDifference: 8.0 / 240] : [:]
    let expected = try asked.smallestSize(
      gap: goal.needsMargin ? margin : 8.0 / 240, target: goal == .order ? 0.8 : question.power)
    #expect(try sample.enoughItems(question) == expected)
  }

  /// Clustered items take the normal form: statpsych's size.supinf.prop.ps(.05, .9, .35, .20, .45, .05) is 227, with α
  /// in two tails, so that the level is .025 in one.
  @Test func nonInferiorityTakesAsManyItemsAsPublished() throws {
    // Of 10,000 items their accuracies and correlation make 2,151 and 651 discordant, here each a cluster of its own.
    var question = ComparisonQuestion(goal: .noWorse)
    question.alpha = 0.025
    question.power = 0.9
    // The test there is of superiority by .05: the distance from the margin is .15 − .05.
    question.margin = -0.05
    let overlap = 0.35 * 0.20 + 0.45 * (0.35 * 0.65 * 0.2 * 0.8).squareRoot()
    let (first, second) = (Int((10_000 * (0.35 - overlap)).rounded()), Int((10_000 * (0.20 - overlap)).rounded()))
    let answers = (0..<10_000).map { $0 < first ? (0.0, 1.0) : $0 < first + second ? (1, 0) : (1, 1) }
    let sample = PairedSample(answers.map(\.0), answers.map(\.1), clusterOfItem: Array(0..<10_000))
    let size = try #require(try sample.enoughItems(question))
    #expect(abs(size - 227) <= 1)
  }
}
