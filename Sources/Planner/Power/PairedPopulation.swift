import Simulate

/// Holds what the items that two models both answer are drawn from.
enum PairedPopulation: Sendable, Equatable {
  /// Unlimited items: the share on which exactly one model is right, and the better model's share of those.
  case unlimited(discordance: Double, winShare: Double)
  /// A whole number of items of each kind.
  case items(count: Int, wins: Int, losses: Int)

  /// Returns the populations of N items that stand for a lead and a number of discordant items.
  ///
  /// The two numbers are both even or both odd. Otherwise the nearest feasible numbers of discordant items, one fewer
  /// and one more, stand for it; figures are the mean over the two, so that they do not jump with the discordance.
  ///
  /// - Parameters:
  ///   - lead: n10 − n01, at least 0.
  ///   - discordant: n10 + n01, at least `lead` and at most `count`.
  static func nearest(count: Int, lead: Int, discordant: Int) -> [PairedPopulation] {
    let feasible = (discordant - lead).isMultiple(of: 2) ? [discordant] : [discordant - 1, discordant + 1]
    return feasible.filter { $0 >= lead && $0 <= count }.map {
      .items(count: count, wins: ($0 + lead) / 2, losses: ($0 - lead) / 2)
    }
  }

  /// Returns the distribution of the number of discordant items among k.
  func discordantItems(size: Int) -> DiscreteWindow {
    switch self {
    case .unlimited(let discordance, _): .binomial(trials: size, probability: discordance)
    case .items(let count, let wins, let losses):
      .hypergeometric(population: count, successes: wins + losses, draws: size)
    }
  }

  /// What the better model's wins among discordant items are drawn from.
  var wins: BoundaryTail.Urn {
    switch self {
    case .unlimited(_, let winShare): .binomial(winShare)
    case .items(_, let wins, let losses): .hypergeometric(successes: wins, failures: losses)
    }
  }

  /// What its losses are drawn from.
  var losses: BoundaryTail.Urn {
    switch self {
    case .unlimited(_, let winShare): .binomial(1 - winShare)
    case .items(_, let wins, let losses): .hypergeometric(successes: losses, failures: wins)
    }
  }

  /// The most discordant items that can be drawn; nil if there is no limit but the sample.
  var mostDiscordant: Int? {
    switch self {
    case .unlimited: nil
    case .items(_, let wins, let losses): wins + losses
    }
  }

  /// Returns how often k items put the two models in order.
  ///
  /// - Complexity: O(√k).
  func orderProbabilities(size: Int) -> OrderProbabilities {
    let drawn = discordantItems(size: size)
    let lead: LeadSequence
    switch self {
    case .unlimited(_, let winShare): lead = LeadSequence(winProbability: winShare, range: drawn.bounds)
    case .items(_, let wins, let losses): lead = LeadSequence(wins: wins, losses: losses, range: drawn.bounds)
    }
    return lead.orderProbabilities(drawn: drawn)
  }
}
