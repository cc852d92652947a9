import Testing

@testable import Simulate

/// Trials that draw their models anew before they choose targets and sources among them.
@Suite struct RegimeTrialTests {
  /// Thirty models, the first the weakest; of each three in a row the third repeats the second but for one item in 100.
  private func matrix() -> ItemMatrix {
    var generator = Philox(seed: 11, trial: 0, purpose: .selection)
    var rows: [[Double]] = []
    for model in 0..<30 {
      if model % 3 == 2 {
        var copy = rows[model - 1]
        copy[model] = 1 - copy[model]
        rows.append(copy)
      } else {
        rows.append((0..<100).map { _ in generator.uniform(below: 100) < 20 + 2 * model ? 1 : 0 })
      }
    }
    return ItemMatrix(models: (0..<30).map { "m\($0)" }, items: (0..<100).map { "i\($0)" }, scores: rows)
  }

  private func settings(_ choice: TargetChoice, share: Double = 0.8) -> SimulationSettings {
    var settings = SimulationSettings(
      methods: ["random", "random-learn"], sizes: [10, 40], trials: 12, targetChoice: choice, seed: 4)
    settings.modelShare = share
    settings.resamples = 100
    return settings
  }

  @Test func aFrontierIsThatOfTheModelsDrawn() throws {
    let matrix = matrix()
    let accuracies = matrix.accuracies()
    let design = try ExperimentDesign(matrix: matrix, settings: settings(.frontier))
    #expect(design.targetCount == 7)  // Of 24 models, at most a third of 30 and the best 30 %.
    var everTargets = Set<Int>()
    for number in 0..<12 {
      let trial = design.trial(number)
      let weakestTarget = trial.targets.map { accuracies[$0] }.min() ?? 0
      #expect(trial.sources.count == 12)
      #expect(trial.sources.allSatisfy { accuracies[$0] <= weakestTarget })
      #expect(Set(trial.targets).isDisjoint(with: trial.sources))
      everTargets.formUnion(trial.targets)
    }
    // The best seven of all would be the targets of every trial if models were not drawn anew.
    #expect(everTargets.count > 7)
  }

  @Test func withoutFamiliesNearDuplicatesAreOnOneSide() throws {
    let matrix = matrix()
    let groups = try #require(matrix.nearDuplicateGroups())
    #expect(groups.count == 20)
    let design = try ExperimentDesign(matrix: matrix, settings: settings(.family))
    for number in 0..<12 {
      let trial = design.trial(number)
      for group in groups {
        #expect(
          Set(group).isDisjoint(with: trial.targets) || Set(group).isDisjoint(with: trial.sources))
      }
    }
  }

  @Test func withoutFamiliesAndNearDuplicatesThereAreNoFamilies() {
    let matrix = matrix().selecting(models: (0..<30).filter { $0 % 3 != 2 })
    #expect(throws: SimulateError.self) {
      try ExperimentDesign(matrix: matrix, settings: settings(.family))
    }
    #expect(!matrix.canChoose(.family))
    #expect(matrix.canChoose(.frontier))
  }

  /// The trials of the two halves are all trials, and none is in both.
  @Test func halvesShareNoTrial() throws {
    let simulation = try Simulation(matrix: matrix(), settings: settings(.random))
    let whole = try simulation.run(threads: 2)
    let halves = try simulation.runHalves(threads: 2)
    for (position, row) in whole.rows.enumerated() {
      func pairs(_ result: SimulationResult) -> [Int: Double] {
        Dictionary(uniqueKeysWithValues: result.rows[position].curve.points.map { ($0.bin, $0.pairs) })
      }
      let sum = pairs(halves.choice).merging(pairs(halves.report), uniquingKeysWith: +)
      #expect(sum == Dictionary(uniqueKeysWithValues: row.curve.points.map { ($0.bin, $0.pairs) }))
    }
    #expect(halves.choice.rows[0].smoothedMDAD.low == nil)
    #expect(halves.report.settings.trials == 6)
    #expect(halves.report.rows[0].smoothed.contains { $0.low != nil })
  }

  /// A method without chance has an interval, as its sources and targets are other ones in each trial.
  @Test func aMethodWithoutChanceHasAnInterval() throws {
    var settings = settings(.frontier)
    settings.methods = ["lasso"]
    settings.resamplesModels = true
    let row = try Simulation(matrix: matrix(), settings: settings).runHalves(threads: 2).report.rows[1]
    let error = row.error
    #expect(try #require(error.high) - #require(error.low) > 0.001)
  }
}
