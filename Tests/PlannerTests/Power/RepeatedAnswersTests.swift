import Foundation
import Testing

@testable import Planner
@testable import Simulate

@Suite struct RepeatedAnswersTests {
  /// A matrix of counts, a row per model.
  private func matrix(_ right: [[Int]], of count: Int) -> ItemMatrix {
    var matrix = ItemMatrix(
      models: right.indices.map { "m\($0)" }, items: right[0].indices.map { "q\($0)" }, labels: .init(),
      rowMajor: right.flatMap { $0.map { Double($0) / Double(count) } }, keepGraded: true)
    matrix.repeatedSamples = RepeatedSamples(
      right: right.flatMap { $0.map(Int32.init) }, counts: right.flatMap { $0.map { _ in Int32(count) } })
    return matrix
  }

  /// Over all outcomes of two answers of two models to two items, each with its chance, the parts are those of the true
  /// chances of right answers.
  @Test func partsHaveNoBias() {
    let truth = [[0.9, 0.3], [0.6, 0.45]]
    func chance(_ right: Int, _ p: Double) -> Double { [(1 - p) * (1 - p), 2 * p * (1 - p), p * p][right] }
    var (within, between) = (0.0, 0.0)
    for outcome in 0..<81 {
      let right = [[outcome % 3, outcome / 3 % 3], [outcome / 9 % 3, outcome / 27]]
      var weight = 1.0
      for model in 0..<2 { for item in 0..<2 { weight *= chance(right[model][item], truth[model][item]) } }
      let matrix = matrix(right, of: 2)
      let variances = (0..<2).map { model in (0..<2).map { matrix.samplingVariance(model: model, item: $0) } }
      within += weight * (RepeatedAnswers(matrix)?.within.value ?? .nan)
      between += weight * RepeatedAnswers.pairs(matrix, variances: variances, single: variances)[0].between
    }
    #expect(abs(within - (0.9 * 0.1 + 0.3 * 0.7 + 0.6 * 0.4 + 0.45 * 0.55) / 4) < 1e-12)
    // The variance of the differences 0.3 and −0.15.
    #expect(abs(between - 0.45 * 0.45 / 2) < 1e-12)
  }

  /// Draws items and answers anew and counts how often the better model is ahead.
  @Test(arguments: [(1, 30), (4, 30), (4, 60), (12, 100)])
  func agreementWithSeveralAnswersIsWhatDrawsGive(samples: Int, size: Int) throws {
    let items = 120
    var generator = Philox(seed: 11, trial: 0, purpose: .models, method: "test")
    func draw() -> Double { Double.random(in: 0..<1, using: &generator) }
    let truth = (0..<items).map { _ in
      let first = draw()
      return (first, min(1, max(0, first + 0.5 * (draw() - 0.4))))
    }
    let gap = truth.reduce(0.0) { sum, p in sum + p.1 - p.0 } / Double(items)
    let discordance = truth.reduce(0.0) { sum, p in sum + p.0 + p.1 - 2 * p.0 * p.1 } / Double(items)
    let within = truth.reduce(0.0) { sum, p in sum + p.0 * (1 - p.0) + p.1 * (1 - p.1) } / Double(items)
    var question = PowerQuestion(source: .given(discordance))
    question.items = items
    question.samplesPerItem = samples
    question.ties = .half
    question.withinShare = within / (discordance - gap * gap)
    let predicted = try question.value(gap: gap, size: size)
    var ahead = 0.0
    let trials = 4000
    for _ in 0..<trials {
      var lead = 0
      for item in generator.sample(size, from: Array(0..<items)) {
        for _ in 0..<samples {
          if draw() < truth[item].1 { lead += 1 }
          if draw() < truth[item].0 { lead -= 1 }
        }
      }
      ahead += lead > 0 ? 1 : lead == 0 ? 0.5 : 0
    }
    let error = (predicted * (1 - predicted) / Double(trials)).squareRoot()
    #expect(abs(ahead / Double(trials) - predicted) < 4 * error + 0.004)
  }

  @Test(arguments: [(1.0, 0.1, nil), (0.0, 1.0, nil), (5.0, 0.02, 400), (1.0, 0.5, 250)] as [(Double, Double, Int?)])
  func theCheapestNumberOfAnswersIsThatOfATrial(item: Double, sample: Double, items: Int?) throws {
    var question = PowerQuestion(source: .given(0.3))
    question.gap = 0.05
    question.target = 0.8
    question.items = items
    question.withinShare = 0.6
    question.test = items == nil ? .wald : nil
    let prices = AnswerPrices(item: item, sample: sample)
    var best: (cost: Double, samples: Int, size: Int)?
    for samples in 1...80 {
      var asked = question
      asked.samplesPerItem = samples
      // The smallest size of all, one by one.
      let found = try (1...(items ?? 2000)).first { try asked.value(gap: 0.05, size: $0) >= 0.8 }
      guard let size = found else { continue }
      let cost = prices.cost(items: size, samples: samples)
      if cost < best?.cost ?? .infinity { best = (cost, samples, size) }
    }
    question.prices = prices
    let answer = try PowerAnswer(question)
    #expect(answer.question.samplesPerItem == best?.samples)
    #expect(answer.size == best?.size)
    #expect(answer.cost == best?.cost)
    // √(2σ²·c/(ω²·s)) with 2σ² : ω² = 0.6 : 0.4.
    #expect(abs((answer.bestSamples ?? .nan) - (1.5 * item / sample).squareRoot()) < 1e-9)
  }

  @Test func discordanceIsThatOfSingleAnswers() throws {
    let matrix = matrix([[0, 5, 10, 8], [10, 5, 9, 2]], of: 10)
    let profile = try #require(DiscordanceProfile(samplesOf: matrix, models: [0, 1]))
    // p + q − 2pq: 1, .5, .1, .68.
    #expect(abs(profile.quantile(0.5, atGap: 0.075) - 2.28 / 4) < 1e-12)
    let facts = try BenchmarkFacts(matrix, name: "counts")
    #expect(facts.withinShare != nil)
    #expect(throws: PlannerError.self) { try BenchmarkFacts(try matrix.scored(by: .passAny(2)), name: "pass@2") }
  }
}

private let dataFolder = ProcessInfo.processInfo.environment["MDAD_DATA"]

/// What twelve answers to each item of MATH-500 say of eleven hundred answers of the same models.
@Suite(.enabled(if: dataFolder != nil, "MDAD_DATA does not name a folder of real matrices"))
struct RealRepeatedAnswersTests {
  /// Models that gave nearly the same answer twelve times: they were not sampled there as in the longer runs.
  private static let notSampled = [
    "llama-3.1-70B-instruct", "llama-3.1-8B-instruct", "llama-3.2-1B-instruct", "llama-3.2-3B-instruct",
  ]

  /// Reads means that were rounded to four digits, as counts of the number of answers nearest to the usual one.
  private func counts(_ name: String, usual: Int, numbers: ClosedRange<Int>) throws -> ItemMatrix {
    var matrix = try MatrixFile.read(path: "\(dataFolder ?? "")/\(name).csv").matrix
    let order = numbers.sorted { abs($0 - usual) < abs($1 - usual) }
    var (right, all): ([Int32], [Int32]) = ([], [])
    for model in matrix.models.indices {
      for item in matrix.items.indices {
        let share = matrix.score(model: model, item: item)
        let number = order.first { abs((share * Double($0)).rounded() / Double($0) - share) < 6e-5 } ?? usual
        right.append(Int32((share * Double(number)).rounded()))
        all.append(Int32(number))
      }
    }
    matrix.repeatedSamples = RepeatedSamples(right: right, counts: all)
    return matrix
  }

  @Test func aFewAnswersPredictTheSpreadOfMany() throws {
    let few = try counts("math500", usual: 12, numbers: 3...20)
    let many = try counts("math500_k", usual: 1100, numbers: 1100...1100)
    let common = many.models.filter { few.models.contains($0) && !Self.notSampled.contains($0) }
    #expect(common.count == 44)
    func selected(_ matrix: ItemMatrix, _ names: [String]) -> ItemMatrix {
      matrix.selecting(models: names.compactMap { matrix.models.firstIndex(of: $0) })
    }
    func within(_ matrix: ItemMatrix, _ names: [String]) throws -> Estimate {
      try #require(RepeatedAnswers(selected(matrix, names))).within
    }
    func holds(_ interval: Estimate, _ value: Double?) throws -> Bool {
      let value = try #require(value)
      return try #require(interval.low) <= value && value <= #require(interval.high)
    }
    let (predicted, seen) = (try within(few, common), try within(many, common))
    // NumPy: p(1 − p)·n/(n − 1) of the same counts, averaged.
    #expect(abs((predicted.value ?? 0) - 0.07340584516493608) < 1e-9)
    #expect(try holds(predicted, seen.value))
    // And of each model: 41 of 44 intervals of 95 % hold it.
    let held = try common.filter { try holds(try within(few, [$0]), try within(many, [$0]).value) }
    #expect(held.count == 41)
    // Control: p(1 − p) without n/(n − 1), which is too small by a twelfth, is refuted.
    let plain = selected(few, common)
    let items = plain.items.indices.map { item in
      plain.models.indices.reduce(0.0) { sum, model in
        let share = plain.score(model: model, item: item)
        return sum + share * (1 - share)
      } / Double(plain.modelCount)
    }
    let mean = items.reduce(0, +) / Double(items.count)
    let spread = items.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(items.count - 1)
    #expect(mean + 1.965 * (spread / Double(items.count)).squareRoot() < seen.value ?? 0)
    // Control: models that were not sampled alike are found out.
    for model in Self.notSampled {
      #expect(try !holds(try within(few, [model]), try within(many, [model]).value))
    }
  }
}
