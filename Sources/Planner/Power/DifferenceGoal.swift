import Simulate

extension Goal {
  /// Whether a difference is significant.
  public static let difference = Goal(
    "difference", "is the difference between two models significant?", target: .power,
    terms: Set.pairs.union([.test, .alpha, .alternative, .about, .ties, .design, .looks]), design: DifferenceDesign.init
  )
}

/// Computes the power of a test of a difference.
struct DifferenceDesign: PowerDesign {
  let question: PowerQuestion

  var isAboutItems: Bool { question.testedItems != nil }
  var largestGap: Double { question.largestPairGap }

  /// The chance of the wrong conclusion falls with the size.
  var isReachable: Bool { question.alternative != .less }

  func value(gap: Double, size: Int) throws(PlannerError) -> Double {
    if isApproximate(size: size) { return try normalValue(gap: gap, size: Double(size)) }
    if let accuracy = question.independentAccuracy {
      return try question.independent(gap: gap, accuracy: accuracy, items: question.testedItems)
        .waldPower(size: size, alpha: question.alpha, alternative: question.alternative)
    }
    var power = try question.pairedPower(gap: gap)
    return power.power(size: size)
  }

  func normalValue(gap: Double, size: Double) throws(PlannerError) -> Double {
    try question.normalForm(gap: gap, size: size, items: question.testedItems)
      .behaviour(alpha: question.alpha, alternative: question.alternative).power
  }

  func realizedGap(_ gap: Double) throws(PlannerError) -> Double {
    try question.realizedGap(gap, items: question.testedItems)
  }

  func exactSize(gap: Double, target: Double, guess: Int) throws -> Int? {
    guard question.independentAccuracy == nil else {
      return try Solver.smallestSize(reaching: target, limit: question.items, guess: guess) {
        try value(gap: gap, size: $0)
      }
    }
    // One object for all sizes: what it computes for a number of discordant items serves the next size, too.
    var power = try question.pairedPower(gap: gap)
    let discordance = power.comparison.discordance
    // Power moves in teeth where nearly all items are discordant; elsewhere the spread of their number smooths it. A
    // tooth is about 2√k/z long. Where looking that far took too long, as at 10⁸ items, fewer sizes are looked at.
    let z = max(0.1, NormalDistribution.quantile(1 - question.alpha / Double(question.alternative.tails)))
    let isSmooth = z * (1 - discordance).squareRoot() > 0.5
    let size = Double(guess)
    let spread = 50 + 18 * (size * discordance * (1 - discordance)).squareRoot()
    let budget = power.test.isConditional ? 8e6 : 2e6
    let tooth = isSmooth ? 8 : Int(min(16 + 3 * size.squareRoot() / z, budget / spread))
    return Solver.smallestSize(
      reaching: target, limit: question.items, teeth: isSmooth ? 2 : 12, lookahead: tooth, guess: guess
    ) { power.power(size: $0) }
  }

  func figures(gap: Double?, size: Int?) throws -> PowerFigures {
    var figures = PairFigures(question)
    if let gap, let size { figures.behaviour = try question.behaviour(gap: gap, size: size) }
    return figures.figures(gap: gap, size: size)
  }

  func sentence(_ answer: PowerAnswer) -> String {
    let test = question.effectiveTest.rawValue
    return answer.pairSentence("differ significantly (\(test), α = \(compact(question.alpha))\(question.sides))")
  }
}
