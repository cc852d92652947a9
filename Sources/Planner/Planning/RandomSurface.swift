import Simulate

/// Holds what random sampling achieves at every size and gap, exactly: for many questions about one benchmark.
///
/// ``ExactRandomPlan`` answers one question by a search; this answers any number from one table of all sizes.
package struct RandomSurface: Sendable {
  /// The middles of the populated bins of gap, fractions.
  package let gaps: [Double]
  /// N; agreement is known for 1 to N items.
  package let itemCount: Int
  /// Smoothed agreement, size by size.
  private let agreement: [Double]

  /// Creates the surface of a population of pairs, ties counted as wrong.
  ///
  /// - Complexity: O(kinds · N · √N) time, O(N · bins) memory for N items.
  package init(population: PairPopulation, threads: Int) {
    itemCount = population.itemCount
    var gaps: [Double] = []
    var agreement: [Double] = []
    // In pieces of about two million: the probabilities of all kinds of pairs at all sizes may not fit in memory.
    let piece = max(32, 2_000_000 / max(1, population.kinds.count))
    var first = 1
    while first <= population.itemCount {
      let sizes = Array(first...min(population.itemCount, first + piece - 1))
      for tally in ExactRandomBaseline.tallies(of: population, sizes: sizes, bins: .centered, threads: threads) {
        let curve = AgreementCurve(tally: tally, bins: .centered, ties: .wrong)
        gaps = curve.centers
        agreement += curve.smoothed
      }
      first += sizes.count
    }
    self.gaps = gaps
    self.agreement = agreement
  }

  /// Returns, for each size from 1 on, the smoothed agreement at a gap, a fraction, or nil if no pair has a gap.
  package func agreement(atGap gap: Double) -> [Double]? {
    guard let last = gaps.indices.last else { return nil }
    // The same two bins and weights at every size.
    let (gaps, gap) = (gaps.map(GapBins.position), GapBins.position(of: gap))
    let upper = gaps.firstIndex { $0 >= gap } ?? last
    let lower = gap >= gaps[last] ? last : max(0, upper - 1)
    let share = upper > lower ? min(1, max(0, (gap - gaps[lower]) / (gaps[upper] - gaps[lower]))) : 0
    return (0..<itemCount).map { size in
      let start = size * gaps.count
      return agreement[start + lower] + share * (agreement[start + upper] - agreement[start + lower])
    }
  }

  /// Returns the smallest k below N such that every k′ ≥ k reaches a target at a gap, or nil if there is none, and the
  /// agreement there.
  package func answer(gap: Double, target: Double) -> (size: Int?, agreement: Double?) {
    guard let known = agreement(atGap: gap) else { return (nil, nil) }
    let size = RandomSurface.smallestSize(known, target: target)
    return (size, size.map { known[$0 - 1] })
  }

  /// Returns, for each target, the smallest k below N such that every k′ ≥ k reaches it, given the agreement at each
  /// size, or nil if there is none.
  ///
  /// - Complexity: O(N + targets · log N).
  package static func smallestSizes(_ agreement: [Double], targets: [Double]) -> [Int?] {
    // The least agreement of all sizes from each on: it never falls.
    var least = agreement
    for size in least.indices.dropLast().reversed() { least[size] = min(least[size], least[size + 1]) }
    return targets.map { target in
      var (short, enough) = (-1, least.count)
      while enough - short > 1 {
        let middle = (short + enough) / 2
        if reaches(least[middle], target) { enough = middle } else { short = middle }
      }
      return enough + 1 < least.count ? enough + 1 : nil
    }
  }

  /// Returns the smallest k for one target.
  package static func smallestSize(_ agreement: [Double], target: Double) -> Int? {
    smallestSizes(agreement, targets: [target])[0]
  }
}
