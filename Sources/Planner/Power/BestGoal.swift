import Simulate

extension Goal {
  /// Which of several models is best.
  public static let best = Goal(
    "best", "which of several models is best, give or take the gap?", target: .probability, parameters: [.models],
    terms: .pairs, aim: { .best(within: $0) },
    design: { ManyModelsDesign(question: $0, ranksAll: false) })
}

extension ManyModelsDesign {
  /// What the figures rest on.
  var bestNote: String {
    "Normal approximation (Bechhofer 1954) with all other models exactly the gap behind the best one, the hardest case."
  }

  /// Returns the sentence about the best of several models.
  func bestSentence(_ answer: PowerAnswer) -> String {
    let chosen = "the highest of \(count) scores is of a model within \(answer.gapFigure.shown) points of the best"
    let target = "with probability \(compact(question.target))."
    let items = answer.itemsInWords
    switch answer.solved {
    case .size where answer.size == nil: return "With no number of items \(chosen) \(target)"
    case .gap where answer.gap == nil: return "With \(items) the best of \(count) models is not found \(target)"
    case .size, .gap: return "With \(items), \(chosen) \(target)"
    default: return "With \(items), \(chosen) with probability \(decimal(answer.value, 2))."
    }
  }
}
