import Simulate

/// Names what k items are to achieve, such as the right order of two models, and knows how likely they do.
///
/// A goal is a file that declares it with its ``PowerDesign``, and its name in ``allCases``. Options, help, answers and
/// reports follow from the declaration; nothing else names a goal.
public struct Goal: Sendable {
  /// Names the probability that an answer is asked to reach.
  public enum Target: String, Sendable, CaseIterable {
    /// The chance that k items order models as the full benchmark does.
    case agreement
    /// The chance that a test rejects.
    case power
    /// The chance of what the goal asks for.
    case probability
    /// The share of intervals that hold the truth.
    case confidence

    /// What it is, for help.
    public var help: String {
      switch self {
      case .agreement: "the probability of ranking two models as the full benchmark does"
      case .power: "the chance of a significant difference"
      case .probability: "the probability that the choice or the ranking is right"
      case .confidence: "the confidence of the interval"
      }
    }

    /// The value that is usual.
    public var standard: Double {
      switch self {
      case .agreement: MDAD.standardThreshold
      case .power, .probability: PowerQuestion.standardPower
      case .confidence: 0.95
      }
    }
  }

  /// Names what a goal may depend on besides size and gap. The words are those of the command line's options.
  public enum Term: String, Sendable, CaseIterable {
    case test, alpha, alternative, about, ties, discordance, correlation, benchmark, design, icc, looks
    case stopEarly = "stop-early"
    case samplesPerItem = "samples-per-item"
  }

  /// The word on the command line, in JSON and in reports.
  public let name: String
  /// What is asked, in one line.
  public let summary: String
  /// What the probability to reach is called.
  public let target: Target
  /// What takes the place of the gap: k, this and the target make each other.
  public let quantity: GoalParameter
  /// What else the goal takes.
  public let parameters: [GoalParameter]
  /// A parameter that is solved for if size, quantity and target are all given; nil if there is none.
  public let alsoSolved: GoalParameter?
  /// What the goal depends on.
  public let terms: Set<Term>
  /// What trials with several models of a matrix are to achieve at a gap; nil for a goal of one or two models.
  package let aim: (@Sendable (_ gap: Double) -> ManyModelsSimulation.Aim)?
  /// Creates what answers a question.
  package let design: @Sendable (PowerQuestion) -> any PowerDesign

  /// Declares a goal.
  package init(
    _ name: String, _ summary: String, target: Target, quantity: GoalParameter = .gap,
    parameters: [GoalParameter] = [], alsoSolved: GoalParameter? = nil, terms: Set<Term>,
    aim: (@Sendable (_ gap: Double) -> ManyModelsSimulation.Aim)? = nil,
    design: @escaping @Sendable (PowerQuestion) -> any PowerDesign
  ) {
    self.name = name
    self.summary = summary
    self.target = target
    self.quantity = quantity
    self.parameters = parameters
    self.alsoSolved = alsoSolved
    self.terms = terms
    self.aim = aim
    self.design = design
  }

  /// Tells whether the goal depends on something.
  public func takes(_ term: Term) -> Bool { terms.contains(term) }
}

extension Goal: CaseIterable {
  /// Every goal, in the order in which they are listed. A new goal is one file, and one name here.
  public static let allCases: [Goal] = [.order, .difference, .noWorse, .equivalent, .estimate, .best, .ranking]

  /// Finds the goal with a name.
  public static func named(_ name: String) -> Goal? { allCases.first { $0.name == name } }
}

extension Goal: Hashable {
  /// Tells whether two goals are one.
  public static func == (first: Goal, second: Goal) -> Bool { first.name == second.name }

  /// Adds the name to a hash.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Set<Goal.Term> {
  /// What every goal about two models' answers depends on.
  static let pairs: Set = [.discordance, .correlation, .benchmark, .icc, .samplesPerItem]
}
