import Simulate

/// How two models' answers are sampled: what every goal about pairs computes with.
extension PowerQuestion {
  /// The test that type S and M are of: the one asked for, or the usual one of the design.
  public var effectiveTest: SignificanceTest {
    test ?? (independentAccuracy == nil && !answersVary ? .mcNemarExact : .wald)
  }

  /// Tells whether figures at a size are those of the normal form.
  func isApproximate(size: Int) -> Bool {
    designEffect > 1 || answersVary || testedItems != nil || size > PowerQuestion.largestExactSize
  }

  /// Tells whether what answers vary by within items counts apart: if there are several, or if one is given to each of
  /// N items, which are then known only up to that.
  var answersVary: Bool {
    samplesPerItem > 1 || (withinShare ?? 0 > 0 && items != nil && (!goal.takes(.about) || subject == .items))
  }

  /// Returns how many times more items clusters cost if k are taken: 1 + (deff − 1)(k − 1)/(N − 1) for single items of
  /// N, which share a cluster as often.
  func designEffect(at size: Double) -> Double {
    guard let all = itemsDrawnSingly, all > 1 else { return designEffect }
    return 1 + (designEffect - 1) * min(1, max(0, size - 1) / Double(all - 1))
  }

  /// Returns the parts of the variance of a difference.
  func components(discordance: Double, gap: Double, size: Double) throws(PlannerError) -> VarianceComponents {
    let variance = discordance - gap * gap
    return try VarianceComponents(
      discordance: discordance, gap: gap,
      resamplingVariance: withinShare.map { $0 * max(0, variance) / 2 } ?? resamplingVariance,
      samplesPerItem: samplesPerItem, designEffect: designEffect(at: size))
  }

  /// N if the test is about the benchmark's items; nil if they are a sample themselves.
  var testedItems: Int? { subject == .items && goal.takes(.about) ? items : nil }

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
    guard items != nil, independentAccuracy == nil, !answersVary else { return gap }
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
    if answersVary {
      let discordance = try source.discordance(atGap: gap)
      return try components(discordance: discordance, gap: gap, size: size)
        .normalForm(gap: gap, size: size, itemCount: items)
    }
    let effective = size / designEffect(at: size)
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
      gap: lead, error: error(variance, remaining), testError: error(tested, remaining),
      nullError: error(effectiveTest == .wald ? tested : withoutLead, remaining), halfStep: 1 / (2 * effective),
      correction: effectiveTest == .mcNemarExact ? 1 / effective : 0)
  }
}
