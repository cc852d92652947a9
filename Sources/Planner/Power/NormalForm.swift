import Simulate

/// Approximates a comparison by the normal distribution of the observed difference.
///
/// It stands for the exact form where that does not exist (clusters, repeated answers) or is not computed (more than
/// ``PowerQuestion/largestExactSize`` items).
package struct NormalForm: Sendable {
  /// δ, a fraction.
  package let gap: Double
  /// The standard error of the observed difference.
  package let error: Double
  /// The standard error that the test divides by.
  package let testError: Double
  /// The standard error of the observed difference if there is none.
  package let nullError: Double
  /// Half the distance between two neighbouring differences; 0 if they are continuous.
  package let halfStep: Double
  /// How much larger than its quantile the difference must be for the test to reject; above 0 for an exact test, whose
  /// level is at most the nominal one.
  package let correction: Double

  /// Creates the normal form of a comparison.
  ///
  /// - Parameters:
  ///   - testError: `error` if not given.
  ///   - nullError: `testError` if not given.
  package init(
    gap: Double, error: Double, testError: Double? = nil, nullError: Double? = nil, halfStep: Double = 0,
    correction: Double = 0
  ) {
    self.gap = gap
    self.error = error
    self.testError = testError ?? error
    self.nullError = nullError ?? testError ?? error
    self.halfStep = halfStep
    self.correction = correction
  }

  /// Returns the chance that models the gap apart come out in their order, with continuity correction.
  package func agreement(ties: TiePolicy) -> Double {
    guard error > 0 else { return 1 }
    let ahead = NormalDistribution.cumulative((gap - halfStep) / error)
    let behind = NormalDistribution.cumulative((-gap - halfStep) / error)
    return OrderProbabilities(ahead: ahead, tied: max(0, 1 - ahead - behind)).agreement(ties: ties)
  }

  /// Returns the behaviour of the test, types S and M in closed form (Gelman and Carlin 2014; Lu, Qiu and Deng 2019).
  package func behaviour(alpha: Double, alternative: TestAlternative) -> TestBehaviour {
    let z = NormalDistribution.quantile(1 - alpha / Double(alternative.tails))
    let bound = z * testError + correction
    /// Returns the chance that a difference with this mean is above the bound, and its mean there.
    func above(_ mean: Double) -> (chance: Double, magnitude: Double) {
      guard error > 0 else { return mean > bound ? (1, mean) : (0, 0) }
      let distance = (mean - bound) / error
      let chance = NormalDistribution.cumulative(distance)
      return (chance, mean * chance + error * NormalDistribution.density(distance))
    }
    let right = alternative == .less ? (0, 0) : above(gap)
    let wrong = alternative == .greater ? (0, 0) : above(-gap)
    let level = nullError > 0 ? NormalDistribution.cumulative(-bound / nullError) : 0
    return TestBehaviour(
      right: right.0, wrong: wrong.0, magnitude: right.1 + wrong.1, gap: gap,
      attainedLevel: level * Double(alternative.tails))
  }

  /// Returns how far the size that the normal form gives may be from the exact one, as a share of it: 2/√(k·d), from
  /// the number of discordant items that are expected.
  ///
  /// Measured at sizes where both are computed, the difference is at most half of that; where fewer than nine tenths
  /// of the items are discordant, it is at most 40/(k·d), which is far less at large sizes.
  package static func error(ofSize size: Double, discordance: Double) -> Double {
    2 / (size * discordance).squareRoot()
  }

  /// Returns the smallest size, not yet a whole number, at which a value that grows with the size reaches a target, or
  /// nil if none up to 1e18 does.
  package static func size<Failure: Error>(
    reaching target: Double, _ value: (Double) throws(Failure) -> Double
  ) throws(Failure) -> Double? {
    var (low, high) = (1.0, 1e18)
    if try value(low) >= target { return low }
    guard try value(high) >= target else { return nil }
    while high > low * (1 + 1e-13) {
      let middle = (low * high).squareRoot()
      if try value(middle) >= target { high = middle } else { low = middle }
      if middle == low && middle == high { break }
    }
    return high
  }
}

/// Returns the finite-population correction of a variance: (N − k)/(N − 1), or 1 if there is no N.
func remainingShare(of itemCount: Int?, after size: Double) -> Double {
  guard let itemCount else { return 1 }
  return itemCount > 1 ? max(0, Double(itemCount) - size) / Double(itemCount - 1) : 0
}
