import Simulate

extension Goal {
  /// Which of two models is ahead.
  public static let order = Goal(
    "order", "which of two models is ahead on the full benchmark?", target: .agreement,
    terms: Set.pairs.union([.ties, .design, .stopEarly]), design: OrderDesign.init)
}

/// Computes how often k items order two models as the full benchmark does.
struct OrderDesign: PowerDesign {
  let question: PowerQuestion

  var isAboutItems: Bool { question.items != nil }
  var largestGap: Double { question.largestPairGap }

  func value(gap: Double, size: Int) throws(PlannerError) -> Double {
    if isApproximate(size: size) { return try normalValue(gap: gap, size: Double(size)) }
    if let accuracy = question.independentAccuracy {
      return try question.independent(gap: gap, accuracy: accuracy, items: question.items)
        .orderProbabilities(size: size).agreement(ties: question.ties)
    }
    return try question.comparison(gap: gap, items: question.items)
      .orderProbabilities(size: size).agreement(ties: question.ties)
  }

  func normalValue(gap: Double, size: Double) throws(PlannerError) -> Double {
    try question.normalForm(gap: gap, size: size, items: question.items).agreement(ties: question.ties)
  }

  func realizedGap(_ gap: Double) throws(PlannerError) -> Double {
    try question.realizedGap(gap, items: question.items)
  }

  func figures(gap: Double?, size: Int?) throws -> PowerFigures {
    var figures = PairFigures(question)
    if let gap, let size {
      figures.behaviour = try question.behaviour(gap: gap, size: size)
      if question.independentAccuracy == nil, !isApproximate(size: size) {
        figures.normal = try question.comparison(gap: gap, items: question.items).normalAgreement(size: size)
      }
    }
    return figures.figures(gap: gap, size: size)
  }

  func sentence(_ answer: PowerAnswer) -> String { answer.pairSentence("come out in their order") }
}
