import Simulate
import Testing

@testable import Planner

@Suite struct GoalPlanTests {
  private func question(_ goal: Goal, gap: Double, models: Double? = nil) -> PowerQuestion {
    var question = PowerQuestion(source: .given(0.3))
    question.goal = goal
    (question.gap, question.target) = (gap, 0.8)
    question.parameters[.models] = models
    return question
  }

  @Test func allItemsMayDoMoreThanIsAsked() throws {
    var question = question(.noWorse, gap: 0.15)
    question.items = 400
    let plan = try GoalPlan(question, basis: "analytic")
    #expect(try #require(plan.valueOfAll) > 0.8 && plan.gapOfAll ?? 1 < 0.15)
    let size = try #require(plan.size)
    #expect(size < 400 && (plan.answer.value ?? 0) >= 0.8)
  }

  /// What all items cannot show is answered by what they can.
  @Test func tooSmallABenchmarkSaysWhatItCanShow() throws {
    var question = question(.equivalent, gap: 0.02)
    question.items = 448
    let plan = try GoalPlan(question, basis: "analytic")
    #expect(plan.size == nil)
    #expect(try #require(plan.valueOfAll) < 0.8)
    #expect(plan.gapOfAll != nil)
    question.gap = plan.gapOfAll
    #expect(try #require(try GoalPlan(question, basis: "analytic").size) <= 448)
  }

  @Test func gradedScoresHaveADeviation() {
    let graded = ItemMatrix(
      models: ["a", "b"], items: ["i", "j", "k"], scores: [[0, 0.5, 1], [0.2, 0.2, 0.8]])
    // Variances 0.25 and 0.12.
    #expect(close(graded.scoreDeviation(), 0.185.squareRoot()))
  }

  /// Where the models are as the formula takes them, it agrees with the simulation: five models with right answers on
  /// exactly 55, 50, 50, 50 and 50 % of 2,000 items, spread at random.
  @Test func theFormulaMatchesTheSimulationOfItsModels() throws {
    var generator = Philox(seed: 3, trial: 0, purpose: .synthesis)
    let items = 2000
    let scores = [1100, 1000, 1000, 1000, 1000].map { right in
      let chosen = Set(generator.sample(right, from: Array(0..<items)))
      return (0..<items).map { chosen.contains($0) ? 1.0 : 0.0 }
    }
    let matrix = ItemMatrix(
      models: (0..<5).map { "m\($0)" }, items: (0..<items).map { "i\($0)" }, scores: scores)
    // Just below the gap, so that only the best will do.
    let simulation = try ManyModelsSimulation(
      matrix: matrix, models: 5, aim: .best(within: 0.0499), sizes: [100, 300, 600])
    let found = simulation.shares(trials: 4000)
    var formula = question(.best, gap: 0.05, models: 5)
    formula.source = .given(0.5)
    formula.items = items
    for (size, share) in zip(simulation.sizes, found) {
      let expected = try formula.value(gap: 0.05, size: size)
      #expect(abs(try #require(share.value) - expected) < 0.035, "k \(size): \(share.value ?? 0), \(expected)")
    }
  }

  @Test func severalModelsArePlannedFromAMatrix() throws {
    let matrix = ladder(models: 16, items: 300, seed: 5)
    for goal in [Goal.best, .ranking] {
      let plan = try ManyModelsPlan(matrix: matrix, question: question(goal, gap: 0.1, models: 4), trials: 300)
      let answer = try plan.answer(benchmark: "ladder")
      let size = try #require(answer.size)
      let position = try #require(answer.sizes.firstIndex { $0 >= size })
      #expect(abs((answer.shares[position].value ?? 0) - 0.8) < 0.05)
      #expect(try #require(answer.need.low) <= size && answer.need.high ?? .max >= size)
      #expect(try plan.answer(benchmark: "ladder", threads: 3).shares == answer.shares)
    }
    #expect(throws: PlannerError.self) {
      try ManyModelsPlan(matrix: matrix, question: question(.noWorse, gap: 0.1))
    }
    #expect(throws: PlannerError.self) {
      try ManyModelsPlan(matrix: matrix, question: question(.best, gap: 0.001, models: 4))
    }
  }
}
