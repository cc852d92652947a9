import Simulate

/// Computes how often the best of several models is found, or all are ranked, by the normal distribution of their
/// scores. Any two models differ as two of that gap do.
struct ManyModelsDesign: PowerDesign {
  let question: PowerQuestion
  /// Whether all models are to be ranked, and not the best one found.
  let ranksAll: Bool

  var isAboutItems: Bool { question.items != nil }
  var largestGap: Double { question.largestPairGap }

  func isApproximate(size: Int) -> Bool { true }

  /// The gap in standard errors of one model's score, less half a step for a ranking, in which equal scores are wrong.
  private func distance(gap: Double, size: Double) throws(PlannerError) -> Double {
    let form = try question.normalForm(gap: gap, size: size, items: question.items)
    let lead = form.gap - (ranksAll ? form.halfStep : 0)
    return form.error > 0 ? 2.0.squareRoot() * lead / form.error : .infinity
  }

  func models() throws(PlannerError) -> Int { Int(try question.parameter(.models)) }

  func value(gap: Double, size: Int) throws(PlannerError) -> Double { try normalValue(gap: gap, size: Double(size)) }

  func normalValue(gap: Double, size: Double) throws(PlannerError) -> Double {
    let (models, distance) = (try models(), try distance(gap: gap, size: size))
    guard distance < 40 else { return 1 }
    return ranksAll
      ? OrderOfNormals.allInOrder(models: models, distance: distance)
      : OrderOfNormals.largestIsBest(models: models, distance: distance)
  }

  func realizedGap(_ gap: Double) throws(PlannerError) -> Double {
    try question.realizedGap(gap, items: question.items)
  }

  func figures(gap: Double?, size: Int?) throws -> PowerFigures {
    var facts: [Report.Part] = []
    if ranksAll {
      var least: Double?
      if let gap, let size {
        let distance = try distance(gap: gap, size: Double(size))
        least = distance < 40 ? OrderOfNormals.rangeIsBelow(distance, models: try models()) : 1
      }
      facts.append(
        .knownFact("probability_any_arrangement", "at least, however the models lie", .probability(least)))
    }
    var notes = question.samplingNotes(size: nil, discordance: nil)
    notes.append(ranksAll ? rankingNote : bestNote)
    return PowerFigures(facts: facts, notes: notes)
  }

  func sentence(_ answer: PowerAnswer) -> String { ranksAll ? rankingSentence(answer) : bestSentence(answer) }

  /// The number of models in words.
  var count: String { Figure.count(question.parameters[.models].map { Int($0) }).shown }
}
