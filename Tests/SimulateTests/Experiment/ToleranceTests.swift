import Testing

@testable import Simulate

@Suite struct ToleranceTests {
  private static let matrix = ItemMatrixTests.bothForms(models: 30, items: 120, seed: 5).binary

  private func simulation(trials: Int, tolerance: Double?) throws -> Simulation {
    var settings = SimulationSettings(methods: ["random"], sizes: [60], trials: trials, resamples: 100)
    settings.tolerance = tolerance
    return try Simulation(matrix: ToleranceTests.matrix, settings: settings)
  }

  /// Runs and records, for each round, how many trials were known and how many there were.
  private func run(
    _ simulation: Simulation, most: Int
  ) throws -> (result: SimulationResult, tooWide: Int, rounds: [[Int]]) {
    var rounds: [[Int]] = []
    let (result, tooWide) = try simulation.run(most: most, threads: 2) { simulation, known in
      rounds.append([known.count, simulation.settings.trials])
      return try simulation.findings(of: Array(0..<simulation.settings.trials), knowing: known, threads: 2)
    }
    return (result, tooWide, rounds)
  }

  @Test func trialsAreAddedUntilThereAreAsManyAsAllowed() throws {
    let found = try run(simulation(trials: 4, tolerance: 1e-11), most: 11)
    #expect(found.rounds == [[0, 4], [4, 6], [6, 9], [9, 11]])
    #expect(found.tooWide == 1)
    #expect(found.result.settings.trials == 11)
    // The result is the same as asking for that many at once.
    let whole = try simulation(trials: 11, tolerance: 1e-11).run(threads: 1)
    #expect("\(found.result)" == "\(whole)")
  }

  @Test func narrowIntervalsEndTheLoop() throws {
    let start = try simulation(trials: 4, tolerance: nil).run(threads: 1)
    let mdad = start.rows[0].smoothedMDAD
    let width = try #require(mdad.high) - #require(mdad.low)
    #expect(width > 0)
    #expect(start.intervals(widerThan: width * 0.99) == 1)
    #expect(start.intervals(widerThan: width) == 0)
    let found = try run(simulation(trials: 4, tolerance: width), most: 100)
    #expect(found.rounds == [[0, 4]])
    #expect(found.tooWide == 0)
    let narrower = try run(simulation(trials: 4, tolerance: width / 2), most: 400)
    #expect(narrower.tooWide == 0)
    #expect(narrower.rounds.count > 1)
    #expect(narrower.result.settings.trials < 400)
  }

  @Test func withoutAToleranceThereIsOneRound() throws {
    let found = try run(simulation(trials: 4, tolerance: nil), most: 2)
    #expect(found.rounds == [[0, 4]])
    #expect(found.tooWide == 0)
  }
}
