import Simulate

/// Answers how many items a significance test with several looks takes.
public struct GroupSequentialAnswer: Sendable {
  /// The question; its test, gap and target are given.
  public let question: PowerQuestion
  /// The boundaries.
  public let boundaries: GroupSequentialBoundaries
  /// The design, or nil if no number of items below N reaches the power.
  public let design: GroupSequentialDesign?
  /// The discordance at the planned gap, a fraction.
  public let discordance: Double
  /// What a person should know of the answer, a sentence each.
  public private(set) var notes: [String] = []

  /// Finds the design.
  ///
  /// - Parameters:
  ///   - question: about a significant difference of models that answer the same items, once; with a gap and a target.
  ///   - looks: K.
  ///   - spending: how the level is spent.
  ///   - benchmark: whose profile the discordance comes from, for the notes.
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` if no pair of models has the quantities given, or the power is not
  ///   above the level.
  public init(_ question: PowerQuestion, looks: Int, spending: ErrorSpending, benchmark: String? = nil) throws {
    guard let gap = question.gap, let target = question.target else {
      throw PlannerError.invalidQuantity("a test with several looks takes a gap and a power")
    }
    guard target > question.alpha else {
      throw PlannerError.invalidQuantity(
        "a power of \(compact(target, 4)) is not above the level of \(compact(question.alpha, 4)), which needs no items"
      )
    }
    self.question = question
    discordance = try question.source.discordance(atGap: gap)
    let boundaries = GroupSequentialBoundaries(looks: looks, spending: spending, alpha: question.alpha)
    self.boundaries = boundaries
    let comparison = try question.comparison(gap: gap, items: question.testedItems)
    design = try question.smallestSize(gap: gap, target: target).flatMap { fixedSize in
      GroupSequentialDesign(
        comparison, test: question.effectiveTest, boundaries: boundaries, target: target, fixedSize: fixedSize,
        available: question.items)
    }
    if case .profile = question.source {
      let owner = possessive(benchmark ?? "the benchmark")
      notes.append("Discordance \(decimal(discordance, 3)) is the median of \(owner) pairs near that gap.")
    }
    guard let design else {
      notes.append("No k \(question.design.sizeLimit ?? "up to \(Solver.largestSize)") reaches it.")
      return
    }
    if !design.isExact {
      notes.append(
        "Figures hold in the limit of many items; they are exact up to \(GroupSequentialDesign.largestExactSize).")
    }
    if design.level > question.alpha * 1.02 {
      notes.append(
        "The test's true level is \(Figure.share(design.level, .fixed(4)).shown) here; mcnemar-exact has a lower one.")
    }
    notes.append("Draw the items in random order before the first look, and look only when planned.")
  }
}
