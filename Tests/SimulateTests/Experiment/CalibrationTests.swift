import Foundation
import Testing

@testable import Simulate

@Suite struct CalibrationTests {
  private func calibration(
    _ name: String, _ matrix: ItemMatrix, size: Int, threads: Int = 2
  ) throws -> (calibration: Calibration?, chosen: MicroBenchmark) {
    let method = try #require(Method.named(name))
    let context = SelectionContext(
      matrix: matrix, items: Array(0..<matrix.itemCount), sources: Array(0..<matrix.modelCount))
    var generator = method.generator(seed: 1, trial: 0, size: size)
    let chosen = try method.selector.prepare(context).select(size, using: &generator)
    return (
      try Calibration(
        matrix: matrix, confidence: nil, method: method, microBenchmark: chosen, seed: 1, threads: threads), chosen
    )
  }

  /// If a method does not learn, its errors are those of the items chosen.
  @Test func errorsOfRandomItemsAreTheirOwn() throws {
    let (matrix, _) = ItemMatrixTests.bothForms(models: 34, items: 60, seed: 1)
    let (found, chosen) = try calibration("random", matrix, size: 15)
    let calibration = try #require(found)
    #expect(calibration.estimates.count == 10)
    #expect(Set(calibration.estimates.map(\.count)) == [3, 4])
    let errors = zip(calibration.estimates.joined(), calibration.scores.joined()).map { $0 - $1 }
    let all = Array(0..<34)
    let full = matrix.referenceScores(of: all, over: Array(0..<60)).means
    let own = zip(matrix.referenceScores(of: all, over: chosen.items).means, full).map { $0 - $1 }
    #expect(errors.sorted() == own.sorted())
  }

  /// For new models drawn like the old ones, nine in ten lie within the interval, and chances come true as often as
  /// they say.
  @Test(arguments: ["anchor-points", "stratified-confidence"]) func intervalsHoldNewModels(name: String) throws {
    let made = SimulatedResponses(models: 260, items: 90, dimensions: 1, slope: 1, isPositive: true, seed: 31)
    let rows = (0..<260).map { model in (0..<90).map { made.responses[$0, model] } }
    let names = (0..<260).map { "m\($0)" }
    let items = (0..<90).map { "i\($0)" }
    let old = ItemMatrix(models: Array(names[..<130]), items: items, scores: Array(rows[..<130]))
    let new = ItemMatrix(models: Array(names[130...]), items: items, scores: Array(rows[130...]))
    let (found, chosen) = try calibration(name, old, size: 20)
    let calibration = try #require(found)
    let width = try #require(calibration.halfWidth(level: 0.9))
    let method = try #require(Method.named(name))
    let context = SelectionContext(matrix: old, items: Array(0..<90), sources: Array(0..<130))
    let estimates = try method.estimator.prepare(context).fit(chosen).scores(
      from: TargetResponses(matrix: new, models: Array(0..<130), items: chosen.items))
    let truth = new.referenceScores(of: Array(0..<130), over: Array(0..<90)).means
    let covered = zip(estimates, truth).filter { abs($0 - $1) <= width }.count
    #expect(covered > 105)
    let chances = calibration.orderChances()
    var (expected, right, pairs) = (0.0, 0.0, 0.0)
    for a in stride(from: 0, to: 130, by: 3) {
      for b in 0..<a where truth[a] != truth[b] {
        expected += Calibration.probabilityAhead(
          difference: abs(estimates[a] - estimates[b]), chances: chances)
        let agrees = (estimates[a] - estimates[b]) * (truth[a] - truth[b])
        right += agrees > 0 ? 1 : agrees == 0 ? 0.5 : 0
        pairs += 1
      }
    }
    #expect(abs(expected - right) / pairs < 0.05)
  }

  @Test func levelsAndChancesAreCountedByHand() throws {
    let scores = [[0.5, 0.6], [0.5, 0.7, 0.9]]
    let calibration = try #require(
      Calibration(estimates: [[0.51, 0.57], [0.72, 0.55, 0.86]], scores: scores, mdad: nil))
    // Errors of 0.01, 0.03; 0.22, 0.15, 0.04: the ⌈0.5 · 6⌉ = 3rd.
    #expect(close(calibration.halfWidth(level: 0.5) ?? 0, 0.04))
    #expect(calibration.halfWidth(level: 0.9) == nil)
    // Differences 0.06 right; 0.14 right, 0.17 wrong, 0.31 right: the first three pool to two in three.
    let chances = calibration.orderChances()
    #expect(chances.count == 2 && close(chances[0].probability, 2.0 / 3) && chances[1].probability == 1)
    #expect(close(chances[0].difference, 0.37 / 3) && close(chances[1].difference, 0.31))
    func chance(_ difference: Double) -> Double {
      Calibration.probabilityAhead(difference: difference, chances: chances)
    }
    #expect(chance(0) == 0.5)
    #expect(chance(1) == 1)
    #expect(close(chance(0.37 / 3), 2.0 / 3))
    #expect(close(chance(-0.37 / 3), 1.0 / 3))
    #expect(close(chance(0.37 / 6), (0.5 + 2.0 / 3) / 2))
    #expect(Calibration(estimates: [[1]], scores: [[1, 2]], mdad: nil) == nil)
  }

  @Test func allItemsLeaveNoErrorAndFewModelsNoCalibration() throws {
    let (matrix, _) = ItemMatrixTests.bothForms(models: 12, items: 20, seed: 2)
    let (found, _) = try calibration("tiny-benchmarks-gpirt", matrix, size: 20)
    let exact = try #require(found)
    #expect(exact.estimates == exact.scores)
    let (few, _) = ItemMatrixTests.bothForms(models: 3, items: 20, seed: 3)
    #expect(try calibration("random", few, size: 5).calibration == nil)
  }

  @Test func threadsDoNotMatter() throws {
    let (matrix, _) = ItemMatrixTests.bothForms(models: 25, items: 30, seed: 4)
    let one = try calibration("anchor-points-predictor", matrix, size: 6, threads: 1).calibration
    #expect(try calibration("anchor-points-predictor", matrix, size: 6, threads: 2).calibration == one)
  }
}
