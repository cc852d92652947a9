import Simulate

/// Holds what random sampling needs, exactly, from all pairs of a matrix.
package struct ExactRandomPlan: Sendable {
  private let population: PairPopulation
  private let ties: TiePolicy
  private let threads: Int

  /// Creates a plan on a population of pairs.
  package init(population: PairPopulation, ties: TiePolicy = .wrong, threads: Int = 1) {
    self.population = population
    self.ties = ties
    self.threads = threads
  }

  /// Returns the smoothed agreement of random sampling at a gap, a fraction, or nil if no pair has a gap.
  package func agreement(atGap gap: Double, size: Int) -> Double? {
    agreement(of: population, atGap: gap, sizes: [size])[0]
  }

  private func agreement(of population: PairPopulation, atGap gap: Double, sizes: [Int]) -> [Double?] {
    ExactRandomBaseline.tallies(of: population, sizes: sizes, bins: .centered, threads: threads).map {
      AgreementCurve(tally: $0, bins: .centered, ties: ties).agreement(atGap: gap)
    }
  }

  /// Returns the smallest k such that every k′ ≥ k reaches a target.
  ///
  /// The search begins at the size where a pair of median discordance would reach it, and uses only the pairs of the
  /// bins around the gap, whose curve is that of all pairs except for pooling with other bins. The answer is then
  /// confirmed, and where need be moved, on all pairs.
  ///
  /// - Returns: the size, or nil if no k below N does, and the agreement there.
  package func answer(gap: Double, target: Double) -> (size: Int?, agreement: Double?) {
    let limit = population.itemCount
    var known: [Int: Double] = [:]
    /// Tells whether all pairs reach the target at a size; asked for with its neighbours, which share most of the work.
    func reachesTarget(_ size: Int) -> Bool {
      if let value = known[size] { return reaches(value, target) }
      let sizes = (size - 1...size + 1).filter { $0 >= 1 && $0 <= limit && known[$0] == nil }
      for (size, value) in zip(sizes, agreement(of: population, atGap: gap, sizes: sizes)) {
        known[size] = value ?? 0
      }
      return reaches(known[size] ?? 0, target)
    }
    var found: Int?
    if var size = roughSize(gap: gap, target: target) {
      while size < limit, !(reachesTarget(size) && reachesTarget(min(limit, size + 1))) { size += 1 }
      while size > 1, reachesTarget(size - 1) { size -= 1 }
      found = size < limit ? size : nil
    }
    return (found, found.flatMap { known[$0] })
  }

  private func roughSize(gap: Double, target: Double) -> Int? {
    func distance(_ kind: PairPopulation.Kind) -> Double {
      abs(Double(kind.difference) / Double(population.itemCount) - gap)
    }
    let nearKinds = population.kinds.filter { distance($0) <= 0.0075 }
    let near =
      nearKinds.isEmpty
      ? population
      : PairPopulation(itemCount: population.itemCount, kinds: nearKinds, zeroGapPairs: 0)
    guard !near.kinds.isEmpty else { return nil }
    let limit = population.itemCount
    // Kinds are in ascending order of discordance.
    let median = near.kinds[near.kinds.count / 2]
    let closest = near.kinds.min { distance($0) < distance($1) } ?? median
    let difference = Double(closest.difference) / Double(limit)
    let guess =
      (try? PairedComparison(
        gap: difference, discordance: max(difference, Double(median.discordant) / Double(limit)), itemCount: limit))
      .flatMap { comparison in
        Solver.smallestSize(reaching: target, limit: limit, exhaustive: 0) {
          comparison.orderProbabilities(size: $0).agreement(ties: ties)
        }
      }
    return Solver.smallestSize(
      reaching: target, limit: limit, teeth: 1, exhaustive: 0, guess: guess ?? limit / 2
    ) { size in
      agreement(of: near, atGap: gap, sizes: [size])[0] ?? 0
    } ?? limit
  }
}
