import Foundation
import Simulate
import Testing

@testable import Planner

@Suite struct EstimateTests {
  /// Returns half the width of Wilson's interval by its own formula.
  private func wilson(accuracy p: Double, size n: Double, confidence: Double) -> Double {
    let z = NormalDistribution.quantile((1 + confidence) / 2)
    return z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
  }

  @Test(arguments: [0, 0.03, 0.5, 0.62, 1], [20, 300, 5000])
  func theConfidenceInvertsWilsonsWidth(accuracy: Double, size: Int) {
    for confidence in [0.5, 0.95, 0.999] {
      let width = IntervalWidth(scores: .rightOrWrong(accuracy: accuracy), items: nil, designEffect: 1)
      let margin = wilson(accuracy: accuracy, size: Double(size), confidence: confidence)
      #expect(close(width.confidence(margin: margin, size: Double(size)), confidence, 1e-9))
      // k* = k·(N − 1)/(N − k).
      let finite = IntervalWidth(scores: .rightOrWrong(accuracy: accuracy), items: 2 * size, designEffect: 1)
      let effective = Double(size) * Double(2 * size - 1) / Double(size)
      let narrower = wilson(accuracy: accuracy, size: effective, confidence: confidence)
      #expect(close(finite.confidence(margin: narrower, size: Double(size)), confidence, 1e-9))
    }
  }

  /// SciPy 1.17.1: `binomtest(62, 100).proportion_ci(method='wilson')` is 0.52209755 to 0.70902400, and
  /// `1 - 2*t.sf(.04/(.3*sqrt((1 - 200/448)/200)), 199)`.
  @Test func widthsMatchOtherPrograms() {
    #expect(close(wilson(accuracy: 0.62, size: 100, confidence: 0.95), (0.7090240 - 0.5220976) / 2, 1e-6))
    let graded = IntervalWidth(scores: .graded(deviation: 0.3), items: 448, designEffect: 1)
    #expect(close(graded.confidence(margin: 0.04, size: 200), 0.9879645686874892, 1e-10))
    #expect(graded.confidence(margin: 0.04, size: 448) == 1)
    #expect(graded.confidence(margin: 0.04, size: 1) == 0)
  }

  /// Coverage by its definition: the interval's own ends, for each number of right answers.
  @Test(arguments: [(0.5, 30), (0.9, 50), (0.03, 80)]) func coverageMatchesEnumeration(accuracy: Double, size: Int) {
    let z = NormalDistribution.quantile(0.975)
    let n = Double(size)
    var sum = 0.0
    for right in 0...size {
      let p = Double(right) / n
      let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
      guard abs(centre - accuracy) <= wilson(accuracy: p, size: n, confidence: 0.95) else { continue }
      let logarithm = lgamma(n + 1) - lgamma(Double(right) + 1) - lgamma(n - Double(right) + 1)
      sum += exp(logarithm + Double(right) * log(accuracy) + (n - Double(right)) * log(1 - accuracy))
    }
    let width = IntervalWidth(scores: .rightOrWrong(accuracy: accuracy), items: nil, designEffect: 1)
    #expect(close(width.coverage(confidence: 0.95, size: size), sum, 1e-10))
  }

  /// Of half of N items the interval holds the score on all of them as often as it says.
  @Test func coverageOnAFiniteBenchmarkIsNearTheConfidence() throws {
    for accuracy in [0.3, 0.62, 0.9] {
      let width = IntervalWidth(scores: .rightOrWrong(accuracy: accuracy), items: 448, designEffect: 1)
      let coverage = try #require(width.coverage(confidence: 0.95, size: 224))
      #expect(coverage > 0.935 && coverage < 0.975, "\(accuracy): \(coverage)")
      #expect(width.coverage(confidence: 0.95, size: 448) == 1)
    }
  }

  @Test func sizesAndMarginsAreSolvedFor() throws {
    var question = PowerQuestion(source: .given(1))
    question.goal = .estimate
    // 1.96²/(4·0.03²) = 1067, less z² as Wilson's centre moves to the middle.
    let size = try #require(try question.smallestSize(gap: 0.03, target: 0.95))
    #expect(size == 1064)
    #expect(try question.smallestGap(size: size, target: 0.95) ?? 1 <= 0.03)
    question.items = 448
    #expect(try question.smallestSize(gap: 0.03, target: 0.95) == 316)
    question.parameters[.standardDeviation] = 0.3
    let graded = try #require(try question.smallestSize(gap: 0.03, target: 0.95))
    #expect(try question.value(gap: 0.03, size: graded) >= 0.95)
    #expect(try question.value(gap: 0.03, size: graded - 1) < 0.95)
  }
}
