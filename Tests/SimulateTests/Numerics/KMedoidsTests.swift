import Foundation
import Testing

@testable import Simulate

@Suite struct KMedoidsTests {
  private func distances(_ count: Int, seed: Int, levels: Int = 1000) -> [Float] {
    var generator = Philox(seed: UInt64(seed), trial: 9, purpose: .selection)
    var values = [Float](repeating: 0, count: count * count)
    for first in 0..<count {
      for second in 0..<first {
        let distance = Float(generator.uniform(below: levels)) / Float(levels)
        values[first * count + second] = distance
        values[second * count + first] = distance
      }
    }
    return values
  }

  private func pairwise(_ distances: [Float], _ count: Int) -> PairwiseDistances {
    PairwiseDistances(count: count) { point, others, results in
      for (place, other) in others.enumerated() { results[place] = distances[point * count + other] }
    }
  }

  private func deviation(_ distances: [Float], _ count: Int, _ medoids: [Int]) -> Double {
    (0..<count).reduce(0) { total, point in
      total + Double(medoids.contains(point) ? 0 : medoids.map { distances[point * count + $0] }.min() ?? 0)
    }
  }

  /// Runs plain PAM's swap phase: makes the best swap of a medoid with another point until no swap helps.
  private func plainPAM(_ distances: [Float], _ count: Int, _ initial: [Int]) -> Double {
    var medoids = initial
    var best = deviation(distances, count, medoids)
    while true {
      var improved: (medoids: [Int], total: Double)?
      for position in medoids.indices {
        for candidate in 0..<count where !medoids.contains(candidate) {
          var other = medoids
          other[position] = candidate
          let total = deviation(distances, count, other)
          if total < (improved?.total ?? best) - 1e-7 { improved = (other, total) }
        }
      }
      guard let found = improved else { return best }
      (medoids, best) = found
    }
  }

  @Test(arguments: 0..<20, [1, 2, 4, 7]) func endsWhereNoSwapHelps(seed: Int, clusters: Int) {
    let count = 14
    let distances = distances(count, seed: seed, levels: seed % 2 == 0 ? 1000 : 5)
    var generator = Philox(seed: UInt64(seed), trial: 1, purpose: .selection)
    let initial = generator.sample(clusters, from: Array(0..<count))
    let found = KMedoids.fasterPAM(distances: pairwise(distances, count), initial: initial)
    #expect(Set(found.medoids).count == clusters)
    #expect(abs(found.totalDeviation - deviation(distances, count, found.medoids)) < 1e-6)
    for position in 0..<clusters {
      for candidate in 0..<count where !found.medoids.contains(candidate) {
        var other = found.medoids
        other[position] = candidate
        #expect(deviation(distances, count, other) >= found.totalDeviation - 1e-5)
      }
    }
  }

  /// Lists, bounds and halves of numbers change nothing: the same swaps as when every point is looked at for every
  /// candidate and every medoid when one goes; with many equal distances too, and some of them 0.
  @Test(arguments: 0..<25) func makesTheSwapsOfThePlainSearch(seed: Int) {
    var generator = Philox(seed: UInt64(seed), trial: 3, purpose: .selection)
    let count = 1 + generator.uniform(below: 80)
    let distances = distances(count, seed: seed, levels: [2, 3, 7, 40, 1_000_000][seed % 5])
    let initial = generator.sample(1 + generator.uniform(below: count), from: Array(0..<count))
    let found = KMedoids.fasterPAM(distances: pairwise(distances, count), initial: initial)
    var plain = PlainFasterPAM(distances: distances, count: count, medoids: initial)
    plain.run()
    #expect(found.medoids == plain.medoids)
    #expect(found.assignment == plain.assignment)
  }

  /// Over many starts eager swaps do as well as plain PAM: both end in local minima of the same quality.
  @Test func isAsGoodAsPlainPAMOnAverage() {
    var (eager, plain) = (0.0, 0.0)
    for seed in 0..<40 {
      let distances = distances(16, seed: seed)
      var generator = Philox(seed: UInt64(seed), trial: 2, purpose: .selection)
      let initial = generator.sample(4, from: Array(0..<16))
      eager += KMedoids.fasterPAM(distances: pairwise(distances, 16), initial: initial).totalDeviation
      plain += plainPAM(distances, 16, initial)
    }
    #expect(eager < plain * 1.02)
  }

  @Test func allPointsAreTheirOwnMedoids() {
    let same = pairwise([Float](repeating: 0, count: 25), 5)
    let found = KMedoids.fasterPAM(distances: same, initial: [4, 2, 0, 1, 3])
    #expect(found.assignment.enumerated().allSatisfy { found.medoids[$1] == $0 })
    #expect(found.totalDeviation == 0)
  }
}

/// FasterPAM as the paper has it, adding up what the fast version adds in the same order.
private struct PlainFasterPAM {
  let distances: [Float]
  let count: Int
  var medoids: [Int]
  private var nearest: [Int] = []
  private var second: [Int] = []

  init(distances: [Float], count: Int, medoids: [Int]) {
    (self.distances, self.count, self.medoids) = (distances, count, medoids)
    nearest = [Int](repeating: 0, count: count)
    second = nearest
    for point in 0..<count { assign(point) }
  }

  var assignment: [Int] { (0..<count).map { medoids.firstIndex(of: $0) ?? nearest[$0] } }

  private func distance(_ point: Int, _ position: Int) -> Float { distances[point * count + medoids[position]] }

  private mutating func assign(_ point: Int) {
    let sorted = medoids.indices.sorted {
      let (a, b) = (distance(point, $0), distance(point, $1))
      return a != b ? a < b : $0 < $1
    }
    (nearest[point], second[point]) = (sorted[0], sorted.count > 1 ? sorted[1] : 0)
  }

  private func bestSwap(_ candidate: Int) -> (position: Int, change: Double) {
    guard medoids.count > 1 else {
      return (0, (0..<count).reduce(0) { $0 + Double(distances[candidate * count + $1] - distance($1, 0)) })
    }
    var loss = [Double](repeating: 0, count: medoids.count)
    for point in 0..<count {
      loss[nearest[point]] += Double(distance(point, second[point]) - distance(point, nearest[point]))
    }
    var turns = [Double](repeating: 0, count: 16)
    var rest: [Double] = []
    for point in 0..<count {
      let (near, far) = (distance(point, nearest[point]), distance(point, second[point]))
      let to = distances[candidate * count + point]
      loss[nearest[point]] += Double(max(near, min(to, far)) - far)
      if point < count / 16 * 16 {
        turns[point % 16] += Double(min(to - near, 0))
      } else {
        rest.append(Double(min(to - near, 0)))
      }
    }
    let best = loss.indices.min { loss[$0] != loss[$1] ? loss[$0] < loss[$1] : $0 < $1 } ?? 0
    return (best, loss[best] + rest.reduce(turns.reduce(0, +), +))
  }

  mutating func run() {
    guard medoids.count < count else { return }
    var candidate = 0
    var sinceSwap = 0
    while sinceSwap < count {
      if !medoids.contains(candidate) {
        let (position, change) = bestSwap(candidate)
        if change < -1e-7 {
          let before = (0..<count).map { (distance($0, nearest[$0]), distance($0, second[$0])) }
          medoids[position] = candidate
          for point in 0..<count {
            let new = distance(point, position)
            if nearest[point] == position || second[point] == position {
              assign(point)
            } else if new < before[point].0 {
              (nearest[point], second[point]) = (position, nearest[point])
            } else if new < before[point].1 {
              second[point] = position
            }
          }
          sinceSwap = 0
        }
      }
      sinceSwap += 1
      candidate = (candidate + 1) % count
    }
  }
}

extension RealMatrixTests {
  /// kmedoids.fasterpam(d, k, init="random", random_state=s).loss of the Python package kmedoids on d = 1 − correlation
  /// of GPQA's items over all its models, mean of s = 0 … 19.
  @Test(arguments: [(10, 304.12071), (50, 256.24166), (200, 145.20213)])
  func fasterPAMMatchesThePythonPackageOnGPQA(clusters: Int, expected: Double) throws {
    let matrix = try WideTable.read(path: "\(try #require(dataFolder))/gpqa.csv").matrix
    let context = SelectionContext(matrix: matrix, items: Array(0..<448), sources: Array(0..<420))
    let distances = ItemCorrelator(context.sourceResponses()).distances { 1 - $0 }
    var total = 0.0
    for seed in 0..<20 {
      var generator = Philox(seed: UInt64(seed), trial: 0, purpose: .selection)
      let initial = generator.sample(clusters, from: Array(0..<448))
      total += KMedoids.fasterPAM(distances: distances, initial: initial).totalDeviation / 20
    }
    #expect(abs(total / expected - 1) < 0.01)
  }
}
