import Simulate

/// Holds what follows from the evidence for a claim. All are fractions; if the discordance is known only as a band,
/// each is a range over that band.
package struct ClaimStatistics: Sendable {
  /// The claimed difference.
  package let gap: Double
  /// The discordance: a band, or one value twice.
  package let discordance: ClosedRange<Double>
  /// The chance that k random items rank the two rightly if the full benchmark has them as far apart as claimed.
  package let agreement: ClosedRange<Double>
  /// The chance that the model ahead on the k items is ahead on the full benchmark, from these items alone: a normal
  /// approximation with a flat prior, and the finite-population correction.
  package let chanceAhead: ClosedRange<Double>
  /// The MDAD of k random items, or nil if no gap is ranked often enough.
  package let mdad: (low: Double?, high: Double?)
  /// The test's two-sided p.
  package let p: ClosedRange<Double>
  /// McNemar's two-sided mid-p; nil for graded scores.
  package let midP: ClosedRange<Double>?
  /// The 95 % interval of the difference, at its widest over the band.
  package let interval: (low: Double, high: Double)
  /// The k that would have ranked the two rightly often enough, or nil if none below N does.
  package let sizeForAgreement: (low: Int?, high: Int?)
  /// The k at which the test has the power asked for, or nil if none below N has.
  package let sizeForPower: (low: Int?, high: Int?)
}

/// Right or wrong answers: McNemar's exact test, and the exact order probabilities of random samples.
extension ClaimStatistics {
  /// Works out what a lead says where the discordance lies in a band.
  init(
    lead: Double, size: Int, band: DiscordanceBand, _ claim: ClaimAudit.Claim, _ question: ClaimAudit.Question
  ) throws(PlannerError) {
    if case .given(let given) = band.source, given.upperBound < lead - 1e-9 {
      throw .invalidQuantity(
        "models \(points(lead)) points apart differ on at least \(fraction(lead)) of the items; a discordance of "
          + "\(fraction(given.upperBound)) is impossible")
    }
    let discordance = band.range(atGap: lead)
    try self.init(
      lead: lead, discordance: discordance, band: band, claim, question,
      tests: [discordance.lowerBound, discordance.upperBound].map {
        ClaimStatistics.difference(lead: lead, discordance: $0, size: size)
      })
  }

  /// Works out what two models' answers say.
  init(
    _ difference: PairedDifference, _ claim: ClaimAudit.Claim, _ question: ClaimAudit.Question
  ) throws(PlannerError) {
    let discordance = difference.discordance...difference.discordance
    try self.init(
      lead: abs(difference.value), discordance: discordance,
      band: DiscordanceBand(.given(discordance), sentence: ""), claim, question,
      tests: [difference.value > 0 ? difference : difference.reversed])
  }

  /// - Parameters:
  ///   - discordance: at the lead.
  ///   - band: the discordance at other gaps.
  ///   - tests: what p and the interval are of, the model ahead first.
  private init(
    lead: Double, discordance: ClosedRange<Double>, band: DiscordanceBand, _ claim: ClaimAudit.Claim,
    _ question: ClaimAudit.Question, tests: [PairedDifference]
  ) throws(PlannerError) {
    guard lead > 0 else { throw ClaimStatistics.noOrder }
    let (size, itemCount) = (claim.size, claim.itemCount)
    gap = lead
    self.discordance = discordance
    let intervals = tests.map { $0.interval() }
    interval = (intervals.map(\.low).min() ?? -1, intervals.map(\.high).max() ?? 1)
    let ends = [discordance.lowerBound, discordance.upperBound]
    agreement = DiscordanceBand(.given(discordance), sentence: "").agreement(gap: lead, size: size, items: itemCount)
    chanceAhead = ClaimStatistics.range(
      ends.map { ClaimStatistics.chanceAhead(lead: lead, discordance: $0, size: size, itemCount: itemCount) })
    mdad = band.detectableDifference(size: size, items: itemCount, threshold: question.agreement)
    p = ClaimStatistics.range(tests.map(\.exactP))
    midP = ClaimStatistics.range(tests.map(\.midP))
    // Partial credit may lead by less than one item; whole items do not.
    let leadInItems = max(lead, itemCount.map { 1 / Double($0) } ?? 0)
    var forAgreement: [Int?] = []
    var forPower: [Int?] = []
    for end in ends {
      let comparison = try PairedComparison(
        gap: leadInItems, discordance: max(end, leadInItems), itemCount: itemCount)
      forAgreement.append(smallestSize(comparison, target: question.agreement))
      var power = PowerQuestion(source: .given(end))
      power.items = itemCount
      power.test = .mcNemarExact
      power.alpha = question.alpha
      // The gap and the discordance exist, so the question is valid; it may still have no answer.
      forPower.append((try? power.smallestSize(gap: lead, target: question.power)) ?? nil)
    }
    sizeForAgreement = (forAgreement[0], forAgreement[1])
    sizeForPower = (forPower[0], forPower[1])
  }

  private static var noOrder: PlannerError {
    .invalidQuantity("the two scores are equal: there is no order to judge")
  }

  /// Returns the least and the largest of some values; there is at least one.
  private static func range(_ values: [Double]) -> ClosedRange<Double> { values.min()!...values.max()! }

  /// Returns the wins and losses that a lead and a discordance come to in whole items.
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

/// Graded scores: the normal approximation with the variance of the differences.
extension ClaimStatistics {
  /// Works out what two models' graded scores say.
  init(
    _ differences: [Double], _ claim: ClaimAudit.Claim, _ question: ClaimAudit.Question
  ) throws(PlannerError) {
    let k = Double(differences.count)
    let mean = ClusteredMean(differences)
    let (lead, error) = (abs(mean.value), mean.standardError)
    guard differences.count >= 2, lead > 1e-12 else { throw ClaimStatistics.noOrder }
    let deviation = error * k.squareRoot()
    let left = claim.itemCount.map { $0 > 1 ? Double(max(0, $0 - claim.size)) / Double($0 - 1) : 0 } ?? 1
    let errorOfSample = error * left.squareRoot()
    let chance = errorOfSample > 0 ? NormalDistribution.cumulative(lead / errorOfSample) : 1
    let z = NormalDistribution.quantile(question.agreement)
    let share = Double(differences.count { $0 != 0 }) / k
    let p = error > 0 ? min(1, 2 * NormalDistribution.cumulative(-lead / error)) : 0
    let width = NormalDistribution.quantile(0.975) * error
    gap = lead
    discordance = share...share
    agreement = chance...chance
    chanceAhead = chance...chance
    mdad = (z * errorOfSample, z * errorOfSample)
    self.p = p...p
    midP = nil
    interval = (lead - width, lead + width)
    func size(_ quantile: Double, of population: Int?) -> Int? {
      let ratio = quantile * deviation / lead
      // From s²/k · (N − k)/(N − 1) = (δ/z)².
      let needed = population.map { Double($0) / (1 + Double($0 - 1) / (ratio * ratio)) } ?? (ratio * ratio)
      let whole = Int(max(1, needed.rounded(.up)))
      return claim.itemCount.map { whole < $0 } ?? true ? whole : nil
    }
    let forAgreement = size(z, of: claim.itemCount)
    sizeForAgreement = (forAgreement, forAgreement)
    let level = NormalDistribution.quantile(1 - question.alpha / 2)
    let forPower = size(level + NormalDistribution.quantile(question.power), of: nil)
    sizeForPower = (forPower, forPower)
  }
}
