import Foundation
import Testing

@testable import Simulate

/// Tests what every method promises over the whole registry, so that a new method is tested once it is registered.
@Suite struct MethodTests {
  static let names = Method.all.map(\.name)

  private func select(
    _ name: String, _ matrix: ItemMatrix, items: [Int], sources: [Int], size: Int, seed: UInt64 = 1
  ) throws -> MicroBenchmark {
    let method = try #require(Method.named(name))
    var generator = method.generator(seed: seed, trial: 0, size: size)
    return try method.selector.prepare(SelectionContext(matrix: matrix, items: items, sources: sources))
      .select(size, using: &generator)
  }

  private func estimate(
    _ name: String, _ matrix: ItemMatrix, _ chosen: MicroBenchmark, targets: [Int], items: [Int], sources: [Int]
  ) throws -> [Double] {
    let context = SelectionContext(matrix: matrix, items: items, sources: sources)
    return try #require(Method.named(name)).estimator.prepare(context).fit(chosen).scores(
      from: TargetResponses(matrix: matrix, models: targets, items: chosen.items))
  }

  @Test func namesAreUniqueAndFindTheirMethod() {
    #expect(Set(MethodTests.names).count == MethodTests.names.count)
    for name in MethodTests.names { #expect(Method.named(name)?.name == name) }
    #expect(Method.named("no-such-method") == nil)
  }

  @Test(arguments: names, [1, 2, 7, 23, 40]) func choosesDistinctSeenItemsWithWeightsThatAddUp(name: String, size: Int)
    throws
  {
    let (matrix, _) = ItemMatrixTests.bothForms(models: 12, items: 80, seed: 3, subtasks: 5)
    let seen = Array(stride(from: 0, to: 80, by: 2))
    for seed in 0..<5 {
      let chosen = try select(name, matrix, items: seen, sources: [0, 3, 5, 7, 9], size: size, seed: UInt64(seed))
      #expect(chosen.items.count == size)
      #expect(Set(chosen.items).count == size)
      #expect(Set(chosen.items).isSubset(of: seen))
      #expect(chosen.items == chosen.items.sorted())
      if let weights = chosen.weights {
        #expect(close(weights.reduce(0, +), 1))
        #expect(weights.allSatisfy { $0 > 0 })
      }
    }
  }

  @Test(arguments: names) func allItemsGiveTheFullMean(name: String) throws {
    let (matrix, _) = ItemMatrixTests.bothForms(models: 12, items: 60, seed: 6, subtasks: 4)
    let items = Array(10..<60)
    let chosen = try select(name, matrix, items: items, sources: [0, 1, 2, 3], size: 50)
    let estimates = try estimate(name, matrix, chosen, targets: [5, 6, 7], items: items, sources: [0, 1, 2, 3])
    #expect(estimates == matrix.referenceScores(of: [5, 6, 7], over: items).means)
  }

  @Test(arguments: names) func gradedZerosAndOnesAreBinary(name: String) throws {
    let (binary, graded) = ItemMatrixTests.bothForms(models: 10, items: 50, seed: 9, subtasks: 3)
    let items = Array(0..<50)
    let chosen = try select(name, binary, items: items, sources: [0, 1, 2, 3, 4], size: 13)
    #expect(try select(name, graded, items: items, sources: [0, 1, 2, 3, 4], size: 13) == chosen)
    let targets = [5, 6, 7, 8, 9]
    let a = try estimate(name, binary, chosen, targets: targets, items: items, sources: [0, 1, 2, 3, 4])
    let b = try estimate(name, graded, chosen, targets: targets, items: items, sources: [0, 1, 2, 3, 4])
    for (x, y) in zip(a, b) { #expect(close(x, y)) }
  }

  /// Changing the targets' answers outside the chosen items, or any answers to unseen items, changes nothing.
  @Test(arguments: names) func targetsAreReadOnTheChosenItemsAlone(name: String) throws {
    let (matrix, _) = ItemMatrixTests.bothForms(models: 10, items: 60, seed: 12, subtasks: 3)
    let (seen, sources, targets) = (Array(0..<40), [0, 1, 2, 3, 4, 5], [6, 7, 8, 9])
    let chosen = try select(name, matrix, items: seen, sources: sources, size: 15)
    let kept = Set(chosen.items)
    let other = ItemMatrix(
      models: matrix.models, items: matrix.items,
      labels: .init(subtasks: matrix.subtaskOfItem.map { matrix.subtasks[$0] }),
      scores: (0..<10).map { model in
        (0..<60).map { item in
          let score = matrix.score(model: model, item: item)
          return item >= 40 || targets.contains(model) && !kept.contains(item) ? 1 - score : score
        }
      })
    #expect(try select(name, other, items: seen, sources: sources, size: 15) == chosen)
    #expect(
      try estimate(name, other, chosen, targets: targets, items: seen, sources: sources)
        == estimate(name, matrix, chosen, targets: targets, items: seen, sources: sources))
  }

  /// A fitted estimator written as JSON and read back gives the same scores.
  @Test(arguments: names) func fittedEstimatorsAreKept(name: String) throws {
    struct Kept: Decodable {
      let fitted: any FittedEstimator
      init(from decoder: any Decoder) throws {
        let key = try #require(CodingUserInfoKey(rawValue: "method"))
        let name = try #require(decoder.userInfo[key] as? String)
        fitted = try #require(Method.named(name)).estimator.fitted(from: decoder)
      }
    }
    let (_, matrix) = ItemMatrixTests.bothForms(models: 9, items: 30, seed: 17, subtasks: 3)
    let method = try #require(Method.named(name))
    let chosen = try select(name, matrix, items: Array(0..<30), sources: [0, 1, 2, 3, 4, 5], size: 7)
    let context = SelectionContext(matrix: matrix, items: Array(0..<30), sources: [0, 1, 2, 3, 4, 5])
    let fitted = try method.estimator.prepare(context).fit(chosen)
    let decoder = JSONDecoder()
    let key = try #require(CodingUserInfoKey(rawValue: "method"))
    decoder.userInfo[key] = name
    let kept = try decoder.decode(Kept.self, from: JSONEncoder().encode(fitted)).fitted
    let responses = TargetResponses(matrix: matrix, models: [6, 7, 8], items: chosen.items)
    #expect(kept.itemCount == 7)
    #expect(kept.scores(from: responses) == fitted.scores(from: responses))
  }

  /// The three methods of the tinyBenchmarks family choose the same items, and each gives what it gives alone.
  @Test func tinyBenchmarksShareTheirItems() throws {
    let (matrix, _) = ItemMatrixTests.bothForms(models: 30, items: 40, seed: 18)
    let names = ["tiny-benchmarks", "tiny-benchmarks-pirt", "tiny-benchmarks-gpirt"]
    func rows(_ methods: [String]) throws -> [Double?] {
      let settings = SimulationSettings(methods: methods, sizes: [5, 12], trials: 2, resamples: 0)
      return try Simulation(matrix: matrix, settings: settings).run(threads: 2).rows.map(\.error.value)
    }
    let together = try rows(names)
    for (position, name) in names.enumerated() {
      #expect(try rows([name]) == Array(together[2 * position..<2 * position + 2]))
    }
    let chosen = try names.map { try select($0, matrix, items: Array(0..<40), sources: Array(0..<20), size: 9) }
    #expect(chosen[1] == chosen[0] && chosen[2] == chosen[0])
  }

  /// Given a matrix of confidences, anchor points, strata and diversity choose by it, and anchor points score by it.
  @Test(arguments: names) func confidencesAreUsedByTheMethodsThatCanUseThem(name: String) throws {
    let (matrix, _) = ItemMatrixTests.bothForms(models: 16, items: 40, seed: 19, subtasks: 4)
    let (_, other) = ItemMatrixTests.bothForms(models: 16, items: 40, seed: 20, subtasks: 4)
    let confidence = ItemMatrix(
      models: matrix.models, items: matrix.items,
      scores: (0..<16).map { model in (0..<40).map { 0.3 + 0.5 * other.score(model: model, item: $0) } })
    let method = try #require(Method.named(name))
    let (items, sources) = (Array(0..<40), Array(0..<10))
    func choose(_ matrix: ItemMatrix, _ confidence: ItemMatrix?) throws -> MicroBenchmark {
      var generator = method.generator(seed: 1, trial: 0, size: 8)
      return try method.selector.prepare(
        SelectionContext(matrix: matrix, items: items, sources: sources, confidence: confidence)
      ).select(8, using: &generator)
    }
    let chosen = try choose(matrix, confidence)
    let usesThem = ["anchor-points", "stratified-confidence", "diversity"].contains(name)
    #expect(try chosen == (usesThem ? choose(confidence, nil) : choose(matrix, nil)))
    let responses = method.responses(
      matrix: matrix, confidence: confidence, models: [12], to: chosen, of: items.count)
    let read = responses.response(model: 0, selected: 0)
    #expect(read == (name == "anchor-points" ? confidence : matrix).score(model: 12, item: chosen.items[0]))
    let all = method.responses(
      matrix: matrix, confidence: confidence, models: [12], to: MicroBenchmark(items: items), of: 40)
    #expect(all.means() == matrix.referenceScores(of: [12], over: items).means)
  }

  @Test(arguments: names) func constantAndDuplicateItemsAreNoTrouble(name: String) throws {
    let scores = (0..<8).map { model in (0..<30).map { $0 < 10 ? 1.0 : $0 < 20 ? 0.0 : Double(model % 2) } }
    let matrix = ItemMatrix(models: (0..<8).map { "m\($0)" }, items: (0..<30).map { "i\($0)" }, scores: scores)
    for size in [1, 5, 30] {
      let chosen = try select(name, matrix, items: Array(0..<30), sources: [0, 1, 2, 3], size: size)
      let estimates = try estimate(
        name, matrix, chosen, targets: [4, 5], items: Array(0..<30), sources: [0, 1, 2, 3])
      #expect(chosen.items.count == size)
      #expect(estimates.allSatisfy { $0 >= 0 && $0 <= 1 + 1e-12 })
    }
  }

  @Test func headTakesTheFirstRows() throws {
    let (matrix, _) = ItemMatrixTests.bothForms(models: 3, items: 20, seed: 1)
    #expect(try select("head", matrix, items: Array(5..<20), sources: [], size: 4).items == [5, 6, 7, 8])
  }

  @Test func subtasksGetTheirShares() throws {
    // Subtasks of 20, 10 and 2 items.
    let labels = (0..<32).map { $0 < 20 ? "a" : $0 < 30 ? "b" : "c" }
    let matrix = ItemMatrix(
      models: ["m"], items: (0..<32).map { "\($0)" }, labels: .init(subtasks: labels),
      scores: [[Double](repeating: 0, count: 32)])
    func counts(_ name: String, _ size: Int, _ seed: UInt64) throws -> [Int] {
      let chosen = try select(name, matrix, items: Array(0..<32), sources: [], size: size, seed: seed)
      return matrix.groupedBySubtask(chosen.items).map(\.count)
    }
    #expect(try counts("subtask-proportional", 16, 1) == [10, 5, 1])
    #expect(try counts("subtask-equal", 6, 1) == [2, 2, 2])
    // Equal shares of 12 would be 4 each; the third subtask has only 2 items, so the others share its surplus.
    #expect(try counts("subtask-equal", 12, 1) == [5, 5, 2])
    var remainders: Set<[Int]> = []
    for seed in 0..<40 { remainders.insert(try counts("subtask-equal", 4, UInt64(seed))) }
    #expect(remainders == [[2, 1, 1], [1, 2, 1], [1, 1, 2]])
  }

  /// Over many draws the Horvitz–Thompson estimate averages to the full mean: it has no bias if every stratum is
  /// sampled.
  @Test func stratifiedEstimatesHaveNoBias() throws {
    let (matrix, _) = ItemMatrixTests.bothForms(models: 14, items: 120, seed: 20)
    let (items, sources) = (Array(0..<120), [0, 1, 2, 3, 4, 5, 6, 7])
    let full = matrix.referenceScores(of: [10], over: items).means[0]
    var sum = 0.0
    var squares = 0.0
    let draws = 2000
    for seed in 0..<draws {
      let chosen = try select(
        "stratified-confidence", matrix, items: items, sources: sources, size: 40, seed: UInt64(seed))
      let estimate = try estimate(
        "stratified-confidence", matrix, chosen, targets: [10], items: items, sources: sources)[0]
      sum += estimate
      squares += estimate * estimate
    }
    let mean = sum / Double(draws)
    let error = ((squares / Double(draws) - mean * mean) / Double(draws)).squareRoot()
    #expect(abs(mean - full) < 4 * error)
  }
}
