import Testing

@testable import Simulate

@Suite struct StudentDistributionTests {
  /// scipy.stats.t.ppf and t.sf.
  @Test(arguments: [
    (1, 12.706204736174694), (2, 4.302652729749464), (2.5, 3.5746548420036817), (5, 2.570581835636314),
    (49, 2.0095752371292392), (1000, 1.9623390808264078), (1e6, 1.959966356814107),
  ])
  func quantilesAreSciPys(degrees: Double, quantile: Double) {
    #expect(close(StudentDistribution.quantile(0.975, degreesOfFreedom: degrees), quantile, 1e-9))
  }

  @Test func tailsAreSciPys() {
    #expect(close(StudentDistribution.upperTail(0, degreesOfFreedom: 3), 0.5))
    #expect(close(StudentDistribution.quantile(0.9, degreesOfFreedom: 4), 1.5332062740589438, 1e-10))
  }
}

@Suite struct SamplingVarianceTests {
  /// So many trials that Student's t is normal.
  private func variance(_ value: Double) -> SamplingVariance {
    SamplingVariance(overTrials: value, count: 100_000_001)
  }

  /// 1 … 5: 3 ± t(4) · √(2.5 / 5).
  @Test func aMeanOfTrialsHasTheTextbookInterval() {
    // (2² + 1² + 0² + 1² + 2²) / 5².
    let sum = 10.0 / 25
    let estimate = Estimate(mean: 3, variance: SamplingVariance(overTrials: sum, count: 5), within: 0...10)
    #expect(close(estimate.low, 3 - 2.7764451051977987 * 0.5.squareRoot(), 1e-9))
    #expect(close(estimate.high, 3 + 2.7764451051977987 * 0.5.squareRoot(), 1e-9))
  }

  /// Intervals for the mean of five normal numbers cover it in 95 % of draws.
  @Test func intervalsOfNormalMeansCover() {
    var generator = Philox(seed: 8, trial: 0, purpose: .selection)
    var held = 0
    for _ in 0..<2000 {
      let values = (0..<5).map { _ in generator.normal() }
      let mean = values.reduce(0, +) / 5
      let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 25
      let estimate = Estimate(mean: mean, variance: SamplingVariance(overTrials: sum, count: 5), within: -9...9)
      if let low = estimate.low, let high = estimate.high, low <= 0, high >= 0 { held += 1 }
    }
    #expect(abs(Double(held) / 2000 - 0.95) < 0.015)
  }

  /// Newcombe 1998, method 3.
  @Test(arguments: [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)])
  func sharesHaveWilsonsInterval(successes: Double, draws: Double, low: Double, high: Double) {
    let share = successes / draws
    let estimate = Estimate(share: share, variance: variance(share * (1 - share) / draws), assuming: draws)
    #expect(close(estimate.low, low, 5e-5))
    #expect(close(estimate.high, high, 5e-5))
  }

  /// Fisher's interval for a correlation with the standard error (1 − r²)/√(n − 3): tanh(artanh r ± 1.96/√(n − 3)).
  @Test func correlationsHaveFishersInterval() {
    let error = (1 - 0.81) / 10.0
    let estimate = Estimate(correlation: 0.9, variance: variance(error * error))
    #expect(close(estimate.low, 0.8554754, 1e-6))
    #expect(close(estimate.high, 0.9313154, 1e-6))
    #expect(Estimate(correlation: 1, variance: variance(0)) == Estimate(value: 1, low: 1, high: 1))
    #expect(Estimate(correlation: 0.5, variance: nil) == Estimate(value: 0.5, low: nil, high: nil))
  }

  @Test func modelsAddToTrials() {
    var variance = SamplingVariance(overTrials: 4, count: 5)
    #expect(variance.total == 5)
    #expect(close(variance.quantile, 2.7764451051977987, 1e-9))
    variance.add(overModels: -1, count: 10, degree: 1)
    #expect(variance.total == 5)
    #expect(variance.stretch == 1)
    variance.add(overModels: 9, count: 10, degree: 1)
    #expect(close(variance.total, 15))
    #expect(close(variance.stretch, 3.0.squareRoot()))
    // Satterthwaite: 15² / (5²/4 + 10²/9) degrees.
    let degrees = 225 / (25.0 / 4 + 100.0 / 9)
    #expect(close(variance.quantile, StudentDistribution.quantile(0.975, degreesOfFreedom: degrees)))
  }
}

@Suite struct ClusteredTermsTests {
  /// Follows the definition: sums over every two terms that share a model but no trial.
  @Test(arguments: 0..<20) func sumsAreThoseOfTheDefinition(seed: Int) {
    var generator = Philox(seed: UInt64(seed), trial: 0, purpose: .selection)
    let isOfPairs = seed % 3 > 0
    let trials = (0..<4).map { _ in
      (0..<7).map { _ -> ClusteredTerms.Term in
        let model = generator.uniform(below: 6)
        let other = isOfPairs ? (model + 1 + generator.uniform(below: 5)) % 6 : model
        return .init(model: model, other: other, value: generator.normal())
      }
    }
    // No trial holds a pair or a target twice.
    let distinct = trials.map { terms in
      var seen = Set<Set<Int>>()
      return terms.filter { seen.insert([$0.model, $0.other]).inserted }
    }
    var plain = 0.0
    for (first, terms) in distinct.enumerated() {
      for (second, others) in distinct.enumerated() where second != first {
        for term in terms {
          for other in others
          where [term.model, term.other].contains(where: { $0 == other.model || $0 == other.other }) {
            plain += term.value * other.value
          }
        }
      }
    }
    #expect(close(ClusteredTerms(modelCount: 6, trials: distinct).sharedModel, plain, 1e-10))
  }

  /// Draws three models from three kinds in all 27 ways. Around the true mean of a figure of pairs, the terms that
  /// share a trial and those that share a model add up to the variance of the mean over the three pairs.
  @Test func theVarianceIsRightOnAverage() {
    let kernel = [[0.1, 0.9, 0.4], [0.9, 0.3, 0.7], [0.4, 0.7, 1.0]]
    let truth = kernel.joined().reduce(0, +) / 9
    var (expected, found) = (0.0, 0.0)
    for draw in 0..<27 {
      let kinds = [draw % 3, draw / 3 % 3, draw / 9]
      let pairs = [(0, 1), (0, 2), (1, 2)]
      let mean = pairs.reduce(0) { $0 + kernel[kinds[$1.0]][kinds[$1.1]] } / 3
      expected += (mean - truth) * (mean - truth) / 27
      let terms = pairs.map { pair in
        ClusteredTerms.Term(
          model: pair.0, other: pair.1, value: (kernel[kinds[pair.0]][kinds[pair.1]] - truth) / 6)
      }
      let trial = terms.reduce(0) { $0 + $1.value }
      found += (2 * trial * trial + ClusteredTerms(modelCount: 3, trials: [terms, terms]).sharedModel) / 27
    }
    #expect(close(found, expected, 1e-12))
  }
}

@Suite struct TrialRecordTests {
  private func made(seed: Int) -> (record: OrderedRecord, outcome: TrialOutcome, scores: [Double], estimates: [Double])
  {
    var generator = Philox(seed: UInt64(seed), trial: 0, purpose: .selection)
    let count = 4 + generator.uniform(below: 6)
    let right = (0..<count).map { _ in generator.uniform(below: 9) }
    let estimates = (0..<count).map { _ in Double(generator.uniform(below: 5)) / 4 }
    let scores = ReferenceScores(means: right.map { Double($0) / 8 }, rightCounts: right, itemCount: 8)
    let settings = SimulationSettings()
    let record = TrialRecord(targets: Array(0..<count), scores: scores, estimates: estimates)
    return (
      OrderedRecord(record, settings: settings),
      ReferenceOrder(scores: scores, settings: settings).outcome(estimates: estimates), scores.means, estimates
    )
  }

  /// What pairs and targets contribute to a trial's figures adds up to the figures.
  @Test(arguments: 0..<20) func termsAddUp(seed: Int) {
    let (record, outcome, _, _) = made(seed: seed)
    func sum(_ terms: [ClusteredTerms.Term]) -> Double { terms.reduce(0) { $0 + $1.value } }
    if let tau = outcome.kendallTau { #expect(close(sum(record.kendallTerms(about: 0.2)), tau - 0.2, 1e-12)) }
    #expect(close(sum(record.errorTerms(about: 0.1)), outcome.error - 0.1, 1e-12))
    for ties in TiePolicy.allCases {
      let bins = 0...outcome.tally.pairs.count
      let (successes, weight) = outcome.tally.pairs.indices.reduce((0.0, 0.0)) {
        ($0.0 + outcome.tally.successes($1, ties: ties), $0.1 + outcome.tally.weight($1, ties: ties))
      }
      #expect(close(sum(record.agreementTerms(in: bins, about: 0.25, ties: ties)), successes - 0.25 * weight, 1e-12))
    }
    let pairs = outcome.tally.pairs.reduce(0, +) + outcome.tally.zeroGapPairs
    #expect(close(sum(record.gapTerms(about: 0.5) { _ in 1 }), 0.5 * pairs, 1e-12))
  }

  /// A target with a multiplicity of 0 counts as absent.
  @Test(arguments: 0..<20) func deletionIsFigureWithoutTheTarget(seed: Int) throws {
    let (record, outcome, scores, estimates) = made(seed: seed)
    guard let spearman = outcome.spearman else { return }
    let terms = record.spearmanTerms(about: spearman)
    let count = Double(scores.count)
    for left in scores.indices {
      let kept = scores.indices.filter { $0 != left }
      let without = spearmanCorrelation(kept.map { scores[$0] }, kept.map { estimates[$0] })
      #expect(close(terms[left].value, (count - 2) / count * (without.map { spearman - $0 } ?? 0), 1e-9))
    }
  }
}

@Suite struct NewModelsTests {
  @Test func intervalsAboutNewModelsAreWiderAndNothingElseChanges() throws {
    let settings = SimulationSettings(methods: ["random"], sizes: [30], trials: 40)
    var new = settings
    new.resamplesModels = true
    let matrix = SimulationTests.matrix
    let these = try Simulation(matrix: matrix, settings: settings).run(threads: 1).rows[0]
    let models = try Simulation(matrix: matrix, settings: new).run(threads: 2).rows[0]
    #expect(models.curve == these.curve)
    #expect(models.mdad == these.mdad)
    #expect(models.error.value == these.error.value)
    func width(_ estimate: Estimate) -> Double { (estimate.high ?? 100) - (estimate.low ?? 0) }
    #expect(width(models.kendallTau) > 1.2 * width(these.kendallTau))
    #expect(width(models.spearman) > width(these.spearman))
    #expect(width(models.smoothedMDAD) >= width(these.smoothedMDAD))
    #expect(width(models.unreliablePairs) > width(these.unreliablePairs))
    #expect(throws: SimulateError.self) {
      new.exactRandom = true
      return try Simulation(matrix: matrix, settings: new)
    }
  }

  /// With the first items and the best models in every trial, trials are alike but models are not.
  @Test func trialsWithoutChanceLeaveTheModels() throws {
    var settings = SimulationSettings(methods: ["head"], sizes: [30], trials: 10, targetChoice: .frontier)
    let these = try Simulation(matrix: SimulationTests.matrix, settings: settings).run(threads: 1).rows[0]
    #expect(close(these.kendallTau.low, these.kendallTau.value, 1e-9))
    #expect(these.smoothedMDAD.low == these.smoothedMDAD.value)
    settings.resamplesModels = true
    let new = try Simulation(matrix: SimulationTests.matrix, settings: settings).run(threads: 1).rows[0]
    let (low, value) = (try #require(new.smoothedMDAD.low), try #require(new.smoothedMDAD.value))
    #expect(low < value)
    #expect(new.smoothedMDAD.high ?? .infinity > value)
    let (lowTau, tau) = (try #require(new.kendallTau.low), try #require(new.kendallTau.value))
    #expect(lowTau < tau)
  }

  /// 20 trials without a failure do not prove that failures never happen.
  @Test func aShareOfOneIsNotCertain() {
    var outcome = TrialOutcome()
    outcome.tally.add(bin: 9, pairs: 10, agreeing: 10, tied: 0)
    let settings = SimulationSettings(trials: 20, resamples: 50)
    let row = ResultRow(
      method: "random", size: 5, reference: .full, basis: .simulated,
      outcomes: [TrialOutcome](repeating: outcome, count: 20), settings: settings,
      bootstrap: TrialBootstrap(trials: 20, resamples: 50, seed: 1))
    #expect(row.agreement[0].value == 1)
    #expect(row.agreement[0].high == 1)
    // Wilson with 20 draws and t(19) = 2.093: 20 / (20 + 2.093²).
    #expect(close(row.agreement[0].low, 20 / (20 + 2.093024 * 2.093024), 1e-5))
    #expect(close(row.smoothed[0].low, row.agreement[0].low))
  }
}
