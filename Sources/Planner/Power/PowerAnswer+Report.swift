import Simulate

extension PowerAnswer {
  private var target: String { question.goal.target.rawValue }

  private var each: String { question.independentAccuracy == nil ? "" : " each" }

  /// k in words.
  var itemsInWords: String {
    let answers = question.samplesPerItem > 1 ? " with \(Figure.count(question.samplesPerItem).shown) answers each" : ""
    return "\(Figure.count(size).shown) items\(each)\(answers)"
  }

  /// A given gap as it was given; a solved one with one decimal, or two below one point.
  var gapFigure: Figure {
    guard solved == .gap, let gap else { return .points(gap, .upTo(4, exact: 8)) }
    return .points(gap, .fixed(gap < 0.01 ? 2 : 1, exact: 8))
  }

  /// The answer as a report, schema `mdad.power/1`. Gap and accuracy are in points, the rest are fractions.
  package var report: Report {
    Report(
      schema: "mdad.power/1", sentence: question.design.sentence(self),
      [.fact("solved_for", nil, .text(solvedFor))] + solvedFacts + parameterFacts + populationFacts + figures.facts
        + samplingFacts, notes: notes)
  }

  private var solvedFor: String {
    switch solved {
    case .size: solved.rawValue
    case .gap: question.goal.quantity.key
    case .value: target
    case .parameter: question.goal.alsoSolved?.key ?? target
    }
  }

  private var solvedFacts: [Report.Part] {
    let sizes = (low: Figure.count(sizeBand?.low), high: Figure.count(sizeBand?.high))
    let values = (low: Figure.probability(valueBand?.low), high: Figure.probability(valueBand?.high))
    let quantity = question.goal.quantity
    return [
      .fact("k", "k, items\(each)", .count(size)), .fact("k_low", nil, sizes.low), .fact("k_high", nil, sizes.high),
      .knownFact(nil, "k over the band of discordance", .range(between: sizes.low, and: sizes.high)),
      .fact(quantity.key, "\(quantity.label), points", gapFigure), .fact(target, target, .probability(value)),
      .fact("\(target)_low", nil, values.low), .fact("\(target)_high", nil, values.high),
      .knownFact(nil, "\(target) over the band of discordance", .range(between: values.low, and: values.high)),
      .fact("target", nil, .probability(question.target)),
    ]
  }

  /// What else the goal takes.
  private var parameterFacts: [Report.Part] {
    question.goal.parameters.map { parameter in
      let isUnanswered = solved == .parameter && parameter == question.goal.alsoSolved && self.parameter == nil
      let value = isUnanswered ? nil : question.design.parameter(parameter)
      return .knownFact(parameter.key, parameter.labelWithUnit, parameter.figure(value))
    }
  }

  private var populationFacts: [Report.Part] {
    let items = Report.Part.fact(
      "items", "N, items of the benchmark", .count(question.items),
      shown: question.items == nil ? .text("unlimited") : nil)
    guard question.goal.takes(.discordance) else { return [items] }
    let digits = Figure.Digits.upTo(3, exact: nil)
    return [
      items, .knownFact("discordance", "discordance", .share(discordance, digits)),
      .fact("discordance_low", nil, .share(band?.low, digits)),
      .fact("discordance_high", nil, .share(band?.high, digits)),
    ]
  }

  private var samplingFacts: [Report.Part] {
    let effect = size.map { question.designEffect(at: Double($0)) } ?? question.designEffect
    var facts = [Report.Part.fact("design_effect", nil, .plain(effect, .upTo(3, exact: nil)))]
    if question.goal.takes(.samplesPerItem) {
      facts.append(.fact("samples_per_item", nil, .count(question.samplesPerItem)))
      if question.prices != nil {
        facts.append(.knownFact("cost", "cost for one model", .plain(cost, .upTo(2, exact: nil))))
        facts.append(
          .knownFact("best_samples", "answers per item at least cost, by formula", .plain(bestSamples, .upTo(2))))
      }
    }
    facts.append(.fact("basis", nil, .text(basis)))
    // A goal that nobody named goes without saying.
    return question.namedGoal.map { facts + [.fact("goal", nil, .text($0.name))] } ?? facts
  }
}
