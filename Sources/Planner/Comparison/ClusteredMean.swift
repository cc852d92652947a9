import Foundation
import Simulate

/// Holds a mean over items and its standard error, with items in clusters or each for itself.
///
/// Answers to items of one cluster (a passage, a repository) depend on each other. The standard error is the
/// cluster-robust one of Liang and Zeger (1986): √(G/(G − 1) · Σ_g (Σ_{i∈g} (x_i − x̄))²)/n over G clusters. If each
/// item is a cluster of its own, that is the usual s/√n.
package struct ClusteredMean: Sendable, Equatable {
  /// x̄.
  package let value: Double
  /// The standard error; 0 if all values are equal.
  package let standardError: Double
  /// G, the number of independent clusters; that of items without clusters.
  package let clusters: Int
  /// The standard error as if all items were independent.
  package let independentError: Double

  /// Computes the mean.
  ///
  /// - Parameters:
  ///   - values: one per item, at least one.
  ///   - clusterOfItem: each item's cluster, numbered from 0 without gaps; empty if items are independent.
  package init(_ values: [Double], clusterOfItem: [Int] = []) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    value = mean
    func error(_ sums: [Double]) -> Double {
      guard sums.count > 1 else { return 0 }
      let squares = sums.reduce(0) { $0 + $1 * $1 }
      return (Double(sums.count) / Double(sums.count - 1) * squares).squareRoot() / count
    }
    independentError = error(values.map { $0 - mean })
    guard let last = clusterOfItem.max() else {
      clusters = values.count
      standardError = independentError
      return
    }
    clusters = last + 1
    var sums = [Double](repeating: 0, count: last + 1)
    for (value, cluster) in zip(values, clusterOfItem) { sums[cluster] += value - mean }
    standardError = error(sums)
  }

  /// How many times more items clusters cost, or nil if there is no variance to compare.
  package var designEffect: Double? {
    guard independentError > 0, standardError > 0 else { return nil }
    return standardError * standardError / (independentError * independentError)
  }

  /// The degrees of freedom of Student's t; nil if there is one cluster only.
  var degreesOfFreedom: Double? { clusters > 1 ? Double(clusters - 1) : nil }

  /// Returns Student's interval.
  ///
  /// - Parameters:
  ///   - level: such as 0.95.
  ///   - remaining: the share of the variance that is left.
  func interval(level: Double, remaining: Double) -> (low: Double, high: Double)? {
    guard let degreesOfFreedom else { return nil }
    let half =
      StudentDistribution.quantile(1 - (1 - level) / 2, degreesOfFreedom: degreesOfFreedom) * standardError
      * remaining.squareRoot()
    return (value - half, value + half)
  }

  /// Returns the one-sided p-value of the hypothesis that the true mean is at most `bound`: Student's.
  func p(above bound: Double, remaining: Double) -> Double {
    let distance = value - bound
    let error = standardError * remaining.squareRoot()
    if remaining == 0 { return distance > 1e-12 ? 0 : 1 }
    guard let degreesOfFreedom, abs(distance) > 1e-12 else { return 0.5 }
    guard error > 0 else {
      // All clusters alike: with signs at random, that has this chance, and no test can have a smaller one.
      let least = pow(2, -Double(clusters))
      return distance > 0 ? least : 1 - least
    }
    let t = distance / error
    let tail = StudentDistribution.upperTail(abs(t), degreesOfFreedom: degreesOfFreedom)
    return t > 0 ? tail : 1 - tail
  }
}
