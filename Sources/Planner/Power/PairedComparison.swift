import Simulate

/// Compares two models that answer the same k items.
///
/// For a benchmark of unlimited size the number of discordant items is M ~ Binomial(k, d) and the better model's wins
/// are X | m ~ Binomial(m, (d + δ)/(2d)). For one of N items both are hypergeometric, with n10 = N(d + δ)/2 and n01 =
/// N(d − δ)/2 rounded to whole numbers that add up to the discordant items.
package struct PairedComparison: Sendable, Equatable {
  /// δ: the better model's lead on the full benchmark, a fraction.
  package let gap: Double
  /// d: the share of items that exactly one of the two answers right, a fraction.
  package let discordance: Double
  /// N; nil for a benchmark of unlimited size.
  package let itemCount: Int?
  /// n10 and n01 for a benchmark of N items.
  let counts: (wins: Int, losses: Int)?

  /// Creates a comparison.
  ///
  /// - Parameters:
  ///   - gap: above 0 and at most `discordance`.
  ///   - discordance: at most 1.
  ///   - itemCount: at least 1, or nil.
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` if no pair of models has these quantities.
  package init(gap: Double, discordance: Double, itemCount: Int? = nil) throws(PlannerError) {
    guard gap > 0, gap <= 1 else {
      throw .invalidQuantity("a gap of \(points(gap)) points is out of range; give one above 0 and at most 100")
    }
    guard discordance <= 1, discordance >= gap - 1e-12 else {
      throw .invalidQuantity(
        "a discordance of \(fraction(discordance)) is outside \(fraction(gap)) to 1: models "
          + "\(points(gap)) points apart differ on at least that share of the items")
    }
    self.gap = gap
    self.discordance = max(gap, discordance)
    self.itemCount = itemCount
    guard let itemCount else {
      counts = nil
      return
    }
    guard itemCount >= 1 else { throw .invalidQuantity("a benchmark has at least 1 item; \(itemCount) given") }
    let discordant = Int((Double(itemCount) * self.discordance).rounded())
    guard discordant >= 1 else {
      throw .invalidQuantity(
        "a discordance of \(fraction(discordance)) is less than one of \(itemCount) items; give at least "
          + fraction(1 / Double(itemCount)))
    }
    let wins = Int((Double(itemCount) * (self.discordance + gap) / 2).rounded())
    // At least one more win than losses: the models do differ.
    let atLeast = min(discordant, max(wins, discordant / 2 + 1))
    counts = (atLeast, discordant - atLeast)
  }

  /// Tells whether two comparisons are of the same quantities.
  package static func == (first: PairedComparison, second: PairedComparison) -> Bool {
    first.gap == second.gap && first.discordance == second.discordance && first.itemCount == second.itemCount
  }

  /// The gap after rounding to whole items, a fraction; the gap itself for a benchmark of unlimited size.
  package var realizedGap: Double {
    guard let counts, let itemCount else { return gap }
    return Double(counts.wins - counts.losses) / Double(itemCount)
  }

  /// Returns the distribution of the number of discordant items among k.
  func discordantItems(size: Int) -> DiscreteWindow {
    guard let counts, let itemCount else { return .binomial(trials: size, probability: discordance) }
    return .hypergeometric(population: itemCount, successes: counts.wins + counts.losses, draws: size)
  }

  /// Returns the distribution of the better model's wins among m discordant items.
  func wins(among discordant: Int) -> DiscreteWindow {
    guard let counts else {
      return .binomial(trials: discordant, probability: min(1, (discordance + gap) / (2 * discordance)))
    }
    return .hypergeometric(population: counts.wins + counts.losses, successes: counts.wins, draws: discordant)
  }

  /// Returns how often k items put the two models in order.
  ///
  /// - Parameter size: k, at least 1 and at most N.
  /// - Complexity: O(√k).
  package func orderProbabilities(size: Int) -> OrderProbabilities {
    let drawn = discordantItems(size: size)
    let lead: LeadSequence
    if let counts {
      lead = LeadSequence(wins: counts.wins, losses: counts.losses, range: drawn.bounds)
    } else {
      lead = LeadSequence(winProbability: min(1, (discordance + gap) / (2 * discordance)), range: drawn.bounds)
    }
    return lead.orderProbabilities(drawn: drawn)
  }

  /// Returns the normal approximation of strict agreement: mean δ, variance (d − δ²)/k with the finite-population
  /// correction (N − k)/(N − 1), and a continuity correction of 1/(2k) because a tie does not count.
  package func normalAgreement(size: Int) -> Double {
    let k = Double(size)
    let gap = realizedGap
    let correction = itemCount.map { $0 > 1 ? Double($0 - size) / Double($0 - 1) : 0 } ?? 1
    let deviation = (max(0, discordance - gap * gap) / k * correction).squareRoot()
    guard deviation > 0 else { return 1 }
    return NormalDistribution.cumulative((gap - 1 / (2 * k)) / deviation)
  }
}

/// Returns a fraction as accuracy points for a message.
func points(_ fraction: Double) -> String { Figure.mdad(fraction, .upTo(4)).shown }

/// Returns a fraction for a message.
func fraction(_ value: Double) -> String { number(value) }

/// Returns a number with at most four decimals, without trailing zeros.
private func number(_ value: Double) -> String {
  let rounded = (value * 10_000).rounded() / 10_000
  return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : String(rounded)
}
