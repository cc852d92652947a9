import Simulate

/// A test of whether two models differ, from k items that both answered.
public enum SignificanceTest: String, Sendable, CaseIterable {
  /// McNemar's exact conditional test: the binomial test of wins among discordant items.
  case mcNemarExact = "mcnemar-exact"
  /// Its mid-p version, which counts half of the observed outcome's probability (Fagerland, Lydersen and Laake 2013).
  case mcNemarMidP = "mcnemar-midp"
  /// McNemar's asymptotic test, the score test without continuity correction: (b − c)²/(b + c) against χ².
  case mcNemar = "mcnemar"
  /// The Wald test of the paired difference of proportions, whose variance is (b + c − (b − c)²/k)/k².
  case wald

  /// Tells whether the test looks at the discordant items alone, and not at how many items there are.
  var isConditional: Bool { self != .wald }
}

/// Holds the critical values of a test: the fewest wins among m discordant of k items at which it rejects.
///
/// By symmetry a test of the other direction rejects at as few losses.
struct CriticalWins {
  let test: SignificanceTest
  /// k.
  let size: Int
  /// The level in one tail: α, or half of it for a two-sided test; above 0 and at most 0.5.
  let tail: Double
  /// What the statistic is compared with.
  private let quantile: Double

  /// Creates the critical values of a test.
  init(_ test: SignificanceTest, size: Int, tail: Double) {
    self.test = test
    self.size = size
    self.tail = tail
    quantile = NormalDistribution.quantile(1 - tail)
  }

  /// An outcome whose p-value is the level exactly rejects, whatever the rounding of the sum.
  private var limit: Double { tail * (1 + 1e-12) }

  /// Returns the fewest wins among m that reject, or m + 1 if none do.
  ///
  /// - Complexity: O(√m).
  func wins(discordant m: Int) -> Int {
    guard test == .mcNemarExact || test == .mcNemarMidP else { return winsByQuantile(m) }
    let null = DiscreteWindow.binomial(trials: m, probability: 0.5)
    var above = 0.0
    var critical = m + 1
    var wins = min(m, null.upperBound)
    if wins < m { critical = wins + 1 }
    while 2 * wins > m {
      let here = null.probability(of: wins)
      guard (test == .mcNemarExact ? above + here : above + here / 2) <= limit else { break }
      critical = wins
      above += here
      wins -= 1
    }
    return critical
  }

  /// Solves 2x − m > z·√m for x, or for the Wald test 2x − m > z·√(m − (2x − m)²/k).
  private func winsByQuantile(_ m: Int) -> Int {
    let share = test == .wald ? 1 + quantile * quantile / Double(size) : 1
    let bound = quantile * (Double(m) / share).squareRoot()
    var wins = max(m / 2, (Int(bound.rounded(.down)) + m) / 2 - 1)
    while wins <= m, Double(2 * wins - m) <= bound * (1 + 1e-12) { wins += 1 }
    return wins
  }

  /// Returns the fewest wins for each m of a range, in one pass.
  ///
  /// With one more discordant item the critical value grows by one or not at all. For the exact tests the tail of the
  /// null distribution follows from the one before.
  func wins(discordant range: ClosedRange<Int>) -> [Int] {
    guard test == .mcNemarExact || test == .mcNemarMidP else { return range.map { winsByQuantile($0) } }
    // A tail that the distribution leaves out cannot be followed.
    guard tail >= 1e-10 else { return range.map { wins(discordant: $0) } }
    var result = [wins(discordant: range.lowerBound)]
    result.reserveCapacity(range.count)
    var null = BoundaryTail(.binomial(0.5), drawn: range.lowerBound, boundary: result[0])
    for m in range.dropFirst() {
      let same = null.boundary
      let (tail, here) = null.nextTail
      let rejects = 2 * same > m && (test == .mcNemarExact ? tail : tail - here / 2) <= limit
      null.step(boundary: rejects ? same : same + 1)
      result.append(null.boundary)
    }
    return result
  }
}
