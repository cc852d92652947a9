import Simulate

/// Asks what runs on the same items decide.
public struct ComparisonQuestion: Sendable {
  /// What is to be decided.
  public var goal: ComparisonGoal
  /// m, a fraction; for the goals with a margin.
  public var margin = 0.0
  /// N, if the items compared are a sample of a benchmark's; nil if it is unlimited.
  public var items: Int?
  /// What a difference is claimed of, if the benchmark has a size. The order is always that on the N items.
  public var subject = TestSubject.population
  /// τ, the probability of the right order that is asked for.
  public var agreement = MDAD.standardThreshold
  /// α. Tests of a difference are two-sided, those of a margin are one-sided, at this level each.
  public var alpha = 0.05
  /// The power for which resolution and numbers of items are given.
  public var power = PowerQuestion.standardPower
  /// How p-values of several tests are adjusted.
  public var adjustment = MultipleTests.holm
  /// The seed of what is drawn to find critical values.
  public var seed: UInt64 = 1

  /// Asks with the usual levels.
  public init(goal: ComparisonGoal) { self.goal = goal }

  /// The share of the variance of a mean of `size` items that is left if the claim is about the N items.
  func remaining(after size: Int) -> Double {
    goal == .order || subject == .items ? remainingShare(of: items, after: Double(size)) : 1
  }

  /// The level of the interval that goes with the goal's test.
  var intervalLevel: Double { goal.needsMargin ? 1 - 2 * alpha : 1 - alpha }
}
