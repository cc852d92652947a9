import Simulate

/// Holds what two models' answers to the same items say of their difference.
package struct PairedDifference: Sendable, Equatable {
  /// Items that only the model ahead answers right.
  package let wins: Int
  /// Items that only the other answers right.
  package let losses: Int
  /// k, all items.
  package let size: Int

  /// Creates a difference; `wins` and `losses` together are at most `size`, which is at least 1.
  package init(wins: Int, losses: Int, size: Int) {
    precondition(wins >= 0 && losses >= 0 && wins + losses <= size && size >= 1)
    self.wins = wins
    self.losses = losses
    self.size = size
  }

  /// The difference of the two scores, a fraction.
  package var value: Double { Double(wins - losses) / Double(size) }

  /// The share of items on which the two differ.
  package var discordance: Double { Double(wins + losses) / Double(size) }

  /// The difference seen from the other model.
  package var reversed: PairedDifference { PairedDifference(wins: losses, losses: wins, size: size) }

  /// The two-sided p-value of McNemar's exact test: a binomial test of wins among discordant items.
  package var exactP: Double {
    let null = DiscreteWindow.binomial(trials: wins + losses, probability: 0.5)
    let more = max(wins, losses)
    return min(1, 2 * (null.probability(above: more) + null.probability(of: more)))
  }

  /// The two-sided mid-p-value: McNemar's exact test with half of the observed outcome's probability (Fagerland,
  /// Lydersen and Laake 2013).
  package var midP: Double {
    let null = DiscreteWindow.binomial(trials: wins + losses, probability: 0.5)
    let more = max(wins, losses)
    return min(1, 2 * null.probability(above: more) + null.probability(of: more))
  }

  /// The two-sided p-value of McNemar's asymptotic test, without continuity correction.
  package var asymptoticP: Double {
    guard wins + losses > 0 else { return 1 }
    return 2 * NormalDistribution.cumulative(-abs(Double(wins - losses)) / Double(wins + losses).squareRoot())
  }
}
