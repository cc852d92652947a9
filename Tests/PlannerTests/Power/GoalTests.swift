import Simulate
import Testing

@testable import Planner

@Suite struct GoalTests {
  @Test func goalsAreNamedOnceAndFound() {
    let names = Goal.allCases.map(\.name)
    #expect(Set(names).count == names.count)
    for goal in Goal.allCases {
      #expect(Goal.named(goal.name) == goal)
      #expect(goal.summary.hasSuffix("?"))
      if let solved = goal.alsoSolved { #expect(goal.parameters.contains(solved)) }
    }
    #expect(Goal.named("worse") == nil)
  }

  /// What runs are compared for is what is planned for, under the same names.
  @Test func comparisonsHaveTheSameGoals() {
    #expect(ComparisonGoal.allCases.allSatisfy { $0.goal?.name == $0.rawValue })
    // A comparison is of several runs; an estimate is of one.
    #expect(Goal.allCases.filter { ComparisonGoal(rawValue: $0.name) == nil } == [.estimate])
    #expect(ComparisonGoal.allCases.filter(\.needsMargin) == [.noWorse, .equivalent])
    #expect(ComparisonGoal.allCases.filter(\.isAboutAll) == [.best, .ranking])
  }

  @Test func aTestAsksForADifferenceUnlessAGoalIsNamed() {
    var question = PowerQuestion(source: .given(0.3))
    #expect(question.goal == .order)
    question.test = .wald
    #expect(question.goal == .difference)
    question.goal = .noWorse
    #expect(question.goal == .noWorse)
    question.goal = .difference
    question.test = nil
    #expect(question.effectiveTest == .mcNemarExact)
  }

  /// A question that leaves out each of the three in turn has the same answer: every goal, by its own values.
  @Test(arguments: Goal.allCases) func threeQuantitiesMakeEachOther(goal: Goal) throws {
    var question = PowerQuestion(source: .given(0.25))
    question.goal = goal
    question.parameters[.models] = 4
    (question.gap, question.target) = (0.06, 0.85)
    let bySize = try PowerAnswer(question)
    let size = try #require(bySize.size)
    #expect(try #require(bySize.value) >= 0.85 - 1e-12)
    (question.size, question.target) = (size, nil)
    let byValue = try PowerAnswer(question)
    #expect(byValue.value == bySize.value)
    (question.gap, question.target) = (nil, 0.85)
    let byGap = try PowerAnswer(question)
    #expect(try #require(byGap.gap) <= 0.06 + 1e-9)
    for answer in [bySize, byValue, byGap] {
      let sentence = answer.question.design.sentence(answer)
      #expect(sentence.hasSuffix(".") && !sentence.contains("–"), "\(sentence)")
    }
  }

  /// Clusters cost as many times more items as they say, for every goal that knows them.
  @Test(arguments: Goal.allCases) func clustersMultiplyTheSize(goal: Goal) throws {
    var question = PowerQuestion(source: .given(0.25))
    question.goal = goal
    question.parameters[.models] = 4
    question.designEffect = 1 + 1e-12
    let alone = Double(try #require(try question.smallestSize(gap: 0.03, target: 0.85)))
    question.designEffect = 3
    let clustered = Double(try #require(try question.smallestSize(gap: 0.03, target: 0.85)))
    #expect(abs(clustered / alone - 3) < 0.02, "\(goal.name): \(alone), \(clustered)")
    #expect(question.design.isApproximate(size: 10))
  }
}
