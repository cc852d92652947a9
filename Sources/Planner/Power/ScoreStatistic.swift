import Simulate

extension PairedDifference {
  /// Returns the score statistic of the hypothesis that the difference is `delta` (Tango 1998, "Equivalence test and
  /// confidence interval for the difference in proportions for the paired-sample design", Statistics in Medicine 17;
  /// Nam 1997, Biometrics 53): decreasing in it, 0 at the observed one.
  ///
  /// Its variance is that of the most likely answers under the hypothesis. At 0 it is McNemar's statistic
  /// (b − c)/√(b + c).
  ///
  /// - Parameter delta: from −1 to 1.
  package func scoreStatistic(_ delta: Double) -> Double {
    let k = Double(size)
    let (b, c) = (Double(wins), Double(losses))
    let distance = b - c - k * delta
    let variance = k * PairedDifference.scoreVariance(wins: b, losses: c, size: k, difference: delta)
    guard variance > 1e-12 else { return distance == 0 ? 0 : distance > 0 ? .infinity : -.infinity }
    return distance / variance.squareRoot()
  }

  /// Returns the variance of one item's difference if the difference is `delta`, with the answers that are most likely
  /// then.
  ///
  /// - Parameters:
  ///   - wins: items won, or their share where `size` is 1.
  ///   - losses: items lost.
  ///   - size: all items.
  static func scoreVariance(wins b: Double, losses c: Double, size k: Double, difference delta: Double) -> Double {
    // The probability of losing an item under the hypothesis, by maximum likelihood.
    let a = 2 * k
    let linear = -b - c + (2 * k - b + c) * delta
    let constant = -c * delta * (1 - delta)
    let loss = max(0, ((max(0, linear * linear - 4 * a * constant)).squareRoot() - linear) / (2 * a))
    return 2 * loss + delta * (1 - delta)
  }
}
