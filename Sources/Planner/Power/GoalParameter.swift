import Simulate

/// Declares a quantity that a goal takes, such as a margin: how a person gives it, and what it is.
///
/// A parameter is declared once and serves every goal that lists it. Command lines make an option of it.
public struct GoalParameter: Sendable, Hashable {
  /// Says how a person gives a quantity.
  public enum Kind: Sendable, Hashable {
    /// In accuracy points within a range; kept as a fraction.
    case points(ClosedRange<Double>)
    /// A whole number within a range.
    case count(ClosedRange<Int>)
    /// A number within a range.
    case number(ClosedRange<Double>)
  }

  /// The option's name, without dashes.
  public let name: String
  /// What reports call it.
  public let label: String
  /// What it is, for help.
  public let help: String
  /// How a person gives it.
  public let kind: Kind
  /// What holds if it is not given, as a person gives it; nil if there is no such value.
  public let standard: Double?
  /// Whether a goal that takes it can do without, though it has no standard value.
  public let isOptional: Bool
  /// A good value, for messages.
  public let example: String

  /// Declares a quantity.
  public init(
    _ name: String, label: String? = nil, _ help: String, _ kind: Kind, standard: Double? = nil,
    isOptional: Bool = false, example: String
  ) {
    self.name = name
    self.label = label ?? name
    self.help = help
    self.kind = kind
    self.standard = standard
    self.isOptional = isOptional
    self.example = example
  }

  /// The name in JSON.
  public var key: String { String(name.map { $0 == "-" ? "_" : $0 }) }

  /// The value if none is given, as it is kept.
  var standardValue: Double? { standard.map { kept($0) } }

  /// Returns the value that is kept of one that a person gives.
  public func kept(_ given: Double) -> Double {
    if case .points = kind { return Simulate.fraction(ofPoints: given) }
    return given
  }

  /// Returns the figure of a kept value.
  func figure(_ value: Double?) -> Figure {
    switch kind {
    case .points: .points(value, .upTo(4, exact: 8))
    case .count: .count(value.map { Int($0) })
    case .number: .plain(value, .upTo(4, exact: nil))
    }
  }

  /// What reports call it, with its unit.
  var labelWithUnit: String {
    if case .points = kind { return label + ", points" }
    return label
  }

  /// Tells whether two declarations are of one quantity.
  public static func == (first: GoalParameter, second: GoalParameter) -> Bool { first.name == second.name }

  /// Adds the name to a hash.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// The quantities that several goals take. One that a single goal takes may stand in the goal's file.
extension GoalParameter {
  /// The gap between two models.
  public static let gap = GoalParameter(
    "gap", "the gap on the full benchmark that you want to resolve", .points(0...100), example: "5")

  /// How much worse a model may be, how far apart two may be, or how wide an interval.
  public static let margin = GoalParameter(
    "margin",
    "how much worse a model may be (no-worse), how far apart two may be (equivalent), or half the width of the "
      + "interval (estimate)", .points(0.0001...99), example: "2")

  /// The lead that the model has in truth.
  public static let trueDifference = GoalParameter(
    "true-difference", label: "true difference",
    "the model's true lead over the other, below 0 if it is behind", .points(-99...99), standard: 0, example: "-0.5")

  /// The number of models to choose from or to rank.
  public static let models = GoalParameter(
    "models", "how many models there are to choose from or to rank", .count(2...1_000_000), example: "8")

  /// The accuracy of a model.
  public static let accuracy = GoalParameter(
    "accuracy", "the model's accuracy", .points(0...100), standard: 50, example: "62")
}
