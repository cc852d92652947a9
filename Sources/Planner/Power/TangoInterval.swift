import Simulate

extension PairedDifference {
  /// Returns the score interval of the difference (Tango 1998, "Equivalence test and confidence interval for the
  /// difference in proportions for the paired-sample design", Statistics in Medicine 17).
  ///
  /// - Parameter level: such as 0.95.
  package func interval(level: Double = 0.95) -> (low: Double, high: Double) {
    let limit = NormalDistribution.quantile(1 - (1 - level) / 2)
    func solve(_ range: (inside: Double, outside: Double), _ isInside: (Double) -> Bool) -> Double {
      var (inside, outside) = range
      for _ in 0..<60 {
        let middle = (inside + outside) / 2
        if isInside(middle) { inside = middle } else { outside = middle }
      }
      return inside
    }
    return (
      solve((value, -1)) { scoreStatistic($0) <= limit }, solve((value, 1)) { scoreStatistic($0) >= -limit }
    )
  }

  /// Returns the score statistic of the hypothesis that the difference is `delta`: decreasing in it, 0 at the observed
  /// one.
  private func scoreStatistic(_ delta: Double) -> Double {
    let k = Double(size)
    let (b, c) = (Double(wins), Double(losses))
    // The probability of losing an item under the hypothesis, by maximum likelihood.
    let a = 2 * k
    let linear = -b - c + (2 * k - b + c) * delta
    let constant = -c * delta * (1 - delta)
    let loss = max(0, ((max(0, linear * linear - 4 * a * constant)).squareRoot() - linear) / (2 * a))
    let distance = b - c - k * delta
    let variance = k * (2 * loss + delta * (1 - delta))
    guard variance > 1e-12 else { return distance == 0 ? 0 : distance > 0 ? .infinity : -.infinity }
    return distance / variance.squareRoot()
  }
}
