import Foundation
import Simulate
import Testing

@testable import Planner

@Suite struct FrontierComparisonTests {
  private func row(_ method: String, _ size: Int?, _ low: Int?, _ high: Int?) -> PlanRow {
    PlanRow(method: method, size: size, low: low, high: high, agreementAtSize: nil, basis: .interpolated)
  }

  /// A method's k and its interval with random targets and at the frontier.
  private static let cases: [([Int?], [Int?], FrontierComparison.Advantage)] = [
    ([20, 15, 25], [40, 30, 60], .kept), ([20, 15, 25], [150, 120, 200], .lost),
    ([20, 15, 25], [95, 80, 105], .unclear),
    ([20, 15, 25], [nil, nil, nil], .lost), ([20, 15, 25], [nil, 100, nil], .unclear),
    ([90, 80, 100], [40, 30, 60], .absent),
    ([150, 140, 160], [150, 120, 200], .absent), ([nil, nil, nil], [40, 30, 60], .absent),
  ]

  /// Random needs 97 items, exactly, with random targets, and 90 to 110 at the frontier.
  @Test(arguments: cases)
  func saysWhatBecomesOfAnAdvantage(near: [Int?], far: [Int?], advantage: FrontierComparison.Advantage) {
    let comparison = FrontierComparison(
      row: row("lasso", near[0], near[1], near[2]), random: row("random", 97, 97, 97),
      frontier: row("lasso", far[0], far[1], far[2]), randomAtFrontier: row("random", 100, 90, 110))
    #expect(comparison.advantage == advantage && comparison.size == far[0])
  }

  @Test func randomItselfHasNoAdvantage() {
    let random = row("random", 97, 97, 97)
    let comparison = FrontierComparison(row: random, random: random, frontier: random, randomAtFrontier: random)
    #expect(comparison.advantage == nil)
    #expect(comparison.size == 97)
  }

  /// A table keeps its frontier rows, and a plan shows them next to those with random targets in every form.
  @Test func tablesCarryTheFrontierIntoPlans() throws {
    let matrix = ladder(models: 40, items: 80, seed: 5)
    let made = try TableMaker(trials: 6, sizes: [5, 20, 50], methods: ["random", "random-learn", "aipw"]).table(
      benchmark: "ladder", matrix: matrix, threads: 2)
    let table = try BenchmarkTable(json: Data(made.report.written(as: .json).utf8), file: "t.json", split: .full)
    let frontier = table.rows.filter { $0.targets == "frontier" }
    #expect(frontier.count == 9)
    #expect(frontier.allSatisfy { $0.split == .full && $0.reference == .full })
    #expect(table.frontierTargets == 12)
    #expect(table.frontierSources == 20)
    let plan = try PlanAnswer(
      table: table, gap: 0.12, agreement: 0.8, split: .full, published: nil, threads: 1)
    #expect(plan.rows.map(\.method) == ["random", "random-learn", "aipw"])
    #expect(plan.rows.allSatisfy { $0.frontier != nil } && plan.rows[0].frontier?.advantage == nil)
    #expect(plan.rows.dropFirst().allSatisfy { $0.frontier?.advantage != nil })
    let there = try PlanAnswer(
      table: table, gap: 0.12, agreement: 0.8, split: .full, targets: "frontier", published: nil, threads: 1)
    #expect(there.rows.map(\.size) == plan.rows.map { $0.frontier?.size })
    #expect(there.rows.allSatisfy { $0.frontier == nil })
    #expect(plan.report(Provenance()).written(as: .markdown).contains("| at frontier | interval there | advantage |"))
    #expect(plan.report(Provenance()).written(as: .json).contains("\"advantage_at_frontier\":"))
    // The simulation that the table came from gives the same plan.
    let settings = SimulationSettings(
      methods: ["random", "random-learn", "aipw"], sizes: [5, 20, 50], trials: 6, sources: 40, exactRandom: true)
    var far = settings
    far.targetChoice = .frontier
    let direct = PlanAnswer(
      simulation: try Simulation(matrix: matrix, settings: settings).run(threads: 1),
      frontier: try Simulation(matrix: matrix, settings: far).run(threads: 1), benchmark: "ladder", subtasks: 0,
      population: matrix.pairPopulation(of: Array(0..<40), over: Array(0..<80)), gap: 0.12, agreement: 0.8, threads: 1)
    #expect(direct.rows.map(\.frontier?.size) == plan.rows.map(\.frontier?.size))
  }
}
