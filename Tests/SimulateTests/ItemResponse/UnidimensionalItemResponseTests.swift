import Foundation
import Testing

@testable import Simulate

@Suite struct LogisticItemTests {
  @Test func informationIsTheSquaredSlopeOverTheVariance() throws {
    let item = LogisticItem(slope: 1.7, intercept: -0.6, guessing: 0.2, upper: 0.9)
    for ability in stride(from: -3.0, through: 3, by: 0.5) {
      let h = 1e-5
      let derivative = (item.probability(at: ability + h) - item.probability(at: ability - h)) / (2 * h)
      let p = item.probability(at: ability)
      #expect(close(item.information(at: ability), derivative * derivative / (p * (1 - p)), 1e-8))
      let (right, wrong) = item.scores(at: ability)
      #expect(close(right[0], right[1] * ability, 1e-12))
      #expect(close(right[1] * 1.7 * p, derivative, 1e-8))
      #expect(close(wrong[1] * 1.7 * (1 - p), -derivative, 1e-8))
      let chances = item.logChances(at: ability)
      #expect(close(chances.right, log(p), 1e-12))
      #expect(close(chances.wrong, log(1 - p), 1e-12))
    }
    // Far out, where a chance itself rounds to 0 or 1.
    let far = LogisticItem(slope: 1, intercept: 0).logChances(at: 40)
    #expect(far.wrong == -40)
    #expect(abs(far.right) < 1e-14)
    let plain = try #require(LogisticItem(slope: -2, intercept: 1).maximumInformation())
    #expect(plain.ability == 0.5)
    #expect(plain.information == 1)
    let best = try #require(item.maximumInformation())
    for offset in [-0.01, 0.01] { #expect(item.information(at: best.ability + offset) < best.information) }
    #expect(LogisticItem(slope: 0, intercept: 1).maximumInformation() == nil)
  }
}

@Suite struct UnidimensionalItemResponseTests {
  /// 120 models by 6 items of slopes 0.6, 1, 1.5, 2, −0.8, 1.2, from a linear congruential generator that is easy to
  /// write in another language.
  private static let responses: SourceResponses = {
    var state = 12345
    func next() -> Double {
      state = (1_103_515_245 * state + 12345) % 2_147_483_648
      return Double(state) / 2_147_483_648
    }
    let slopes = [0.6, 1.0, 1.5, 2.0, -0.8, 1.2]
    let intercepts = [-1.0, 0, 0.5, 1, 0.2, -0.5]
    var bits = BitMatrix(rows: 6, columns: 120)
    for model in 0..<120 {
      var ability = -6.0
      for _ in 0..<12 { ability += next() }
      for item in 0..<6 { bits[item, model] = next() < 1 / (1 + exp(-(slopes[item] * ability + intercepts[item]))) }
    }
    return .binary(bits)
  }()

  /// Their fits, made once for all tests: each takes seconds without optimisation.
  private static let fits = Dictionary(
    uniqueKeysWithValues: LogisticModel.allCases.map {
      ($0, UnidimensionalItemResponse(responses, model: $0, threads: 2))
    })

  /// scipy.optimize.minimize(method="BFGS", gtol=1e-7) of the penalised marginal likelihood written out in NumPy: 61
  /// points from −6 to 6 with normal weights, slope²/200 + intercept²/800 − log g − 5·log(1 − g) − 9·log u − log(1 −
  /// u).
  @Test(arguments: [
    (
      LogisticModel.twoParameter, -438.62104,
      [
        [1.0166, -1.48339], [1.02238, 0.12282], [1.41471, 0.46467], [1.69504, 0.82157], [-0.92568, 0.31665],
        [1.10764, -0.9555],
      ]
    ),
    (
      .threeParameter, -438.37858,
      [
        [2.24905, -3.15491, 0.10822], [1.2409, -0.25642, 0.13711], [2.49249, -0.40963, 0.2394],
        [2.24647, 0.49687, 0.1489], [-1.28465, -0.16506, 0.18308], [1.45127, -1.58383, 0.10538],
      ]
    ),
    (
      .fourParameter, -437.40625,
      [
        [3.29548, -3.85305, 0.10662, 0.9035], [1.97423, 0.37424, 0.12348, 0.85486],
        [4.64226, -0.88428, 0.3143, 0.91804], [5.33295, 1.97252, 0.13349, 0.91847],
        [-1.55138, 0.1961, 0.19131, 0.89327], [2.0793, -1.95408, 0.13698, 0.90426],
      ]
    ),
  ])
  func matchesSciPysMaximum(model: LogisticModel, logLikelihood: Double, expected: [[Double]]) throws {
    let fit = try #require(Self.fits[model])
    #expect(fit.hasConverged)
    #expect(abs(fit.logLikelihood - logLikelihood) < 0.01)
    #expect(fit.parameterCount == 6 * expected[0].count)
    for (item, values) in zip(fit.items, expected) {
      let found = try #require(item?.parameters)
      let all = [found.slope, found.intercept, found.guessing, found.upper]
      for (a, b) in zip(all, values) { #expect(abs(a - b) < 0.01 * max(1, abs(b))) }
    }
  }

  /// NumPy: the likelihood above on 1,201 points from −12 to 12, its Hessian by central differences of the score (steps
  /// of 1e-4), inverted; scipy 1.17, numpy 2.4.
  @Test func standardErrorsMatchNumPys() throws {
    let slopes = [0.41666, 0.38462, 0.5177, 0.66386, 0.3416, 0.41545]
    let intercepts = [0.30969, 0.22312, 0.26467, 0.32761, 0.21973, 0.2683]
    let fit = try #require(Self.fits[.twoParameter])
    #expect(fit.hasJointStandardErrors)
    for (item, values) in zip(fit.items, zip(slopes, intercepts)) {
      #expect(abs(try #require(item?.slopeStandardError) - values.0) < 2e-5)
      #expect(abs(try #require(item?.interceptStandardError) - values.1) < 2e-5)
    }
  }

  /// A model that holds another cannot fit worse but for its priors, which weigh little on many models.
  @Test func moreParametersFitNoWorse() throws {
    let fits = try LogisticModel.allCases.map { try #require(Self.fits[$0]) }
    #expect(fits.allSatisfy { $0.hasConverged })
    #expect(fits[1].logLikelihood > fits[0].logLikelihood - 1)
    #expect(fits[2].logLikelihood > fits[1].logLikelihood - 1)
  }

  /// A model's ability by the definitions: sums over a fine grid for mean and standard deviation, its top for the mode.
  @Test(arguments: LogisticModel.allCases) func abilitiesMatchTheirDefinitions(model: LogisticModel) throws {
    let responses = Self.responses
    let fit = try #require(Self.fits[model])
    let items = try fit.items.map { try #require($0?.parameters) }
    for model in [0, 7, 50, 119] {
      var (total, first, second) = (0.0, 0.0, 0.0)
      var best = (density: 0.0, ability: 0.0)
      for ability in stride(from: -6.0, through: 6, by: 0.002) {
        var density = exp(-0.5 * ability * ability)
        for (item, parameters) in items.enumerated() {
          let p = parameters.probability(at: ability)
          density *= responses[item, model] == 1 ? p : 1 - p
        }
        total += density
        first += density * ability
        second += density * ability * ability
        if density > best.density { best = (density, ability) }
      }
      let mean = first / total
      #expect(abs(fit.abilities[model].expected - mean) < 1e-4)
      #expect(abs(fit.abilities[model].standardError - (second / total - mean * mean).squareRoot()) < 1e-4)
      #expect(abs(fit.abilities[model].mode - best.ability) < 0.002)
    }
  }

  /// Errors of estimates divided by their standard errors have a root mean square near 1.
  @Test func recoversSimulatedItemsWithinStandardErrors() throws {
    var (squares, count) = (0.0, 0.0)
    for seed in 0..<3 {
      let made = SimulatedResponses(models: 150, items: 20, dimensions: 1, slope: 1, seed: UInt64(100 + seed))
      let fit = UnidimensionalItemResponse(made.responses, model: .twoParameter, threads: 2)
      let sign = made.slopes.reduce(0) { $0 + $1[0] } < 0 ? -1.0 : 1
      for item in 0..<20 {
        let found = try #require(fit.items[item])
        let slope = (found.parameters.slope - sign * made.slopes[item][0]) / (try #require(found.slopeStandardError))
        let intercept =
          (found.parameters.intercept + made.difficulties[item]) / (try #require(found.interceptStandardError))
        squares += slope * slope + intercept * intercept
        count += 2
      }
    }
    #expect(abs((squares / count).squareRoot() - 1) < 0.2)
  }

  @Test func constantItemsAreLeftOutAndTheSignIsFixed() {
    let made = SimulatedResponses(models: 60, items: 9, dimensions: 1, slope: 1, seed: 7)
    var bits = BitMatrix(rows: 11, columns: 60)
    for model in 0..<60 {
      bits[10, model] = true
      for item in 0..<9 { bits[item, model] = made.responses[item, model] == 1 }
    }
    let fit = UnidimensionalItemResponse(.binary(bits), model: .twoParameter, threads: 1)
    #expect(fit.items[9] == nil && fit.items[10] == nil && fit.items[0] != nil)
    #expect(fit.items.reduce(0) { $0 + ($1?.parameters.slope ?? 0) } >= 0)
    let alone = UnidimensionalItemResponse(made.responses, model: .twoParameter, threads: 1)
    #expect(abs(alone.logLikelihood - fit.logLikelihood) < 1e-6)
    // Nothing to fit: every model's ability is the prior's.
    let nothing = UnidimensionalItemResponse(
      .binary(BitMatrix(rows: 3, columns: 5)), model: .threeParameter, threads: 1)
    #expect(nothing.items.allSatisfy { $0 == nil })
    #expect(nothing.abilities.allSatisfy { abs($0.expected) < 1e-9 })
  }

  /// Right-or-wrong answers and the same as numbers; one thread and two, on more models than are summed up at a time.
  @Test func formsAndThreadsDoNotMatter() {
    let made = SimulatedResponses(models: 300, items: 4, dimensions: 1, slope: 1, seed: 9)
    let graded = SourceResponses.graded(
      (0..<4).flatMap { item in (0..<300).map { made.responses[item, $0] } }, columns: 300)
    let first = UnidimensionalItemResponse(made.responses, model: .twoParameter, threads: 1)
    let other = UnidimensionalItemResponse(graded, model: .twoParameter, threads: 2)
    #expect(other.logLikelihood == first.logLikelihood)
    #expect(other.items.map { $0?.parameters } == first.items.map { $0?.parameters })
    #expect(other.abilities.map(\.mode) == first.abilities.map(\.mode))
    #expect(other.items.map { $0?.slopeStandardError } == first.items.map { $0?.slopeStandardError })
  }
}

@Suite struct ItemStatisticsTests {
  /// scipy.stats.pearsonr([1, 0, 1, 1], [1, 1/3, 2/3, 1/3]).statistic = 0.5222329678670935.
  @Test func matchTheirDefinitions() {
    let matrix = ItemMatrix(
      models: ["a", "b", "c", "d"], items: ["1", "2", "3"], scores: [[1, 1, 1], [0, 1, 0], [1, 1, 0], [1, 0, 0]])
    let found = matrix.itemStatistics()
    #expect(found.map(\.easiness) == [0.75, 0.75, 0.25])
    #expect(close(found[0].pointBiserial ?? 0, 0.5222329678670935, 1e-12))
  }
}
