import Simulate

/// Holds what is reported of two models a gap apart besides size, gap and value: above all how a test of their
/// difference behaves.
struct PairFigures {
  let question: PowerQuestion
  /// The behaviour of the test, or of the usual one if another goal was asked for.
  var behaviour: TestBehaviour?
  /// The normal approximation of agreement.
  var normal: Double?

  init(_ question: PowerQuestion) { self.question = question }

  /// Returns the figures, with notes.
  func figures(gap: Double?, size: Int?) -> PowerFigures {
    let discordance = gap.flatMap { try? question.source.discordance(atGap: $0) }
    var notes = question.samplingNotes(
      size: size, discordance: question.independentAccuracy == nil ? discordance : nil)
    if let items = question.items, behaviour != nil { notes.append(question.subject.sentence(items: items)) }
    return PowerFigures(facts: pairingFacts + testFacts, notes: notes)
  }

  private var pairingFacts: [Report.Part] {
    [
      .fact("design", nil, .text(question.independentAccuracy == nil ? "paired" : "independent")),
      .fact("accuracy", nil, .points(question.independentAccuracy, .fixed(1, exact: 8))),
      .fact("ties", nil, .text(question.ties.rawValue)),
    ]
  }

  private var testFacts: [Report.Part] {
    let test = question.effectiveTest.rawValue
    let power = Figure.probability(behaviour?.power)
    return [
      .fact("test", nil, .text(test)), .fact("alpha", nil, .probability(question.alpha)),
      .fact("alternative", nil, .text(question.alternative.rawValue)),
      .fact("about", nil, .text(question.items == nil ? nil : question.subject.rawValue)),
      .knownFact("normal_approximation", "agreement, normal approximation", .probability(normal)),
      question.goal == .difference
        ? .fact("significance_power", nil, power)
        : .knownFact(
          "significance_power", "power of \(test), α = \(compact(question.alpha))\(question.sides)", power,
          shown: shown(behaviour?.power, decimals: 2)),
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
}

extension Figure {
  /// Makes a probability of which programs read every digit, so that a solved one can be put back into the question.
  static func probability(_ value: Double?) -> Figure { .share(value, .fixed(2, exact: nil)) }
}

extension PowerQuestion {
  /// The direction of a one-sided test.
  var sides: String { alternative == .twoSided ? "" : ", \(alternative.rawValue)" }

  /// Returns what figures owe to clusters, to repeated answers and to the normal form.
  func samplingNotes(size: Int?, discordance: Double?) -> [String] {
    var notes: [String] = []
    if let clusters { notes.append(clusters.sentence(drawnSingly: itemsDrawnSingly != nil, size: size)) }
    if designEffect > 1 {
      let atSize = size.map { designEffect(at: Double($0)) } ?? designEffect
      let effect = compact(atSize, 3)
      let count = size.map { "\(Figure.count($0).shown) items count as \(compact(Double($0) / atSize, 1))" }
      let all = itemsDrawnSingly.map {
        "all \(Figure.count($0).shown) items count as \(compact(Double($0) / atSize, 1))"
      }
      notes.append(
        "Clusters: with a design effect of \(effect), \(count ?? all ?? "k items count as k / \(effect)").")
    }
    if let withinShare, answersVary {
      notes.append(
        "Within items lies \(Figure.percent(withinShare).shown) of the variance of a difference between single "
          + "answers, as measured by the repeated answers.")
    }
    if answersVary {
      notes.append("Normal approximation with \(plural(samplesPerItem, "answer")) per item (Miller 2024).")
    } else if designEffect > 1 {
      notes.append("Figures are normal approximations.")
    } else if let size, size > PowerQuestion.largestExactSize {
      let error = max(0.00001, NormalForm.error(ofSize: Double(size), discordance: discordance ?? 1))
      notes.append(
        "Beyond \(Figure.count(PowerQuestion.largestExactSize).shown) items figures are normal approximations; the "
          + "size is within \(Figure.percent(error, .upTo(3)).shown) of the exact one.")
    }
    return notes
  }
}

extension PowerQuestion.Clusters {
  /// Says where a design effect comes from.
  fileprivate func sentence(drawnSingly: Bool, size items: Int?) -> String {
    let found =
      "Differences have an intraclass correlation of \(decimal(correlation, 3)) within \(count) clusters"
      + (count < ClusteredDifferences.fewClusters ? ", few to tell" : "")
    guard !drawnSingly else { return found + ". Items drawn one by one share fewer clusters than all do." }
    guard let items else { return found + ", which are drawn whole." }
    let drawn = max(2, (Double(items) / size).rounded(.up))
    return found + "; \(Figure.count(items).shown) items are about \(Figure.count(Int(drawn)).shown) whole clusters."
  }
}

extension PowerAnswer {
  /// Returns the sentence about two models a gap apart.
  ///
  /// - Parameter what: what they do, such as "come out in their order".
  func pairSentence(_ what: String) -> String {
    let apart = "models \(pointsApart(gapFigure.shown))"
    let target = "with probability \(compact(question.target))."
    switch solved {
    case .size where size == nil: return "No number of items lets \(apart) \(what) \(target)"
    case .size: return "\(itemsInWords) let \(apart) \(what) \(target)"
    case .gap where gap == nil: return "With \(itemsInWords) no gap lets two models \(what) \(target)"
    case .gap: return "With \(itemsInWords), \(apart) or more \(what) \(target)"
    case .value, .parameter:
      return "With \(itemsInWords), \(apart) \(what) with probability \(decimal(value, 2))."
    }
  }
}
