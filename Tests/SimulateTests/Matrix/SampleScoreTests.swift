import Testing

@testable import Simulate

@Suite struct SampleScoreTests {
  /// Returns the share of all sets of `size` among `count` answers, of which the first `right` are right, that pass.
  private func enumerated(right: Int, of count: Int, size: Int, passes: (_ chosen: Int) -> Bool) -> Double {
    var (all, passed) = (0, 0)
    for set in 0..<(1 << count) where set.nonzeroBitCount == size {
      all += 1
      if passes((set & ((1 << right) - 1)).nonzeroBitCount) { passed += 1 }
    }
    return Double(passed) / Double(all)
  }

  @Test(arguments: [1, 2, 5, 9])
  func valuesAreSharesOfAllSets(count: Int) {
    for right in 0...count {
      for size in 1...count {
        let any = enumerated(right: right, of: count, size: size) { $0 >= 1 }
        let all = enumerated(right: right, of: count, size: size) { $0 == size }
        #expect(abs(SampleScore.passAny(size).value(right: right, of: count) - any) < 1e-12)
        #expect(abs(SampleScore.passAll(size).value(right: right, of: count) - all) < 1e-12)
      }
      #expect(SampleScore.mean.value(right: right, of: count) == Double(right) / Double(count))
    }
  }

  /// Sums over all numbers of right answers, each with its binomial chance.
  private func expectation(_ p: Double, _ count: Int, _ value: (Int) -> Double) -> Double {
    (0...count).reduce(0) { sum, right in
      let ways = (0..<right).reduce(1.0) { $0 * Double(count - $1) / Double($1 + 1) }
      let chance = (0..<right).reduce(ways) { chance, _ in chance * p }
      return sum + (right..<count).reduce(chance) { chance, _ in chance * (1 - p) } * value(right)
    }
  }

  @Test(arguments: [0.0, 0.07, 0.5, 0.83, 1.0])
  func valuesAndVariancesHaveNoBias(p: Double) {
    for (score, truth) in [
      (SampleScore.mean, p), (.passAny(3), 1 - (1 - p) * (1 - p) * (1 - p)), (.passAll(3), p * p * p),
    ] {
      for count in [6, 7, 11] {
        let mean = expectation(p, count) { score.value(right: $0, of: count) }
        let squares = expectation(p, count) { score.value(right: $0, of: count) * score.value(right: $0, of: count) }
        #expect(abs(mean - truth) < 1e-12)
        let estimated = expectation(p, count) { score.variance(right: $0, of: count) ?? .nan }
        #expect(abs(estimated - (squares - mean * mean)) < 1e-12)
      }
    }
  }

  @Test func theVarianceOfAMeanIsTheUsualOne() {
    for right in 0...12 {
      let share = Double(right) / 12
      #expect(abs((SampleScore.mean.variance(right: right, of: 12) ?? 0) - share * (1 - share) / 11) < 1e-15)
    }
    #expect(SampleScore.mean.variance(right: 1, of: 1) == nil)
    #expect(SampleScore.passAny(4).variance(right: 3, of: 7) == nil)
  }

  @Test func namesAreReadBack() {
    let scores: [SampleScore] = [.mean, .passAny(1), .passAny(10), .passAll(5)]
    for score in scores { #expect(SampleScore(score.name) == score) }
    for name in ["pass@0", "pass@", "pass^x", "pass", "pass@-1", "average"] { #expect(SampleScore(name) == nil) }
  }
}
