import Foundation
import Testing

@testable import Simulate

@Suite struct DisagreementSamplingTests {
  private static let method = Method.disagreementSampling

  /// Forty models of rising strength on a hundred items of rising difficulty.
  private static let matrix: ItemMatrix = {
    var generator = Philox(seed: 31, trial: 0, purpose: .synthesis)
    let scores = (0..<40).map { model in
      (0..<100).map { item in
        let logit = 0.12 * Double(model - 20) - 0.06 * Double(item - 50)
        return generator.unit() < 1 / (1 + exp(-logit)) ? 1.0 : 0
      }
    }
    return ItemMatrix(models: (0..<40).map { "m\($0)" }, items: (0..<100).map { "i\($0)" }, scores: scores)
  }()
  /// Its answers blurred, so that they are scores between 0 and 1.
  private static let graded = ItemMatrix(
    models: matrix.models, items: matrix.items,
    scores: (0..<40).map { model in
      (0..<100).map { 0.2 + 0.6 * matrix.score(model: model, item: $0) + 0.002 * Double((model * 7 + $0) % 50) }
    })

  private func draw(_ context: SelectionContext, size: Int, trial: Int) throws -> (MicroBenchmark, DifferenceScore) {
    var generator = Self.method.generator(seed: 1, trial: trial, size: size)
    let drawn = try Self.method.selector.prepare(context).select(size, using: &generator)
    let fitted = try Self.method.estimator.prepare(context).fit(drawn)
    return (drawn, try #require(fitted as? DifferenceScore))
  }

  /// The plain version: every item by bisection, and the averages as they are defined.
  @Test(arguments: [false, true]) func answersAreExpectedAsTheRaschModelSays(isGraded: Bool) {
    let matrix = isGraded ? Self.graded : Self.matrix
    let scores = matrix.accuracies()
    let shares = scores.map { ($0 * 100 + 0.5) / 101 }
    let logits = shares.map { log($0 / (1 - $0)) }
    let mean = logits.reduce(0, +) / 40
    let strengths = logits.map { $0 - mean }
    let top = strengths.sorted().suffix(10).reduce(0, +) / 10
    let expected = matrix.expectedAnswers()
    for item in 0..<100 {
      let right = (0..<40).reduce(0.5) { $0 + matrix.score(model: $1, item: item) }
      var (low, high) = (-30.0, 30.0)
      for _ in 0..<100 {
        let middle = (low + high) / 2
        let count = (strengths + [0]).reduce(0) { $0 + 1 / (1 + exp(-middle - $1)) }
        if count < right { low = middle } else { high = middle }
      }
      let chances = (0...8).map { 1 / (1 + exp(-low - top - 0.25 * Double($0))) }
      let variance = chances.map { $0 * (1 - $0) }.reduce(0, +) / 9
      #expect(close(expected.means[item], chances.reduce(0, +) / 9, 1e-9))
      #expect(close(expected.spreads[item], variance.squareRoot(), 1e-9))
    }
  }

  @Test func harderItemsThanHalfAreLikelier() {
    // Strong models answer easy items alike. What is hard for the sources is where they differ.
    let expected = Self.matrix.expectedAnswers()
    let sizes = DisagreementSampling.sizes(of: expected)
    #expect(sizes[0] < sizes[50] && sizes[50] < sizes[95] && sizes.allSatisfy { $0 >= 0.5 })
    #expect(close(sizes.reduce(0, +), 100, 1e-9))
    // Sizes half of which are the same for all: no weight is above 2N/k.
    #expect(DisagreementSampling.sizes(of: ExpectedAnswers(means: [0.5, 0.5], spreads: [0, 0.25])) == [0.5, 1.5])
  }

  @Test func sourcesThatAllAgreeGiveUniformDraws() throws {
    let matrix = ItemMatrix(
      models: ["a", "b", "c"], items: (0..<10).map { "i\($0)" },
      scores: (0..<3).map { _ in [Double](repeating: 0.5, count: 10) })
    let context = SelectionContext(matrix: matrix, items: Array(0..<10), sources: [0, 1])
    let (drawn, score) = try draw(context, size: 4, trial: 0)
    #expect(drawn.items.count == 4)
    #expect(score.chances.allSatisfy { close($0, 0.4, 1e-12) })
    let right = ItemMatrix(
      models: ["a", "b", "c"], items: matrix.items, scores: (0..<3).map { _ in [Double](repeating: 1, count: 10) })
    let all = try draw(SelectionContext(matrix: right, items: Array(0..<10), sources: [0, 1]), size: 4, trial: 0)
    #expect(all.1.chances.allSatisfy { close($0, 0.4, 1e-12) })
    #expect(all.1.expected.allSatisfy { $0 < 1 && $0 > 0.9 })
    let wrong = ItemMatrix(
      models: ["a", "b", "c"], items: matrix.items, scores: (0..<3).map { _ in [Double](repeating: 0, count: 10) })
    let none = try draw(SelectionContext(matrix: wrong, items: Array(0..<10), sources: [0, 1]), size: 4, trial: 0)
    #expect(none.1.chances.allSatisfy { close($0, 0.4, 1e-12) })
    #expect(none.1.expected.allSatisfy { $0 > 0 && $0 < 0.5 })
  }

  /// The chances that the estimator weights by are those with which items are drawn.
  @Test(arguments: [3, 30, 97]) func itemsAreDrawnWithTheChancesThatTheyAreWeightedBy(size: Int) throws {
    let context = SelectionContext(matrix: Self.matrix, items: Array(0..<100), sources: Array(0..<20))
    let draws = 1500
    var counts = [Int](repeating: 0, count: 100)
    var chances = [Double](repeating: .nan, count: 100)
    for trial in 0..<draws {
      let (drawn, score) = try draw(context, size: size, trial: trial)
      for (item, chance) in zip(drawn.items, score.chances) {
        counts[item] += 1
        chances[item] = chance
      }
    }
    for (count, chance) in zip(counts, chances) {
      let error = (chance * (1 - chance) / Double(draws)).squareRoot()
      let deviation: Double = abs(Double(count) / Double(draws) - chance)
      let limit: Double = 4.5 * error + 1e-9
      #expect(deviation < limit)
    }
  }

  /// Draws many times and checks, for every model not among the sources, the mean of the estimates, the mean of the
  /// squared standard errors, and how often 90 % intervals hold the full score.
  @Test(arguments: [false, true], [(12, 2500), (40, 1500)])
  func estimatesHaveNoBiasAndIntervalsCover(isGraded: Bool, run: (size: Int, draws: Int)) throws {
    let matrix = isGraded ? Self.graded : Self.matrix
    // Sources are the weakest half: targets are stronger than all of them.
    let found = try DesignCheck(
      matrix: matrix, sources: Array(0..<20), targets: [22, 27, 31, 36, 39], size: run.size, draws: run.draws)
    #expect(found.largestBias < 4)
    #expect(abs(found.meanVarianceRatio - 1) < 0.05, "\(found.meanVarianceRatio)")
    #expect((0.88...0.92).contains(found.coverage), "\(found.coverage)")
  }

  @Test func allItemsGiveTheFullMeanAndAgreement() throws {
    let settings = SimulationSettings(
      methods: [Self.method.name], sizes: [100], trials: 3, targets: 20, split: .full, resamples: 0)
    let row = try Simulation(matrix: Self.matrix, settings: settings).run(threads: 1).rows[0]
    #expect(row.error.value == 0)
    #expect(row.curve.points.dropFirst().allSatisfy { $0.agreement == 1 })
    let context = SelectionContext(matrix: Self.matrix, items: Array(0..<100), sources: Array(0..<20))
    let (drawn, score) = try draw(context, size: 100, trial: 0)
    let responses = TargetResponses(matrix: Self.matrix, models: [39], items: drawn.items)
    let full = Self.matrix.referenceScores(of: [39], over: drawn.items).means[0]
    #expect(score.scores(from: responses) == [full])
    #expect(score.intervals(from: responses, level: 0.9).allSatisfy { $0.low == full && $0.high == full })
  }

  /// A frame gives what the sources give from whom it was averaged, without a matrix.
  @Test func aFrameGivesWhatItsSourcesGive() throws {
    let sources = Array(0..<20)
    let context = SelectionContext(matrix: Self.matrix, items: Array(0..<100), sources: sources)
    let blank = ItemMatrix(models: [], items: Self.matrix.items, byItem: BitMatrix(rows: 100, columns: 0))
    let framed = SelectionContext(
      matrix: blank, items: Array(0..<100), sources: [], frame: context.expectedAnswers())
    for trial in 0..<5 {
      let (a, b) = (try draw(context, size: 17, trial: trial), try draw(framed, size: 17, trial: trial))
      #expect(a.0 == b.0)
      #expect(a.1 == b.1)
    }
  }
}

@Suite struct DifferenceScoreTests {
  private static let matrix = ItemMatrix(
    models: ["a", "b"], items: (0..<6).map { "i\($0)" }, scores: [[1, 0, 1, 1, 0, 1], [0, 0, 1, 0.5, 1, 1]])
  private static let responses = TargetResponses(matrix: matrix, models: [0, 1], items: Array(0..<6))

  /// With equal chances the standard error is the textbook's, √((1 − k/N)·s²/k).
  @Test func equalChancesGiveTheTextbooksStandardError() throws {
    let score = DifferenceScore(
      population: 30, meanExpected: 0.5, expected: [Double](repeating: 0.5, count: 6),
      chances: [Double](repeating: 0.2, count: 6))
    let values = [0.5, -0.5, 0.5, 0.5, -0.5, 0.5]
    let mean = values.reduce(0, +) / 6
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 5
    let error = try #require(score.standardError(of: values))
    let textbook: Double = ((1 - 0.2) * variance / 6).squareRoot()
    #expect(close(error, textbook, 1e-12))
    let estimate: Double = 4.0 / 6
    #expect(close(score.scores(from: Self.responses)[0], estimate, 1e-12))
    let interval = score.intervals(from: Self.responses, level: 0.9)[0]
    let half: Double = StudentDistribution.quantile(0.95, degreesOfFreedom: 5) * error
    #expect(close(interval.low, max(0, estimate - half), 1e-12))
    #expect(close(interval.high, min(1, estimate + half), 1e-12))
    let ahead = score.probabilityAhead(of: 0, over: 1, from: Self.responses)
    let behind = score.probabilityAhead(of: 1, over: 0, from: Self.responses)
    #expect(close(ahead + behind, 1, 1e-12))
    #expect(score.probabilityAhead(of: 1, over: 1, from: Self.responses) == 0.5)
  }

  @Test func oneDrawHasNoInterval() {
    let score = DifferenceScore(population: 9, meanExpected: 0.5, expected: [0.5], chances: [0.2])
    let responses = TargetResponses(matrix: Self.matrix, models: [0], items: [0])
    #expect(score.intervals(from: responses, level: 0.9).map(\.low) == [0])
    #expect(score.intervals(from: responses, level: 0.9).map(\.high) == [1])
    #expect(score.probabilityAhead(of: 0, over: 0, from: responses) == 0.5)
  }

  @Test func partsThatDoNotFitAreFound() {
    func count(_ population: Int, _ expected: [Double], _ chances: [Double]) -> Int? {
      DifferenceScore(population: population, meanExpected: 0.5, expected: expected, chances: chances).itemCount
    }
    #expect(count(9, [0.5, 0.5], [0.5, 1]) == 2)
    #expect(count(9, [0.5], [0.5, 1]) == nil)
    #expect(count(1, [0.5, 0.5], [0.5, 1]) == nil)
    #expect(count(9, [0.5], [0]) == nil)
    #expect(count(9, [0.5], [1.5]) == nil)
    #expect(count(9, [], []) == nil)
  }
}

/// Holds what many draws show of estimates, their standard errors and their intervals.
struct DesignCheck {
  /// The largest bias of any target's estimate, in its standard errors.
  private(set) var largestBias = 0.0
  /// The mean estimated variance as a share of the variance over draws, averaged over targets.
  private(set) var meanVarianceRatio = 0.0
  /// How often 90 % intervals hold the full score.
  private(set) var coverage = 0.0

  init(matrix: ItemMatrix, sources: [Int], targets: [Int], size: Int, draws: Int) throws {
    let method = Method.disagreementSampling
    let items = Array(0..<matrix.itemCount)
    let context = SelectionContext(matrix: matrix, items: items, sources: sources)
    let (selection, estimation) = (try method.selector.prepare(context), try method.estimator.prepare(context))
    let truth = matrix.referenceScores(of: targets, over: items).means
    var (sums, squares) = (truth.map { _ in 0.0 }, truth.map { _ in 0.0 })
    var variances = sums
    var held = 0
    for draw in 0..<draws {
      var generator = method.generator(seed: 77, trial: draw, size: size)
      let drawn = try selection.select(size, using: &generator)
      let score = try #require(try estimation.fit(drawn) as? DifferenceScore)
      let responses = TargetResponses(matrix: matrix, models: targets, items: drawn.items)
      let intervals = score.intervals(from: responses, level: 0.9)
      for (target, estimate) in score.scores(from: responses).enumerated() {
        let error = estimate - truth[target]
        sums[target] += error
        squares[target] += error * error
        let values = score.expected.indices.map {
          responses.response(model: target, selected: $0) - score.expected[$0]
        }
        let standard = try #require(score.standardError(of: values))
        variances[target] += standard * standard
        let interval = intervals[target]
        if interval.low <= truth[target] + 1e-12, truth[target] - 1e-12 <= interval.high { held += 1 }
      }
    }
    let count = Double(draws)
    for target in targets.indices {
      let mean = sums[target] / count
      let variance = squares[target] / count - mean * mean
      guard variance > 0 else { continue }
      largestBias = max(largestBias, abs(mean) / (variance / count).squareRoot())
      meanVarianceRatio += variances[target] / count / variance / Double(targets.count)
    }
    coverage = Double(held) / count / Double(targets.count)
  }
}

@Suite(.enabled(if: dataFolder != nil, "MDAD_DATA does not name a folder of real matrices"))
struct RealDisagreementSamplingTests {
  /// Two thousand draws from real matrices (`MDAD_DRAWS` takes more), with the weakest half of the models as sources:
  /// no model's mean estimate is more than four standard errors off its full score, the strongest included.
  ///
  /// An estimate is linear in how often each item is drawn, so the mean over draws follows from counts for all models
  /// at once. The standard error is that of the design, by Hájek's variance over all items.
  @Test(arguments: ["swebench_verified", "gpqa", "livecodebench_v5"]) func noModelIsBiased(name: String) throws {
    let matrix = try WideTable.read(path: "\(try #require(dataFolder))/\(name).csv").matrix
    let accuracies = matrix.accuracies()
    let ascending = accuracies.indices.sorted { accuracies[$0] < accuracies[$1] }
    let items = Array(0..<matrix.itemCount)
    let context = SelectionContext(
      matrix: matrix, items: items, sources: Array(ascending.prefix(matrix.modelCount / 2)).sorted())
    let method = Method.disagreementSampling
    let selection = try method.selector.prepare(context)
    let draws = ProcessInfo.processInfo.environment["MDAD_DRAWS"].flatMap { Int($0) } ?? 2_000
    let size = 50
    var counts = items.map { _ in 0.0 }
    for draw in 0..<draws {
      var generator = method.generator(seed: 9, trial: draw, size: size)
      for item in try selection.select(size, using: &generator).items { counts[item] += 1 }
    }
    let expected = context.expectedAnswers()
    let chances = DisagreementSampling.chances(of: expected, size: size)
    let count = Double(items.count)
    let spread = chances.map { $0 * (1 - $0) * count / (count - 1) }
    let total = spread.reduce(0, +)
    for model in accuracies.indices {
      let expanded = items.map { (matrix.score(model: model, item: $0) - expected.means[$0]) / (count * chances[$0]) }
      let bias = zip(expanded, zip(counts, chances)).reduce(0) { sum, item in
        sum + item.0 * (item.1.0 / Double(draws) - item.1.1)
      }
      let mean = zip(expanded, spread).reduce(0) { $0 + $1.0 * $1.1 } / total
      let variance = zip(expanded, spread).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 }
      #expect(abs(bias) < 4 * (variance / Double(draws)).squareRoot(), "\(matrix.models[model])")
    }
  }
}
