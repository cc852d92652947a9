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
    let row = plan.row(gap: gap, target: target)
    #expect(row.size == (expected + 1 < 90 ? expected + 1 : nil))
    #expect(row.low == row.size)
    #expect(row.high == row.size)
    #expect(row.basis == .exact)
    if let size = row.size {
      #expect(close(row.agreementAtSize, plan.agreement(atGap: gap, size: size)))
    }
  }

  @Test func aPopulationWithoutGapsHasNoAnswer() {
    let row = ExactRandomPlan(population: PairPopulation(itemCount: 10, kinds: [], zeroGapPairs: 3))
      .row(gap: 0.05, target: 0.8)
    #expect(row.size == nil)
  }
}

@Suite struct SizeInterpolationTests {
  private func row(_ values: [(Int, Double)], target: Double = 0.8, items: Int? = 1000) -> PlanRow {
    SizeInterpolation(
      sizes: values.map(\.0), agreement: values.map { Estimate(value: $0.1, low: $0.1 - 0.05, high: $0.1 + 0.05) },
      itemCount: items
    ).row(method: "random", target: target)
  }

  /// A size of unknown agreement is never the answer. The first known size that reaches the target is, as a bound.
  @Test func aSizeWithoutAFigureIsNotTheAnswer() {
    let known = [nil, 0.9, 0.95].map { Estimate(value: $0, low: nil, high: nil) }
    let found = SizeInterpolation(sizes: [10, 25, 50], agreement: known, itemCount: 1000).row(
      method: "random", target: 0.8)
    #expect(found.size == 25)
    #expect(found.isUpperBound)
  }

  /// Linear in log k: 0.8 is halfway from 0.7 at 10 to 0.9 at 40, so k = 20; the limits cross at 0.75 and 0.85.
  @Test func readsLinearlyInTheLogarithm() {
    let found = row([(10, 0.7), (40, 0.9)])
    #expect(found.size == 20)
    #expect(found.basis == .interpolated)
    #expect(close(found.agreementAtSize, 0.8))
    #expect(found.low == 15)
    #expect(found.high == 29)
  }

  @Test func aSimulatedSizeThatReachesItIsItself() {
    let found = row([(10, 0.7), (40, 0.8), (50, 0.99)])
    #expect(found.size == 40)
    #expect(found.basis == .simulated)
  }

  @Test func theSmallestSizeIsAnUpperBound() {
    let found = row([(10, 0.9), (40, 0.95)])
    #expect(found.size == 10)
    #expect(found.isUpperBound)
  }

  @Test func beyondTheLastSizeAllItemsAreCertain() {
    // From 0.6 at 100 to 1 at 1,000: halfway in the logarithm is 316.2.
    #expect(row([(10, 0.5), (100, 0.6)]).size == 317)
    #expect(row([(10, 0.5), (100, 0.6)], items: nil).size == nil)
    #expect(row([(10, 0.1), (999, 0.2)]).size == nil)
  }

  @Test func noiseIsMadeMonotone() {
    // 0.85 at 20 and 0.75 at 40 pool to 0.8.
    #expect(row([(10, 0.6), (20, 0.85), (40, 0.75), (80, 0.9)]).size == 20)
  }
}

@Suite struct RecommendationTests {
  private func row(_ method: String, _ size: Int?, _ low: Int?, _ high: Int?) -> PlanRow {
    PlanRow(method: method, size: size, low: low, high: high, agreementAtSize: 0.8, basis: .simulated)
  }

  @Test func theCheapestWinsUnlessASimplerOneOverlaps() {
    let random = row("random", 97, 97, 97)
    #expect(
      Recommendation.choose(from: [random, row("stratified-confidence", 70, 60, 80)])?.method == "stratified-confidence"
    )
    #expect(Recommendation.choose(from: [random, row("stratified-confidence", 90, 80, 100)])?.method == "random")
    #expect(
      Recommendation.choose(from: [row("stratified-confidence", 40, 30, 60), row("subtask-equal", 50, 45, 55)])?.method
        == "subtask-equal")
    // Intervals that only touch do not overlap, and the stratified row costs more than the simpler random one.
    #expect(
      Recommendation.choose(from: [
        row("random", 354, 315, 500), row("subtask-equal", 500, 250, 500), row("stratified-confidence", 100, 25, 250),
      ])?.method == "stratified-confidence")
    #expect(Recommendation.choose(from: [row("random", nil, nil, nil)]) == nil)
    #expect(Recommendation.choose(from: [row("random", 50, 50, nil), row("head", nil, nil, nil)])?.size == 50)
  }
}

@Suite struct PlanAnswerTests {
  @Test func aMatrixAndItsTableGiveTheSameAnswer() throws {
    let matrix = ladder(models: 24, items: 160, seed: 5, subtasks: 4)
    let sizes = [10, 25, 50, 100]
    let methods = ["random", "subtask-equal", "subtask-proportional", "stratified-confidence", "anchor-points"]
    let table = try TableMaker(trials: 10, sizes: sizes, methods: methods).table(
      benchmark: "ladder", matrix: matrix, threads: 2)
    let stored = try BenchmarkTable(json: Data(table.report.written(as: .json).utf8), file: "ladder.json")
    let fromTable = try PlanAnswer(
      table: stored, gap: 0.08, agreement: 0.8, split: .full, published: nil, threads: 1)
    let simulation = try Simulation(
      matrix: matrix,
      settings: SimulationSettings(
        methods: methods, sizes: sizes, trials: 10, sources: 24, exactRandom: true)
    ).run(threads: 1)
    let fromMatrix = PlanAnswer(
      simulation: simulation, benchmark: "ladder", subtasks: 4,
      population: matrix.pairPopulation(of: Array(0..<24), over: Array(0..<160)), gap: 0.08, agreement: 0.8, threads: 1)
    #expect(fromTable.rows.map(\.method) == fromMatrix.rows.map(\.method))
    for (a, b) in zip(fromTable.rows, fromMatrix.rows) {
      #expect(a.size == b.size, "\(a.method)")
      #expect(a.low == b.low, "\(a.method)")
      #expect(a.high == b.high, "\(a.method)")
    }
    #expect(fromTable.recommended?.method == fromMatrix.recommended?.method)
    #expect(fromTable.recommended != nil)
  }

  @Test func numbersAloneGiveTheFormulasAnswer() throws {
    let answer = try PlanAnswer(
      gap: 0.05, agreement: 0.8, items: nil, discordance: .given(0.3), ties: .wrong)
    let size = try #require(answer.rows[0].size)
    let comparison = try PairedComparison(gap: 0.05, discordance: 0.3)
    #expect(comparison.orderProbabilities(size: size).ahead >= 0.8)
    #expect(comparison.orderProbabilities(size: size - 1).ahead < 0.8)
    #expect(answer.recommended?.method == "random")
    #expect(answer.basis == "analytic")
  }

  @Test func independenceIsNamedAsTheExpensiveAssumption() throws {
    let answer = try PlanAnswer(
      gap: 0.02, agreement: 0.8, items: 12_032, discordance: .correlated(accuracy: 0.62, correlation: 0), ties: .wrong)
    #expect(answer.notes.contains { $0.contains("most expensive assumption") })
  }

  @Test func costsAreSizeTimesModelsTimesPrice() throws {
    var answer = try PlanAnswer(gap: 0.05, agreement: 0.8, items: 448, discordance: .given(0.3), ties: .wrong)
    let size = try #require(answer.rows[0].size)
    answer.rows.append(
      PlanRow(method: "stratified-confidence", size: 40, low: 30, high: 50, agreementAtSize: 0.8, basis: .simulated))
    answer.addCosts(pricePerItem: 0.25, models: 3, sources: 10)
    #expect(answer.rows[0].cost == Double(size) * 0.75)
    #expect(answer.rows[0].constructionCost == nil)
    #expect(answer.rows[1].cost == 30)
    #expect(answer.rows[1].constructionCost == 448 * 10 * 0.25)
  }
}

@Suite struct PublishedFiguresTests {
  private func published(_ name: String) throws -> PublishedFigures {
    try #require(try TableLibrary.shipped().published(of: name))
  }

  @Test func publishedAnswersInterpolateTheReportedMDADs() throws {
    // MMLU, random: 5 points at 100 and 2.5 at 250; 3.75 is halfway in log k: √(100 · 250) = 158.1.
    let answer = try PlanAnswer(published: try published("MMLU"), gap: 0.0375, agreement: 0.8)
    let row = try #require(answer.rows.first { $0.method == "random" && $0.basis == .published })
    #expect(row.size == 159)
    #expect(answer.notes[0].contains("arXiv 2510.08730"))
    #expect(answer.notes[0].contains("half-point"))
    #expect(answer.recommended != nil)
  }

  @Test func gapsBelowEveryReportedMDADHaveNoPublishedAnswer() throws {
    let answer = try PlanAnswer(published: try published("bbh"), gap: 0.004, agreement: 0.8)
    for row in answer.rows where row.basis == .published { #expect(row.size == nil) }
    #expect((answer.rows.first { $0.basis == .analytic }?.size ?? 0) > 1000)
  }

  @Test func anotherAgreementLeavesOnlyTheFormula() throws {
    let answer = try PlanAnswer(published: try published("mmlu"), gap: 0.03, agreement: 0.9)
    #expect(answer.rows.map(\.basis) == [.analytic])
  }

  /// At the implied discordance, k items of the seen half reach 0.8 at the published MDAD.
  @Test(arguments: ["mmlu", "mmlu-pro", "bbh", "gpqa"]) func impliedDiscordancesReproduceTheFigures(name: String) throws
  {
    let figures = try published(name)
    let implied = figures.impliedDiscordances()
    #expect(!implied.isEmpty)
    #expect(implied.allSatisfy { $0 > 0 && $0 < 0.9 })
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
