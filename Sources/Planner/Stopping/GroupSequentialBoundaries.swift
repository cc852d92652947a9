import Foundation
import Simulate

/// Holds the critical values of a two-sided group-sequential test in the limit of many items, with looks after equal
/// shares of them (Jennison and Turnbull 2000).
public struct GroupSequentialBoundaries: Sendable {
  /// How the level is spent.
  public let spending: ErrorSpending
  /// The two-sided level.
  public let alpha: Double
  /// The critical value of |Z| at each look.
  public let critical: [Double]
  /// The two-sided level that is spent up to each look.
  public private(set) var spent: [Double]

  /// The most looks.
  public static let mostLooks = 50

  /// Computes the boundaries.
  ///
  /// - Parameters:
  ///   - looks: K, at least 1.
  ///   - alpha: two-sided, above 0 and below 1.
  public init(looks: Int, spending: ErrorSpending, alpha: Double) {
    precondition(looks >= 1 && alpha > 0 && alpha < 1)
    self.spending = spending
    self.alpha = alpha
    let times = (1...looks).map { Double($0) / Double(looks) }
    if spending.shape(at: 1) != nil {
      // The whole boundary is scaled until the looks together spend the level.
      let scale = Self.root(from: 0.5, to: 10) { scale in
        Self.crossing(times.map { scale * (spending.shape(at: $0) ?? 1) }, at: times, drift: 0).reduce(0) {
          $0 + $1.upper
        } - alpha / 2
      }
      critical = times.map { scale * (spending.shape(at: $0) ?? 1) }
    } else {
      var run = NormalLooks(drift: 0)
      var values: [Double] = []
      var before = 0.0
      for time in times {
        let now = spending.spent(at: time, level: alpha / 2) ?? 0
        let value = Self.root(from: 0, to: 40) { run.upper($0, at: time) - (now - before) }
        values.append(value)
        run.advance(past: value, at: time)
        before = now
      }
      critical = values
    }
    spent = []
    var sum = 0.0
    for chances in Self.crossing(critical, at: times, drift: 0) {
      sum += chances.upper + chances.lower
      spent.append(sum)
    }
  }

  /// Returns the chances of crossing the upper and the lower boundary at each look.
  private static func crossing(
    _ critical: [Double], at times: [Double], drift: Double
  ) -> [(upper: Double, lower: Double)] {
    var run = NormalLooks(drift: drift)
    return zip(critical, times).map { value, time in
      let chances = (run.upper(value, at: time), run.lower(value, at: time))
      if time < 1 { run.advance(past: value, at: time) }
      return chances
    }
  }

  /// Returns where a decreasing function is 0, by bisection.
  private static func root(from low: Double, to high: Double, _ value: (Double) -> Double) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if value(middle) > 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The shares of all items at which the looks are.
  private var times: [Double] { critical.indices.map { Double($0 + 1) / Double(critical.count) } }

  /// Returns the chances of crossing the upper and the lower boundary at each look, if Z at the end has a mean of
  /// `drift`.
  public func crossings(drift: Double) -> [(upper: Double, lower: Double)] {
    Self.crossing(critical, at: times, drift: drift)
  }

  /// Returns the expected share of all items, if Z at the end has a mean of `drift`.
  public func expectedShare(drift: Double) -> Double {
    var (share, going) = (0.0, 1.0)
    for (chances, time) in zip(crossings(drift: drift), times) where time < 1 {
      share += (chances.upper + chances.lower) * time
      going -= chances.upper + chances.lower
    }
    return share + going
  }

  /// Returns the mean of Z at the end with which the chance of a significant result in its direction is `power`.
  public func drift(power: Double) -> Double {
    Self.root(from: 0, to: 40) { drift in power - crossings(drift: drift).reduce(0) { $0 + $1.upper } }
  }

  /// Returns the factor by which the largest number of items grows, compared with a test that has one look only and
  /// the same power.
  public func inflation(power: Double) -> Double {
    let ratio = drift(power: power) / (NormalDistribution.quantile(1 - alpha / 2) + NormalDistribution.quantile(power))
    return ratio * ratio
  }
}
