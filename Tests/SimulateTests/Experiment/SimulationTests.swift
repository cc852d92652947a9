import Foundation
import Testing

@testable import Simulate

@Suite struct SimulationTests {
  static let matrix = ItemMatrixTests.bothForms(models: 24, items: 120, seed: 31, subtasks: 4).binary

  private func rows(_ settings: SimulationSettings, threads: Int = 1, matrix: ItemMatrix = matrix) throws -> [ResultRow]
  {
    try Simulation(matrix: matrix, settings: settings).run(threads: threads).rows
  }

  /// Writes every figure of a row as one text, to compare runs to the last bit.
  private func fingerprint(_ row: ResultRow) -> String {
    "\(row.method) \(row.size) \(row.reference) \(row.curve) \(row.agreement) \(row.smoothed) \(row.mdad) \(row.first) "
      + "\(row.sustained) \(row.smoothedMDAD) \(row.error) \(row.kendallTau) \(row.spearman) \(row.top1) "
      + "\(row.unreliablePairs)"
  }

  @Test(arguments: ItemSplit.allCases) func threadsChangeNothing(split: ItemSplit) throws {
    let settings = SimulationSettings(sizes: [12], trials: 3, sources: 6, split: split, resamples: 20)
    let one = try rows(settings).map(fingerprint)
    #expect(try rows(settings, threads: 7).map(fingerprint) == one)
  }

  @Test func otherMethodsAndSizesChangeNothing() throws {
    let all = try rows(SimulationSettings(sizes: [3, 20, 60], trials: 2, sources: 7, split: .half, resamples: 20))
    for name in Method.all.map(\.name) {
      let alone = try rows(
        SimulationSettings(
          methods: [name], sizes: [20], trials: 2, sources: 7, split: .half, resamples: 20))
      let among = all.filter { $0.method == name && $0.size == 20 }
      #expect(alone.map(fingerprint) == among.map(fingerprint))
    }
  }

  /// Tries scores whose products have denormal squares, as rounding leaves them in a matrix of low rank.
  @Test(.timeLimit(.minutes(1))) func scoresTooSmallToSquareEnd() throws {
    var generator = Philox(seed: 3, trial: 0, purpose: .selection)
    let scores = (0..<20).map { _ in (0..<30).map { _ in generator.uniform(below: 2) == 0 ? 0.0 : 1e-80 } }
    let matrix = ItemMatrix(
      models: (0..<20).map { "m\($0)" }, items: (0..<30).map { "i\($0)" }, scores: scores)
    let settings = SimulationSettings(methods: ["random-learn"], sizes: [8], trials: 4, targetChoice: .frontier)
    for row in try rows(settings, matrix: matrix) { #expect(row.error.value?.isFinite ?? false) }
  }

  @Test func seedsMatter() throws {
    let first = try rows(SimulationSettings(methods: ["random"], sizes: [10], trials: 5, seed: 1))
    let second = try rows(SimulationSettings(methods: ["random"], sizes: [10], trials: 5, seed: 2))
    #expect(first[0].error != second[0].error)
  }

  @Test func gradedZerosAndOnesGiveTheSameRows() throws {
    let (binary, graded) = ItemMatrixTests.bothForms(models: 15, items: 64, seed: 2, subtasks: 3)
    for split in ItemSplit.allCases {
      let settings = SimulationSettings(sizes: [4, 30], trials: 2, sources: 7, split: split, resamples: 10)
      for (a, b) in zip(try rows(settings, matrix: binary), try rows(settings, matrix: graded)) {
        #expect(a.curve.points == b.curve.points)
        #expect(a.mdad == b.mdad)
        #expect(close(a.error.value, b.error.value))
        #expect(close(a.kendallTau.value, b.kendallTau.value))
      }
    }
  }

  /// At k = N every method returns the full mean, with agreement 1 and no error.
  @Test func allItemsAgreePerfectly() throws {
    for (split, size) in [(ItemSplit.full, 120), (.half, 60)] {
      let found = try rows(SimulationSettings(sizes: [size], trials: 2, split: split, resamples: 10))
      for row in found where row.reference != .unseen {
        #expect(row.curve.points.allSatisfy { $0.agreement == 1 })
        #expect(row.error.value == 0)
        #expect(row.kendallTau.value == 1)
        #expect(row.top1.value == 1)
      }
    }
  }

  /// In every bin the simulated agreement of random sampling lies within 4 standard errors of the exact one for the
  /// same trials.
  @Test(arguments: ItemSplit.allCases, TiePolicy.allCases)
  func simulatedRandomMatchesTheExactOne(split: ItemSplit, ties: TiePolicy) throws {
    var settings = SimulationSettings(
      methods: ["random"], sizes: [4, 40], trials: 150, targets: 12, split: split, ties: ties, seed: 4, resamples: 100)
    let simulated = try rows(settings, threads: 2)
    settings.exactRandom = true
    let exact = try rows(settings, threads: 2)
    #expect(simulated.count == exact.count)
    #expect(!exact.isEmpty)
    for (a, b) in zip(simulated, exact) {
      #expect(a.reference == b.reference)
      #expect(b.basis == .exact)
      for (index, point) in a.curve.points.enumerated() {
        guard point.pairs >= 200, let match = b.curve.points.first(where: { $0.bin == point.bin }) else { continue }
        let interval = a.agreement[index]
        let spread = ((interval.high ?? 0) - (interval.low ?? 0)) / (2 * 1.96)
        // Near 1 few pairs disagree, and trials may show no spread, so assume at least that of independent pairs.
        let error = max(spread, (match.agreement * (1 - match.agreement) / point.pairs).squareRoot())
        #expect(abs(point.agreement - match.agreement) < 4 * error + 1e-9)
      }
      #expect(close(a.error.value, b.error.value, 0.01))
    }
  }

  @Test func exactRandomOverAllPairsHasNoInterval() throws {
    let row = try rows(SimulationSettings(methods: ["random"], sizes: [30], exactRandom: true))[0]
    #expect(row.basis == .exact)
    #expect(row.smoothedMDAD.low == row.smoothedMDAD.value)
    #expect(row.curve.points.reduce(0) { $0 + $1.pairs } <= Double(24 * 23 / 2))
    #expect(row.kendallTau.value == nil)
  }

  /// Graded scores have no exact formula, but the normal approximation is near the simulation.
  @Test func gradedRandomFallsBackOnTheNormalApproximation() throws {
    var generator = Philox(seed: 77, trial: 0, purpose: .selection)
    let scores = (0..<20).map { model in
      (0..<200).map { _ in min(1, Double(generator.uniform(below: 1000)) / 1000 * (0.5 + Double(model) / 40)) }
    }
    let matrix = ItemMatrix(models: (0..<20).map { "m\($0)" }, items: (0..<200).map { "i\($0)" }, scores: scores)
    var settings = SimulationSettings(
      methods: ["random"], sizes: [40], trials: 200, targets: 20, sources: 0, resamples: 0)
    let simulated = try rows(settings, threads: 2, matrix: matrix)[0]
    settings.exactRandom = true
    let normal = try rows(settings, matrix: matrix)[0]
    #expect(normal.basis == .normal)
    for point in simulated.curve.points where point.pairs >= 400 {
      let match = normal.curve.points.first { $0.bin == point.bin }
      #expect(close(point.agreement, match?.agreement, 0.05))
    }
    #expect(close(simulated.error.value, normal.error.value, 0.002))
  }

  @Test func equalScoresAreLeftOutOrCountedAsAsked() throws {
    let matrix = ItemMatrix(
      models: ["a", "b", "c"], items: ["1", "2", "3", "4"], scores: [[1, 1, 0, 0], [0, 0, 1, 1], [1, 1, 1, 0]])
    var settings = SimulationSettings(
      methods: ["random"], sizes: [2], trials: 50, targets: 3, sources: 0, bins: .floor, resamples: 0)
    let left = try rows(settings, matrix: matrix)[0]
    #expect(left.curve.points.map(\.bin) == [50] && left.curve.points[0].pairs == 100)
    settings.countsZeroGaps = true
    let counted = try rows(settings, matrix: matrix)[0]
    #expect(counted.curve.points.map(\.bin) == [0, 50] && counted.curve.points[0].pairs == 50)
  }

  /// Settings that a matrix cannot satisfy are refused with the limit and the value.
  @Test(arguments: [
    (SimulationSettings(sizes: [121]), "method random: k = 121 is outside 1 to 120, the number of items"),
    (
      SimulationSettings(sizes: [61], split: .half),
      "method random: k = 61 is outside 1 to 60, the number of seen items (half of the benchmark)"
    ),
    (SimulationSettings(sizes: [0]), "method random: k = 0 is outside 1 to 120, the number of items"),
    (SimulationSettings(sizes: [5], targets: 1), "a ranking needs at least 2 target models; 1 requested"),
    (
      SimulationSettings(sizes: [5], targets: 25),
      "25 target models requested, 24 available; ask for fewer target models"
    ),
    (
      SimulationSettings(sizes: [5], targets: 23),
      "method stratified-confidence needs at least 2 source models; 23 targets leave 1"
    ),
    (
      SimulationSettings(sizes: [5], targetChoice: .similar(accuracies: 0.99...1)),
      "target choice similar finds 0 target models among 24; a ranking needs at least 2"
    ),
    (SimulationSettings(methods: ["nonsense"], sizes: [5]), "unknown method \"nonsense\""),
    (SimulationSettings(sizes: [5], trials: 0), "0 trials requested; at least 1 is needed"),
  ])
  func impossibleSettingsAreRefused(settings: SimulationSettings, message: String) {
    let error = #expect(throws: SimulateError.self) {
      try Simulation(matrix: SimulationTests.matrix, settings: settings)
    }
    #expect(error?.description == message)
  }

  @Test func oneModelCannotBeRanked() {
    let matrix = ItemMatrix(models: ["a"], items: ["1", "2"], scores: [[1, 0]])
    #expect(throws: SimulateError.unsatisfiable("the matrix has 1 model; a ranking needs at least 2")) {
      try Simulation(matrix: matrix, settings: SimulationSettings(sizes: [1]))
    }
  }

  @Test func degenerateMatricesAreNoTrouble() throws {
    for value in [0.0, 1.0] {
      let matrix = ItemMatrix(
        models: (0..<6).map { "m\($0)" }, items: (0..<9).map { "i\($0)" },
        scores: [[Double]](repeating: [Double](repeating: value, count: 9), count: 6))
      let found = try rows(SimulationSettings(sizes: [1, 9], trials: 3, resamples: 10), matrix: matrix)
      #expect(found.count == 2 * Method.all.count)
      #expect(found.allSatisfy { $0.curve.points.isEmpty && $0.mdad.first == nil })
      // A response model fitted to few models does not take their agreement for certain; a descent ends nearby; what
      // is weighted back is so up to rounding.
      let slack = { (method: String) in method.hasSuffix("irt") ? 0.2 : method == "double-optimize" ? 1e-4 : 1e-12 }
      #expect(found.allSatisfy { $0.kendallTau.value == nil && $0.error.value ?? 1 <= slack($0.method) })
    }
    let oneItem = ItemMatrix(models: ["a", "b", "c"], items: ["x"], scores: [[1], [0], [1]])
    let found = try rows(SimulationSettings(methods: ["random"], sizes: [1], trials: 4, targets: 3), matrix: oneItem)
    #expect(found[0].curve.points.map(\.agreement) == [1])
  }

  @Test func intervalsHoldTheirFigureAndNarrowWithTrials() throws {
    func width(_ trials: Int) throws -> Double {
      let row = try rows(SimulationSettings(methods: ["random"], sizes: [30], trials: trials))[0]
      let error = row.error
      #expect((error.low ?? 1) <= (error.value ?? 0))
      #expect((error.value ?? 0) <= (error.high ?? 0))
      return (error.high ?? 0) - (error.low ?? 0)
    }
    #expect(try width(160) < 0.7 * width(20))
    let single = try rows(SimulationSettings(methods: ["random"], sizes: [30], trials: 1))[0]
    #expect(single.error.low == nil)
    #expect(single.smoothedMDAD.low == nil)
    #expect(single.error.value != nil)
  }
}

@Suite struct DesignTests {
  private func design(_ settings: SimulationSettings, _ matrix: ItemMatrix = SimulationTests.matrix) throws
    -> ExperimentDesign
  {
    try ExperimentDesign(matrix: matrix, settings: settings)
  }

  @Test func halvesTakeHalfOfEachSubtaskAndMissNothing() throws {
    let design = try design(SimulationSettings(split: .half))
    let groups = SimulationTests.matrix.groupedBySubtask(Array(0..<120))
    for number in 0..<10 {
      let trial = design.trial(number)
      #expect((trial.seen + trial.unseen).sorted() == Array(0..<120))
      #expect(trial.seen.count == design.seenCount)
      for group in groups { #expect(group.count { trial.seen.contains($0) } == group.count / 2) }
    }
    #expect(design.trial(0).seen != design.trial(1).seen)
  }

  @Test func targetsAndSourcesNeverMeet() throws {
    for choice in [TargetChoice.random, .frontier, .similar(accuracies: 0...1)] {
      let design = try design(SimulationSettings(targets: 5, sources: 9, targetChoice: choice))
      for number in 0..<10 {
        let trial = design.trial(number)
        #expect(trial.targets.count == 5)
        #expect(trial.sources.count == 9)
        #expect(Set(trial.targets).isDisjoint(with: trial.sources))
        #expect(Set(trial.targets).count == 5)
        #expect(Set(trial.sources).count == 9)
      }
    }
  }

  @Test func theFrontierIsTheBestAndSourcesTheWorst() throws {
    let accuracies = SimulationTests.matrix.accuracies()
    let sorted = accuracies.sorted()
    let design = try design(SimulationSettings(targetChoice: .frontier))
    let trial = design.trial(0)
    #expect(trial.targets.count == 7)
    #expect(trial.sources.count == 12)
    #expect(trial.targets.allSatisfy { accuracies[$0] >= sorted[24 - 7] })
    #expect(trial.sources.allSatisfy { accuracies[$0] <= sorted[11] })
  }

  @Test func similarTargetsLieInTheirBand() throws {
    let accuracies = SimulationTests.matrix.accuracies()
    let band = accuracies.sorted()[4]...accuracies.sorted()[16]
    let design = try design(SimulationSettings(targets: 6, targetChoice: .similar(accuracies: band)))
    #expect(design.trial(3).targets.allSatisfy { band.contains(accuracies[$0]) })
  }

  @Test func defaultsFollowTheNumberOfModels() throws {
    #expect(try design(SimulationSettings()).targetCount == 8)
    #expect(try design(SimulationSettings()).sourceCount == 16)
    let many = ItemMatrixTests.bothForms(models: 400, items: 4, seed: 1).binary
    #expect(try design(SimulationSettings(), many).targetCount == 50)
    #expect(try design(SimulationSettings(), many).sourceCount == 300)
  }
}

@Suite struct BootstrapTests {
  /// The bootstrap's 95 % interval of a mean is 2 · 1.96 standard errors wide.
  @Test func intervalsOfAMeanHaveTheirTextbookWidth() {
    var generator = Philox(seed: 5, trial: 0, purpose: .selection)
    let values = (0..<400).map { _ in Double(generator.uniform(below: 1000)) }
    let mean = values.reduce(0, +) / 400
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400).squareRoot()
    var means: [Double] = []
    TrialBootstrap(trials: 400, resamples: 2000, seed: 1).forEachResample(ofRows: values, width: 1) {
      means.append($0[0] / 400)
    }
    let estimate = Estimate(value: mean, resampled: &means)
    let width = (estimate.high ?? 0) - (estimate.low ?? 0)
    #expect(abs(width / (2 * 1.96 * deviation / 20) - 1) < 0.08)
  }

  @Test func sumsAreThoseOfTheResample() {
    let bootstrap = TrialBootstrap(trials: 3, resamples: 40, seed: 9)
    bootstrap.forEachResample(ofRows: [1, 10, 1, 100, 1, 1000], width: 2) { sums in
      #expect(sums[0] == 3)
      let digits = Int(sums[1])
      #expect(digits / 1000 + digits / 100 % 10 + digits / 10 % 10 == 3)
    }
  }

  /// Φ(−2.009575 · √(50/49)).
  @Test func tailsAreThoseOfStudentsInterval() {
    #expect(close(TrialBootstrap(trials: 50, resamples: 10, seed: 1).tail, 0.0211794, 1e-6))
  }

  @Test func absentValuesAreAboveEveryNumber() {
    var values = [1.0, 2, 3, .infinity] + [Double](repeating: 2, count: 96)
    let estimate = Estimate(value: 2, resampled: &values)
    #expect(estimate.low == 2)
    #expect(estimate.high == 2)
    var half = [Double](repeating: 1, count: 50) + [Double](repeating: .infinity, count: 50)
    #expect(Estimate(value: 1, resampled: &half) == Estimate(value: 1, low: 1, high: nil))
  }

  @Test func sharesOfPairsCountWithinBinsEvenly() {
    let curve = AgreementCurve(
      bins: .centered,
      points: [
        .init(bin: 2, pairs: 10, weight: 10, agreement: 0.5), .init(bin: 4, pairs: 30, weight: 30, agreement: 0.9),
      ])
    // All of bin 1.0, half of bin 2.0 (1.75 to 2.25), and the 10 pairs without a gap, of 50.
    #expect(close(ResultRow.shareOfPairs(within: 0.02, curve: curve, zeroGapPairs: 10), 35.0 / 50))
    #expect(ResultRow.shareOfPairs(within: nil, curve: curve, zeroGapPairs: 10) == 1)
  }
}

@Suite struct ParallelMapTests {
  @Test(arguments: [1, 2, 5]) func keepsTheOrder(threads: Int) {
    #expect(parallelMap(count: 100, threads: threads) { $0 * $0 } == (0..<100).map { $0 * $0 })
    #expect(parallelMap(count: 0, threads: threads) { $0 }.isEmpty)
  }

  @Test func throwsTheErrorOfTheLowestIndex() {
    let error = #expect(throws: SimulateError.self) {
      try parallelMap(count: 50, threads: 4) { (index) throws(SimulateError) -> Int in
        if index % 10 == 7 { throw .unsatisfiable("\(index)") }
        return index
      }
    }
    #expect(error == .unsatisfiable("7"))
  }
}
