import Testing

@testable import Simulate

/// Estimates of benchmark prediction (Zhang et al. 2025) on the made-up matrix: sources are models 0 to 9, targets 10
/// to 13.
@Suite struct PredictionTests {
  private let context = SelectionContext(
    matrix: MadeMatrix.matrix, items: Array(0..<MadeMatrix.items), sources: Array(0..<10))
  private let chosen = MicroBenchmark(items: [1, 4, 5, 9, 12, 17, 20])

  private func scores(_ estimator: any ScoreEstimator, _ chosen: MicroBenchmark, models: [Int]) throws -> [Double] {
    try estimator.prepare(context).fit(chosen).scores(
      from: TargetResponses(matrix: MadeMatrix.matrix, models: models, items: chosen.items))
  }

  /// scikit-learn: `RidgeCV().fit(S[:, chosen], S.mean(1)).predict(T[:, chosen])`.
  @Test func randomLearnIsRidgeCV() throws {
    let found = try scores(RidgeEstimation(), chosen, models: [10, 11, 12, 13])
    for (ours, theirs) in zip(found, [0.439965450318, 0.486700067657, 0.487401279651, 0.455212886557]) {
      #expect(close(ours, theirs, 1e-9))
    }
  }

  /// scikit-learn: `r = Ridge(alpha=10).fit(S[:, chosen].T, t[chosen])`, then
  /// `t[chosen].mean() + (r.predict(S[:, rest].T).mean() - r.predict(S[:, chosen].T).mean()) / (1 + 7 / 17)`.
  @Test func aipwIsTheRegressionOfEachTarget() throws {
    let found = try scores(AugmentedPrediction(), chosen, models: [10, 11, 12, 13])
    for (ours, theirs) in zip(found, [0.31218845447567545, 0.8551441182955967, 1, 0.7300661645905921]) {
      #expect(close(ours, theirs, 1e-9))
    }
  }

  /// The result is the same with more items than sources, computed in the other space.
  @Test func aipwIsTheSameInBothSpaces() throws {
    let large = MicroBenchmark(items: (0..<24).filter { $0 % 6 != 0 })
    for target in 10..<14 {
      let observed = large.items.map { MadeMatrix.score(target, $0) }
      let rows = large.items.map { item in (0..<10).map { MadeMatrix.score($0, item) } }
      let design = CentredDesign(
        columns: (0..<10).map { source in rows.map { $0[source] } }, observations: rows.count)
      let fit = RidgeProblem(design, responses: observed).regression(penalty: 10)
      func predicted(_ item: Int) -> Double {
        (0..<10).reduce(fit.intercept) { $0 + fit.coefficients[$1] * MadeMatrix.score($1, item) }
      }
      let rest = (0..<24).filter { $0 % 6 == 0 }
      let mean = observed.reduce(0, +) / 20
      let difference = rest.reduce(0) { $0 + predicted($1) } / 4 - large.items.reduce(0) { $0 + predicted($1) } / 20
      let plain = mean + difference / (1 + 20.0 / 4)
      #expect(close(try scores(AugmentedPrediction(), large, models: [target])[0], plain, 1e-10))
    }
  }

  /// scikit-learn: a hundred rounds of `PCA(n_components=r).fit(S)`'s `inverse_transform(transform(row))`, the known
  /// entries put back each time.
  @Test(arguments: [
    (2, 10, 0.3759810319137822), (2, 13, 0.5343900810406289), (5, 10, 0.26388439799426555), (5, 13, 0.5219866758570569),
  ])
  func imputationIsAHundredRounds(rank: Int, target: Int, mean: Double) {
    let sources = MadeMatrix.matrix.responses(items: Array(0..<24), models: Array(0..<10))
    let score = LowRankImputation.score(PrincipalAxes(sources, count: 5), rank: rank, known: chosen.items)
    let responses = TargetResponses(matrix: MadeMatrix.matrix, models: [target], items: chosen.items)
    #expect(close(score.scores(from: responses)[0], mean, 1e-8))
  }

  /// scikit-learn: `Lasso` down the grid `numpy.logspace(-4, 1, 1000)` to the first penalty with exactly k
  /// coefficients.
  @Test(arguments: [
    (5, [10, 13, 16, 17, 23], [0.491323430714, 0.450085808988, 0.499570955059, 0.454209571161]),
    (7, [3, 8, 13, 16, 17, 18, 23], [0.616040884198, 0.486650485437, 0.667396475587, 0.546481409314]),
  ])
  func lassoIsTheGridsFirstWithKItems(size: Int, items: [Int], estimates: [Double]) throws {
    var generator = Philox(seed: 1, trial: 0, purpose: .selection)
    let found = try Lasso().prepare(context).select(size, using: &generator)
    #expect(found.items == items)
    for (ours, theirs) in zip(try scores(ScoreOfSelection(), found, models: [10, 11, 12, 13]), estimates) {
      #expect(close(ours, theirs, 1e-6))
    }
  }

  /// The lasso has at most one item fewer than there are sources. The others fill up the number and have no weight.
  @Test func lassoFillsUpWithItemsOfNoWeight() throws {
    var generator = Philox(seed: 1, trial: 0, purpose: .selection)
    let found = try Lasso().prepare(context).select(20, using: &generator)
    let weights = try #require(found.score).weights
    #expect(found.items.count == 20)
    #expect(weights.count { $0 == 0 } >= 11)
    #expect(weights.contains { $0 > 0 })
  }

  /// Computes ordinary least squares of the full score on the mean by its formula.
  @Test func meanRegressionIsLeastSquares() throws {
    let x = (0..<10).map { model in chosen.items.reduce(0) { $0 + MadeMatrix.score(model, $1) } / 7 }
    let y = Array(MadeMatrix.means[..<10])
    let (mx, my) = (x.reduce(0, +) / 10, y.reduce(0, +) / 10)
    let slope =
      zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) } / x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
    let target = chosen.items.reduce(0) { $0 + MadeMatrix.score(11, $1) } / 7
    #expect(close(try scores(MeanRegression(), chosen, models: [11])[0], my + slope * (target - mx), 1e-12))
  }
}
