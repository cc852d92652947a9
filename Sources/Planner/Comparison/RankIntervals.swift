import Foundation
import Simulate

/// Holds which of several runs are shown to be ahead of which, and what that leaves of their ranks, after Mogstad,
/// Romano, Shaikh and Wilhelm 2024, "Inference for ranks with applications to mobility across neighbourhoods and
/// academic achievement across countries", Review of Economic Studies 91 (R's csranks).
///
/// With T_jk the difference of two runs over its standard error, j is ahead of k if T_jk is above a critical value: the
/// quantile of max |T| over all pairs, when all are equally good. Pairs so decided are then left out and the critical
/// value found anew, until no more are (Romano and Wolf 2005). A run's rank lies between one more than the number
/// of runs ahead of it and the number of those that it is not ahead of. All these intervals hold together.
///
/// The critical values come from draws of the runs' scores with the covariance that items, or clusters of items, show:
/// the sum over clusters of their residuals times independent normal numbers. As standard errors are estimated from G
/// clusters, each draw is divided by the root of a χ² number over its G − 1 degrees of freedom: with few clusters,
/// normal critical values are too small, as those of Student's t show. R's csranks takes the normal ones.
package struct RankIntervals: Sendable {
  /// The scores, fractions.
  package let scores: [Double]
  /// For each run the ranks that it may have, 1 the best.
  package let ranks: [ClosedRange<Int>]
  /// For each run, whether it may be the best. This asks only that the best run be among these with the probability
  /// asked for, so that it may be sharper than `ranks`.
  package let mayBeBest: [Bool]
  /// The first critical value, that of all pairs.
  package let critical: Double
  /// Tells for each run which others are shown to be ahead of it.
  private let isBehind: [[Bool]]
  /// The smallest difference, a fraction, that puts the two runs of a typical pair in order: the critical value times
  /// the median standard error of a difference.
  package let resolution: Double

  /// Names the distribution that critical values are of.
  package enum Reference: Sendable {
    /// Student's, with the clusters' degrees of freedom.
    case student
    /// The normal one, as for many clusters.
    case normal
  }

  /// The draws that critical values are quantiles of.
  package static let standardDraws = 2_000

  /// Finds the ranks.
  ///
  /// - Parameters:
  ///   - scores: a row per run, by item.
  ///   - clusterOfItem: each item's cluster; empty if items are independent.
  ///   - level: the probability that all intervals hold, such as 0.95.
  ///   - remaining: the share of the variance that is left if the claim is about N items.
  /// - Complexity: O(draws · runs · (items + runs)).
  package init(
    _ scores: [[Double]], clusterOfItem: [Int] = [], level: Double, remaining: Double = 1, seed: UInt64,
    draws: Int = RankIntervals.standardDraws, reference: Reference = .student
  ) {
    let means = scores.map { $0.reduce(0, +) / Double($0.count) }
    self.scores = means
    let residuals = zip(scores, means).map { RankIntervals.residuals($0, mean: $1, clusterOfItem: clusterOfItem) }
    let runs = Array(means.indices)
    let statistics = Statistics(means: means, residuals: residuals, remaining: remaining, level: level)
    let drawn = RankIntervals.draws(draws, of: residuals, seed: seed, reference: reference)

    var behind = runs.map { _ in runs.map { _ in false } }
    var first: Double?
    var open = runs.flatMap { j in runs.filter { $0 > j }.map { (j, $0) } }
    while !open.isEmpty {
      let critical = statistics.criticalValue(drawn, level: level) { draw in
        open.reduce(0) { max($0, abs(statistics.studentised(draw, $1.0, $1.1))) }
      }
      if first == nil { first = critical }
      let decided = open.filter { abs(statistics.observed($0.0, $0.1)) > critical }
      if decided.isEmpty { break }
      for (j, k) in decided {
        if means[j] < means[k] { behind[j][k] = true } else { behind[k][j] = true }
      }
      open.removeAll { behind[$0.0][$0.1] || behind[$0.1][$0.0] }
    }
    isBehind = behind
    critical = first ?? 0
    resolution = critical * statistics.medianError
    ranks = runs.map { run in
      let ahead = behind[run].count { $0 }
      let below = runs.count { behind[$0][run] }
      return ahead + 1...runs.count - below
    }
    mayBeBest = runs.map { run in
      let others = runs.filter { $0 != run }
      let critical = statistics.criticalValue(drawn, level: level) { draw in
        others.reduce(-.infinity) { max($0, statistics.studentised(draw, $1, run)) }
      }
      return others.allSatisfy { statistics.observed($0, run) <= critical }
    }
  }

  /// Returns whether a run is shown to be behind another.
  package func isBehind(_ run: Int, _ other: Int) -> Bool { isBehind[run][other] }

  /// Returns the runs in groups, the best first. A group begins with the best run left, and holds the runs below it
  /// that are not shown to be behind it, up to the first that is.
  package var tieGroups: [[Int]] {
    let order = scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
    var groups: [[Int]] = []
    for run in order {
      if let leader = groups.last?.first, !isBehind(run, leader) {
        groups[groups.count - 1].append(run)
      } else {
        groups.append([run])
      }
    }
    return groups
  }

  /// Returns what each cluster adds to the distance of a run's mean from its expectation, with the factor that makes up
  /// for the mean being estimated.
  private static func residuals(_ scores: [Double], mean: Double, clusterOfItem: [Int]) -> [Double] {
    let clusters = clusterOfItem.max().map { $0 + 1 } ?? scores.count
    guard clusters > 1 else { return [0] }
    var sums = [Double](repeating: 0, count: clusters)
    for (item, score) in scores.enumerated() {
      sums[clusterOfItem.isEmpty ? item : clusterOfItem[item]] += score - mean
    }
    let factor = (Double(clusters) / Double(clusters - 1)).squareRoot() / Double(scores.count)
    return sums.map { $0 * factor }
  }

  /// Returns draws of all runs' scores about their expectations.
  private static func draws(
    _ count: Int, of residuals: [[Double]], seed: UInt64, reference: Reference
  ) -> [[Double]] {
    let clusters = residuals.first?.count ?? 0
    return parallelMap(count: count, threads: 2) { draw in
      var generator = Philox(seed: seed, trial: draw, purpose: .bootstrap, method: "ranks")
      let numbers = (0..<clusters).map { _ in generator.normal() }
      let scale = reference == .normal ? 1 : 1 / rootOfMeanSquare(degrees: clusters - 1, normal: generator.normal())
      return residuals.map { scale * dot($0, numbers) }
    }
  }

  /// Returns the root of a χ² number over its degrees of freedom, by the cube of Wilson and Hilferty (1931): right to
  /// three digits from 5 degrees of freedom on.
  private static func rootOfMeanSquare(degrees: Int, normal: Double) -> Double {
    let share = 2 / (9 * Double(max(1, degrees)))
    let cube = max(0.01, 1 - share + normal * share.squareRoot())
    return (cube * cube * cube).squareRoot()
  }
}

/// Holds the differences of runs over their standard errors.
private struct Statistics {
  private let means: [Double]
  private let errors: [[Double]]
  /// The square root of the share of the variance that is left.
  private let shrinking: Double
  /// Tells whether a difference that is the same in all clusters decides a pair, though it shows no error to divide by.
  private let decidesConstants: Bool

  init(means: [Double], residuals: [[Double]], remaining: Double, level: Double) {
    self.means = means
    shrinking = remaining.squareRoot()
    errors = residuals.map { one in
      residuals.map { other in
        var squares = 0.0
        for cluster in one.indices {
          let difference = one[cluster] - other[cluster]
          squares += difference * difference
        }
        return squares > 1e-30 ? (squares * remaining).squareRoot() : 0
      }
    }
    // With signs at random, a difference has the same one in all clusters this often.
    let chance = pow(2, 1 - Double(residuals.first?.count ?? 0)) * Double(means.count * (means.count - 1) / 2)
    decidesConstants = remaining == 0 || chance <= 1 - level
  }

  /// The median standard error of a difference.
  var medianError: Double {
    let all = means.indices.flatMap { j in means.indices.filter { $0 > j }.map { errors[j][$0] } }.sorted()
    return all.isEmpty ? 0 : quantile(0.5, ofSorted: all)
  }

  /// Returns the statistic of a pair.
  func observed(_ j: Int, _ k: Int) -> Double {
    let difference = means[j] - means[k]
    if errors[j][k] > 0 { return difference / errors[j][k] }
    return decidesConstants && abs(difference) > 1e-12 ? difference * .infinity : 0
  }

  /// Returns the same of a draw.
  func studentised(_ draw: [Double], _ j: Int, _ k: Int) -> Double {
    errors[j][k] > 0 ? (draw[j] - draw[k]) * shrinking / errors[j][k] : 0
  }

  /// Returns the quantile of a statistic over draws.
  func criticalValue(_ draws: [[Double]], level: Double, _ statistic: ([Double]) -> Double) -> Double {
    quantile(level, ofSorted: draws.map(statistic).sorted())
  }
}
