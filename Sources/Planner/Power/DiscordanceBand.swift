import Simulate

/// Holds how different the answers of two models may be, if these are not at hand: a range of discordance for
/// each gap.
package struct DiscordanceBand: Sendable {
  /// Tells where a band comes from.
  package enum Source: Sendable {
    /// Given, fractions.
    case given(ClosedRange<Double>)
    /// From the mean of two accuracies and a range of correlations φ of right answers.
    case correlated(accuracy: Double, correlations: ClosedRange<Double>)
    /// From the 10 and 90 % points among a benchmark's pairs.
    case profile(DiscordanceProfile)
    /// From the medians of several benchmarks, the least to the largest.
    case medians([DiscordanceProfile])
  }

  /// Where it comes from.
  package let source: Source
  /// A sentence that says so.
  package let sentence: String

  /// Creates a band.
  package init(_ source: Source, sentence: String) {
    self.source = source
    self.sentence = sentence
  }

  /// The correlations of right answers that are assumed if nothing else is known.
  ///
  /// Of pairs one point apart, the median discordance in the twelve shipped tables corresponds to 0.14 (GPQA) to 0.78
  /// (SST-2); eight of the twelve lie from 0.4 to 0.7.
  package static let usualCorrelations = 0.15...0.75

  /// Returns the range at a gap; its limits lie between the gap, the least discordance that a pair can have, and 1.
  ///
  /// - Parameter gap: a fraction.
  package func range(atGap gap: Double) -> ClosedRange<Double> {
    func possible(_ low: Double, _ high: Double) -> ClosedRange<Double> {
      let least = min(1, max(gap, low))
      return least...min(1, max(least, high))
    }
    switch source {
    case .given(let range): return possible(range.lowerBound, range.upperBound)
    case .correlated(let accuracy, let correlations):
      let middle = min(1 - gap / 2, max(gap / 2, accuracy))
      let (better, worse) = (middle + gap / 2, middle - gap / 2)
      guard let feasible = feasibleCorrelations(better: better, worse: worse) else { return possible(gap, gap) }
      func discordance(_ correlation: Double) -> Double {
        let scale = (better * (1 - better) * worse * (1 - worse)).squareRoot()
        let clipped = min(feasible.upperBound, max(feasible.lowerBound, correlation))
        return better + worse - 2 * (better * worse + clipped * scale)
      }
      return possible(discordance(correlations.upperBound), discordance(correlations.lowerBound))
    case .profile(let profile):
      return possible(profile.quantile(0.1, atGap: gap), profile.quantile(0.9, atGap: gap))
    case .medians(let profiles):
      let medians = profiles.map { $0.quantile(0.5, atGap: gap) }
      return possible(medians.min() ?? gap, medians.max() ?? 1)
    }
  }

  /// Returns the agreement of k random items at a gap: the least and the most over the band.
  ///
  /// - Parameters:
  ///   - gap: a fraction; above 0 and at most 1.
  ///   - size: k, at least 1 and at most N.
  ///   - items: N; nil for a benchmark of unlimited size.
  ///   - ties: what equal scores count as.
  package func agreement(
    gap: Double, size: Int, items: Int?, ties: TiePolicy = .wrong
  ) -> ClosedRange<Double> {
    // A gap below one item is that of one item, the least that two models can be apart.
    let gap = items.map { max(gap, 1 / Double($0)) } ?? gap
    let range = range(atGap: gap)
    let values = [range.lowerBound, range.upperBound].map { discordance in
      (try? PairedComparison(gap: gap, discordance: discordance, itemCount: items))?
        .orderProbabilities(size: size).agreement(ties: ties) ?? 0
    }
    return min(values[0], values[1])...max(values[0], values[1])
  }

  /// Returns the smallest gap that k random items rank rightly often enough, at either end of the band, or nil if none
  /// is.
  ///
  /// - Parameter threshold: τ.
  package func detectableDifference(
    size: Int, items: Int?, threshold: Double, ties: TiePolicy = .wrong
  ) -> (low: Double?, high: Double?) {
    let least = items.map { 1 / Double($0) } ?? 0
    func solve(_ end: (ClosedRange<Double>) -> Double) -> Double? {
      Solver.smallestGap(reaching: threshold, largest: 1) { gap in
        gap < least ? 0 : end(agreement(gap: gap, size: size, items: items, ties: ties))
      }
    }
    return (solve(\.upperBound), solve(\.lowerBound))
  }
}
