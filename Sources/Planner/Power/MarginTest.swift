import Simulate

/// Tests a difference against a margin by the score statistic (Tango 1998; Nam 1997): that a model is less than the
/// margin worse than another, or that two are less than the margin apart, by two one-sided tests (Schuirmann 1987).
struct MarginTest: Sendable {
  /// The margin, a fraction.
  let margin: Double
  /// The level of each one-sided test.
  let level: Double
  /// Whether both directions are tested.
  let isTwoSided: Bool

  /// Returns the chance that the test rejects with k items.
  ///
  /// Power = Σ_m P(M = m)·P(reject | m), where M is the number of discordant items. Given m the test rejects if the
  /// wins, and for equivalence the losses too, reach a critical value.
  ///
  /// - Complexity: O(√k).
  func rejection(of populations: [PairedPopulation], size: Int) -> Double {
    let boundary = ScoreBoundary(limit: -margin, size: size, level: level)
    return populations.reduce(0) { sum, population in
      let drawn = population.discordantItems(size: size)
      let critical = boundary.wins(discordant: drawn.bounds)
      let wins = BoundaryTail.tails(population.wins, boundaries: critical, from: drawn.lowerBound)
      guard isTwoSided else { return sum + zip(drawn.probabilities, wins).reduce(0) { $0 + $1.0 * $1.1 } }
      let losses = BoundaryTail.tails(population.losses, boundaries: critical, from: drawn.lowerBound)
      var total = 0.0
      for (offset, probability) in drawn.probabilities.enumerated()
      where 2 * critical[offset] <= drawn.lowerBound + offset {
        total += probability * max(0, wins[offset] + losses[offset] - 1)
      }
      return sum + total
    } / Double(populations.count)
  }

  /// Returns the same by the normal distribution.
  ///
  /// - Parameters:
  ///   - difference: the true one, a fraction.
  ///   - error: the standard error of the observed difference.
  ///   - assumed: the standard error that the test assumes if the difference is at a limit.
  func rejection(difference: Double, error: Double, assumed: (_ limit: Double) -> Double) -> Double {
    let z = NormalDistribution.quantile(1 - level)
    func chance(_ lead: Double, _ limit: Double) -> Double {
      let distance = lead - z * assumed(limit)
      return error > 0 ? NormalDistribution.cumulative(distance / error) : distance >= 0 ? 1 : 0
    }
    let above = chance(margin + difference, -margin)
    return isTwoSided ? max(0, above + chance(margin - difference, margin) - 1) : above
  }
}

extension PairedPopulation {
  /// The same seen from the other model.
  var reversed: PairedPopulation {
    switch self {
    case .unlimited(let discordance, let winShare): .unlimited(discordance: discordance, winShare: 1 - winShare)
    case .items(let count, let wins, let losses): .items(count: count, wins: losses, losses: wins)
    }
  }

  /// Returns what the items are drawn from if one model leads by a difference, which may be 0 or negative; figures are
  /// means over them.
  ///
  /// - Parameters:
  ///   - discordance: at least the difference and at most 1.
  ///   - items: N; nil for a benchmark of unlimited size.
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` if no pair of models has these quantities.
  static func populations(
    difference: Double, discordance: Double, items: Int?
  ) throws(PlannerError) -> [PairedPopulation] {
    let distance = abs(difference)
    let slack = items.map { 0.5 / Double(max(1, $0)) } ?? 0
    guard discordance <= 1, discordance >= distance - slack - 1e-12 else {
      throw .invalidQuantity(
        "a discordance of \(fraction(discordance)) is outside \(fraction(distance)) to 1: models "
          + "\(points(distance)) points apart differ on at least that share of the items")
    }
    let ahead: [PairedPopulation]
    if let items {
      let lead = min(items, Int((distance * Double(items)).rounded()))
      let discordant = max(lead, min(items, Int((discordance * Double(items)).rounded())))
      ahead = nearest(count: items, lead: lead, discordant: discordant)
    } else {
      let discordance = max(discordance, distance)
      let winShare = discordance > 0 ? min(1, (discordance + distance) / (2 * discordance)) : 0.5
      ahead = [.unlimited(discordance: discordance, winShare: winShare)]
    }
    return difference < 0 ? ahead.map(\.reversed) : ahead
  }
}
