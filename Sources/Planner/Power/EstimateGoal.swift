import Simulate

extension GoalParameter {
  /// The spread of graded scores.
  public static let standardDeviation = GoalParameter(
    "standard-deviation", label: "standard deviation of scores",
    "of graded scores: their standard deviation over items, instead of an accuracy",
    .points(0.0001...100), isOptional: true, example: "30")
}

extension Goal {
  /// How good a model is.
  public static let estimate = Goal(
    "estimate", "how good is a model, within a margin?", target: .confidence, quantity: .margin,
    parameters: [.accuracy, .standardDeviation], terms: [.benchmark, .icc], design: EstimateDesign.init)
}

/// Computes the confidence of a score's interval of a given width.
struct EstimateDesign: PowerDesign {
  let question: PowerQuestion

  var isAboutItems: Bool { question.items != nil }
  var largestGap: Double { 0.99 }

  private var isGraded: Bool { question.parameters[.standardDeviation] != nil }

  private var accuracy: Double { question.parameters[.accuracy] ?? GoalParameter.accuracy.standardValue ?? 0.5 }

  private var width: IntervalWidth {
    IntervalWidth(
      scores: question.parameters[.standardDeviation].map { .graded(deviation: $0) }
        ?? .rightOrWrong(accuracy: accuracy),
      items: question.items, designEffect: question.designEffect)
  }

  func parameter(_ parameter: GoalParameter) -> Double? {
    if parameter == .accuracy { return isGraded ? nil : accuracy }
    return question.parameters[parameter] ?? parameter.standardValue
  }

  func distance(atGap gap: Double) -> Double? { nil }
  func isApproximate(size: Int) -> Bool { question.designEffect > 1 }

  func value(gap: Double, size: Int) -> Double { width.confidence(margin: gap, size: Double(size)) }
  func normalValue(gap: Double, size: Double) -> Double { width.confidence(margin: gap, size: size) }

  func exactSize(gap: Double, target: Double, guess: Int) -> Int? {
    Solver.smallestSize(reaching: target, limit: question.items, teeth: 1, guess: guess) { value(gap: gap, size: $0) }
  }

  func figures(gap: Double?, size: Int?) -> PowerFigures {
    var coverage: Double?
    if let gap, let size {
      coverage = width.coverage(confidence: question.target ?? value(gap: gap, size: size), size: size)
    }
    var notes = question.samplingNotes(size: nil, discordance: nil)
    if let items = question.items {
      notes.append("The interval is for the score on all \(plural(items, "item")).")
    }
    return PowerFigures(
      facts: [
        .fact("interval", "interval", .text(isGraded ? "Student" : "Wilson")),
        .knownFact("coverage", "true coverage at that accuracy", .share(coverage, .fixed(3, exact: nil))),
      ], notes: notes)
  }

  func sentence(_ answer: PowerAnswer) -> String {
    let model = isGraded ? "a model's score" : "the score of a model near \(points(accuracy)) %"
    let margin = "\(answer.gapFigure.shown) points"
    let items = answer.itemsInWords
    let confidence = Figure.percent(question.target ?? answer.value, .upTo(2)).shown
    switch answer.solved {
    case .size where answer.size == nil: return "No number of items gives \(model) to ± \(margin) at \(confidence)."
    case .gap where answer.gap == nil: return "With \(items) no margin gives \(model) at \(confidence)."
    case .size: return "\(items) give \(model) to ± \(margin), at \(confidence) confidence."
    default: return "With \(items), the interval of \(model) is ± \(margin) at \(confidence) confidence."
    }
  }
}
