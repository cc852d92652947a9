import Foundation

/// Holds intervals for the difference of two models' scores that all hold at once, however often one looks and
/// whenever one stops: a betting confidence sequence (Waudby-Smith and Ramdas 2024, "Estimating means of bounded random
/// variables by betting", JRSS B 86).
///
/// With x = (difference + 1)/2 in [0, 1] and a mean of m, someone who bets the shares λ of a capital on x > m and on
/// x < m, half of it on each, has no more than 1/α ever, with a probability of at least 1 − α (Ville 1939). The means
/// that would have made either half richer than 2/α are ruled out. Without replacement, m at an item is the mean of the
/// items that are left.
public struct ConfidenceSequence: Sendable {
  /// The probability that all intervals hold.
  public let level: Double
  /// N, if items are drawn without replacement; nil for a benchmark of unlimited size.
  public let itemCount: Int?
  /// The number of items so far.
  public var items: Int { outcomes.count }

  /// x, and the bet before the limit that keeps the capital positive, for each item.
  private var outcomes: [(value: Double, bet: Double)] = []
  private var sum = 0.5
  private var squares = 0.25
  private var narrowest = (low: -1.0, high: 1.0)

  /// No bet risks more than this share of the capital.
  private static let largestShare = 0.5

  /// Starts before the first item.
  ///
  /// - Parameters:
  ///   - level: above 0 and below 1.
  ///   - itemCount: N, or nil for items drawn independently.
  public init(level: Double = 0.95, itemCount: Int? = nil) {
    precondition(level > 0 && level < 1)
    self.level = level
    self.itemCount = itemCount
  }

  /// Adds the next item.
  ///
  /// - Parameter difference: of the two models' scores on it, from −1 to 1.
  public mutating func add(_ difference: Double) {
    precondition(abs(difference) <= 1 && items < itemCount ?? .max)
    let value = (difference + 1) / 2
    let t = Double(items + 1)
    // The variance of the items before, with one item of variance 1/4 added at the start.
    let bet = (2 * log(2 / (1 - level)) / (squares * log(1 + t))).squareRoot()
    outcomes.append((value, bet))
    sum += value
    let mean = sum / (t + 1)
    squares += (value - mean) * (value - mean)
  }

  /// Returns the logarithms of the two capitals, relative to their starts, if the difference were `difference`.
  private func wealth(ifDifferenceIs difference: Double) -> (above: Double, below: Double) {
    let mean = (difference + 1) / 2
    var (above, below, before) = (0.0, 0.0, 0.0)
    for (index, outcome) in outcomes.enumerated() {
      var rest = mean
      if let itemCount {
        rest = (Double(itemCount) * mean - before) / Double(itemCount - index)
        // The items so far leave no room for such a mean.
        if rest < -1e-12 { return (.infinity, below) }
        if rest > 1 + 1e-12 { return (above, .infinity) }
        rest = min(1, max(0, rest))
      }
      let surprise = outcome.value - rest
      above += log1p(min(outcome.bet, Self.largestShare / rest) * surprise)
      below += log1p(-min(outcome.bet, Self.largestShare / (1 - rest)) * surprise)
      before += outcome.value
    }
    return (above, below)
  }

  /// Tells whether the items so far rule a difference out.
  public func excludes(_ difference: Double) -> Bool {
    let (above, below) = wealth(ifDifferenceIs: difference)
    return max(above, below) >= log(2 / (1 - level))
  }

  /// Returns the interval of the difference after the items so far, within all intervals that were asked for before.
  public mutating func interval() -> (low: Double, high: Double) {
    let limit = log(2 / (1 - level))
    // Both capitals are monotone in the mean, so that each rules out one side.
    func edge(from inside: Double, to outside: Double, _ isRuledOut: (Double) -> Bool) -> Double {
      if !isRuledOut(outside) { return outside }
      var (kept, ruledOut) = (inside, outside)
      for _ in 0..<50 {
        let middle = (kept + ruledOut) / 2
        if isRuledOut(middle) { ruledOut = middle } else { kept = middle }
      }
      return ruledOut
    }
    narrowest = (
      edge(from: narrowest.high, to: narrowest.low) { wealth(ifDifferenceIs: $0).above >= limit },
      edge(from: narrowest.low, to: narrowest.high) { wealth(ifDifferenceIs: $0).below >= limit }
    )
    return narrowest
  }
}
