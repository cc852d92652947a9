import Testing

@testable import Simulate

/// Makes models of random ability on items of fixed difficulty.
private func population(models: Int, items: Int, seed: UInt64) -> ItemMatrix {
  var fixed = Philox(seed: 1, trial: 0, purpose: .synthesis)
  let ease = (0..<items).map { _ in fixed.uniform(below: 100) }
  var generator = Philox(seed: seed, trial: 1, purpose: .synthesis)
  let scores = (0..<models).map { _ in
    let ability = generator.uniform(below: 60)
    return (0..<items).map { item in generator.uniform(below: 200) < 30 + ability + ease[item] ? 1.0 : 0.0 }
  }
  return ItemMatrix(
    models: (0..<models).map { "m\($0)" }, items: (0..<items).map { "i\($0)" }, scores: scores)
}

/// Returns all subsets of a size.
private func subsets(of count: Int, size: Int) -> [[Int]] {
  (0..<1 << count).filter { $0.nonzeroBitCount == size }.map { bits in (0..<count).filter { bits >> $0 & 1 == 1 } }
}

@Suite struct ManyModelsSimulationTests {
  /// Every choice of models and every sample of items of a small matrix, by the definition over pairs.
  @Test(arguments: [2, 3]) func sharesMatchEnumeration(models: Int) throws {
    let matrix = population(models: 5, items: 7, seed: 4)
    let full = matrix.accuracies()
    let gap = 1.0 / 7
    for size in [1, 3, 5] {
      var (best, ranked, count) = (0.0, 0.0, 0.0)
      for drawn in subsets(of: 5, size: models) {
        for items in subsets(of: 7, size: size) {
          let scores = drawn.map { model in items.reduce(0.0) { $0 + matrix.score(model: model, item: $1) } }
          let highest = drawn.indices.filter { scores[$0] == scores.max() }
          let limit = (drawn.map { full[$0] }.max() ?? 0) - gap - 1e-9
          best += Double(highest.count { full[drawn[$0]] >= limit }) / Double(highest.count)
          var isRanked = true
          for first in drawn.indices {
            for second in drawn.indices where full[drawn[first]] - full[drawn[second]] >= gap - 1e-9 {
              if scores[first] <= scores[second] { isRanked = false }
            }
          }
          ranked += isRanked ? 1 : 0
          count += 1
        }
      }
      let trials = 8000
      for (aim, expected) in [
        (ManyModelsSimulation.Aim.best(within: gap), best / count), (.ranking(apart: gap), ranked / count),
      ] {
        let simulation = try ManyModelsSimulation(matrix: matrix, models: models, aim: aim, sizes: [size], seed: 2)
        let found = try #require(simulation.shares(trials: trials)[0].value)
        let error = (expected * (1 - expected) / Double(trials)).squareRoot()
        #expect(abs(found - expected) < 4 * error + 1e-9, "\(aim) k \(size): \(found), \(expected)")
      }
    }
  }

  /// Of two models the share is known exactly, from all pairs: those nearer than the gap are always right.
  @Test func pairsAreAsOftenRightAsTheExactOnes() throws {
    let matrix = population(models: 30, items: 150, seed: 8)
    let (gap, trials) = (0.05, 6000)
    let found = try #require(matrix.pairPopulation(of: Array(0..<30), over: Array(0..<150)))
    let sizes = [10, 40, 120]
    let shares = try ManyModelsSimulation(matrix: matrix, models: 2, aim: .ranking(apart: gap), sizes: sizes)
      .shares(trials: trials)
    for (size, share) in zip(sizes, shares) {
      let chances = ExactRandomBaseline.orderProbabilities(of: found, sizes: [size], threads: 1)
      var right = Double(found.zeroGapPairs)
      for (kind, chance) in zip(found.kinds, chances) {
        right += Double(kind.pairs) * (Double(kind.difference) >= gap * 150 - 1e-9 ? chance.ahead : 1)
      }
      let expected = right / Double(30 * 29 / 2)
      let error = (expected * (1 - expected) / Double(trials)).squareRoot()
      #expect(abs(try #require(share.value) - expected) < 4 * error, "k \(size): \(share.value ?? 0), \(expected)")
    }
  }

  @Test func successIsJudgedByTheDefinition() throws {
    let matrix = population(models: 4, items: 10, seed: 3)
    func success(_ aim: ManyModelsSimulation.Aim, _ scores: [Double], _ full: [Double]) throws -> Double {
      try ManyModelsSimulation(matrix: matrix, models: full.count, aim: aim).success(scores, full: full)
    }
    // Of ten items, 20 points are two.
    #expect(try success(.best(within: 0.2), [3, 1, 2], [4, 6, 7]) == 0)
    #expect(try success(.best(within: 0.3), [3, 1, 2], [4, 6, 7]) == 1)
    #expect(try success(.best(within: 0.2), [3, 3, 2], [4, 6, 7]) == 0.5)
    #expect(try success(.ranking(apart: 0.2), [1, 0, 3], [4, 5, 7]) == 1)
    #expect(try success(.ranking(apart: 0.1), [1, 0, 3], [4, 5, 7]) == 0)
    #expect(try success(.ranking(apart: 0.2), [1, 3, 3], [4, 5, 7]) == 0)
    #expect(try success(.ranking(apart: 0.9), [3, 2, 1], [4, 5, 7]) == 1)
  }

  @Test func threadsDoNotMatterAndTheSeedDoes() throws {
    let matrix = population(models: 12, items: 60, seed: 9)
    func shares(threads: Int, seed: UInt64) throws -> [Estimate] {
      try ManyModelsSimulation(matrix: matrix, models: 4, aim: .ranking(apart: 0.1), seed: seed)
        .shares(trials: 40, threads: threads)
    }
    #expect(try shares(threads: 1, seed: 1) == shares(threads: 4, seed: 1))
    #expect(try shares(threads: 1, seed: 1) != shares(threads: 1, seed: 2))
  }

  @Test func sizesLeaveNoLargeGapsAndStayBelowTheItems() {
    #expect(ManyModelsSimulation.sizes(below: 60) == Array(1...59))
    let many = ManyModelsSimulation.sizes(below: 12_032)
    #expect(many.last ?? 0 < 12_032 && many.last ?? 0 > 11_700)
    for (size, next) in zip(many, many.dropFirst()) { #expect(next > size && Double(next) < Double(size) * 1.03 + 1) }
    #expect(ManyModelsSimulation.sizes(below: 1) == [1])
  }

  @Test func tooFewModelsAreRefused() {
    let matrix = population(models: 4, items: 10, seed: 3)
    #expect(throws: SimulateError.self) {
      try ManyModelsSimulation(matrix: matrix, models: 5, aim: .best(within: 0.1))
    }
  }

  /// Intervals from 24 models hold what endless models like them do, on the same items.
  @Test func intervalsHoldForOtherModels() throws {
    func simulation(_ matrix: ItemMatrix) throws -> ManyModelsSimulation {
      try ManyModelsSimulation(matrix: matrix, models: 3, aim: .best(within: 0.02), sizes: [12], seed: 6)
    }
    let truth = try #require(
      try simulation(population(models: 1500, items: 40, seed: 1000)).shares(trials: 12_000)[0].value)
    var held = 0
    for replicate in 0..<120 {
      let matrix = population(models: 24, items: 40, seed: UInt64(replicate))
      let found = try simulation(matrix).shares(trials: 250)[0]
      if try #require(found.low) <= truth, truth <= found.high ?? 0 { held += 1 }
    }
    #expect(held >= 106, "\(held) of 120")
  }
}
