import Simulate

/// Plans for a goal by formula: how many random items of a benchmark it takes, and what all of its items achieve.
public struct GoalPlan: Sendable {
  /// The answer: its size is what it takes.
  public let answer: PowerAnswer
  /// The benchmark's name, or nil if only numbers were given.
  public let benchmark: String?
  /// Where the discordance comes from: `table`, `matrix` or `analytic`.
  public let basis: String
  /// The agreement, power or probability with all N items; nil without N.
  public private(set) var valueOfAll: Double?
  /// The smallest gap or margin for which all N items are enough; nil if there is none, or no N.
  public private(set) var gapOfAll: Double?
  /// The SHA-256 of the matrix's content; nil without a matrix.
  public var matrixHash: String?

  /// Answers a question that leaves the size open.
  ///
  /// - Throws: ``PlannerError`` if no pair of models has the quantities given.
  public init(_ question: PowerQuestion, benchmark: String? = nil, basis: String) throws {
    self.benchmark = benchmark
    self.basis = basis
    if question.goal.quantity == .gap, let items = question.items, let gap = question.gap {
      try PairedComparison.checkResolution(gap: gap, items: items)
    }
    answer = try PowerAnswer(question, benchmark: benchmark)
    guard let items = question.items, let gap = question.gap, let target = question.target,
      !question.design.isAboutItems
    else { return }
    valueOfAll = try question.value(gap: gap, size: items)
    gapOfAll = try question.smallestGap(size: items, target: target)
  }

  /// The smallest size that is enough; nil if none is.
  public var size: Int? { answer.size }
}
