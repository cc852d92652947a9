import Foundation
import Simulate
import Testing

@testable import Planner

@Suite struct RankIntervalsTests {
  /// Six runs on 150 items that share the items' difficulty.
  static let scores: [[Double]] = {
    var generator = Philox(seed: 12, trial: 0, purpose: .synthesis)
    let items = (0..<150).map { _ in generator.normal() }
    return [0.9, 0.7, 0.6, 0.1, 0.0, -0.9].map { strength in
      items.map { $0 + strength + generator.normal() > 0 ? 1.0 : 0 }
    }
  }()

  /// The method of Mogstad, Romano, Shaikh and Wilhelm as R's csranks has it, written out: simultaneous intervals of
  /// all differences from draws of a normal distribution with the covariance matrix of the means, stepping down; a rank
  /// is one more than the runs whose difference lies above 0, to all less those whose difference lies below.
  private func plain(_ scores: [[Double]], level: Double) -> (ranks: [ClosedRange<Int>], critical: Double) {
    let (runs, items) = (scores.count, scores[0].count)
    let means = scores.map { $0.reduce(0, +) / Double(items) }
    var covariance = [[Double]](repeating: [Double](repeating: 0, count: runs), count: runs)
    for j in 0..<runs {
      for k in 0..<runs {
        for item in 0..<items { covariance[j][k] += (scores[j][item] - means[j]) * (scores[k][item] - means[k]) }
        covariance[j][k] /= Double(items - 1) * Double(items)
      }
    }
    // Cholesky's factor.
    var factor = [[Double]](repeating: [Double](repeating: 0, count: runs), count: runs)
    for j in 0..<runs {
      for k in 0...j {
        let rest = covariance[j][k] - (0..<k).reduce(0) { $0 + factor[j][$1] * factor[k][$1] }
        factor[j][k] = j == k ? rest.squareRoot() : rest / factor[k][k]
      }
    }
    var generator = Philox(seed: 99, trial: 0, purpose: .bootstrap)
    let draws = (0..<20_000).map { _ -> [Double] in
      let normals = (0..<runs).map { _ in generator.normal() }
      return (0..<runs).map { j in (0...j).reduce(0) { $0 + factor[j][$1] * normals[$1] } }
    }
    func error(_ j: Int, _ k: Int) -> Double {
      (covariance[j][j] + covariance[k][k] - 2 * covariance[j][k]).squareRoot()
    }
    var (open, rejected): (Set<Int>, Set<Int>) = (Set((0..<runs * runs).filter { $0 / runs != $0 % runs }), [])
    var first: Double?
    while true {
      let largest = draws.map { draw in
        open.reduce(0) { max($0, abs(draw[$1 / runs] - draw[$1 % runs]) / error($1 / runs, $1 % runs)) }
      }.sorted()
      let critical = largest[Int((level * Double(largest.count)).rounded(.up)) - 1]
      first = first ?? critical
      let found = open.filter { pair in
        let (j, k) = (pair / runs, pair % runs)
        return abs(means[j] - means[k]) - critical * error(j, k) > 0
      }
      if found.isEmpty { break }
      rejected.formUnion(found)
      open.subtract(found)
      if open.isEmpty { break }
    }
    let ranks = (0..<runs).map { j -> ClosedRange<Int> in
      let above = (0..<runs).count { rejected.contains(j * runs + $0) && means[$0] > means[j] }
      let below = (0..<runs).count { rejected.contains(j * runs + $0) && means[$0] < means[j] }
      return 1 + above...runs - below
    }
    return (ranks, first ?? 0)
  }

  @Test func ranksAreThoseOfTheMethodWrittenOut() {
    let expected = plain(Self.scores, level: 0.95)
    let found = RankIntervals(Self.scores, level: 0.95, seed: 1, draws: 10_000, reference: .normal)
    #expect(found.ranks == expected.ranks)
    #expect(abs(found.critical / expected.critical - 1) < 0.01)
    #expect(found.ranks.contains { $0.count > 1 } && found.ranks.contains { $0 != 1...6 })
  }

  /// Of two runs the critical value is that of Student's t: 2.0930 with 19 degrees of freedom, 1.9600 in the limit.
  @Test func twoRunsHaveTheCriticalValueOfStudentsT() {
    let few = Self.scores.prefix(2).map { Array($0.prefix(20)) }
    let student = RankIntervals(few, level: 0.95, seed: 1, draws: 40_000)
    let normal = RankIntervals(few, level: 0.95, seed: 1, draws: 40_000, reference: .normal)
    #expect(abs(student.critical - 2.0930) < 0.03)
    #expect(abs(normal.critical - 1.9600) < 0.03)
  }

  @Test func groupsBeginWhereARunIsBehindTheFirst() {
    let found = RankIntervals(Self.scores, level: 0.95, seed: 1)
    let groups = found.tieGroups
    #expect(groups.flatMap { $0 }.sorted() == Array(0..<6))
    for group in groups { #expect(group.allSatisfy { !found.isBehind($0, group[0]) }) }
    for (above, below) in zip(groups, groups.dropFirst()) { #expect(found.isBehind(below[0], above[0])) }
  }

  /// Fewer runs are tested for being the best than for all ranks at once.
  @Test func theSetOfTheBestIsNoLargerThanRanksSay() {
    let found = RankIntervals(Self.scores, level: 0.95, seed: 1)
    for run in found.ranks.indices where found.mayBeBest[run] { #expect(found.ranks[run].lowerBound == 1) }
    let best = found.scores.indices.max { found.scores[$0] < found.scores[$1] }
    #expect(best.map { found.mayBeBest[$0] } == true)
  }

  @Test func runsThatAnswerAlikeAreTied() {
    let row = Self.scores[0]
    let found = RankIntervals([row, row, row], level: 0.95, seed: 1)
    #expect(found.ranks == [1...3, 1...3, 1...3])
    #expect(found.mayBeBest == [true, true, true])
    #expect(found.tieGroups == [[0, 1, 2]])
  }

  /// A benchmark of which all items are known has an order without doubt.
  @Test func allItemsLeaveNoDoubt() {
    let found = RankIntervals(Self.scores, level: 0.95, remaining: 0, seed: 1)
    #expect(found.tieGroups.count == 6)
    #expect(found.mayBeBest.count { $0 } == 1)
  }

  /// Items repeated within clusters tell no more than one of each.
  @Test func clustersCountOnce() {
    let repeated = Self.scores.map { row in row.flatMap { [$0, $0, $0] } }
    let clusters = (0..<150).flatMap { [$0, $0, $0] }
    let found = RankIntervals(repeated, clusterOfItem: clusters, level: 0.95, seed: 1)
    let once = RankIntervals(Self.scores, level: 0.95, seed: 1)
    #expect(found.ranks == once.ranks)
    #expect(abs(found.critical - once.critical) < 1e-9)
    #expect(RankIntervals(repeated, level: 0.95, seed: 1).resolution < 0.7 * once.resolution)
  }
}
