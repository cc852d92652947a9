import Foundation
import Testing

@testable import Simulate

@Suite struct ItemCorrelationsTests {
  private func context(_ matrix: ItemMatrix, sources: [Int]) -> SelectionContext {
    SelectionContext(matrix: matrix, items: Array(3..<matrix.itemCount), sources: sources)
  }

  @Test func countingMatchesPearsonsFormulaInBothForms() {
    let (binary, graded) = ItemMatrixTests.bothForms(models: 90, items: 40, seed: 14)
    let sources = Array(stride(from: 1, to: 90, by: 1))
    let counted = ItemCorrelations(context(binary, sources: sources).sourceResponses())
    let multiplied = ItemCorrelations(context(graded, sources: sources).sourceResponses())
    for first in 0..<37 {
      for second in 0..<37 where second != first {
        let plain = pearsonCorrelation(
          sources.map { binary.score(model: $0, item: first + 3) },
          sources.map { binary.score(model: $0, item: second + 3) })
        #expect(abs(Double(counted[first, second]) - (plain ?? 0)) < 1e-6)
        #expect(abs(Double(multiplied[first, second]) - (plain ?? 0)) < 1e-5)
      }
      #expect(counted[first, first] == 1)
    }
  }

  @Test func constantItemsCorrelateWithNothingAndIdenticalOnesFully() {
    let matrix = ItemMatrix(
      models: ["a", "b", "c", "d"], items: ["1", "2", "3", "4", "5", "6", "7"],
      scores: [[0, 0, 0, 1, 1, 1, 0], [0, 0, 0, 1, 1, 0, 1], [0, 0, 0, 1, 1, 1, 0], [0, 0, 0, 1, 0, 0, 1]])
    let r = ItemCorrelations(context(matrix, sources: [0, 1, 2, 3]).sourceResponses())
    #expect((1..<4).allSatisfy { r[0, $0] == 0 } && r[0, 0] == 1)
    #expect(r[2, 3] == -1)
  }
}

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
    let found = KMedoids.fasterPAM(distances: distances, count: count, initial: initial)
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

  /// Over many starts eager swaps do as well as plain PAM: both end in local minima of the same quality.
  @Test func isAsGoodAsPlainPAMOnAverage() {
    var (eager, plain) = (0.0, 0.0)
    for seed in 0..<40 {
      let distances = distances(16, seed: seed)
      var generator = Philox(seed: UInt64(seed), trial: 2, purpose: .selection)
      let initial = generator.sample(4, from: Array(0..<16))
      eager += KMedoids.fasterPAM(distances: distances, count: 16, initial: initial).totalDeviation
      plain += plainPAM(distances, 16, initial)
    }
    #expect(eager < plain * 1.02)
  }

  @Test func allPointsAreTheirOwnMedoids() {
    let found = KMedoids.fasterPAM(distances: [Float](repeating: 0, count: 25), count: 5, initial: [4, 2, 0, 1, 3])
    #expect(found.assignment.enumerated().allSatisfy { found.medoids[$1] == $0 })
    #expect(found.totalDeviation == 0)
  }
}

@Suite struct AnchorPredictionTests {
  /// Writes out the prediction of every item by its best anchor.
  @Test(arguments: [true, false]) func matchesThePlainRegressions(isBinary: Bool) throws {
    let (binary, graded) = ItemMatrixTests.bothForms(models: 40, items: 25, seed: 21)
    let matrix = isBinary ? binary : graded
    let (items, sources, targets) = (Array(0..<25), Array(0..<30), [33, 38])
    let context = SelectionContext(matrix: matrix, items: items, sources: sources)
    let chosen = MicroBenchmark(items: [2, 9, 11, 20])
    let found = try AnchorPrediction().prepare(context).fit(chosen).scores(
      from: TargetResponses(matrix: matrix, models: targets, items: chosen.items))
    for (position, target) in targets.enumerated() {
      var total = 0.0
      for item in items {
        if chosen.items.contains(item) {
          total += matrix.score(model: target, item: item)
          continue
        }
        let y = sources.map { matrix.score(model: $0, item: item) }
        let meanY = y.reduce(0, +) / 30
        var best = (residual: Double.infinity, prediction: meanY)
        for anchor in chosen.items {
          let x = sources.map { matrix.score(model: $0, item: anchor) }
          let meanX = x.reduce(0, +) / 30
          let sxx = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
          let sxy = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
          let slope = sxx > 0 ? sxy / sxx : 0
          let residual = zip(x, y).reduce(0) { sum, pair in
            let error = pair.1 - meanY - slope * (pair.0 - meanX)
            return sum + error * error
          }
          if residual < best.residual - 1e-9 {
            best = (residual, meanY + slope * (matrix.score(model: target, item: anchor) - meanX))
          }
        }
        total += best.prediction
      }
      #expect(close(found[position], total / 25, 1e-9))
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
    let distances = ItemCorrelations(context.sourceResponses()).distances { 1 - $0 }
    var total = 0.0
    for seed in 0..<20 {
      var generator = Philox(seed: UInt64(seed), trial: 0, purpose: .selection)
      let initial = generator.sample(clusters, from: Array(0..<448))
      total += KMedoids.fasterPAM(distances: distances, count: 448, initial: initial).totalDeviation / 20
    }
    #expect(abs(total / expected - 1) < 0.01)
  }
}
