import Simulate

extension Goal {
  /// In which order several models are.
  public static let ranking = Goal(
    "ranking", "in which order are several models, each the gap ahead of the next?", target: .probability,
    parameters: [.models], terms: .pairs, aim: { .ranking(apart: $0) },
    design: { ManyModelsDesign(question: $0, ranksAll: true) })
}

extension ManyModelsDesign {
  /// What the figures rest on.
  var rankingNote: String {
    "Normal approximation with each model exactly the gap ahead of the next, the hardest case of a complete order "
      + "(Bechhofer 1954). Where several models tie, more pairs are a gap apart: then the probability is lower, but at "
      + "least that of the studentized range."
  }

  /// Returns the sentence about the order of several models.
  func rankingSentence(_ answer: PowerAnswer) -> String {
    let models = "\(count) models, each \(answer.gapFigure.shown) points ahead of the next, all come out in their order"
    let target = "with probability \(compact(question.target))."
    let items = answer.itemsInWords
    switch answer.solved {
    case .size where answer.size == nil: return "With no number of items \(models) \(target)"
    case .gap where answer.gap == nil:
      return "With \(items) no gap lets \(count) models come out in their order \(target)"
    case .size, .gap: return "With \(items), \(models) \(target)"
    default: return "With \(items), \(models) with probability \(decimal(answer.value, 2))."
    }
  }
}
