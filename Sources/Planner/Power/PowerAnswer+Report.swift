import Simulate

extension PowerAnswer {
  /// Programs read every digit, so that a solved quantity can be put back into the question.
  private static let probability = Figure.Digits.fixed(2, exact: nil)

  private var goal: String { question.test == nil ? "agreement" : "power" }

  private var each: String { question.independentAccuracy == nil ? "" : " each" }

  /// A given gap as it was given; a solved one with one decimal, or two below one point.
  private var gapFigure: Figure {
    guard solved == .gap, let gap else { return .points(gap, .upTo(4, exact: 8)) }
    return .points(gap, .fixed(gap < 0.01 ? 2 : 1, exact: 8))
  }

  /// The answer as a report, schema `mdad.power/1`. Gap and accuracy are in points, the rest are fractions.
  package var report: Report {
    Report(
      schema: "mdad.power/1", sentence: sentence,
      [.fact("solved_for", nil, .text(solved == .value ? goal : solved.rawValue))] + solvedFacts + populationFacts
        + testFacts + [
          .fact("design_effect", nil, .plain(question.designEffect, .upTo(3, exact: nil))),
          .fact("samples_per_item", nil, .count(question.samplesPerItem)), .fact("basis", nil, .text(basis)),
        ], notes: notes)
  }

  private var solvedFacts: [Report.Part] {
    let sizes = (low: Figure.count(sizeBand?.low), high: Figure.count(sizeBand?.high))
    let values = (
      low: Figure.share(valueBand?.low, Self.probability), high: Figure.share(valueBand?.high, Self.probability)
    )
    return [
      .fact("k", "k, items\(each)", .count(size)), .fact("k_low", nil, sizes.low), .fact("k_high", nil, sizes.high),
      .knownFact(nil, "k over the band of discordance", .range(between: sizes.low, and: sizes.high)),
      .fact("gap", "gap, points", gapFigure), .fact(goal, goal, .share(value, Self.probability)),
      .fact("\(goal)_low", nil, values.low), .fact("\(goal)_high", nil, values.high),
      .knownFact(nil, "\(goal) over the band of discordance", .range(between: values.low, and: values.high)),
      .fact("target", nil, .share(question.target, Self.probability)),
    ]
  }

  private var populationFacts: [Report.Part] {
    let digits = Figure.Digits.upTo(3, exact: nil)
    return [
      .fact(
        "items", "N, items of the benchmark", .count(question.items),
        shown: question.items == nil ? .text("unlimited") : nil),
      .knownFact("discordance", "discordance", .share(discordance, digits)),
      .fact("discordance_low", nil, .share(band?.low, digits)),
      .fact("discordance_high", nil, .share(band?.high, digits)),
      .fact("design", nil, .text(question.independentAccuracy == nil ? "paired" : "independent")),
      .fact("accuracy", nil, .points(question.independentAccuracy, .fixed(1, exact: 8))),
      .fact("ties", nil, .text(question.ties.rawValue)),
    ]
  }

  /// The direction of a one-sided test.
  private var sides: String {
    question.alternative == .twoSided ? "" : ", \(question.alternative.rawValue)"
  }

  private var testFacts: [Report.Part] {
    let test = question.effectiveTest.rawValue
    let power = Figure.share(behaviour?.power, Self.probability)
    return [
      .fact("test", nil, .text(test)), .fact("alpha", nil, .share(question.alpha, Self.probability)),
      .fact("alternative", nil, .text(question.alternative.rawValue)),
      .fact("about", nil, .text(question.items == nil ? nil : question.subject.rawValue)),
      .knownFact("normal_approximation", "agreement, normal approximation", .share(normal, Self.probability)),
      question.test == nil
        ? .knownFact(
          "significance_power", "power of \(test), α = \(compact(question.alpha))\(sides)", power,
          shown: shown(behaviour?.power, decimals: 2))
        : .fact("significance_power", nil, power),
      .knownFact(
        "attained_level", "true level of \(test) here", .share(behaviour?.attainedLevel, .fixed(3, exact: nil))),
      .knownFact(
        "type_s", "type S: a significant result has the wrong sign",
        .share(behaviour?.typeS, .fixed(4, exact: nil)), shown: shown(behaviour?.typeS, decimals: 4)),
      .knownFact(
        "type_m", "type M: a significant gap is exaggerated by", .plain(behaviour?.typeM, .fixed(2, exact: nil))),
    ]
  }

  /// Returns an upper limit for people if all decimals of a nonzero probability would be zeros.
  private func shown(_ probability: Double?, decimals: Int) -> Figure? {
    let step = decimals == 2 ? 0.01 : 0.0001
    guard let probability, probability > 0, probability < step / 2 else { return nil }
    return .atMost(.share(step, .fixed(decimals)))
  }

  /// The sentence that answers the question.
  private var sentence: String {
    let items = "\(Figure.count(size).shown) items\(each)"
    let apart = "models \(gapFigure.shown) points apart"
    let what =
      question.test.map { "differ significantly (\($0.rawValue), α = \(compact(question.alpha))\(sides))" }
      ?? "come out in their order"
    let target = "with probability \(compact(question.target))."
    switch solved {
    case .size where size == nil: return "No number of items lets \(apart) \(what) \(target)"
    case .size: return "\(items) let \(apart) \(what) \(target)"
    case .gap where gap == nil: return "With \(items) no gap lets two models \(what) \(target)"
    case .gap: return "With \(items), \(apart) or more \(what) \(target)"
    case .value: return "With \(items), \(apart) \(what) with probability \(decimal(value, 2))."
    }
  }
}
