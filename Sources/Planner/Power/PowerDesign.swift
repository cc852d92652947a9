import Simulate

/// Knows what a goal comes to at a size and a gap, for one design and one way of sampling: how likely k items achieve
/// it, and whether that is exact. Solving for the missing quantity follows from that.
///
/// "Gap" stands for the goal's ``Goal/quantity``, be it a gap or a margin.
package protocol PowerDesign: Sendable {
  /// What is asked.
  var question: PowerQuestion { get }
  /// Tells whether the goal is about the benchmark's N items, which are all known at k = N.
  var isAboutItems: Bool { get }
  /// Tells whether more items bring the goal nearer.
  var isReachable: Bool { get }
  /// The largest gap that there may be, a fraction.
  var largestGap: Double { get }

  /// Tells whether figures at a size are approximate.
  func isApproximate(size: Int) -> Bool
  /// Returns how far apart two models are taken to be, where their discordance is looked up; nil if the goal is not
  /// about models that answer the same items.
  func distance(atGap gap: Double) -> Double?
  /// Returns the agreement, power or probability at a size and a gap.
  func value(gap: Double, size: Int) throws(PlannerError) -> Double
  /// Returns the same by the normal form, at a size that need not be a whole number.
  func normalValue(gap: Double, size: Double) throws(PlannerError) -> Double
  /// Returns the gap in whole items if it is about the benchmark's items; the gap itself otherwise.
  func realizedGap(_ gap: Double) throws(PlannerError) -> Double
  /// Returns the smallest size from which on the exact value reaches a target.
  ///
  /// - Parameter guess: where to begin.
  func exactSize(gap: Double, target: Double, guess: Int) throws -> Int?
  /// Returns the parameter that the goal also solves for (``Goal/alsoSolved``), or nil if no value of it is right.
  func solvedParameter(gap: Double, size: Int, target: Double) throws -> Double?
  /// Returns a parameter of the goal as the answer has it; nil if it plays no part.
  func parameter(_ parameter: GoalParameter) -> Double?
  /// Returns what else a person should know at a gap and a size, or nil if there is nothing.
  func figures(gap: Double?, size: Int?) throws -> PowerFigures
  /// Returns the sentence that answers the question.
  func sentence(_ answer: PowerAnswer) -> String
}

/// Holds what a goal reports besides size, gap and value.
package struct PowerFigures: Sendable {
  /// Figures, in the order of the report.
  package var facts: [Report.Part]
  /// What a person should know, a sentence each.
  package var notes: [String]

  /// Collects figures and notes.
  package init(facts: [Report.Part] = [], notes: [String] = []) {
    self.facts = facts
    self.notes = notes
  }
}

extension PowerDesign {
  package var isReachable: Bool { true }
  package var largestGap: Double { 1 }
  package func isApproximate(size: Int) -> Bool { question.isApproximate(size: size) }
  package func distance(atGap gap: Double) -> Double? { question.independentAccuracy == nil ? gap : nil }
  package func realizedGap(_ gap: Double) throws(PlannerError) -> Double { gap }
  package func solvedParameter(gap: Double, size: Int, target: Double) throws -> Double? { nil }

  package func parameter(_ parameter: GoalParameter) -> Double? {
    question.parameters[parameter] ?? parameter.standardValue
  }

  package func exactSize(gap: Double, target: Double, guess: Int) throws -> Int? {
    try Solver.smallestSize(reaching: target, limit: question.items, guess: guess) { try value(gap: gap, size: $0) }
  }

  /// The sizes that there are in words, such as "below N = 448"; nil if there is no N.
  var sizeLimit: String? { question.items.map { (isAboutItems ? "below" : "up to") + " N = \($0)" } }

  /// Returns the smallest size such that it and every larger one reach the target, or nil if none up to N does: below N
  /// if the question is about the N items, which are all known at N.
  package func smallestSize(gap: Double, target: Double) throws -> Int? {
    guard isReachable else { return nil }
    let items = question.items
    let normal = try NormalForm.size(reaching: target) { size throws(PlannerError) in
      try normalValue(gap: gap, size: size)
    }
    let guess = normal.map { max(1, Int($0.rounded(.up))) }
    let found: Int?
    if isApproximate(size: 1) || (items == nil && (guess ?? .max) > PowerQuestion.largestExactSize + 1_000_000) {
      found = guess.flatMap { size in items.map { size > $0 } ?? false ? nil : size }
    } else {
      let exact = try exactSize(gap: gap, target: target, guess: min(guess ?? .max, items ?? Solver.largestSize))
      found = exact ?? (items == nil ? guess.map { max($0, PowerQuestion.largestExactSize + 1) } : nil)
    }
    // With all N items known, up to what repeated answers to them vary by, there is nothing left to draw.
    return found == items && isAboutItems && !question.answersVary ? nil : found
  }

  /// Returns the smallest gap at which a size reaches the target, in whole items where the question is about the
  /// benchmark's items, or nil if none does.
  package func smallestGap(size: Int, target: Double) throws -> Double? {
    guard isReachable else { return nil }
    let largest = largestGap
    let guess = try Solver.smallestGap(reaching: target, largest: largest) { gap in
      try possible { try normalValue(gap: gap, size: Double(size)) }
    }
    let gap =
      isApproximate(size: size)
      ? guess
      : try Solver.smallestGap(reaching: target, largest: largest, guess: guess) { gap in
        try possible { try value(gap: gap, size: size) }
      }
    return try gap.map { try realizedGap($0) }
  }

  /// Returns a value, or nil for a gap that no pair can have.
  func possible(_ value: () throws -> Double) throws -> Double? {
    do {
      return try value()
    } catch PlannerError.invalidQuantity {
      return nil
    } catch PlannerError.gapBelowOneItem {
      return nil
    }
  }
}
