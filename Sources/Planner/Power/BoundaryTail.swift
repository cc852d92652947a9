import Simulate

/// Follows P(X ≥ c) for the number X of successes among m draws, as m grows by one and c by one or not at all.
///
/// Each step takes a few operations, where a sum over the distribution takes √m. That makes the power of a test at k
/// items a matter of √k operations, so that it is exact at every size. Only additions of what one draw changes occur.
struct BoundaryTail {
  /// Where the draws come from.
  enum Urn {
    /// Independent draws with this chance of success.
    case binomial(Double)
    /// Draws without replacement.
    case hypergeometric(successes: Int, failures: Int)

    /// Returns the distribution of successes among some draws.
    func distribution(draws: Int) -> DiscreteWindow {
      switch self {
      case .binomial(let probability): .binomial(trials: draws, probability: probability)
      case .hypergeometric(let successes, let failures):
        .hypergeometric(population: successes + failures, successes: successes, draws: draws)
      }
    }
  }

  /// Where the draws come from.
  let urn: Urn
  /// m.
  private(set) var drawn: Int
  /// c, from 1 to m + 1.
  private(set) var boundary: Int
  /// P(X ≥ c).
  private(set) var tail: Double
  /// P(X = c − 1), from which everything else follows.
  private var below: Double

  /// Begins at some number of draws and a boundary.
  ///
  /// - Complexity: O(√drawn).
  init(_ urn: Urn, drawn: Int, boundary: Int) {
    self.urn = urn
    self.drawn = drawn
    self.boundary = boundary
    let distribution = urn.distribution(draws: drawn)
    tail = distribution.probability(above: boundary - 1)
    below = distribution.probability(of: boundary - 1)
  }

  /// The chance that the next draw reaches the boundary from just below it.
  @inline(__always) private var rise: Double {
    switch urn {
    case .binomial(let probability): below * probability
    case .hypergeometric(let successes, let failures):
      below * Double(max(0, successes - boundary + 1)) / Double(successes + failures - drawn)
    }
  }

  /// P(X = c) after one more draw.
  @inline(__always) private var nextAtBoundary: Double { rise * Double(drawn + 1) / Double(boundary) }

  /// P(X ≥ c) and P(X = c) after one more draw.
  var nextTail: (tail: Double, here: Double) { (tail + rise, nextAtBoundary) }

  /// Draws once more.
  ///
  /// - Parameter next: the new boundary, the same or one more.
  mutating func step(boundary next: Int) {
    let rise = rise
    if next == boundary {
      let stays = Double(drawn + 1) / Double(drawn + 2 - boundary)
      switch urn {
      case .binomial(let probability): below *= stays * (1 - probability)
      case .hypergeometric(let successes, let failures):
        below *= stays * Double(max(0, failures - (drawn + 1 - boundary))) / Double(successes + failures - drawn)
      }
      tail += rise
    } else {
      below = nextAtBoundary
      tail = max(0, tail + rise - below)
    }
    drawn += 1
    boundary = next
  }

  /// The mean of X − (m − X), the lead, where X ≥ c, and 0 elsewhere.
  ///
  /// From P(X = x + 1)/P(X = x), summed over x ≥ c: what does not cancel is the term at the boundary.
  var lead: Double {
    let (m, c) = (Double(drawn), Double(boundary))
    let successes: Double
    switch urn {
    case .binomial(let probability): successes = probability * (m * tail + below * (m - c + 1))
    case .hypergeometric(let wins, let losses):
      guard wins + losses > 0 else { return 0 }
      let edge = below * Double(max(0, wins - boundary + 1)) * (m - c + 1)
      successes = (Double(wins) * m * tail + edge) / Double(wins + losses)
    }
    return 2 * successes - m * tail
  }
}
