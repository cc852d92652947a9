import Simulate

/// Says how the models that a method was measured on relate to those that it learned from: what the models of a plan's
/// reader may turn out to be.
public enum Regime: String, Sendable, CaseIterable {
  /// Targets at random: new models are like those whose answers are known.
  case similar
  /// Whole families of targets, none of which is among the sources; where families are unknown, groups of
  /// near-duplicates.
  case family
  /// The newest models, with older sources.
  case date
  /// The strongest models, with the weakest half as sources (Zhang et al. 2025, arXiv 2506.07673).
  case frontier

  /// How targets are chosen for it.
  package var targetChoice: TargetChoice {
    switch self {
    case .similar: .random
    case .family: .family
    case .date: .date
    case .frontier: .frontier
    }
  }

  /// Reads the word for a choice of targets in tables; nil for a choice that is no regime.
  package init?(targets: String) {
    guard let regime = Regime.allCases.first(where: { $0.targetChoice.name == targets }) else { return nil }
    self = regime
  }

  /// What new models are called in it.
  package var newModels: String {
    switch self {
    case .similar: "models like these"
    case .family: "new families"
    case .date: "newer models"
    case .frontier: "the frontier"
    }
  }
}
