import Simulate

extension Goal {
  /// Whether a model is less than a margin worse than another: a release gate.
  public static let noWorse = Goal(
    "no-worse", "is a model less than a margin worse than another?", target: .power, quantity: .margin,
    parameters: [.trueDifference], alsoSolved: .trueDifference, terms: Set.pairs.union([.alpha, .about])
  ) { MarginDesign(question: $0, isTwoSided: false) }
}

extension MarginDesign {
  /// Returns the sentence about a model that must not be worse.
  func nonInferioritySentence(_ answer: PowerAnswer) -> String {
    let difference = question.parameters[.trueDifference] ?? 0
    let size = abs(difference)
    let model =
      size == 0 ? "a model as good as another" : "a model \(points(size)) points \(difference > 0 ? "better" : "worse")"
    let margin = "less than \(answer.gapFigure.shown) points worse"
    let target = "with probability \(compact(question.target))"
    let items = answer.itemsInWords
    let level = "(one-sided α = \(compact(question.alpha)))"
    switch answer.solved {
    case .size where answer.size == nil:
      return "No number of items shows \(target) that \(model) is \(margin) \(level)."
    case .size: return "\(items) show \(target) that \(model) is \(margin) \(level)."
    case .gap where answer.gap == nil:
      return "With \(items) there is no margin at which \(model) passes \(target)."
    case .gap: return "With \(items), \(model) is shown \(target) to be \(margin) \(level)."
    case .value:
      return "With \(items), \(model) is shown with probability \(decimal(answer.value, 2)) to be \(margin) \(level)."
    case .parameter where answer.parameter == nil:
      return "With \(items) no model is shown \(target) to be \(margin) \(level)."
    case .parameter:
      let least = Figure.points(difference, .fixed(2)).shown
      return "With \(items), a model must lead by \(least) points to be shown \(target) to be \(margin) \(level)."
    }
  }
}
