import Testing

@testable import Simulate

/// Makes right and wrong answers of models whose accuracy grows evenly.
private func answers(models: Int, items: Int, seed: UInt64, keepGraded: Bool = false) -> ItemMatrix {
  var generator = Philox(seed: seed, trial: 0, purpose: .selection)
  let scores = (0..<models).flatMap { model in
    (0..<items).map { _ in generator.uniform(below: 100) < 20 + 60 * model / models ? 1.0 : 0 }
  }
  return ItemMatrix(
    models: (0..<models).map { "m\($0)" }, items: (0..<items).map { "i\($0)" }, labels: .init(), rowMajor: scores,
    keepGraded: keepGraded)
}

@Suite struct PairAgreementTests {
  private let sizes = [3, 10, 25]

  @Test(arguments: TiePolicy.allCases) func curvesAreThoseOfTheExactBaseline(ties: TiePolicy) throws {
    let matrix = answers(models: 12, items: 40, seed: 3)
    let population = try #require(matrix.pairPopulation(of: Array(0..<12), over: Array(0..<40)))
    let expected = ExactRandomBaseline.tallies(of: population, sizes: sizes, bins: .centered, threads: 1)
    let found = PairAgreement(matrix: matrix, models: Array(0..<12)).curves(sizes: sizes, ties: ties, threads: 2)
    for (curve, tally) in zip(found, expected) {
      let plain = AgreementCurve(tally: tally, bins: .centered, ties: ties)
      #expect(curve.curve.centers == plain.centers)
      for (a, b) in zip(curve.curve.smoothed, plain.smoothed) { #expect(abs(a - b) < 1e-12) }
    }
  }

  /// The jackknife by its definition: the whole computation anew without each model.
  @Test func limitsAreThoseOfTheJackknifeByItsDefinition() throws {
    let matrix = answers(models: 9, items: 50, seed: 7)
    let models = Array(0..<9)
    let whole = PairAgreement(matrix: matrix, models: models).curves(sizes: [10], ties: .wrong, threads: 1)[0]
    let without = models.map { left in
      PairAgreement(matrix: matrix, models: models.filter { $0 != left })
        .curves(sizes: [10], ties: .wrong, threads: 1)[0].curve
    }
    let quantile = StudentDistribution.quantile(0.975, degreesOfFreedom: 8)
    let errors = whole.curve.centers.map { center in
      let values = without.map { $0.agreement(atGap: center) ?? .nan }
      let mean = values.reduce(0, +) / 9
      return (8.0 / 9 * values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }).squareRoot()
    }
    let lower = isotonicRegression(
      zip(whole.curve.smoothed, errors).map { max(0, $0 - quantile * $1) }, weights: errors.map { _ in 1 })
    for (position, estimate) in whole.smoothed.enumerated() {
      let low = try #require(estimate.low)
      #expect(abs(low - min(lower[position], whole.curve.smoothed[position])) < 1e-9)
      #expect(errors[position] > 0)
    }
  }

  @Test func bitsAndNumbersAgreeApartFromTheNormalApproximation() {
    let bits = answers(models: 10, items: 200, seed: 1)
    let numbers = answers(models: 10, items: 200, seed: 1, keepGraded: true)
    let models = Array(0..<10)
    let exact = PairAgreement(matrix: bits, models: models).curves(sizes: [50], ties: .half, threads: 1)[0]
    let normal = PairAgreement(matrix: numbers, models: models).curves(sizes: [50], ties: .half, threads: 1)[0]
    #expect(exact.curve.centers == normal.curve.centers)
    for (a, b) in zip(exact.curve.smoothed, normal.curve.smoothed) { #expect(abs(a - b) < 0.02) }
  }

  @Test func threeModelsHaveNoLimits() {
    let curve = PairAgreement(matrix: answers(models: 3, items: 30, seed: 2), models: [0, 1, 2])
      .curves(sizes: [5], ties: .wrong, threads: 1)[0]
    #expect(curve.smoothed.allSatisfy { $0.low == nil && $0.high == nil })
  }

  /// All gaps, sorted.
  @Test(arguments: [1, 5, 30, 66]) func theLargestSupportedGapIsTheOneOfThatRank(pairs: Int) throws {
    var generator = Philox(seed: 5, trial: 0, purpose: .selection)
    let accuracies = (0..<12).map { _ in Double(generator.uniform(below: 1000)) / 1000 }.sorted()
    var gaps: [Double] = []
    for second in 0..<12 { for first in 0..<second { gaps.append(accuracies[second] - accuracies[first]) } }
    #expect(PairAgreement.largestGap(ofSorted: accuracies, pairs: pairs) == gaps.sorted(by: >)[pairs - 1])
    #expect(PairAgreement.largestGap(ofSorted: accuracies, pairs: 67) == nil)
  }
}
