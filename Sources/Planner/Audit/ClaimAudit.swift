import Simulate

/// Judges whether "A beats B by x points on k items" says anything about the full benchmark.
package struct ClaimAudit: Sendable {
  /// Tells what evidence a claim rests on.
  package enum Evidence: Sendable {
    /// Two scores of `size` items as printed, accuracy points, the first of the model said to be ahead. How often
    /// the two differ is known only as a range. Graded scores may be partial, so that they need not add up to whole
    /// items.
    case scores([String], size: Int, isGraded: Bool = false, band: DiscordanceBand)
    /// A lead of `size` items, a fraction, without the scores behind it.
    case lead(Double, size: Int, band: DiscordanceBand)
    /// The items that only one of the two models answers right.
    case answers(PairedDifference)
    /// The first model's score less the second's, an item each.
    case differences([Double])
  }

  /// Holds what is claimed.
  package struct Claim: Sendable {
    /// What it rests on.
    package var evidence: Evidence
    /// N; nil for a benchmark of unlimited size.
    package var itemCount: Int?
    /// The two models' names, the one said to be ahead first; empty if they are not known.
    package var models: [String] = []

    /// Makes a claim about some of N items.
    package init(_ evidence: Evidence, itemCount: Int?, models: [String] = []) {
      self.evidence = evidence
      self.itemCount = itemCount
      self.models = models
    }

    /// k, the items that the claim is about.
    package var size: Int {
      switch evidence {
      case .scores(_, let size, _, _): size
      case .lead(_, let size, _): size
      case .answers(let difference): difference.size
      case .differences(let differences): differences.count
      }
    }
  }

  /// Holds what is asked of it.
  package struct Question: Sendable, Equatable {
    /// τ.
    package var agreement = MDAD.standardThreshold
    /// The two-sided level of the test.
    package var alpha = 0.05
    /// The power that a test should have had.
    package var power = PowerQuestion.standardPower

    /// Asks the usual question.
    package init() {}
  }

  /// The claim.
  package let claim: Claim
  /// What was asked.
  package let question: Question
  /// What follows from the evidence.
  package let statistics: ClaimStatistics
  /// The verdict.
  package let findings: AuditFindings
  /// What else a person should know, a sentence each.
  package var notes: [String]

  /// Audits a claim.
  ///
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` if there is no difference to judge, or a score is not one.
  package init(_ claim: Claim, question: Question) throws(PlannerError) {
    self.claim = claim
    self.question = question
    if let itemCount = claim.itemCount, claim.size > itemCount {
      throw .invalidQuantity(
        "\(claim.size) items of a benchmark of \(itemCount): a micro-benchmark has at most as many items as the "
          + "benchmark")
    }
    statistics =
      switch claim.evidence {
      case .scores(let scores, let size, _, let band):
        try ClaimStatistics(lead: ClaimAudit.lead(scores), size: size, band: band, claim, question)
      case .lead(let lead, let size, let band):
        try ClaimStatistics(lead: lead, size: size, band: band, claim, question)
      case .answers(let difference): try ClaimStatistics(difference, claim, question)
      case .differences(let differences): try ClaimStatistics(differences, claim, question)
      }
    findings = ClaimAudit.findings(claim, question: question, statistics: statistics)
    notes = ClaimAudit.notes(claim)
  }

  private static func findings(_ claim: Claim, question: Question, statistics: ClaimStatistics) -> AuditFindings {
    var findings = AuditFindings()
    if case .scores(let scores, let size, isGraded: false, _) = claim.evidence {
      for score in scores {
        guard let near = PrintedScore.nearestWholeItems(score, size: size) else { continue }
        findings.add(
          .impossible,
          "No number of right answers to \(size) items is \(score) points; the nearest are \(near). If answers "
            + "earn partial credit, declare the scores graded.")
      }
    }
    let gap = Figure.points(statistics.gap, .upTo(2)).shown
    if claim.isBehind {
      let of = claim.size == claim.itemCount ? "all \(claim.size) items of the benchmark" : "these \(claim.size) items"
      findings.add(
        .unsupported,
        (claim.models.first ?? "The model said to be ahead") + " is behind, not ahead: on \(of) "
          + "\(claim.models.last ?? "the other") leads by \(gap) points.")
    }
    if claim.size == claim.itemCount {
      findings.add(.sound, "These are all items of the benchmark, so their order is the full benchmark's.")
      return findings
    }
    let asked = compact(question.agreement)
    let agreement = Figure.between(statistics.agreement) { .share($0) }.shown
    if statistics.agreement.lowerBound >= question.agreement - 1e-12 {
      findings.add(
        .sound, "\(claim.size) random items rank models \(gap) points apart with agreement \(asked) or more.")
    } else if statistics.agreement.upperBound < question.agreement {
      let mdad = Figure.between(.points(statistics.mdad.low), and: .points(statistics.mdad.high)).shown
      findings.add(
        .unsupported,
        "\(claim.size) random items rank models \(gap) points apart with agreement \(agreement) only; \(asked) takes "
          + "\(mdad) points.")
    } else {
      findings.add(
        .weak,
        "Whether \(claim.size) random items rank models \(gap) points apart with agreement \(asked) depends on how "
          + "differently the two answer: it is \(agreement).")
    }
    let level = compact(question.alpha)
    let p = "\(claim.testName) p is \(Figure.between(statistics.p) { .pValue($0) }.shown)"
    if statistics.p.upperBound < question.alpha {
      findings.add(.sound, "The difference is significant: \(p), below \(level).")
    } else {
      let isPossible = statistics.p.lowerBound < question.alpha
      findings.add(
        .weak,
        "The difference is \(isPossible ? "not surely" : "not") significant: \(p), and \(level) was asked for.")
    }
    return findings
  }

  /// Returns what a person should know of the evidence.
  private static func notes(_ claim: Claim) -> [String] {
    let behind =
      claim.isBehind ? ["The figures describe the lead of \(claim.models.last ?? "the second score")."] : []
    let subject = claim.itemCount.map { $0 > claim.size ? [TestSubject.population.sentence(items: $0)] : [] } ?? []
    switch claim.evidence {
    case .scores(_, _, _, let band), .lead(_, _, let band):
      return behind + (band.sentence.isEmpty ? [] : [band.sentence]) + subject
    case .answers(let difference):
      let (wins, losses) = (difference.wins, difference.losses)
      let names = claim.models.count == 2 ? claim.models : ["the first", "the second"]
      return behind
        + ["The two differ on \(plural(wins + losses, "item")): \(names[0]) wins \(wins), \(names[1]) \(losses)."]
        + subject
    case .differences:
      return ["Scores are graded: figures are normal approximations, and p is that of the paired z test."]
        + behind + subject
    }
  }

  /// Returns the claimed lead of the first score over the second, a fraction.
  private static func lead(_ scores: [String]) throws(PlannerError) -> Double {
    var values: [Double] = []
    for text in scores {
      guard let value = Double(plainDecimal: text), value >= 0, value <= 100 else {
        throw .invalidQuantity("\"\(text)\" is not a score in accuracy points; give two from 0 to 100, such as 62,60")
      }
      values.append(value)
    }
    guard values.count == 2 else {
      throw .invalidQuantity("\(values.count) scores; give two in accuracy points, such as 62,60")
    }
    guard values.contains(where: { $0 > 1 }) else {
      throw .invalidQuantity(
        "scores of \(scores[0]) and \(scores[1]) points are at most 1; accuracy points run from 0 to 100, such as 62,60"
      )
    }
    return abs(values[0] - values[1]) / 100
  }
}

extension ClaimAudit.Claim {
  /// Tells whether the model said to be ahead is behind.
  var isBehind: Bool {
    switch evidence {
    case .scores(let scores, _, _, _):
      let values = scores.compactMap { Double(plainDecimal: $0) }
      return values.count == 2 && values[0] < values[1]
    case .lead: return false
    case .answers(let difference): return difference.wins < difference.losses
    case .differences(let differences): return differences.reduce(0, +) < 0
    }
  }

  /// Tells whether p is of the paired z test, as it is where graded scores are known item by item.
  var isByNormalTest: Bool { if case .differences = evidence { true } else { false } }

  /// The test that p is of.
  var testName: String { isByNormalTest ? "the paired z test's" : "McNemar's exact" }
}

extension ClaimAudit.Evidence {
  /// Reads the answers of two models of a matrix: whole items where all are right or wrong, differences otherwise.
  ///
  /// - Parameters:
  ///   - first: the position of the model said to be ahead.
  ///   - second: the position of the other.
  package init(_ matrix: ItemMatrix, ahead first: Int, of second: Int) {
    let differences = (0..<matrix.itemCount).map { item in
      matrix.score(model: first, item: item) - matrix.score(model: second, item: item)
    }
    self =
      matrix.isBinary
      ? .answers(
        PairedDifference(
          wins: differences.count { $0 > 0 }, losses: differences.count { $0 < 0 }, size: matrix.itemCount))
      : .differences(differences)
  }
}
