/// Names what a comparison of runs is to decide.
public enum ComparisonGoal: String, Sendable, CaseIterable {
  /// Which of two is ahead?
  case order
  /// Is the difference significant?
  case difference
  /// Is the run at most a margin below the one it is compared with?
  case noWorse = "no-worse"
  /// Are the two within a margin of each other?
  case equivalent
  /// Which run is the best of all?
  case best
  /// In what order are all?
  case ranking

  /// The goal of power and plans with the same name.
  public var goal: Goal? { Goal.named(rawValue) }

  /// Tells whether the goal is about all runs at once, and not about pairs.
  public var isAboutAll: Bool { goal?.aim != nil }

  /// Tells whether the goal needs a margin.
  public var needsMargin: Bool { goal?.quantity == .margin }
}

/// Names what a comparison found. Those of a pair are about the run that is compared with the other.
public enum ComparisonVerdict: String, Sendable, CaseIterable {
  /// It is ahead.
  case ahead
  /// It is behind.
  case behind
  /// The items cannot resolve a difference as small as the one seen.
  case tooClose = "too-close"
  /// The difference is significant.
  case significant
  /// It is not.
  case notSignificant = "not-significant"
  /// It is at most the margin below.
  case pass
  /// It is more than the margin below.
  case fail
  /// The two are within the margin of each other.
  case equivalent
  /// They are further apart than the margin.
  case different
  /// The items show neither.
  case inconclusive
  /// One run is the best.
  case oneBest = "one-best"
  /// Several runs may be the best.
  case severalBest = "several-may-be-best"
  /// No two runs are tied.
  case ranked
  /// Some runs are tied.
  case ties
  /// A design asks for more items.
  case goOn = "continue"

  /// The answer to the question that the goal asks.
  public var answer: ComparisonAnswer {
    switch self {
    case .ahead, .significant, .pass, .equivalent, .oneBest, .ranked: .yes
    case .behind, .notSignificant, .fail, .different: .no
    case .tooClose, .inconclusive, .severalBest, .ties, .goOn: .inconclusive
    }
  }
}

/// Names the answers on which a pipeline may depend.
public enum ComparisonAnswer: String, Sendable, CaseIterable {
  /// What was asked is so.
  case yes
  /// It is not so.
  case no
  /// The items do not show whether it is.
  case inconclusive
}
