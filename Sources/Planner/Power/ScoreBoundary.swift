import Simulate

/// Holds the critical values of a one-sided score test that a difference is above a limit: the fewest wins among m
/// discordant of k items at which it rejects.
struct ScoreBoundary {
  /// The difference that is to be exceeded, from −1 to 1: −m for non-inferiority at margin m.
  let limit: Double
  /// k.
  let size: Int
  /// The normal quantile of the level.
  let quantile: Double

  /// Creates the critical values at a one-sided level.
  init(limit: Double, size: Int, level: Double) {
    self.limit = limit
    self.size = size
    quantile = NormalDistribution.quantile(1 - level)
  }

  /// Tells whether the test rejects.
  func rejects(wins: Int, discordant: Int) -> Bool {
    PairedDifference(wins: wins, losses: discordant - wins, size: size).scoreStatistic(limit) >= quantile
  }

  /// Returns the fewest wins among m that reject, or m + 1 if none do.
  ///
  /// - Complexity: O(log m): the statistic grows with the wins.
  func wins(discordant m: Int) -> Int {
    var (low, high) = (0, m + 1)
    while low < high {
      let middle = (low + high) / 2
      if rejects(wins: middle, discordant: m) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Returns the fewest wins for each m of a range, in one pass.
  ///
  /// One more item lost never makes the test reject, and one more item won never makes it stop rejecting. So with one
  /// more discordant item the critical value grows by one or not at all.
  func wins(discordant range: ClosedRange<Int>) -> [Int] {
    var critical = wins(discordant: range.lowerBound)
    var result = [critical]
    result.reserveCapacity(range.count)
    for m in range.dropFirst() {
      if !rejects(wins: critical, discordant: m) { critical += 1 }
      result.append(critical)
    }
    return result
  }
}

extension BoundaryTail {
  /// Returns P(X ≥ c) for numbers of draws in a row and their boundaries, which may begin at 0.
  static func tails(_ urn: Urn, boundaries: [Int], from start: Int) -> [Double] {
    let certain = boundaries.prefix { $0 == 0 }.count
    var tails = [Double](repeating: 1, count: certain)
    guard certain < boundaries.count else { return tails }
    tails.reserveCapacity(boundaries.count)
    var tail = BoundaryTail(urn, drawn: start + certain, boundary: boundaries[certain])
    tails.append(tail.tail)
    for boundary in boundaries[(certain + 1)...] {
      tail.step(boundary: boundary)
      tails.append(tail.tail)
    }
    return tails
  }
}
