import Simulate

/// Answers a power question: the missing quantity filled in, with everything that goes with it.
public struct PowerAnswer: Sendable {
  /// Tells which quantity a question leaves open.
  public enum Solved: String, Sendable {
    case size = "k"
    case gap
    /// Agreement, or the power of a test.
    case value
  }

  /// The question.
  public let question: PowerQuestion
  /// What was solved for.
  public let solved: Solved
  /// k, or nil if no size reaches the target.
  public private(set) var size: Int?
  /// δ, a fraction, or nil if no gap reaches the target.
  public private(set) var gap: Double?
  /// Agreement, or the power of the test that was asked for, or nil if the question has no answer.
  public private(set) var value: Double?
  /// The discordance that was used; nil for independent samples.
  public private(set) var discordance: Double?
  /// The 10 and 90 % points of discordance, if it comes from a benchmark's profile.
  public private(set) var band: (low: Double, high: Double)?
  /// The solved size at either end of the band, if a size was solved for.
  public private(set) var sizeBand: (low: Int?, high: Int?)?
  /// The agreement or power at either end of the band, the least first.
  public private(set) var valueBand: (low: Double, high: Double)?
  /// The behaviour of the test, or of the usual one if agreement was asked for.
  package private(set) var behaviour: TestBehaviour?
  /// The normal approximation of agreement.
  public private(set) var normal: Double?
  /// `exact`, or `approximate` for figures of the normal form.
  public var basis: String { question.isApproximate(size: size ?? 1) ? "approximate" : "exact" }
  /// What a person should know of the answer, a sentence each.
  public private(set) var notes: [String] = []

  /// Answers a question that leaves exactly one of size, gap and target open.
  ///
  /// - Parameter benchmark: whose profile the discordance comes from, for the notes.
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` if no pair of models has the quantities given.
  public init(_ question: PowerQuestion, benchmark: String? = nil) throws {
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
    default: solved = .value
    }
    // Recomputed for a solved quantity too: whole items overshoot the target.
    if let gap, let size {
      let behaviour = try question.behaviour(gap: gap, size: size)
      self.behaviour = behaviour
      value = question.test == nil ? try question.value(gap: gap, size: size) : behaviour.power
    }
    if let gap { try describe(gap: gap, benchmark: benchmark) }
    notes += approximationNotes + subjectNotes
    if size == nil {
      notes.append("No k \(question.sizeLimit ?? "up to 10¹⁸") reaches it.")
    }
    if gap == nil { notes.append("No gap that two such models can have reaches it.") }
  }

  /// What the figures owe to the normal form.
  private var approximationNotes: [String] {
    var notes: [String] = []
    if question.designEffect > 1 {
      let effect = compact(question.designEffect, 3)
      let count = size.map {
        "\(Figure.count($0).shown) items count as \(compact(Double($0) / question.designEffect, 1))"
      }
      notes.append("Clusters: with a design effect of \(effect), \(count ?? "k items count as k / \(effect)").")
    }
    if question.samplesPerItem > 1 {
      notes.append("Normal approximation with \(question.samplesPerItem) answers per item (Miller 2024).")
    } else if question.designEffect > 1 {
      notes.append("Figures are normal approximations.")
    } else if let size, question.isApproximate(size: size) {
      let error = max(0.00001, NormalForm.error(ofSize: Double(size), discordance: discordance ?? 1))
      notes.append(
        "Beyond \(Figure.count(PowerQuestion.largestExactSize).shown) items figures are normal approximations; the "
          + "size is within \(Figure.percent(error, .upTo(3)).shown) of the exact one.")
    }
    return notes
  }

  /// What a significant difference would be of.
  private var subjectNotes: [String] {
    guard let items = question.items, behaviour != nil else { return [] }
    return [question.subject.sentence(items: items)]
  }

  private mutating func describe(gap: Double, benchmark: String?) throws {
    if question.independentAccuracy == nil {
      let middle = try question.source.discordance(atGap: gap)
      discordance = middle
      switch question.source {
      case .profile(let profile): try describeBand(profile, gap: gap, benchmark: benchmark)
      case .correlated(_, let correlation):
        notes.append(
          "Discordance \(decimal(middle, 3)) follows from the accuracies and correlation \(compact(correlation))."
            + (correlation == 0 ? " Independence is the most expensive assumption: real models answer alike." : ""))
      case .given: break
      }
    }
    guard let size else { return }
    normal = try question.normalAgreement(gap: gap, size: size)
    let realized = try question.realizedGap(gap)
    if abs(realized - gap) > 1e-9 {
      notes.append("In whole items of \(question.items ?? 0) the gap is \(points(realized)) points.")
    }
  }

  private mutating func describeBand(
    _ profile: DiscordanceProfile, gap: Double, benchmark: String?
  ) throws {
    let ends = (low: max(gap, profile.quantile(0.1, atGap: gap)), high: max(gap, profile.quantile(0.9, atGap: gap)))
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
    notes.append(profile.sentence(atGap: gap, benchmark: benchmark))
  }
}
