import Foundation
import Simulate

/// "A beats B by x points on k items": whether that says anything about the full benchmark.
public struct ClaimAudit: Sendable {
  /// What is claimed.
  public struct Claim: Sendable {
    /// k, the items that the scores are of.
    public var size: Int
    /// N; nil for a benchmark of unlimited size.
    public var itemCount: Int?
    /// The two scores as printed, points; the first is the model's said to be ahead.
    public var scores: [String] = []
    /// What the two models' answers say, where they are known.
    public var difference: PairedDifference?
    /// The two models' names, where they are known.
    public var models: [String] = []
    /// Whether scores may be partial, so that k answers need not add up to whole items.
    public var isGraded = false

    /// The test that p is of.
    var testName: String { isByNormalTest ? "the paired z test's" : "McNemar's exact" }
    /// Whether it is of the paired z test: graded scores are known, and no counts.
    var isByNormalTest: Bool { isGraded && difference == nil && scores.isEmpty }

    /// A claim about k of N items.
    public init(size: Int, itemCount: Int?) {
      self.size = size
      self.itemCount = itemCount
    }
  }

  /// What is asked of it.
  public struct Question: Sendable, Equatable {
    /// τ.
    public var agreement = 0.8
    /// The two-sided level of the test.
    public var alpha = 0.05
    /// The power that a test should have had.
    public var power = 0.8

    /// The usual question.
    public init() {}
  }

  /// The claim.
  public let claim: Claim
  /// What was asked.
  public let question: Question
  /// The claimed difference, points.
  public let gap: Double
  /// The discordance: a band, or one value twice.
  public let discordance: ClosedRange<Double>
  /// The chance that k random items rank the two rightly if the full benchmark has them as far apart as claimed.
  public let agreement: ClosedRange<Double>
  /// The chance that the model ahead on the k items is ahead on the full benchmark, from these items alone: a normal
  /// approximation with a flat prior, and the finite-population correction.
  public let chanceAhead: ClosedRange<Double>
  /// The MDAD of k random items, points; nil where no gap is ranked often enough.
  public let mdad: (low: Double?, high: Double?)
  /// McNemar's exact two-sided p.
  public let p: ClosedRange<Double>
  /// The 95 % score interval of the difference, points; nil without the models' answers.
  public let interval: (low: Double, high: Double)?
  /// The k that would have ranked the two rightly often enough; nil where none below N does.
  public let sizeForAgreement: (low: Int?, high: Int?)
  /// The k at which McNemar's exact test has the power asked for; nil where none below N has.
  public let sizeForPower: (low: Int?, high: Int?)
  /// The verdict.
  public let findings: AuditFindings
  /// What a person should know besides, a sentence each.
  public var notes: [String] = []

  /// Audits a claim.
  ///
  /// - Parameter band: how different the two models' answers may be; not looked at where the claim has their difference.
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` where there is no difference to judge, or scores are none.
  public init(_ claim: Claim, question: Question, band: DiscordanceBand?) throws(PlannerError) {
    self.claim = claim
    self.question = question
    let (size, itemCount) = (claim.size, claim.itemCount)
    if let itemCount, size > itemCount {
      throw .invalidQuantity(
        "\(size) items of a benchmark of \(itemCount): a micro-benchmark has at most as many items as the benchmark")
    }
    let known = claim.difference.map { abs($0.value) }
    let lead = if let known { known } else { try ClaimAudit.lead(claim.scores) }
    guard lead > 0 else {
      throw .invalidQuantity("the two scores are equal: there is no order to judge")
    }
    gap = lead * 100
    let given = claim.difference.map { $0.discordance...$0.discordance }
    guard let discordance = given ?? band?.range(atGap: lead) else {
      throw .invalidQuantity("nothing is known of how differently the two models answer; give a discordance")
    }
    self.discordance = discordance
    let used = DiscordanceBand(.given(discordance), sentence: band?.sentence ?? "")
    agreement = used.agreement(gap: lead, size: size, items: itemCount)
    let ends = [discordance.lowerBound, discordance.upperBound]
    let chances = ends.map { ClaimAudit.chanceAhead(lead: lead, discordance: $0, size: size, itemCount: itemCount) }
    chanceAhead = chances.min()!...chances.max()!  // Two of them.
    let wide = claim.difference == nil ? band ?? used : used
    let detectable = wide.detectableDifference(size: size, items: itemCount, threshold: question.agreement)
    mdad = (detectable.low.map { $0 * 100 }, detectable.high.map { $0 * 100 })
    let tests = ends.map { discordance in
      claim.difference ?? ClaimAudit.difference(lead: lead, discordance: discordance, size: size)
    }
    let values = tests.map(\.exactP)
    p = values.min()!...values.max()!
    interval = claim.difference.map { known in
      let (low, high) = known.interval()
      return known.value > 0 ? (low * 100, high * 100) : (-high * 100, -low * 100)
    }
    var forAgreement: [Int?] = []
    var forPower: [Int?] = []
    for end in ends {
      let comparison = try PairedComparison(gap: lead, discordance: end, itemCount: itemCount)
      forAgreement.append(smallestSize(comparison, target: question.agreement))
      var power = PowerQuestion(source: .given(end))
      power.items = itemCount
      power.test = .mcNemarExact
      power.alpha = question.alpha
      // The question is of a gap and a discordance that exist, so that it has an answer or none.
      forPower.append((try? power.smallestSize(gap: lead, target: question.power)) ?? nil)
    }
    sizeForAgreement = (forAgreement[0], forAgreement[1])
    sizeForPower = (forPower[0], forPower[1])
    findings = ClaimAudit.findings(
      claim, question: question, gap: gap, agreement: agreement, mdad: mdad, p: p, isWhole: size == itemCount)
  }

  /// Audits a claim about two models' graded scores, by the normal approximation with the variance of their differences.
  ///
  /// - Parameters:
  ///   - claim: its size is the number of differences.
  ///   - differences: the first model's score less the second's, an item each; at least two.
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` where there is no difference to judge.
  public init(_ claim: Claim, question: Question, differences: [Double]) throws(PlannerError) {
    var claim = claim
    claim.isGraded = true
    self.claim = claim
    self.question = question
    let k = Double(claim.size)
    let mean = differences.reduce(0, +) / k
    let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (k - 1)
    let lead = abs(mean)
    guard claim.size >= 2, lead > 1e-12 else {
      throw .invalidQuantity("the two scores are equal: there is no order to judge")
    }
    gap = lead * 100
    let share = Double(differences.count { $0 != 0 }) / k
    discordance = share...share
    let deviation = variance.squareRoot()
    let error = deviation / k.squareRoot()
    let left = claim.itemCount.map { $0 > 1 ? Double(max(0, $0 - claim.size)) / Double($0 - 1) : 0 } ?? 1
    let errorOfSample = error * left.squareRoot()
    let chance = errorOfSample > 0 ? NormalDistribution.cumulative(lead / errorOfSample) : 1
    agreement = chance...chance
    chanceAhead = chance...chance
    let z = NormalDistribution.quantile(question.agreement)
    mdad = (z * errorOfSample * 100, z * errorOfSample * 100)
    let twoSided = error > 0 ? min(1, 2 * NormalDistribution.cumulative(-lead / error)) : 0
    p = twoSided...twoSided
    let width = NormalDistribution.quantile(0.975) * error
    interval = ((lead - width) * 100, (lead + width) * 100)
    func size(_ quantile: Double, finite: Bool) -> Int? {
      let ratio = quantile * deviation / lead
      // From s²/k · (N − k)/(N − 1) = (δ/z)².
      let needed =
        finite && claim.itemCount != nil
        ? claim.itemCount.map { Double($0) / (1 + Double($0 - 1) / (ratio * ratio)) } ?? 0 : ratio * ratio
      let whole = Int(max(1, needed.rounded(.up)))
      return claim.itemCount.map { whole < $0 } ?? true ? whole : nil
    }
    let forAgreement = size(z, finite: true)
    sizeForAgreement = (forAgreement, forAgreement)
    let level = NormalDistribution.quantile(1 - question.alpha / 2)
    let forPower = size(level + NormalDistribution.quantile(question.power), finite: false)
    sizeForPower = (forPower, forPower)
    findings = ClaimAudit.findings(
      claim, question: question, gap: gap, agreement: agreement, mdad: mdad, p: p,
      isWhole: claim.size == claim.itemCount)
    notes = ["Scores are graded: figures are normal approximations, and p is that of the paired z test."]
  }

  private static func findings(
    _ claim: Claim, question: Question, gap: Double, agreement: ClosedRange<Double>,
    mdad: (low: Double?, high: Double?), p: ClosedRange<Double>, isWhole: Bool
  ) -> AuditFindings {
    var findings = AuditFindings()
    if !claim.isGraded {
      for score in claim.scores {
        guard let near = nearestWholeItems(score, size: claim.size) else { continue }
        findings.add(
          .impossible,
          "No number of right answers to \(claim.size) items is \(score) points; the nearest are \(near). If answers "
            + "earn partial credit, say --graded.")
      }
    }
    if isWhole {
      findings.add(.sound, "These are all items of the benchmark: the order on it is the order on them.")
      return findings
    }
    let asked = compact(question.agreement)
    if agreement.lowerBound >= question.agreement - 1e-12 {
      findings.add(
        .sound,
        "A gap of \(compact(gap, 2)) points is one that \(claim.size) random items rank with agreement \(asked).")
    } else if agreement.upperBound < question.agreement {
      findings.add(
        .unsupported,
        "\(claim.size) random items rank models \(compact(gap, 2)) points apart with agreement "
          + "\(rangeText(agreement, 2)) only; \(asked) begins at \(rangeText(mdad.low, mdad.high, 1)) points.")
    } else {
      findings.add(
        .weak,
        "Whether \(claim.size) random items rank models \(compact(gap, 2)) points apart with agreement \(asked) depends on how "
          + "differently the two answer: it is \(rangeText(agreement, 2)).")
    }
    let level = compact(question.alpha)
    if p.upperBound < question.alpha {
      findings.add(.sound, "The difference is significant: \(claim.testName) p is \(pText(p)), below \(level).")
    } else {
      findings.add(
        .weak,
        "The difference is \(p.lowerBound < question.alpha ? "not surely" : "not") significant: \(claim.testName) p is "
          + "\(pText(p)), and \(level) was asked for.")
    }
    return findings
  }

  /// The claimed lead of the first score over the second, a fraction.
  private static func lead(_ scores: [String]) throws(PlannerError) -> Double {
    var values: [Double] = []
    for text in scores {
      guard let value = Double(plainDecimal: text), value >= 0, value <= 100 else {
        throw .invalidQuantity("\"\(text)\" is no score in accuracy points; give two from 0 to 100, such as 62,60")
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

  /// The two multiples of 1/k that a printed score lies between; nil where the score is one of them as rounded (the GRIM
  /// test, Brown and Heathers 2017).
  static func nearestWholeItems(_ score: String, size: Int) -> String? {
    guard let value = Double(score) else { return nil }
    let decimals = score.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
    let slack = 0.5 * pow(10, -Double(decimals)) + 1e-9
    let items = value / 100 * Double(size)
    let (below, above) = (items.rounded(.down), items.rounded(.up))
    func printed(_ items: Double) -> Double { items / Double(size) * 100 }
    guard abs(printed(below) - value) > slack, abs(printed(above) - value) > slack else { return nil }
    return
      "\(decimal(printed(below), decimals)) (\(Int(below))) and \(decimal(printed(above), decimals)) (\(Int(above)))"
  }

  /// The wins and losses that a lead and a discordance come to in whole items.
  private static func difference(lead: Double, discordance: Double, size: Int) -> PairedDifference {
    let surplus = max(1, Int((lead * Double(size)).rounded()))
    let discordant = max(surplus, min(size, Int((discordance * Double(size)).rounded())))
    let losses = (discordant - surplus) / 2
    return PairedDifference(wins: min(size - losses, losses + surplus), losses: losses, size: size)
  }

  private static func chanceAhead(lead: Double, discordance: Double, size: Int, itemCount: Int?) -> Double {
    let left = itemCount.map { $0 > 1 ? Double($0 - size) / Double($0 - 1) : 0 } ?? 1
    let deviation = (max(0, discordance - lead * lead) / Double(size) * left).squareRoot()
    return deviation > 0 ? NormalDistribution.cumulative(lead / deviation) : 1
  }
}

/// A range as text, one number where both ends are printed alike.
func rangeText(_ range: ClosedRange<Double>, _ decimals: Int) -> String {
  rangeText(range.lowerBound, range.upperBound, decimals)
}

/// A range as text; an absent end as an en dash.
func rangeText(_ low: Double?, _ high: Double?, _ decimals: Int) -> String {
  let (first, second) = (decimal(low, decimals), decimal(high, decimals))
  return first == second ? first : "\(first) to \(second)"
}

/// A range of whole numbers as text; an absent end is beyond all items.
func rangeText(_ low: Int?, _ high: Int?) -> String {
  low == high ? (low.map { String($0) } ?? "–") : "\(whole(low)) to \(high.map { String($0) } ?? "all")"
}

/// p-values as text.
func pText(_ p: ClosedRange<Double>) -> String {
  func text(_ value: Double) -> String { value < 0.0001 ? "below 0.0001" : decimal(value, 4) }
  let (low, high) = (text(p.lowerBound), text(p.upperBound))
  return low == high ? low : "\(low) to \(high)"
}
