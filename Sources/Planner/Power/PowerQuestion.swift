import Simulate

/// Asks about size, gap and agreement (or the power of a test): two are given, and the third can be solved for.
public struct PowerQuestion: Sendable {
  /// The power that a test should have if none is given.
  public static let standardPower = 0.8

  /// k; nil to solve for it.
  public var size: Int?
  /// δ, a fraction; nil to solve for it.
  public var gap: Double?
  /// The agreement or power to reach; nil to solve for it.
  public var target: Double?
  /// The test whose power is asked for, or nil if agreement is.
  public var test: SignificanceTest?
  /// The test's two-sided level.
  public var alpha = 0.05
  /// N; nil for a benchmark of unlimited size.
  public var items: Int?
  /// Where the discordance of models that answer the same items comes from.
  public var source: DiscordanceSource
  /// The mean accuracy of models that each answer items of their own, a fraction, or nil if both answer the same items.
  public var independentAccuracy: Double?
  /// What equal scores count as.
  public var ties = TiePolicy.wrong
  /// How many times more items clusters cost; 1 without clusters.
  public var designEffect = 1.0
  /// Answers sampled per item and model; above 1 the normal approximation is used.
  public var samplesPerItem = 1
  /// The variance of one model's repeated answers to an item.
  public var resamplingVariance = 0.0

  /// Creates a question about models whose discordance comes from `source`.
  public init(source: DiscordanceSource) { self.source = source }

  /// The test that type S and M are of: the one asked for, or the usual one of the design.
  public var effectiveTest: SignificanceTest { test ?? (independentAccuracy == nil ? .mcNemarExact : .wald) }

  /// The largest size at which the exact power of independent samples is computed.
  public static let largestIndependentSize = 100_000

  /// Returns the number of independent items that k clustered ones are worth.
  private func effective(_ size: Int) -> Int { max(1, Int((Double(size) / designEffect + 1e-9).rounded(.down))) }

  /// Returns the comparison of two models a gap apart that answer the same items.
  func comparison(gap: Double) throws(PlannerError) -> PairedComparison {
    try PairedComparison(
      gap: gap, discordance: try source.discordance(atGap: gap), itemCount: items.map { effective($0) })
  }

  private func independent(gap: Double, accuracy: Double) throws(PlannerError) -> IndependentComparison {
    try IndependentComparison(
      better: accuracy + gap / 2, worse: accuracy - gap / 2, itemCount: items.map { effective($0) })
  }

  private func components(gap: Double) throws(PlannerError) -> VarianceComponents {
    try VarianceComponents(
      discordance: try source.discordance(atGap: gap), gap: gap, resamplingVariance: resamplingVariance,
      samplesPerItem: samplesPerItem, designEffect: designEffect)
  }

  /// Returns how the test behaves at a size and a gap.
  func behaviour(gap: Double, size: Int) throws(PlannerError) -> TestBehaviour {
    if let independentAccuracy {
      return try independent(gap: gap, accuracy: independentAccuracy)
        .waldBehaviour(size: min(effective(size), PowerQuestion.largestIndependentSize), alpha: alpha)
    }
    if samplesPerItem > 1 {
      return try components(gap: gap).behaviour(gap: gap, size: size, alpha: alpha, itemCount: items)
    }
    var power = PairedPower(try comparison(gap: gap), test: effectiveTest, alpha: alpha)
    return power.behaviour(size: effective(size))
  }

  /// Returns the agreement, or the power of the test asked for, at a size and a gap.
  func value(gap: Double, size: Int) throws(PlannerError) -> Double {
    if test != nil { return try behaviour(gap: gap, size: size).power }
    if let independentAccuracy {
      return try independent(gap: gap, accuracy: independentAccuracy).orderProbabilities(size: effective(size))
        .agreement(ties: ties)
    }
    if samplesPerItem > 1 {
      return try components(gap: gap).agreement(gap: gap, size: size, itemCount: items)
    }
    return try comparison(gap: gap).orderProbabilities(size: effective(size)).agreement(ties: ties)
  }

  /// Returns the normal approximation of strict agreement, or nil if the question is not about that.
  func normalAgreement(gap: Double, size: Int) throws(PlannerError) -> Double? {
    guard independentAccuracy == nil, test == nil, samplesPerItem == 1 else { return nil }
    return try comparison(gap: gap).normalAgreement(size: effective(size))
  }

  /// Returns the smallest size such that it and every larger one reach the target, or nil if none below N does.
  func smallestSize(gap: Double, target: Double) throws -> Int? {
    let found: Int?
    if test != nil, independentAccuracy == nil, samplesPerItem == 1 {
      // One object for all sizes: what it computes for a number of discordant items serves the next size, too.
      var power = PairedPower(try comparison(gap: gap), test: effectiveTest, alpha: alpha)
      let teeth = 8 + Int(4 / (try source.discordance(atGap: gap)))
      found = Solver.smallestSize(reaching: target, limit: items, teeth: teeth) { size in
        power.behaviour(size: effective(size)).power
      }
    } else {
      let largest = test != nil && independentAccuracy != nil ? PowerQuestion.largestIndependentSize : nil
      let limit = [items, largest].compactMap { $0 }.min()
      found = try Solver.smallestSize(reaching: target, limit: limit) { try value(gap: gap, size: $0) }
    }
    return found == items ? nil : found
  }

  /// Returns the smallest gap at which a size reaches the target, in whole items where the benchmark has a size, or nil
  /// if none does.
  func smallestGap(size: Int, target: Double) throws -> Double? {
    var largest = 1.0
    if case .given(let discordance) = source, independentAccuracy == nil { largest = discordance }
    let gap = try Solver.smallestGap(reaching: target, largest: largest) { gap -> Double? in
      do {
        return try value(gap: gap, size: size)
      } catch PlannerError.invalidQuantity {
        return nil
      }
    }
    guard let gap, items != nil, independentAccuracy == nil, samplesPerItem == 1 else { return gap }
    return try comparison(gap: gap).realizedGap
  }
}
