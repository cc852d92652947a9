import Simulate

extension EarlyStopping {
  /// Finds the rule for the pairs of a matrix's models near the planned gap; models that answer every item alike count
  /// as one.
  ///
  /// - Returns: as for a population of pairs; nil for graded scores, too.
  package init?(
    matrix: ItemMatrix, gap: Double, target: Double, ties: TiePolicy = .wrong, batch: Int = 1, threads: Int = 1
  ) {
    let models = matrix.selecting(models: matrix.distinctModels())
    guard
      let population = models.pairPopulation(
        of: models.populationModels(seed: 1), over: Array(0..<models.itemCount))
    else { return nil }
    self.init(
      population: population, gap: gap, target: target, fixedSize: nil, ties: ties, batch: batch, threads: threads)
  }

  /// Finds the rule for the pairs of a matrix near the planned gap. What it promises holds on the smoothed curve of all
  /// pairs, like the sizes that a plan gives for a fixed number of items.
  ///
  /// - Parameters:
  ///   - population: all pairs of the matrix.
  ///   - gap: the planned gap, a fraction.
  ///   - target: the agreement to reach.
  ///   - fixedSize: the fixed number of items that does the same, or nil if none below N does.
  ///   - ties: what a tie at the end counts as.
  ///   - batch: the lead is looked at after every so many items.
  ///   - threads: at least 1; the answer does not depend on it.
  /// - Returns: nil if there are no pairs near the gap, or no rule reaches the target.
  package init?(
    population: PairPopulation, gap: Double, target: Double, fixedSize: Int?, ties: TiePolicy = .wrong,
    batch: Int = 1, threads: Int = 1
  ) {
    guard let near = population.lead(near: gap) else { return nil }
    let limit = min(population.itemCount, EarlyStopping.longest * (fixedSize ?? population.itemCount))
    // The smoothed curve differs from the pairs near the gap by little. Aiming that much higher or lower meets it.
    var aim = target
    var best: (rule: StoppingRule, curve: StoppingCurve, items: Double)?
    var last: StoppingRule?
    for _ in 0..<6 {
      guard
        let found = OptimalStopping(for: near, target: aim, ties: ties, batch: batch, limit: limit),
        found.rule != last
      else { break }
      last = found.rule
      let curve = StoppingCurve(population: population, rule: found.rule, ties: ties, threads: threads)
      let surplus = (curve.agreement.agreement(atGap: gap) ?? 0) - target
      if surplus >= -1e-12, found.outcome.expectedItems < best?.items ?? .infinity {
        best = (found.rule, curve, found.outcome.expectedItems)
      }
      if surplus >= -1e-12, surplus < 0.001 { break }
      aim = min(0.999_999, aim - surplus + (surplus < 0 ? 1e-4 : 0))
    }
    guard let best else { return nil }
    let atGaps = [0, 1, 2].compactMap { times -> AtGap? in
      guard let lead = population.lead(near: gap * Double(times)) else { return nil }
      return AtGap(
        gap: gap * Double(times), lead: lead, rule: best.rule, ties: ties,
        agreement: best.curve.agreement.agreement(atGap: gap * Double(times)))
    }
    guard let planned = atGaps.first(where: { $0.gap == gap }) else { return nil }
    self.init(
      rule: best.rule, gap: gap, target: target, fixedSize: fixedSize, planned: planned, atGaps: atGaps)
  }
}

extension PairPopulation {
  /// Returns the average lead of pairs at a gap, a fraction: those in the two populated bins around it, weighted as the
  /// line between their middles does. Nil below the first and above the last bin, unless the gap lies in it.
  func lead(near gap: Double) -> FiniteLead? {
    func bin(_ kind: Kind) -> Int { GapBins.centered.bin(ofDifference: kind.difference, over: itemCount) }
    var pairs: [Int: Double] = [:]
    for kind in kinds { pairs[bin(kind), default: 0] += Double(kind.pairs) }
    let position = GapBins.position(of: gap)
    let below = pairs.keys.filter { Double($0) <= position }.max()
    let above = pairs.keys.filter { Double($0) >= position }.min()
    // At an end of the curve, the pairs of a bin stand for all gaps in it.
    guard let lower = below ?? above, let upper = above ?? below,
      lower != upper || abs(Double(lower) - position) <= 0.5
    else { return nil }
    let share = lower == upper ? 0 : (position - Double(lower)) / Double(upper - lower)
    return FiniteLead(itemCount: itemCount, kinds: kinds.filter { bin($0) == lower || bin($0) == upper }) { kind in
      (bin(kind) == lower ? 1 - share : share) / pairs[bin(kind), default: 1]
    }
  }
}
