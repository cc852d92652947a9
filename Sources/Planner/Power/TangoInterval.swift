import Simulate

extension PairedDifference {
  /// Returns the score interval of the difference (Tango 1998, "Equivalence test and confidence interval for the
  /// difference in proportions for the paired-sample design", Statistics in Medicine 17).
  ///
  /// - Parameters:
  ///   - level: such as 0.95.
  ///   - remaining: the share of the variance that items not drawn leave, for an interval about N items; 1 otherwise.
  package func interval(level: Double = 0.95, remaining: Double = 1) -> (low: Double, high: Double) {
    let limit = NormalDistribution.quantile(1 - (1 - level) / 2) * remaining.squareRoot()
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
}
