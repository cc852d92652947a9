import Foundation
import Testing

@testable import Simulate

@Suite struct ItemCorrelatorTests {
  private func context(_ matrix: ItemMatrix, sources: [Int]) -> SelectionContext {
    SelectionContext(matrix: matrix, items: Array(3..<matrix.itemCount), sources: sources)
  }

  @Test func countingMatchesPearsonsFormulaInBothForms() {
    let (binary, graded) = ItemMatrixTests.bothForms(models: 90, items: 40, seed: 14)
    let sources = Array(stride(from: 1, to: 90, by: 1))
    let counted = ItemCorrelator(context(binary, sources: sources).sourceResponses())
    let multiplied = ItemCorrelator(context(graded, sources: sources).sourceResponses())
    for first in 0..<37 {
      for second in 0..<37 where second != first {
        let plain = pearsonCorrelation(
          sources.map { binary.score(model: $0, item: first + 3) },
          sources.map { binary.score(model: $0, item: second + 3) })
        #expect(abs(Double(counted[first, second]) - (plain ?? 0)) < 1e-6)
        #expect(abs(Double(multiplied[first, second]) - (plain ?? 0)) < 1e-5)
      }
    }
  }

  /// Distances of whole blocks of pairs have the bits of each pair's own, on either side of the diagonal.
  @Test(arguments: [true, false], [1, 7, 31, 37, 65]) func distancesAreThoseOfThePairs(isBinary: Bool, items: Int) {
    let (binary, graded) = ItemMatrixTests.bothForms(models: 70, items: items + 3, seed: UInt64(items))
    let responses = context(isBinary ? binary : graded, sources: Array(2..<69)).sourceResponses()
    let correlator = ItemCorrelator(responses)
    let distances = correlator.distances { 1 - $0 }
    for first in 0..<items {
      #expect(distances[first, first] == 0)
      for second in 0..<first {
        #expect(distances[first, second] == 1 - correlator[first, second])
        #expect(distances[second, first] == distances[first, second])
      }
    }
  }

  @Test func constantItemsCorrelateWithNothingAndIdenticalOnesFully() {
    let matrix = ItemMatrix(
      models: ["a", "b", "c", "d"], items: ["1", "2", "3", "4", "5", "6", "7"],
      scores: [[0, 0, 0, 1, 1, 1, 0], [0, 0, 0, 1, 1, 0, 1], [0, 0, 0, 1, 1, 1, 0], [0, 0, 0, 1, 0, 0, 1]])
    let r = ItemCorrelator(context(matrix, sources: [0, 1, 2, 3]).sourceResponses())
    #expect((1..<4).allSatisfy { r[0, $0] == 0 })
    #expect(r[2, 3] == -1)
    let distances = r.distances { 1 - $0 }
    #expect((1..<4).allSatisfy { distances[0, $0] == 1 && distances[$0, 0] == 1 } && distances[2, 3] == 2)
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
