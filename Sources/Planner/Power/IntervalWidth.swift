import Foundation
import Simulate

/// Relates the half width of a score's interval to the items it rests on and its confidence.
struct IntervalWidth: Sendable {
  /// What the scores of items are.
  enum Scores: Sendable {
    /// Right or wrong, with an accuracy: Wilson's interval (1927).
    case rightOrWrong(accuracy: Double)
    /// Graded, with a standard deviation over items: Student's interval.
    case graded(deviation: Double)
  }

  let scores: Scores
  /// N; nil for a benchmark of unlimited size.
  let items: Int?
  /// How many times more items clusters cost.
  let designEffect: Double

  /// Returns the confidence at which the interval's half width is a margin.
  ///
  /// The items drawn of N vary by the finite-population correction: k items of N say as much as k* = k·(N − 1)/(N − k)
  /// of unlimited ones (right or wrong), or k·N/(N − k) (graded, whose deviation is that of a sample).
  func confidence(margin: Double, size: Double) -> Double {
    switch scores {
    case .rightOrWrong(let accuracy):
      let remaining = remainingShare(of: items, after: size)
      guard remaining > 0 else { return 1 }
      return wilsonConfidence(margin: margin, accuracy: accuracy, size: size / designEffect / remaining)
    case .graded(let deviation):
      let remaining = items.map { max(0, 1 - size / Double($0)) } ?? 1
      let degrees = size / designEffect - 1
      guard remaining > 0, deviation > 0 else { return 1 }
      guard degrees > 0 else { return 0 }
      let t = margin / (deviation * (remaining * designEffect / size).squareRoot())
      return 1 - 2 * StudentDistribution.upperTail(t, degreesOfFreedom: degrees)
    }
  }

  /// Solves √(pq·s + s²/4)/(1 + s) = m for s = z²/k.
  private func wilsonConfidence(margin: Double, accuracy: Double, size: Double) -> Double {
    guard margin < 0.5 else { return 1 }
    let variance = accuracy * (1 - accuracy)
    let (a, b) = (0.25 - margin * margin, variance - 2 * margin * margin)
    let s = 2 * margin * margin / (b + (b * b + 4 * a * margin * margin).squareRoot())
    return 1 - 2 * NormalDistribution.cumulative(-(s * size).squareRoot())
  }

  /// Returns how often Wilson's interval with k items holds the accuracy, exactly; nil for graded scores and clusters.
  ///
  /// - Complexity: O(√k).
  func coverage(confidence: Double, size: Int) -> Double? {
    guard case .rightOrWrong(let accuracy) = scores, designEffect == 1, confidence < 1 else { return nil }
    let right: DiscreteWindow
    var truth = accuracy
    if let items {
      let successes = Int((accuracy * Double(items)).rounded())
      truth = Double(successes) / Double(items)
      right = .hypergeometric(population: items, successes: successes, draws: size)
    } else {
      right = .binomial(trials: size, probability: accuracy)
    }
    let remaining = remainingShare(of: items, after: Double(size))
    guard remaining > 0 else { return 1 }
    // z²/k*. The interval holds p where (x/k − p)² ≤ z²·pq/k*.
    let share = pow(NormalDistribution.quantile((1 + confidence) / 2), 2) * remaining / Double(size)
    let reach = (share * truth * (1 - truth)).squareRoot() * (1 + 1e-12)
    return right.probabilities.enumerated().reduce(0) { sum, entry in
      let observed = Double(right.lowerBound + entry.offset) / Double(size)
      return abs(observed - truth) <= reach ? sum + entry.element : sum
    }
  }
}
