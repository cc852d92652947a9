import Simulate

/// How two models' answers are sampled: what every goal about pairs computes with.
extension PowerQuestion {
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

  /// The largest gap that two such models can have.
  var largestPairGap: Double {
    if case .given(let discordance) = source, independentAccuracy == nil { return discordance }
    return 1
  }

  /// Returns the comparison of two models a gap apart that answer the same items, of N items or of unlimited ones.
  func comparison(gap: Double, items: Int?) throws(PlannerError) -> PairedComparison {
    try PairedComparison(gap: gap, discordance: try source.discordance(atGap: gap), itemCount: items)
  }

  /// Returns a gap in whole items of a benchmark, or the gap itself where there is none, or the models answer items of
  /// their own or several times.
  func realizedGap(_ gap: Double, items: Int?) throws(PlannerError) -> Double {
    guard items != nil, independentAccuracy == nil, samplesPerItem == 1 else { return gap }
    return try comparison(gap: gap, items: items).realizedGap
  }

  /// Returns the comparison of two models a gap apart that each answer items of their own.
  func independent(gap: Double, accuracy: Double, items: Int?) throws(PlannerError) -> IndependentComparison {
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

  /// Returns the power of the test at any number of sizes.
  func pairedPower(gap: Double) throws(PlannerError) -> PairedPower {
    PairedPower(
      try comparison(gap: gap, items: testedItems), test: effectiveTest, alpha: alpha, alternative: alternative)
  }

  /// Returns the normal form at a size.
  ///
  /// Clusters divide the size by the design effect, without rounding.
  ///
  /// - Parameter items: N if the comparison is about the benchmark's items.
  func normalForm(gap: Double, size: Double, items: Int?) throws(PlannerError) -> NormalForm {
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
