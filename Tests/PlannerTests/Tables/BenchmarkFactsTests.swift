import Foundation
import Testing

@testable import Planner
@testable import Simulate

@Suite struct BenchmarkFactsTests {
  private static let library = Result { try TableLibrary.shipped() }

  /// Sixty models on eighty items; the first two are the same model.
  private static let matrix: ItemMatrix = {
    var generator = Philox(seed: 5, trial: 0, purpose: .synthesis)
    var scores = (0..<60).map { model in
      (0..<80).map { item in
        let logit: Double = 0.04 * Double(model - 30) - 0.05 * Double(item - 40)
        return generator.unit() < 1 / (1 + exp(-logit)) ? 1.0 : 0
      }
    }
    scores[1] = scores[0]
    return ItemMatrix(models: (0..<60).map { "m\($0)" }, items: (0..<80).map { "i\($0)" }, scores: scores)
  }()

  @Test func aMatrixAndItsTableSayTheSame() throws {
    var maker = TableMaker()
    maker.methods = ["random"]
    maker.sizes = [10]
    maker.trials = 4
    let table = try maker.table(benchmark: "made", matrix: Self.matrix, threads: 1)
    for accuracy in [nil, 0.4, 0.8] {
      let (one, other) = (
        try BenchmarkFacts(Self.matrix, name: "made", accuracy: accuracy), try BenchmarkFacts(table, accuracy: accuracy)
      )
      #expect(one == other)
      #expect(one.items == 80)
    }
  }

  /// The same question to plan and to power: one answer.
  @Test(arguments: [0.3, 0.6, 0.85]) func plansAndPowerAgreeOnModelsOfAnAccuracy(accuracy: Double) throws {
    let library = try Self.library.get()
    let table = try #require(try library.table(of: "gpqa", split: .full))
    var asked = PlanQuestion(gap: 0.05)
    asked.accuracy = accuracy
    let plan = try PlanAnswer(table: table, question: asked, threads: 1)
    let row = try #require(plan.rows.first)
    let facts = try library.facts(of: "gpqa", accuracy: accuracy)
    var question = PowerQuestion(source: .profile(facts.discordance))
    question.items = facts.items
    question.gap = 0.05
    question.target = 0.8
    let power = try PowerAnswer(question)
    #expect(power.size == row.size)
    #expect(power.sizeBand?.low == row.low && power.sizeBand?.high == row.high)
  }

  @Test func publishedFiguresImplyWhatPlansUse() throws {
    let library = try Self.library.get()
    let published = try #require(library.published(of: "mmlu"))
    let plan = try PlanAnswer(published: published, question: PlanQuestion(gap: 0.02))
    let random = try #require(plan.rows.first { $0.method == "random" })
    let facts = try library.facts(of: "MMLU")
    #expect(facts.items == 14_042)
    var question = PowerQuestion(source: .profile(facts.discordance))
    question.items = facts.items
    question.gap = 0.02
    question.target = 0.8
    let power = try PowerAnswer(question)
    #expect(power.size == random.size)
    #expect(power.sizeBand?.low == random.low && power.sizeBand?.high == random.high)
  }

  @Test func whatIsUnknownIsSaid() throws {
    let graded = ItemMatrix(models: ["a", "b"], items: ["x", "y"], scores: [[0.5, 0.2], [0.1, 1]])
    #expect(throws: PlannerError.self) { try BenchmarkFacts(graded, name: "graded") }
    let alone = ItemMatrix(models: ["a"], items: ["x", "y"], scores: [[1, 0]])
    #expect(throws: PlannerError.self) { try BenchmarkFacts(alone, name: "alone") }
    let library = try Self.library.get()
    #expect(throws: PlannerError.self) { try library.facts(of: "mmlu", accuracy: 0.9) }
    #expect(throws: PlannerError.self) { try library.facts(of: "nowhere") }
  }
}
