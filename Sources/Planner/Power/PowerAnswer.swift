import Simulate

/// Answers a power question: the missing quantity filled in, with everything that goes with it.
public struct PowerAnswer: Sendable {
  /// Tells which quantity a question leaves open.
  public enum Solved: String, Sendable {
    case size = "k"
    /// The goal's quantity: a gap or a margin.
    case gap
    /// Agreement, power, or another probability.
    case value
    /// The parameter that the goal also solves for.
    case parameter
  }

  /// The question; a parameter that was solved for is filled in.
  public private(set) var question: PowerQuestion
  /// What was solved for.
  public let solved: Solved
  /// k, or nil if no size reaches the target.
  public private(set) var size: Int?
  /// The gap or margin, a fraction, or nil if none reaches the target.
  public private(set) var gap: Double?
  /// The parameter that was solved for, or nil if none was, or no value of it reaches the target.
  public private(set) var parameter: Double?
  /// Agreement, power, or another probability, or nil if the question has no answer.
  public private(set) var value: Double?
  /// The discordance that was used; nil for models that do not answer the same items.
  public private(set) var discordance: Double?
  /// The 10 and 90 % points of discordance, if it comes from a benchmark's profile.
  public private(set) var band: (low: Double, high: Double)?
  /// The solved size at either end of the band, if a size was solved for.
  public private(set) var sizeBand: (low: Int?, high: Int?)?
  /// The agreement or power at either end of the band, the least first.
  public private(set) var valueBand: (low: Double, high: Double)?
  /// What the items and answers cost, for one model; nil without prices.
  public private(set) var cost: Double?
  /// The number of answers per item at which the cost is least by formula; nil without prices.
  public private(set) var bestSamples: Double?
  /// What else the goal reports.
  package private(set) var figures = PowerFigures()
  /// `exact`, or `approximate` for figures of the normal form.
  public var basis: String { question.design.isApproximate(size: size ?? 1) ? "approximate" : "exact" }
  /// What a person should know of the answer, a sentence each.
  public private(set) var notes: [String] = []

  /// Answers a question that leaves one of size, gap and target open, or the parameter that its goal also solves for.
  /// If nothing is open, the answer is the value.
  ///
  /// - Parameter benchmark: whose profile the discordance comes from, for the notes.
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` if no pair of models has the quantities given.
  public init(_ question: PowerQuestion, benchmark: String? = nil) throws {
    var question = question
    if question.size == nil, let gap = question.gap, let target = question.target, let prices = question.prices {
      question = try prices.cheapest(question, gap: gap, target: target)
    }
    self.question = question
    size = question.size
    gap = question.gap
    switch (question.size, question.gap, question.target) {
    case (nil, let gap?, let target?):
      solved = .size
      size = try question.smallestSize(gap: gap, target: target)
    case (let size?, nil, let target?):
      solved = .gap
      gap = try question.smallestGap(size: size, target: target)
    default:
      if let unknown = question.goal.alsoSolved, question.parameters[unknown] == nil, let size = question.size,
        let gap = question.gap, let target = question.target
      {
        solved = .parameter
        parameter = try question.design.solvedParameter(gap: gap, size: size, target: target)
        self.question.parameters[unknown] = parameter
      } else {
        solved = .value
      }
    }
    let isAnswered = solved != .parameter || parameter != nil
    // Recomputed for a solved quantity too: whole items overshoot the target.
    if let gap, let size, isAnswered { value = try self.question.value(gap: gap, size: size) }
    if let gap { try describe(gap: gap, benchmark: benchmark) }
    figures = try self.question.design.figures(gap: isAnswered ? gap : nil, size: size)
    notes += figures.notes
    try describeCost()
    if size == nil {
      notes.append("No k \(question.design.sizeLimit ?? "up to 10¹⁸") reaches it.")
    }
    if gap == nil { notes.append("No \(question.goal.quantity.label) that two such models can have reaches it.") }
    if !isAnswered, let label = question.goal.alsoSolved?.label {
      notes.append("No \(label) that two such models can have reaches it.")
    }
  }

  /// Compares what the chosen number of answers per item costs with one answer each.
  private mutating func describeCost() throws {
    guard let prices = question.prices, let size, let gap, let target = question.target else { return }
    cost = prices.cost(items: size, samples: question.samplesPerItem)
    if let discordance {
      bestSamples = prices.bestSamples(
        try question.components(
          discordance: discordance, gap: question.design.distance(atGap: gap) ?? gap, size: Double(size)))
    }
    guard question.samplesPerItem > 1 else { return }
    var once = question
    once.samplesPerItem = 1
    guard let alone = try once.smallestSize(gap: gap, target: target) else {
      notes.append("With one answer to each, no number of items is enough.")
      return
    }
    notes.append(
      "One answer to each would take \(Figure.count(alone).shown) items and cost "
        + "\(compact(prices.cost(items: alone, samples: 1), 2)).")
  }

  private mutating func describe(gap: Double, benchmark: String?) throws {
    let design = question.design
    if let distance = design.distance(atGap: gap) {
      let middle = try question.source.discordance(atGap: distance)
      discordance = middle
      switch question.source {
      case .profile(let profile):
        try describeBand(profile, gap: gap, distance: distance, benchmark: benchmark)
      case .correlated(_, let correlation):
        notes.append(
          "Discordance \(decimal(middle, 3)) follows from the accuracies and correlation \(compact(correlation))."
            + (correlation == 0 ? " Independence is the most expensive assumption: real models answer alike." : ""))
      case .given: break
      }
    }
    guard size != nil else { return }
    let realized = try design.realizedGap(gap)
    if abs(realized - gap) > 1e-9 {
      notes.append("In whole items of \(question.items ?? 0) the gap is \(points(realized)) points.")
    }
  }

  private mutating func describeBand(
    _ profile: DiscordanceProfile, gap: Double, distance: Double, benchmark: String?
  ) throws {
    let ends = (
      low: max(distance, profile.quantile(0.1, atGap: distance)),
      high: max(distance, profile.quantile(0.9, atGap: distance))
    )
    band = ends
    var (least, most) = (question, question)
    least.source = .given(ends.low)
    most.source = .given(ends.high)
    if solved == .size, let target = question.target {
      sizeBand = (
        try least.smallestSize(gap: gap, target: target), try most.smallestSize(gap: gap, target: target)
      )
    }
    if let size {
      let values = [try least.value(gap: gap, size: size), try most.value(gap: gap, size: size)]
      valueBand = (min(values[0], values[1]), max(values[0], values[1]))
    }
    let place = distance == gap ? "near that gap" : "\(points(distance)) points apart"
    notes.append(profile.sentence(atGap: distance, benchmark: benchmark, place: place))
  }
}
