import Simulate

/// Asks about size, gap and agreement (or the power of a test): two are given, and the third can be solved for.
public struct PowerQuestion: Sendable {
  /// The power that a test should have if none is given.
  public static let standardPower = 0.8
  /// The largest size at which figures are exact; beyond it they are those of the normal form.
  public static let largestExactSize = Solver.largestSize

  /// k; nil to solve for it.
  public var size: Int?
  /// δ, a fraction; nil to solve for it.
  public var gap: Double?
  /// The agreement or power to reach; nil to solve for it.
  public var target: Double?
  /// The test whose power is asked for, or nil if agreement is.
  public var test: SignificanceTest?
  /// The test's level, from 1e-9 to 0.5.
  public var alpha = 0.05
  /// The differences that the test looks for.
  public var alternative = TestAlternative.twoSided
  /// What a significant difference is claimed of, if the benchmark has a size.
  public var subject = TestSubject.population
  /// N; nil for a benchmark of unlimited size.
  public var items: Int?
  /// Where the discordance of models that answer the same items comes from.
  public var source: DiscordanceSource
  /// The mean accuracy of models that each answer items of their own, a fraction, or nil if both answer the same items.
  public var independentAccuracy: Double?
  /// What equal scores count as.
  public var ties = TiePolicy.wrong
  /// How many times more items clusters cost; 1 without clusters. Above 1 the normal form is used.
  public var designEffect = 1.0
  /// Answers sampled per item and model; above 1 the normal form is used.
  public var samplesPerItem = 1
  /// The variance of one model's repeated answers to an item.
  public var resamplingVariance = 0.0

  /// Creates a question about models whose discordance comes from `source`.
  public init(source: DiscordanceSource) { self.source = source }

  /// The test that type S and M are of: the one asked for, or the usual one of the design.
  public var effectiveTest: SignificanceTest {
    test ?? (independentAccuracy == nil && samplesPerItem == 1 ? .mcNemarExact : .wald)
  }

  /// Tells whether figures at a size are those of the normal form.
  func isApproximate(size: Int) -> Bool {
    designEffect > 1 || samplesPerItem > 1 || size > PowerQuestion.largestExactSize
  }

  /// N if the test is about the benchmark's items; nil if they are a sample themselves.
  var testedItems: Int? { subject == .items ? items : nil }

  /// N if what is asked for is about the benchmark's items, as the right order always is.
  private var askedItems: Int? { test == nil ? items : testedItems }

  /// Tells whether what is asked for is about the benchmark's items, which are all known at k = N.
  var isAboutItems: Bool { askedItems != nil }

  /// The sizes that there are in words, such as "below N = 448"; nil if there is no N.
  var sizeLimit: String? { items.map { (isAboutItems ? "below" : "up to") + " N = \($0)" } }

  /// Returns the comparison of two models a gap apart that answer the same items, of N items or of unlimited ones.
  func comparison(gap: Double, items: Int?) throws(PlannerError) -> PairedComparison {
    try PairedComparison(gap: gap, discordance: try source.discordance(atGap: gap), itemCount: items)
  }

  /// Returns the gap in whole items if what is asked for is about the benchmark's items; the gap itself otherwise.
  func realizedGap(_ gap: Double) throws(PlannerError) -> Double {
    guard isAboutItems, independentAccuracy == nil, samplesPerItem == 1 else { return gap }
    return try comparison(gap: gap, items: askedItems).realizedGap
  }

  private func independent(gap: Double, accuracy: Double, items: Int?) throws(PlannerError) -> IndependentComparison {
    try IndependentComparison(better: accuracy + gap / 2, worse: accuracy - gap / 2, itemCount: items)
  }

  /// Returns how the test behaves at a size and a gap.
  func behaviour(gap: Double, size: Int) throws(PlannerError) -> TestBehaviour {
    if isApproximate(size: size) {
      return try normalForm(gap: gap, size: Double(size), items: testedItems)
        .behaviour(alpha: alpha, alternative: alternative)
    }
    if let independentAccuracy {
      return try independent(gap: gap, accuracy: independentAccuracy, items: testedItems)
        .waldBehaviour(size: size, alpha: alpha, alternative: alternative)
    }
    var power = try pairedPower(gap: gap)
    return power.behaviour(size: size)
  }

  private func pairedPower(gap: Double) throws(PlannerError) -> PairedPower {
    PairedPower(
      try comparison(gap: gap, items: testedItems), test: effectiveTest, alpha: alpha, alternative: alternative)
  }

  /// Returns the agreement, or the power of the test asked for, at a size and a gap.
  func value(gap: Double, size: Int) throws(PlannerError) -> Double {
    if isApproximate(size: size) { return try normalValue(gap: gap, size: Double(size)) }
    if let independentAccuracy {
      let comparison = try independent(gap: gap, accuracy: independentAccuracy, items: askedItems)
      return test == nil
        ? comparison.orderProbabilities(size: size).agreement(ties: ties)
        : comparison.waldPower(size: size, alpha: alpha, alternative: alternative)
    }
    if test != nil {
      var power = try pairedPower(gap: gap)
      return power.power(size: size)
    }
    return try comparison(gap: gap, items: items).orderProbabilities(size: size).agreement(ties: ties)
  }

  /// Returns the normal approximation of agreement, or nil if the question is not about that or has no other answer.
  func normalAgreement(gap: Double, size: Int) throws(PlannerError) -> Double? {
    guard independentAccuracy == nil, test == nil, !isApproximate(size: size) else { return nil }
    return try comparison(gap: gap, items: items).normalAgreement(size: size)
  }
}

/// The normal form of every question.
extension PowerQuestion {
  /// Returns the agreement or power by the normal form, at a size that need not be a whole number.
  private func normalValue(gap: Double, size: Double) throws(PlannerError) -> Double {
    let form = try normalForm(gap: gap, size: size, items: askedItems)
    return test == nil ? form.agreement(ties: ties) : form.behaviour(alpha: alpha, alternative: alternative).power
  }

  /// Returns the normal form at a size.
  ///
  /// Clusters divide the size by the design effect, without rounding.
  ///
  /// - Parameter items: N if the comparison is about the benchmark's items.
  private func normalForm(gap: Double, size: Double, items: Int?) throws(PlannerError) -> NormalForm {
    if samplesPerItem > 1 {
      return try VarianceComponents(
        discordance: try source.discordance(atGap: gap), gap: gap, resamplingVariance: resamplingVariance,
        samplesPerItem: samplesPerItem, designEffect: designEffect
      ).normalForm(gap: gap, size: size, itemCount: items)
    }
    let effective = size / designEffect
    let remaining = remainingShare(of: items, after: size)
    var lead = gap
    // Of one difference: its variance, that which the test assumes, and that without a lead.
    let variance: Double
    let tested: Double
    let withoutLead: Double
    if let independentAccuracy {
      let comparison = try independent(gap: gap, accuracy: independentAccuracy, items: nil)
      let (p, q) = (comparison.better, comparison.worse)
      variance = p * (1 - p) + q * (1 - q)
      tested = variance
      withoutLead = (p + q) * (1 - (p + q) / 2)
    } else {
      let comparison = try comparison(gap: gap, items: items)
      lead = comparison.realizedGap
      variance = max(0, comparison.discordance - lead * lead)
      withoutLead = comparison.discordance
      tested = effectiveTest == .wald ? variance : withoutLead
    }
    func error(_ variance: Double, _ share: Double) -> Double { (variance * share / effective).squareRoot() }
    return NormalForm(
      gap: lead, error: error(variance, remaining), testError: error(tested, 1),
      nullError: error(effectiveTest == .wald ? tested : withoutLead, remaining), halfStep: 1 / (2 * effective),
      correction: effectiveTest == .mcNemarExact ? 1 / effective : 0)
  }
}

/// Solving for what was left out.
extension PowerQuestion {
  /// Returns the smallest size such that it and every larger one reach the target, or nil if none up to N does: below N
  /// if the question is about the N items, which are all known at N.
  func smallestSize(gap: Double, target: Double) throws -> Int? {
    // The chance of the wrong conclusion falls with the size.
    if test != nil, alternative == .less { return nil }
    let normal = try NormalForm.size(reaching: target) { size throws(PlannerError) in
      try normalValue(gap: gap, size: size)
    }
    let guess = normal.map { max(1, Int($0.rounded(.up))) }
    let found: Int?
    if isApproximate(size: 1) || (items == nil && (guess ?? .max) > PowerQuestion.largestExactSize + 1_000_000) {
      found = guess.flatMap { size in items.map { size > $0 } ?? false ? nil : size }
    } else {
      let exact = try exactSize(gap: gap, target: target, guess: min(guess ?? .max, items ?? Solver.largestSize))
      found = exact ?? (items == nil ? guess.map { max($0, PowerQuestion.largestExactSize + 1) } : nil)
    }
    return found == items && isAboutItems ? nil : found
  }

  private func exactSize(gap: Double, target: Double, guess: Int) throws -> Int? {
    guard test != nil, independentAccuracy == nil else {
      return try Solver.smallestSize(reaching: target, limit: items, guess: guess) { try value(gap: gap, size: $0) }
    }
    // One object for all sizes: what it computes for a number of discordant items serves the next size, too.
    var power = try pairedPower(gap: gap)
    let discordance = power.comparison.discordance
    // Power moves in teeth where nearly all items are discordant; elsewhere the spread of their number smooths it. A
    // tooth is about 2√k/z long. Where looking that far took too long, as at 10⁸ items, fewer sizes are looked at.
    let z = max(0.1, NormalDistribution.quantile(1 - alpha / Double(alternative.tails)))
    let isSmooth = z * (1 - discordance).squareRoot() > 0.5
    let size = Double(guess)
    let spread = 50 + 18 * (size * discordance * (1 - discordance)).squareRoot()
    let budget = power.test.isConditional ? 8e6 : 2e6
    let tooth = isSmooth ? 8 : Int(min(16 + 3 * size.squareRoot() / z, budget / spread))
    return Solver.smallestSize(
      reaching: target, limit: items, teeth: isSmooth ? 2 : 12, lookahead: tooth, guess: guess
    ) { power.power(size: $0) }
  }

  /// Returns the smallest gap at which a size reaches the target, in whole items where the question is about the
  /// benchmark's items, or nil if none does.
  func smallestGap(size: Int, target: Double) throws -> Double? {
    if test != nil, alternative == .less { return nil }
    var largest = 1.0
    if case .given(let discordance) = source, independentAccuracy == nil { largest = discordance }
    /// Returns a value, or nil for a gap that no pair can have.
    func possible(_ value: () throws -> Double) throws -> Double? {
      do {
        return try value()
      } catch PlannerError.invalidQuantity {
        return nil
      } catch PlannerError.gapBelowOneItem {
        return nil
      }
    }
    let guess = try Solver.smallestGap(reaching: target, largest: largest) { gap in
      try possible { try normalValue(gap: gap, size: Double(size)) }
    }
    let gap =
      isApproximate(size: size)
      ? guess
      : try Solver.smallestGap(reaching: target, largest: largest, guess: guess) { gap in
        try possible { try value(gap: gap, size: size) }
      }
    return try gap.map { try realizedGap($0) }
  }
}
