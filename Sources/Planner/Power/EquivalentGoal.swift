import Simulate

extension Goal {
  /// Whether two models are less than a margin apart.
  public static let equivalent = Goal(
    "equivalent", "are two models less than a margin apart?", target: .power, quantity: .margin,
    parameters: [.trueDifference], alsoSolved: .trueDifference, terms: Set.pairs.union([.alpha, .about])
  ) { MarginDesign(question: $0, isTwoSided: true) }
}

extension MarginDesign {
  /// Returns the sentence about two models that are to be as good as each other.
  func equivalenceSentence(_ answer: PowerAnswer) -> String {
    let distance = abs(question.parameters[.trueDifference] ?? 0)
    let models = distance == 0 ? "two equally good models" : "models \(points(distance)) points apart"
    let margin = "less than \(answer.gapFigure.shown) points apart"
    let target = "with probability \(compact(question.target))"
    let items = answer.itemsInWords
    let level = "(α = \(compact(question.alpha)) on each side)"
    switch answer.solved {
    case .size where answer.size == nil:
      return "No number of items shows \(target) that \(models) are \(margin) \(level)."
    case .size: return "\(items) show \(target) that \(models) are \(margin) \(level)."
    case .gap where answer.gap == nil:
      return "With \(items) there is no margin within which \(models) are shown to be \(target)."
    case .gap: return "With \(items), \(models) are shown \(target) to be \(margin) \(level)."
    case .value:
      return "With \(items), \(models) are shown with probability \(decimal(answer.value, 2)) to be \(margin) \(level)."
    case .parameter where answer.parameter == nil:
      return "With \(items) no two models are shown \(target) to be \(margin) \(level)."
    case .parameter:
      let most = Figure.points(distance, .fixed(2)).shown
      return "With \(items), models up to \(most) points apart are shown \(target) to be \(margin) \(level)."
    }
  }
}
