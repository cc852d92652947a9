import Simulate

/// Asks about size, gap and agreement (or power, or another probability): two are given, and the third can be solved
/// for. The ``goal`` says what of.
public struct PowerQuestion: Sendable {
  /// The power that a test should have if none is given.
  public static let standardPower = 0.8
  /// The largest size at which figures are exact; beyond it they are those of the normal form.
  public static let largestExactSize = Solver.largestSize

  /// k; nil to solve for it.
  public var size: Int?
  /// The goal's ``Goal/quantity``, a fraction: δ, or a margin; nil to solve for it.
  public var gap: Double?
  /// The agreement, power or probability to reach; nil to solve for it.
  public var target: Double?
  /// What the goal takes besides, fractions and counts; nothing for the standard value.
  public var parameters: [GoalParameter: Double] = [:]
  /// The test of a significant difference; nil for the usual one.
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
  /// The items that single ones are drawn from, to which `designEffect` applies if all are taken: k of them share fewer
  /// clusters. Nil if clusters are taken whole.
  public var itemsDrawnSingly: Int?
  /// What the design effect was measured on; nil if it was given.
  package var clusters: Clusters?
  /// Answers sampled per item and model; above 1 the normal form is used.
  public var samplesPerItem = 1
  /// The variance of one model's repeated answers to an item.
  public var resamplingVariance = 0.0
  /// The share of the variance of a difference between single answers that is within items, as measured; it takes the
  /// place of `resamplingVariance`. Nil if it is not known.
  public var withinShare: Double?
  /// What items and answers cost: the number of answers per item is chosen so that the cost is least. Nil to take
  /// `samplesPerItem`.
  public var prices: AnswerPrices?

  /// The goal that was set; nil if it follows from whether there is a test.
  private(set) var namedGoal: Goal?

  /// What k items are to achieve. Unless it is set, it is a significant difference if a test is named, and the right
  /// order otherwise.
  public var goal: Goal {
    get { namedGoal ?? (test == nil ? .order : .difference) }
    set { namedGoal = newValue }
  }

  /// Says which clusters a design effect was measured on.
  package struct Clusters: Sendable {
    /// Their number.
    let count: Int
    /// The items of one, on average.
    let size: Double
    /// ρ of differences within them.
    let correlation: Double

    /// Takes what a matrix says.
    package init(_ found: ClusteredDifferences) {
      count = found.clusters
      size = found.meanSize
      correlation = found.correlation.value ?? 0
    }
  }

  /// Creates a question about models whose discordance comes from `source`.
  public init(source: DiscordanceSource) { self.source = source }

  /// Returns a parameter of the goal: as given, or its standard value.
  ///
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` if it is not given and has no standard value.
  func parameter(_ parameter: GoalParameter) throws(PlannerError) -> Double {
    guard let value = parameters[parameter] ?? parameter.standardValue else {
      throw .invalidQuantity("goal \(goal.name) takes \(parameter.name); give one, such as \(parameter.example)")
    }
    return value
  }

  /// What answers the question.
  package var design: any PowerDesign { goal.design(self) }

  /// Returns the agreement, power or probability at a size and a gap.
  func value(gap: Double, size: Int) throws(PlannerError) -> Double { try design.value(gap: gap, size: size) }

  /// Returns the smallest size such that it and every larger one reach the target, or nil if none up to N does: below N
  /// if the question is about the N items, which are all known at N.
  func smallestSize(gap: Double, target: Double) throws -> Int? {
    try design.smallestSize(gap: gap, target: target)
  }

  /// Returns the smallest gap at which a size reaches the target, in whole items where the question is about the
  /// benchmark's items, or nil if none does.
  func smallestGap(size: Int, target: Double) throws -> Double? {
    try design.smallestGap(size: size, target: target)
  }
}
