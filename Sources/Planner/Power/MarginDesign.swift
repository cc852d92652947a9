import Simulate

/// Computes the power of a score test of two models' difference against a margin.
struct MarginDesign: PowerDesign {
  let question: PowerQuestion
  /// Whether the test is of equivalence, in both directions.
  let isTwoSided: Bool

  var isAboutItems: Bool { question.testedItems != nil }
  var largestGap: Double { 0.99 }

  private var difference: Double { question.parameters[.trueDifference] ?? 0 }

  func distance(atGap gap: Double) -> Double? { abs(difference) }

  private func test(_ margin: Double) -> MarginTest {
    MarginTest(margin: margin, level: question.alpha, isTwoSided: isTwoSided)
  }

  private func populations(_ difference: Double) throws(PlannerError) -> [PairedPopulation] {
    try PairedPopulation.populations(
      difference: difference, discordance: try question.source.discordance(atGap: abs(difference)),
      items: question.testedItems)
  }

  func value(gap: Double, size: Int) throws(PlannerError) -> Double {
    if isApproximate(size: size) { return try normalValue(gap: gap, size: Double(size)) }
    return test(gap).rejection(of: try populations(difference), size: size)
  }

  func normalValue(gap: Double, size: Double) throws(PlannerError) -> Double {
    try normalRejection(margin: gap, difference: difference, size: size)
  }

  private func normalRejection(margin: Double, difference: Double, size: Double) throws(PlannerError) -> Double {
    let discordance = max(try question.source.discordance(atGap: abs(difference)), abs(difference))
    if question.answersVary {
      let components = try question.components(discordance: discordance, gap: abs(difference), size: size)
      let error = components.standardError(size: size, itemCount: question.testedItems)
      return test(margin).rejection(difference: difference, error: error) { _ in error }
    }
    let effective = size / question.designEffect(at: size)
    let remaining = remainingShare(of: question.testedItems, after: size)
    let variance = max(0, discordance - difference * difference) * remaining
    let wins = (discordance + difference) / 2
    return test(margin).rejection(difference: difference, error: (variance / effective).squareRoot()) { limit in
      let assumed = PairedDifference.scoreVariance(
        wins: wins, losses: discordance - wins, size: 1, difference: limit)
      return (assumed * remaining / effective).squareRoot()
    }
  }

  func exactSize(gap: Double, target: Double, guess: Int) throws -> Int? {
    let (test, populations) = (test(gap), try populations(difference))
    // The difference in items is a whole number, and its critical value moves by about m·⅔ an item: power falls between
    // two of its steps. Where looking so far took too long, as at 10⁸ items, fewer sizes are looked at.
    let tooth = 16 + 4 / max(1e-9, min(gap, gap + difference, isTwoSided ? gap - difference : 1))
    let spread = 50 + 18 * Double(guess).squareRoot()
    return Solver.smallestSize(
      reaching: target, limit: question.items, teeth: 4, lookahead: Int(min(tooth, 2e7 / spread)), guess: guess
    ) { test.rejection(of: populations, size: $0) }
  }

  func solvedParameter(gap: Double, size: Int, target: Double) throws -> Double? {
    func value(_ difference: Double) throws -> Double? {
      try possible {
        var question = question
        question.parameters[.trueDifference] = difference
        return try MarginDesign(question: question, isTwoSided: isTwoSided).value(gap: gap, size: size)
      }
    }
    func shift(_ distance: Double) -> Double { isTwoSided ? gap - distance : distance - gap }
    // From the margin, where the test hardly rejects, towards differences where it does.
    let found = try Solver.smallestGap(reaching: target, largest: isTwoSided ? gap : gap + 1) { try value(shift($0)) }
    return found.map(shift)
  }

  func figures(gap: Double?, size: Int?) throws -> PowerFigures {
    var level: Double?
    if let gap, let size {
      // The true level: the chance of rejecting at the margin itself, at the same discordance or the least possible.
      var worst = question
      worst.source = .given(min(1, max(gap, try question.source.discordance(atGap: abs(difference)))))
      worst.parameters[.trueDifference] = -gap
      level = try MarginDesign(question: worst, isTwoSided: isTwoSided).value(gap: gap, size: size)
    }
    var notes = question.samplingNotes(size: size, discordance: try question.source.discordance(atGap: abs(difference)))
    if let items = question.items { notes.append(question.subject.sentence(items: items)) }
    let discordance = try question.source.discordance(atGap: abs(difference))
    if let gap, gap >= discordance {
      notes.append(
        "Two models that differ on \(Figure.percent(discordance, .upTo(1)).shown) of the items are at most "
          + "\(points(discordance)) points apart: a margin of \(points(gap)) points excludes nothing.")
    }
    return PowerFigures(
      facts: [
        .fact("test", "test", .text(isTwoSided ? "two one-sided score tests" : "score")),
        .fact("alpha", "α, one-sided", .probability(question.alpha)),
        .fact("about", nil, .text(question.items == nil ? nil : question.subject.rawValue)),
        .knownFact(
          "attained_level", "true level: the same at a difference of the margin", .share(level, .fixed(3, exact: nil))),
      ], notes: notes)
  }

  func sentence(_ answer: PowerAnswer) -> String {
    isTwoSided ? equivalenceSentence(answer) : nonInferioritySentence(answer)
  }
}
