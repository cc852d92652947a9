import Foundation
import Simulate
import Testing

@testable import Planner

/// Makes a matrix of models whose accuracy grows evenly, on items of differing difficulty.
func ladder(models: Int, items: Int, seed: UInt64, subtasks: Int = 0) -> ItemMatrix {
  var generator = Philox(seed: seed, trial: 0, purpose: .selection)
  let ease = (0..<items).map { _ in generator.uniform(below: 100) }
  let scores = (0..<models).map { model in
    (0..<items).map { item in generator.uniform(below: 200) < 40 + 60 * model / models + ease[item] ? 1.0 : 0.0 }
  }
  return ItemMatrix(
    models: (0..<models).map { "m\($0)" }, items: (0..<items).map { "i\($0)" },
    labels: .init(subtasks: subtasks == 0 ? [] : (0..<items).map { "s\($0 % subtasks)" }), scores: scores)
}

@Suite struct ExactRandomPlanTests {
  /// The definition: the smallest k such that every larger one reaches the target, from the curve of all pairs.
  @Test(arguments: [0.02, 0.05, 0.113], [0.7, 0.8, 0.95])
  func matchesTheDefinition(gap: Double, target: Double) throws {
    let matrix = ladder(models: 16, items: 90, seed: 3)
    let population = try #require(matrix.pairPopulation(of: Array(0..<16), over: Array(0..<90)))
    let plan = ExactRandomPlan(population: population)
    var expected = 90
    while expected >= 1, (plan.agreement(atGap: gap, size: expected) ?? 0) >= target - 1e-12 { expected -= 1 }
    let found = plan.answer(gap: gap, target: target)
    #expect(found.size == (expected + 1 < 90 ? expected + 1 : nil))
    if let size = found.size {
      #expect(close(found.agreement, plan.agreement(atGap: gap, size: size)))
    }
  }

  @Test func aPopulationWithoutGapsHasNoAnswer() {
    let found = ExactRandomPlan(population: PairPopulation(itemCount: 10, kinds: [], zeroGapPairs: 3))
      .answer(gap: 0.05, target: 0.8)
    #expect(found.size == nil)
  }
}

@Suite struct SizeInterpolationTests {
  private func need(_ values: [(Int, Double)], target: Double = 0.8, items: Int? = nil) -> RegimeNeed {
    SizeInterpolation(
      sizes: values.map(\.0), agreement: values.map { Estimate(value: $0.1, low: $0.1 - 0.05, high: $0.1 + 0.05) },
      itemCount: items
    ).need(target: target, targets: "random")
  }

  /// A size of unknown agreement is never the answer. The first known size that reaches the target is, as a bound.
  @Test func aSizeWithoutAFigureIsNotTheAnswer() {
    let known = [nil, 0.9, 0.95].map { Estimate(value: $0, low: nil, high: nil) }
    let found = SizeInterpolation(sizes: [10, 25, 50], agreement: known, itemCount: 1000).need(
      target: 0.8, targets: "random")
    #expect(found.size == 25)
    #expect(found.isUpperBound)
  }

  /// 0.8 is halfway from 0.7 at 10 to 0.9 at 40. Without an end to the benchmark that is 20, the middle of the
  /// logarithms; of 100 items, k/(N − k) is 1/9 at 10 and 2/3 at 40, its middle √(2/27) = 0.272, so k = 21.4.
  @Test func readsLinearlyInTheLogarithmOfTheOdds() {
    let endless = need([(10, 0.7), (40, 0.9)])
    #expect(endless.size == 20)
    #expect(endless.basis == .interpolated)
    #expect(close(endless.agreementAtSize, 0.8))
    #expect(endless.low == 15)
    #expect(endless.high == 29)
    #expect(need([(10, 0.7), (40, 0.9)], items: 100).size == 22)
  }

  /// A pair far apart in the middle: agreement is Φ(c·√(k/(N − k))) by the normal approximation, at 25 and 90 of 100
  /// items known and read at 75 in between.
  @Test func readsTheRightSizeBetweenSizesFarApart() {
    func agreement(_ size: Double) -> Double { NormalDistribution.cumulative(0.5 * (size / (100 - size)).squareRoot()) }
    let sizes = [10, 25, 50, 75, 90]
    let found = SizeInterpolation(
      sizes: sizes.filter { $0 != 50 },
      agreement: sizes.filter { $0 != 50 }.map { Estimate(exactly: agreement(Double($0))) },
      itemCount: 100
    ).need(target: agreement(60), targets: "random")
    #expect(abs((found.size ?? 0) - 60) <= 4)
  }

  @Test func aSimulatedSizeThatReachesItIsItself() {
    let found = need([(10, 0.7), (40, 0.8), (50, 0.99)])
    #expect(found.size == 40)
    #expect(found.basis == .simulated)
  }

  @Test func theSmallestSizeIsAnUpperBound() {
    let found = need([(10, 0.9), (40, 0.95)])
    #expect(found.size == 10)
    #expect(found.isUpperBound)
  }

  @Test func nothingIsReadBeyondTheLastSize() {
    #expect(need([(10, 0.5), (100, 0.6)], items: 1000).size == nil)
    #expect(need([(10, 0.5), (100, 0.6)]).size == nil)
  }

  @Test func noiseIsMadeMonotone() {
    // 0.85 at 20 and 0.75 at 40 pool to 0.8.
    #expect(need([(10, 0.6), (20, 0.85), (40, 0.75), (80, 0.9)]).size == 20)
  }
}

@Suite struct RecommendationTests {
  private func row(_ method: String, _ size: Int?, high: Int? = nil, choice: Int? = nil, feasible: Bool = true)
    -> PlanRow
  {
    var row = PlanRow(
      method: method, size: size, low: size, high: high ?? size, agreementAtSize: 0.8, basis: .simulated)
    row.sizeToChooseBy = choice ?? size
    row.isFeasible = feasible
    return row
  }

  private func headline(_ rows: [PlanRow], _ assumption: PlanQuestion.Assumption = .none) -> String? {
    Recommendation.headline(rows, assumption: assumption).map { rows[$0].method }
  }

  @Test func aLearnedMethodIsTheFirstAnswerOnlyIfModelsAreAlike() {
    let rows = [row("random", 97), row("lasso", 10), row("stratified-confidence", 60)]
    #expect(headline(rows) == "stratified-confidence")
    #expect(headline(rows, .similar) == "lasso")
    #expect(Recommendation.conditional(rows, headline: 2) == 1)
  }

  @Test func aMethodThatCannotBeCarriedOutIsNotTheFirstAnswer() {
    #expect(headline([row("random", 97), row("stratified-confidence", 60, feasible: false)]) == "random")
  }

  /// A tenth less is not worth what the dearer method does without.
  @Test func ofAboutTheSamePriceTheLeastDemandingIsPreferred() {
    #expect(headline([row("random", 97), row("stratified-confidence", 88)]) == "random")
    #expect(headline([row("random", 97), row("stratified-confidence", 87)]) == "stratified-confidence")
  }

  /// The luckiest in the reported trials is not the one that other trials choose.
  @Test func methodsAreComparedByOtherTrials() {
    let rows = [
      row("random", 97), row("aipw", 50, choice: 80), row("stratified-confidence", 75, choice: 70),
    ]
    #expect(headline(rows) == "stratified-confidence")
  }

  @Test func randomSamplingIsTheAnswerWhereItNeedsNoMore() {
    #expect(headline([row("random", 97), row("stratified-confidence", 98, choice: 60)]) == "random")
  }

  @Test func aSecondAnswerNeedsCertainlyLess() {
    let random = row("random", 97)
    #expect(Recommendation.conditional([random, row("lasso", 40, high: 96)], headline: 0) == 1)
    #expect(Recommendation.conditional([random, row("lasso", 40, high: 98)], headline: 0) == nil)
    #expect(Recommendation.conditional([random, row("lasso", nil)], headline: 0) == nil)
    #expect(Recommendation.conditional([row("random", nil), row("lasso", 40)], headline: nil) == 1)
  }

  @Test func whatIsOnlyAWarningIsNeverRecommended() {
    #expect(headline([row("random", nil), row("head", 5)], .similar) == nil)
  }

  /// 60 items at 1 and 100 to build against 97 items at 1; for three models 180 and 100 against 291.
  @Test func withAPriceTheTotalDecides() {
    func priced(_ models: Int) -> [PlanRow] {
      var rows = [row("random", 97), row("stratified-confidence", 60, feasible: false)]
      let price = PlanPrice(perItem: 1, models: models, sources: 1)
      rows = rows.map { $0.priced(price, items: 100, hasResponses: false) }
      return rows
    }
    #expect(headline(priced(1)) == "random")
    #expect(headline(priced(10)) == "stratified-confidence")
  }
}

@Suite struct PlanRowTests {
  private func need(_ targets: String, _ size: Int?, _ low: Int?, _ high: Int?) -> RegimeNeed {
    RegimeNeed(targets: targets, size: size, low: low, high: high, basis: .simulated, sizeToChooseBy: size)
  }

  @Test func aRandomisedMethodNeedsWhatTheHardestRegimeDoes() {
    let needs = [need("random", 60, 50, 90), need("frontier", 70, 65, 80), need("date", 55, 40, 100)]
    let row = PlanRow(method: "stratified-confidence", needs: needs, assumption: .none)
    #expect(row.size == 70)
    #expect(row.low == 65)
    #expect(row.high == 100)
    let alike = PlanRow(method: "stratified-confidence", needs: needs, assumption: .similar)
    #expect(alike.size == 60)
    #expect(alike.high == 90)
  }

  @Test func aLearnedMethodNeedsWhatModelsLikeItsSourcesDo() {
    let row = PlanRow(
      method: "lasso", needs: [need("random", 10, 10, 20), need("frontier", nil, 500, nil)], assumption: .none)
    #expect(row.size == 10)
    #expect(row.need(.frontier)?.size == nil)
    #expect(row.need(.frontier)?.low == 500)
  }

  @Test func aRegimeThatNoSizeMeetsLeavesARandomisedMethodWithoutOne() {
    let row = PlanRow(
      method: "aipw", needs: [need("random", 10, 10, 20), need("frontier", nil, 500, nil)], assumption: .none)
    #expect(row.size == nil)
    #expect(row.low == 500)
    #expect(row.high == nil)
  }
}

@Suite struct PlanAnswerTests {
  /// Thirty models on 160 items, and the table of three methods.
  private static let matrix = ladder(models: 30, items: 160, seed: 5, subtasks: 4)
  private static let methods = ["random", "subtask-proportional", "stratified-confidence", "lasso"]
  private static let table = Result {
    var maker = TableMaker()
    maker.trials = 12
    maker.sizes = [10, 25, 50, 100, 140]
    maker.methods = methods
    return try maker.table(benchmark: "ladder", matrix: matrix, threads: 2)
  }

  private func answer(_ question: PlanQuestion) throws -> PlanAnswer {
    try PlanAnswer(table: try PlanAnswerTests.table.get(), question: question, threads: 1)
  }

  @Test func aMatrixAndItsTableGiveTheSameAnswer() throws {
    let table = try PlanAnswerTests.table.get()
    let stored = try BenchmarkTable(json: Data(table.report.written(as: .json).utf8), file: "ladder.json")
    var question = PlanQuestion(gap: 0.08)
    question.hasResponses = true
    let fromTable = try PlanAnswer(table: stored, question: question, threads: 1)
    let fromMatrix = try MatrixPlan(
      matrix: PlanAnswerTests.matrix, question: question, methods: PlanAnswerTests.methods,
      sizes: [10, 25, 50, 100, 140], trials: 12
    ).answer(benchmark: "ladder", threads: 2)
    #expect(fromTable.rows == fromMatrix.rows)
    #expect(fromTable.recommended?.method == fromMatrix.recommended?.method)
    #expect(fromTable.recommended != nil)
    #expect(fromTable.measured == fromMatrix.measured)
  }

  @Test func theRegimesOfAMatrixAreThoseThatItAllows() throws {
    let table = try PlanAnswerTests.table.get()
    #expect(
      table.regimes.map { "\($0.split.rawValue) \($0.targets)" } == ["full random", "full frontier", "half random"])
    var dated = PlanAnswerTests.matrix
    dated.modelLabels = try ModelLabels(
      families: (0..<30).map { "f\($0 / 3)" }, dates: (0..<30).map { "2024-0\(1 + $0 / 5)-01" })
    #expect(TableMaker.regimes(of: dated) == Regime.allCases)
  }

  @Test func noIntervalHasZeroWidth() throws {
    for row in try answer(PlanQuestion(gap: 0.08)).rows {
      for need in row.regimes where need.size != nil {
        #expect((need.low ?? 0) < (need.high ?? .max), "\(row.method) \(need.targets)")
      }
    }
  }

  /// What random sampling needs by definition: every pair at the gap's bins, exactly.
  @Test func randomSamplingIsExactAmongAllPairs() throws {
    let random = try #require(try answer(PlanQuestion(gap: 0.08)).rows.first { $0.method == "random" })
    let population = try #require(PlanAnswerTests.matrix.pairPopulation(of: Array(0..<30), over: Array(0..<160)))
    let need = try #require(random.need(.similar))
    #expect(need.size == ExactRandomPlan(population: population).answer(gap: 0.08, target: 0.8).size)
    #expect(need.basis == .exact)
  }

  @Test func aGapBelowOneItemIsRefused() {
    let error = #expect(throws: PlannerError.self) { try answer(PlanQuestion(gap: 0.006)) }
    #expect(error?.description.contains("multiples of 0.625 points") == true)
    #expect(throws: Never.self) { try answer(PlanQuestion(gap: 0.00625)) }
  }

  @Test func beyondAllPairsOnlyTheoryAnswers() throws {
    let found = try answer(PlanQuestion(gap: 0.95))
    let random = try #require(found.rows.first { $0.method == "random" })
    #expect(random.basis == .analytic)
    #expect(random.size == 1)
    #expect(found.rows.filter { $0.method != "random" }.allSatisfy { $0.size == nil })
    #expect(found.notes.contains { $0.hasPrefix("Too few pairs of models lie 95 points apart") })
  }

  /// At the median correlation of the nearest accuracies, by the formula.
  @Test func anAccuracyIsAnsweredByTheCorrelationMeasured() throws {
    let table = try PlanAnswerTests.table.get()
    let profile = try #require(table.correlation)
    var question = PlanQuestion(gap: 0.05)
    question.accuracy = 0.9
    let found = try answer(question)
    let random = try #require(found.recommended)
    let discordance = try correlatedDiscordance(
      better: 0.925, worse: 0.875, correlation: profile.correlation(atAccuracy: 0.9).median)
    let comparison = try PairedComparison(gap: 0.05, discordance: discordance, itemCount: 160)
    #expect(random.size == smallestSize(comparison, target: 0.8))
    #expect(found.rows.count == 1)
  }

  @Test func assumingThatModelsAreAlikeNeedsNoMore() throws {
    var question = PlanQuestion(gap: 0.08)
    let general = try #require(try answer(question).recommended?.size)
    question.assumption = .similar
    let alike = try answer(question)
    #expect(try #require(alike.recommended?.size) <= general)
    #expect(alike.conditional == nil)
  }

  @Test func numbersAloneGiveTheFormulasAnswer() throws {
    let answer = try PlanAnswer(question: PlanQuestion(gap: 0.05), items: nil, discordance: .given(0.3))
    let size = try #require(answer.rows[0].size)
    let comparison = try PairedComparison(gap: 0.05, discordance: 0.3)
    #expect(comparison.orderProbabilities(size: size).ahead >= 0.8)
    #expect(comparison.orderProbabilities(size: size - 1).ahead < 0.8)
    #expect(answer.recommended?.method == "random")
    #expect(answer.basis == "analytic")
  }

  @Test func independenceIsNamedAsTheExpensiveAssumption() throws {
    let answer = try PlanAnswer(
      question: PlanQuestion(gap: 0.02), items: 12_032, discordance: .correlated(accuracy: 0.62, correlation: 0))
    #expect(answer.notes.contains { $0.contains("most expensive assumption") })
  }

  @Test func costsAreSizeTimesModelsTimesPrice() throws {
    var question = PlanQuestion(gap: 0.08)
    question.price = PlanPrice(perItem: 0.25, models: 3, sources: 10)
    let rows = try answer(question).rows
    let random = try #require(rows.first { $0.method == "random" })
    #expect(random.cost == Double(try #require(random.size)) * 0.75)
    #expect(random.constructionCost == nil)
    let learned = try #require(rows.first { $0.method == "lasso" })
    #expect(learned.constructionCost == 160 * 10 * 0.25)
    question.hasResponses = true
    #expect(try answer(question).rows.allSatisfy { $0.constructionCost == nil })
  }
}

@Suite struct PublishedFiguresTests {
  private func published(_ name: String) throws -> PublishedFigures {
    try #require(try TableLibrary.shipped().published(of: name))
  }

  @Test func publishedAnswersInterpolateTheReportedMDADs() throws {
    // MMLU, random: 5 points at 100 and 2.5 at 250; 3.75 is halfway in log k: √(100 · 250) = 158.1.
    let curves = MethodCurves(try published("MMLU"), method: "random")
    #expect(curves.need(gap: 0.0375, target: 0.8)?.size == 159)
    let answer = try PlanAnswer(published: try published("MMLU"), question: PlanQuestion(gap: 0.0375))
    #expect(answer.notes[0].contains("arXiv 2510.08730") && answer.notes[0].contains("half-point"))
    #expect(answer.recommended != nil)
  }

  @Test func gapsBelowEveryReportedMDADHaveNoPublishedAnswer() throws {
    let answer = try PlanAnswer(published: try published("bbh"), question: PlanQuestion(gap: 0.004))
    for row in answer.rows where row.basis == .published { #expect(row.size == nil) }
    #expect((answer.rows.first { $0.basis == .analytic }?.size ?? 0) > 1000)
  }

  @Test func anotherAgreementLeavesOnlyTheFormula() throws {
    let answer = try PlanAnswer(published: try published("mmlu"), question: PlanQuestion(gap: 0.03, agreement: 0.9))
    #expect(answer.rows.map(\.basis) == [.analytic])
  }

  /// At the implied discordance, k items of the seen half reach 0.8 at the published MDAD.
  @Test(arguments: ["mmlu", "mmlu-pro", "bbh", "gpqa"]) func impliedDiscordancesReproduceTheFigures(name: String) throws
  {
    let figures = try published(name)
    let implied = figures.impliedDiscordances()
    #expect(!implied.isEmpty && implied.allSatisfy { $0 > 0 && $0 < 0.9 })
    let rows = figures.rows.filter { $0.method == "random" }
    var reproduced = 0
    for row in rows {
      for discordance in implied where discordance >= row.mdad {
        let comparison = try PairedComparison(
          gap: row.mdad, discordance: discordance, itemCount: figures.seenItems)
        // Rounding the counts adds or takes one item on either side, which is not small for 224 items.
        if abs(comparison.orderProbabilities(size: row.size).ahead - 0.8) < 0.03 {
          reproduced += 1
          break
        }
      }
    }
    #expect(reproduced == implied.count)
  }

  @Test func damagedFilesAreNamed() {
    let header = "benchmark,method,k,mdad,mdad_low,mdad_high,items,seen_items,source"
    for text in ["", "k\n", header + "\na,random,10\n", header + "\na,random,x,1,1,1,5,2,s\n"] {
      #expect(throws: PlannerError.self) { try PublishedFigures.read(csv: text, file: "f.csv") }
    }
  }
}
