import Simulate

/// Compares two models that answer the same k items.
///
/// For a benchmark of unlimited size the number of discordant items is M ~ Binomial(k, d) and the better model's wins
/// are X | m ~ Binomial(m, (d + δ)/(2d)). For one of N items both are hypergeometric, with n10 + n01 the whole number
/// nearest to N·d and n10 − n01 that nearest to N·δ. Where one is even and the other odd no two models have them: then
/// figures are the mean over the two nearest feasible numbers of discordant items.
package struct PairedComparison: Sendable, Equatable {
  /// δ: the better model's lead on the full benchmark, a fraction.
  package let gap: Double
  /// d: the share of items that exactly one of the two answers right, a fraction.
  package let discordance: Double
  /// N; nil for a benchmark of unlimited size.
  package let itemCount: Int?
  /// δ in whole items where the benchmark has a size, a fraction; the gap itself otherwise.
  package let realizedGap: Double
  /// What the items are drawn from; figures are means over them.
  let populations: [PairedPopulation]

  /// Creates a comparison.
  ///
  /// - Parameters:
  ///   - gap: above 0, at least one item, and at most `discordance`.
  ///   - discordance: at most 1.
  ///   - itemCount: at least 1, or nil.
  /// - Throws: ``PlannerError/gapBelowOneItem(gap:items:)`` for a gap below one item, and
  ///   ``PlannerError/invalidQuantity(_:)`` if no pair of models has these quantities.
  package init(gap: Double, discordance: Double, itemCount: Int? = nil) throws(PlannerError) {
    guard gap > 0, gap <= 1 else {
      throw .invalidQuantity("a gap of \(points(gap)) points is out of range; give one above 0 and at most 100")
    }
    // In whole items a gap may be rounded up past the discordance.
    let slack = itemCount.map { 0.5 / Double(max(1, $0)) } ?? 0
    guard discordance <= 1, discordance >= gap - slack - 1e-12 else {
      throw .invalidQuantity(
        "a discordance of \(fraction(discordance)) is outside \(fraction(gap)) to 1: models "
          + "\(points(gap)) points apart differ on at least that share of the items")
    }
    self.gap = gap
    self.discordance = max(gap, discordance)
    self.itemCount = itemCount
    guard let itemCount else {
      realizedGap = gap
      let winShare = min(1, (self.discordance + gap) / (2 * self.discordance))
      populations = [.unlimited(discordance: self.discordance, winShare: winShare)]
      return
    }
    guard itemCount >= 1 else { throw .invalidQuantity("a benchmark has at least 1 item; \(itemCount) given") }
    try PairedComparison.checkResolution(gap: gap, items: itemCount)
    let lead = PairedComparison.wholeItems(gap, of: itemCount)
    realizedGap = Double(lead) / Double(itemCount)
    populations = PairedPopulation.nearest(
      count: itemCount, lead: lead,
      discordant: max(lead, PairedComparison.wholeItems(self.discordance, of: itemCount)))
  }

  /// Refuses a gap below one item of a benchmark. Among N items every gap is a multiple of 1/N.
  ///
  /// - Throws: ``PlannerError/gapBelowOneItem(gap:items:)``.
  package static func checkResolution(gap: Double, items: Int) throws(PlannerError) {
    // A gap written as a decimal, such as 0.223 points for one of 448 items, is meant for the nearest.
    guard gap * Double(items) >= 0.995 else { throw .gapBelowOneItem(gap: gap, items: items) }
  }

  private static func wholeItems(_ share: Double, of count: Int) -> Int {
    min(count, Int((share * Double(count)).rounded()))
  }

  /// What the items are drawn from if neither model is better and they differ on as many items.
  var populationsWithoutLead: [PairedPopulation] {
    guard let itemCount else { return [.unlimited(discordance: discordance, winShare: 0.5)] }
    return PairedPopulation.nearest(
      count: itemCount, lead: 0, discordant: PairedComparison.wholeItems(discordance, of: itemCount))
  }

  /// Returns how often k items put the two models in order.
  ///
  /// - Parameter size: k, at least 1 and at most N.
  /// - Complexity: O(√k).
  package func orderProbabilities(size: Int) -> OrderProbabilities {
    let share = 1 / Double(populations.count)
    return populations.reduce(into: OrderProbabilities(ahead: 0, tied: 0)) { mean, population in
      let order = population.orderProbabilities(size: size)
      mean.ahead += share * order.ahead
      mean.tied += share * order.tied
    }
  }

  /// Returns the normal approximation of strict agreement: mean δ, variance (d − δ²)/k with the finite-population
  /// correction (N − k)/(N − 1), and a continuity correction of 1/(2k) because a tie does not count.
  package func normalAgreement(size: Int) -> Double {
    let variance = max(0, discordance - realizedGap * realizedGap) / Double(size)
    return NormalForm(
      gap: realizedGap, error: (variance * remainingShare(of: itemCount, after: Double(size))).squareRoot(),
      halfStep: 1 / (2 * Double(size))
    ).agreement(ties: .wrong)
  }
}
