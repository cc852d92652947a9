import Simulate

extension GoalPlan {
  private var goal: Goal { answer.question.goal }

  /// The answer as a report, schema `mdad.goal-plan/1`: the figures of ``PowerAnswer`` with the benchmark's.
  package var report: Report {
    let known: [Report.Part] = [
      .fact("goal", nil, .text(goal.name)), .fact("benchmark", nil, .text(benchmark)),
      .fact("basis", nil, .text(basis)),
    ]
    let all: [Report.Part] = [
      .knownFact("\(goal.target.rawValue)_of_all", "\(goal.target.rawValue) with all items", .probability(valueOfAll)),
      .knownFact(
        "\(goal.quantity.key)_of_all", "\(goal.quantity.label) for which all are enough, points",
        .points(gapOfAll, .fixed(2, exact: 8))),
    ]
    let figures = answer.report.parts.filter { part in
      // Goal and basis are said above, and what was solved for is always the size.
      if case .fact(let fact) = part { !["goal", "basis", "solved_for"].contains(fact.key) } else { true }
    }
    return Report(
      schema: "mdad.goal-plan/1", sentence: sentence, known + figures + all, notes: answer.notes,
      provenance: Provenance(matrixHash: matrixHash))
  }

  private var sentence: String {
    let place = benchmark ?? "A benchmark"
    let size = answer.question.items.map { "\(Figure.count($0).shown) items" } ?? "unlimited size"
    let sentence = answer.question.design.sentence(answer)
    return "\(place) (\(size)): " + sentence.prefix(1).lowercased() + sentence.dropFirst()
  }
}
