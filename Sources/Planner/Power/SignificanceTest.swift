import Simulate

/// A two-sided test of whether two models differ, from k items that both answered.
public enum SignificanceTest: String, Sendable, CaseIterable {
  /// McNemar's exact conditional test: the binomial test of wins among discordant items.
  case mcNemarExact = "mcnemar-exact"
  /// Its mid-p version, which counts half of the observed outcome's probability (Fagerland, Lydersen and Laake 2013).
  case mcNemarMidP = "mcnemar-midp"
  /// The Wald test of the paired difference of proportions, whose variance is (b + c − (b − c)²/k)/k².
  case wald

  /// Returns the fewest wins among m discordant of k items at which the test rejects; above m if it never does. By
  /// symmetry it also rejects at as few losses.
  func criticalWins(discordant: Int, size: Int, alpha: Double) -> Int {
    let m = discordant
    switch self {
    case .wald:
      let z = NormalDistribution.quantile(1 - alpha / 2)
      // |2x − m| > z·√(m − (2x − m)²/k), solved for 2x − m.
      let bound = z * (Double(m) / (1 + z * z / Double(size))).squareRoot()
      var wins = max(m / 2, (Int(bound.rounded(.down)) + m) / 2 - 1)
      while wins <= m, Double(2 * wins - m) <= bound * (1 + 1e-12) { wins += 1 }
      return wins
    case .mcNemarExact, .mcNemarMidP:
      let null = DiscreteWindow.binomial(trials: m, probability: 0.5)
      // An outcome whose p-value is α exactly rejects, whatever the rounding of the sum.
      let limit = alpha * (1 + 1e-12)
      var above = 0.0
      var critical = m + 1
      var wins = min(m, null.upperBound)
      if wins < m { critical = wins + 1 }
      while 2 * wins > m {
        let here = null.probability(of: wins)
        let p = self == .mcNemarExact ? 2 * (above + here) : 2 * above + here
        guard p <= limit else { break }
        critical = wins
        above += here
        wins -= 1
      }
      return critical
    }
  }
}

/// Holds how a test behaves at one size: power, and what a significant result is worth.
package struct TestBehaviour: Sendable, Equatable {
  /// The chance of a significant result, in either direction.
  package let power: Double
  /// Type S error: the chance that a significant result has the wrong sign (Gelman and Carlin 2014).
  package let typeS: Double
  /// Type M error: the factor by which a significant difference exaggerates the true one on average.
  package let typeM: Double
}

/// Computes the power of a test for a paired comparison, at any number of sizes.
///
/// Power = Σ_m P(M = m)·P(reject | m). For McNemar's tests P(reject | m) does not depend on k and is kept.
package struct PairedPower {
  /// The comparison.
  package let comparison: PairedComparison
  /// The test.
  package let test: SignificanceTest
  /// α, two-sided.
  package let alpha: Double
  private var known: [Int: Rejection] = [:]

  /// Holds, given m discordant items, the chances of rejecting for the better and for the worse model, and the mean of
  /// the absolute difference in items if it rejects.
  private struct Rejection {
    var right = 0.0
    var wrong = 0.0
    var magnitude = 0.0
  }

  /// Creates the power of a test.
  ///
  /// - Parameter alpha: above 0 and below 1.
  package init(_ comparison: PairedComparison, test: SignificanceTest, alpha: Double) {
    self.comparison = comparison
    self.test = test
    self.alpha = alpha
  }

  /// Returns the test's behaviour with k items.
  ///
  /// - Complexity: O(k) at the first size, O(√k) once the conditional powers are known.
  package mutating func behaviour(size: Int) -> TestBehaviour {
    var total = Rejection()
    let drawn = comparison.discordantItems(size: size)
    for (offset, weight) in drawn.probabilities.enumerated() {
      let given = rejection(discordant: drawn.lowerBound + offset, size: size)
      total.right += weight * given.right
      total.wrong += weight * given.wrong
      total.magnitude += weight * given.magnitude
    }
    let power = total.right + total.wrong
    return TestBehaviour(
      power: min(1, power), typeS: power > 0 ? total.wrong / power : .nan,
      typeM: power > 0 ? total.magnitude / power / Double(size) / comparison.realizedGap : .nan)
  }

  private mutating func rejection(discordant m: Int, size: Int) -> Rejection {
    if test != .wald, let kept = known[m] { return kept }
    let critical = test.criticalWins(discordant: m, size: size, alpha: alpha)
    var result = Rejection()
    if critical <= m {
      let wins = comparison.wins(among: m)
      for (offset, probability) in wins.probabilities.enumerated() {
        let x = wins.lowerBound + offset
        if x >= critical {
          result.right += probability
        } else if x <= m - critical {
          result.wrong += probability
        } else {
          continue
        }
        result.magnitude += probability * Double(abs(2 * x - m))
      }
    }
    if test != .wald { known[m] = result }
    return result
  }
}

extension IndependentComparison {
  /// Returns the behaviour of the two-sample Wald test with k items each: |p̂1 − p̂2| > z·√((p̂1q̂1 + p̂2q̂2)/k).
  package func waldBehaviour(size: Int, alpha: Double) -> TestBehaviour {
    let z = NormalDistribution.quantile(1 - alpha / 2)
    let first = rightAnswers(accuracy: better, size: size)
    let second = rightAnswers(accuracy: worse, size: size)
    var (right, wrong, magnitude) = (0.0, 0.0, 0.0)
    let k = Double(size)
    for (i, p) in first.probabilities.enumerated() {
      let a = Double(first.lowerBound + i) / k
      for (j, q) in second.probabilities.enumerated() {
        let b = Double(second.lowerBound + j) / k
        let difference = a - b
        let error = ((a * (1 - a) + b * (1 - b)) / k).squareRoot()
        guard abs(difference) > z * error * (1 + 1e-12), difference != 0 else { continue }
        if difference > 0 { right += p * q } else { wrong += p * q }
        magnitude += p * q * abs(difference)
      }
    }
    let power = right + wrong
    return TestBehaviour(
      power: min(1, power), typeS: power > 0 ? wrong / power : .nan,
      typeM: power > 0 ? magnitude / power / (better - worse) : .nan)
  }
}
