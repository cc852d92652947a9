import Simulate

/// Asks for the smallest micro-benchmark that puts two models in the right order.
public struct PlanQuestion: Sendable, Equatable {
  /// What is assumed of the models that will be evaluated.
  public enum Assumption: String, Sendable, CaseIterable {
    /// Nothing: the answer has to hold in every regime that was measured.
    case none
    /// They resemble the models that methods were measured on.
    case similar
  }

  /// The gap on the full benchmark, a fraction above 0.
  public var gap: Double
  /// τ, the probability of the right order.
  public var agreement: Double
  /// What is assumed of the models.
  public var assumption = Assumption.none
  /// The one choice of targets to answer for, as tables name it; nil for all that were measured.
  public var targets: String?
  /// The mean accuracy of the models, a fraction, or nil for that of the models measured.
  public var accuracy: Double?
  /// Whether other models' answers to all items are at hand.
  public var hasResponses = false
  /// What equal scores count as.
  public var ties = TiePolicy.wrong
  /// Whether to work out how many items random sampling takes on average if it stops once a comparison is decided.
  public var asksForStopping = false
  /// What evaluating costs, or nil if only items count.
  public var price: PlanPrice?

  /// Creates a question.
  public init(gap: Double, agreement: Double = MDAD.standardThreshold) {
    self.gap = gap
    self.agreement = agreement
  }
}

/// Holds what evaluating models costs.
public struct PlanPrice: Sendable, Equatable {
  /// The price of one model's answer to one item.
  public var perItem: Double
  /// The models to evaluate.
  public var models: Int
  /// The models whose answers to all items a method learns from.
  public var sources: Int

  /// Creates a price.
  public init(perItem: Double, models: Int, sources: Int = 0) {
    self.perItem = perItem
    self.models = models
    self.sources = sources
  }
}
