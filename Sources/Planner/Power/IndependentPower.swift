import Simulate

extension IndependentComparison {
  /// Returns the power of the two-sample Wald test with k items each.
  ///
  /// - Complexity: O(√k).
  package func waldPower(size: Int, alpha: Double, alternative: TestAlternative = .twoSided) -> Double {
    let found = TwoSampleWald(size: size, tail: alpha / Double(alternative.tails)).rejections(
      rightAnswers(accuracy: better, size: size), rightAnswers(accuracy: worse, size: size), alternative)
    return min(1, found.right + found.wrong)
  }

  /// Returns the behaviour of the two-sample Wald test with k items each: |p̂1 − p̂2| > z·√((p̂1q̂1 + p̂2q̂2)/k).
  ///
  /// - Complexity: O(√k).
  package func waldBehaviour(
    size: Int, alpha: Double, alternative: TestAlternative = .twoSided
  ) -> TestBehaviour {
    let test = TwoSampleWald(size: size, tail: alpha / Double(alternative.tails))
    let found = test.rejections(
      rightAnswers(accuracy: better, size: size), rightAnswers(accuracy: worse, size: size), alternative)
    let middle = rightAnswers(accuracy: (better + worse) / 2, size: size)
    let level = test.rejections(middle, middle, alternative)
    return TestBehaviour(
      right: found.right, wrong: found.wrong, magnitude: found.magnitude, gap: better - worse,
      attainedLevel: level.right + level.wrong)
  }
}

/// Tests two samples of k right or wrong answers each.
private struct TwoSampleWald {
  let size: Int
  let quantile: Double

  init(size: Int, tail: Double) {
    self.size = size
    quantile = NormalDistribution.quantile(1 - tail)
  }

  /// Tells whether a number of right answers is significantly above another.
  private func isAbove(_ first: Int, _ second: Int) -> Bool {
    guard first > second else { return false }
    let k = Double(size)
    let (a, b) = (Double(first) / k, Double(second) / k)
    let error = ((a * (1 - a) + b * (1 - b)) / k).squareRoot()
    return a - b > quantile * error * (1 + 1e-12)
  }

  /// Returns the chances that the first sample is significantly above and below the second, and the mean of the
  /// absolute difference where either is.
  ///
  /// The statistic grows with the first number and falls with the second, so the numbers that are significantly below
  /// and above move up with the first: two marks that never turn back stand for the double sum.
  func rejections(
    _ first: DiscreteWindow, _ second: DiscreteWindow, _ alternative: TestAlternative
  ) -> (right: Double, wrong: Double, magnitude: Double) {
    let k = Double(size)
    var total = (right: 0.0, wrong: 0.0, magnitude: 0.0)
    // The mass and the mean below the lower mark, and from the upper mark on.
    var (low, lowMass, lowMean) = (second.lowerBound, 0.0, 0.0)
    var high = second.lowerBound
    let highMass = TwoSampleWald.suffixSums(second.probabilities)
    let highMean = TwoSampleWald.suffixSums(
      second.probabilities.enumerated().map { $1 * Double(second.lowerBound + $0) / k })
    for (offset, weight) in first.probabilities.enumerated() {
      let value = first.lowerBound + offset
      let score = Double(value) / k
      if alternative != .less {
        while low <= second.upperBound, isAbove(value, low) {
          lowMass += second.probability(of: low)
          lowMean += second.probability(of: low) * Double(low) / k
          low += 1
        }
        total.right += weight * lowMass
        total.magnitude += weight * (score * lowMass - lowMean)
      }
      if alternative != .greater {
        while high <= second.upperBound, !isAbove(high, value) { high += 1 }
        let position = high - second.lowerBound
        total.wrong += weight * highMass[position]
        total.magnitude += weight * (highMean[position] - score * highMass[position])
      }
    }
    return total
  }

  /// Returns the sums of a list's ends, from the whole list to nothing.
  private static func suffixSums(_ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: values.count + 1)
    for position in values.indices.reversed() { sums[position] = sums[position + 1] + values[position] }
    return sums
  }
}
