import Foundation
import Simulate
import Testing

@testable import Planner

@Suite struct ClaimAuditTests {
  @Test func aDiscordanceBelowTheGapIsRefused() {
    func claim(_ discordance: Double) throws -> ClaimAudit {
      try ClaimAudit(
        ClaimAudit.Claim(
          .lead(0.05, size: 100, band: DiscordanceBand(.given(discordance...discordance), sentence: "")),
          itemCount: nil), question: ClaimAudit.Question())
    }
    #expect(throws: PlannerError.self) { try claim(0.04) }
    #expect(throws: Never.self) { try claim(0.05) }
  }

  func audit(
    _ scores: [String], size: Int, items: Int?, _ discordance: ClosedRange<Double>, graded: Bool = false
  ) throws -> ClaimAudit {
    let band = DiscordanceBand(.given(discordance), sentence: "")
    return try ClaimAudit(
      .init(.scores(scores, size: size, isGraded: graded, band: band), itemCount: items), question: .init())
  }

  @Test func figuresAreThoseOfTheFormulas() throws {
    let found = try audit(["62", "60"], size: 100, items: 14042, 0.2...0.4)
    let audit = found.statistics
    for (end, discordance) in [(audit.agreement.upperBound, 0.2), (audit.agreement.lowerBound, 0.4)] {
      let comparison = try PairedComparison(gap: 0.02, discordance: discordance, itemCount: 14042)
      #expect(close(end, comparison.orderProbabilities(size: 100).ahead))
    }
    #expect(
      audit.sizeForAgreement.low
        == smallestSize(try PairedComparison(gap: 0.02, discordance: 0.2, itemCount: 14042), target: 0.8))
    // Φ(δ/√((d − δ²)/k · (N − k)/(N − 1))): scipy.stats.norm.cdf(.02/((.2-.0004)/100*(13942/14041))**.5)
    #expect(close(audit.chanceAhead.upperBound, 0.6733736382163631, 1e-6))
    // 11 wins to 9 losses, and 21 to 19: scipy.stats.binomtest(11, 20, .5).pvalue and (21, 40, .5)
    #expect(close(audit.p.lowerBound, 0.8238029, 1e-6))
    #expect(close(audit.p.upperBound, 0.8746293, 1e-6))
    #expect(found.findings.verdict == .unsupported)
    #expect((audit.mdad.low ?? 0) > 0.02)
    #expect((audit.mdad.high ?? 0) > (audit.mdad.low ?? 0))
  }

  @Test(arguments: [
    (["62", "60"], 100, 14042, 0.2...0.4, AuditVerdict.unsupported), (["65", "60"], 100, 14042, 0.2...0.4, .weak),
    (["65.2", "60"], 1000, 14042, 0.2...0.3, .sound), (["62", "60"], 100, 100, 0.2...0.4, .sound),
    (["62", "60"], 1000, 14042, 0.2...0.4, .weak), (["62.35", "60"], 100, 14042, 0.2...0.4, .impossible),
  ])
  func verdicts(scores: [String], size: Int, items: Int, band: ClosedRange<Double>, verdict: AuditVerdict) throws {
    #expect(try audit(scores, size: size, items: items, band).findings.verdict == verdict)
  }

  @Test func partialCreditExcusesImpossibleCounts() throws {
    #expect(
      try audit(["62.35", "60"], size: 100, items: 14042, 0.2...0.4, graded: true).findings.verdict == .unsupported)
  }

  @Test func everyScoreThatWholeItemsGiveIsPossible() {
    for size in 1...150 {
      for decimals in 0...3 {
        for right in 0...size {
          let text = String(format: "%.\(decimals)f", Double(right) / Double(size) * 100)
          #expect(PrintedScore.nearestWholeItems(text, size: size) == nil, "\(text) of \(size)")
        }
      }
    }
    #expect(PrintedScore.nearestWholeItems("50.1", size: 30) == "50.0 (15) and 53.3 (16)")
  }

  /// A model that is behind on all items of the benchmark is not ahead, however certain the order is.
  @Test func aClaimTheWrongWayRoundIsUnsupported() throws {
    for items in [nil, 448, 5000] {
      let difference = PairedDifference(wins: 20, losses: 120, size: 448)
      let found = try ClaimAudit(.init(.answers(difference), itemCount: items, models: ["a", "b"]), question: .init())
      #expect(found.findings.verdict == .unsupported)
      #expect(found.findings.reasons.first?.hasPrefix("a is behind, not ahead: on ") == true)
      #expect(found.statistics.gap > 0)
    }
    for (scores, verdict) in [(["60", "65.2"], AuditVerdict.unsupported), (["65.2", "60"], .sound)] {
      #expect(try audit(scores, size: 1000, items: 14042, 0.2...0.3).findings.verdict == verdict)
    }
  }

  @Test func printedScoresHaveTheIntervalsOfTheirBand() throws {
    let found = try audit(["62", "60"], size: 100, items: 14042, 0.2...0.4).statistics
    let ends = [(11, 9), (21, 19)].map { PairedDifference(wins: $0, losses: $1, size: 100) }
    #expect(found.interval.low == ends[1].interval().low && found.interval.high == ends[1].interval().high)
    #expect(found.midP == ends[0].midP...ends[1].midP)
  }

  @Test func partialCreditMayLeadByLessThanOneItem() throws {
    let found = try audit(["62.01", "62"], size: 100, items: 1000, 0.2...0.3, graded: true)
    #expect(found.findings.verdict == .unsupported)
  }

  @Test func knownAnswersLeaveNoBand() throws {
    func audit(wins: Int, losses: Int) throws -> ClaimAudit {
      let difference = PairedDifference(wins: wins, losses: losses, size: 448)
      return try ClaimAudit(.init(.answers(difference), itemCount: nil, models: ["a", "b"]), question: .init())
    }
    let ahead = try audit(wins: 90, losses: 65)
    let statistics = ahead.statistics
    #expect(statistics.discordance.lowerBound == statistics.discordance.upperBound)
    #expect(close(statistics.gap, 25 / 448, 1e-14))
    #expect(ahead.findings.verdict == .weak)
    #expect(close(statistics.p.lowerBound, 0.05353757584043604, 1e-12))
    let turned = try audit(wins: 65, losses: 90)
    #expect(close(turned.statistics.interval.low, statistics.interval.low, 1e-11))
    #expect(turned.statistics.gap == statistics.gap)
    #expect(turned.notes.first == "The figures describe the lead of b.")
    #expect(turned.findings.verdict == .unsupported)
    #expect(turned.findings.reasons.first == "a is behind, not ahead: on these 448 items b leads by 5.58 points.")
    // scipy.stats.binomtest(90, 155, .5).pvalue − binom.pmf(90, 155, .5)
    #expect(close(statistics.midP?.lowerBound, 0.04498016418904383, 1e-12))
    #expect(ahead.notes == ["The two differ on 155 items: a wins 90, b 65."])
  }

  /// NumPy: d = [.5, .2, -.1, .3, 0, .4]; m, s = d.mean(), d.std(ddof=1); SciPy: 2 * norm.sf(m / (s / 6 ** .5)),
  /// norm.cdf(m / (s / 6 ** .5 * (94 / 99) ** .5)), m ± norm.ppf(.975) * s / 6 ** .5,
  /// norm.ppf(.8) * s / 6 ** .5 * (94 / 99) ** .5.
  @Test func gradedClaimsAreThoseOfTheNormalApproximation() throws {
    func claim(_ differences: [Double]) throws -> ClaimAudit {
      try ClaimAudit(.init(.differences(differences), itemCount: 100), question: .init())
    }
    let differences = [0.5, 0.2, -0.1, 0.3, 0, 0.4]
    let found = try claim(differences)
    let audit = found.statistics
    #expect(close(audit.gap, 0.21666666666666668, 1e-11))
    #expect(close(audit.p.lowerBound, 0.021966364964993473, 1e-9))
    #expect(close(audit.agreement.lowerBound, 0.9906407243589391, 1e-9))
    #expect(close(audit.interval.low, 0.031302929632370553, 1e-10))
    #expect(close(audit.interval.high, 0.40203040370096275, 1e-10))
    #expect(close(audit.mdad.low, 0.07756033904787072, 1e-10))
    // (norm.ppf(.8) * s / m)² = 0.81: one item.
    let k = try #require(audit.sizeForAgreement.low)
    #expect(k == 1)
    #expect(found.findings.verdict == .sound)
    let reversed = try claim(differences.map { -$0 })
    let turned = reversed.statistics
    #expect(reversed.findings.verdict == .unsupported)
    #expect(turned.p == audit.p)
    #expect(turned.gap == audit.gap)
    #expect(throws: PlannerError.self) { try claim([1, -1, 1, -1, 0, 0]) }
  }

  @Test func winsAndLossesAreCountedInTheMatrix() throws {
    let matrix = ladder(models: 12, items: 30, seed: 3)
    let pairs = (0..<30).map { (matrix.score(model: 9, item: $0), matrix.score(model: 2, item: $0)) }
    guard case .answers(let difference) = ClaimAudit.Evidence(matrix, ahead: 9, of: 2) else {
      Issue.record("wins and losses of right-or-wrong answers are not counted")
      return
    }
    #expect(difference.wins == pairs.count { $0 == (1, 0) })
    #expect(difference.losses == pairs.count { $0 == (0, 1) })
    #expect(difference.size == 30)
  }

  @Test(arguments: [
    (["60", "60"], "there is no order"), (["0.62", "0.6"], "at most 1"), (["62"], "give two"),
    (["62", "x"], "is not a score"),
    (["62", "160"], "is not a score"),
  ])
  func mistakesAreNamed(scores: [String], words: String) {
    let error = #expect(throws: PlannerError.self) { try audit(scores, size: 100, items: nil, 0.2...0.4) }
    #expect(error?.description.contains(words) == true)
    #expect(throws: PlannerError.self) { try audit(["62", "60"], size: 100, items: 50, 0.2...0.4) }
  }
}

@Suite struct DiscordanceBandTests {
  @Test func correlationsGiveTheDiscordanceOfTheFormula() throws {
    let band = DiscordanceBand(.correlated(accuracy: 0.6, correlations: 0.2...0.5), sentence: "")
    let range = band.range(atGap: 0.04)
    #expect(close(range.lowerBound, try correlatedDiscordance(better: 0.62, worse: 0.58, correlation: 0.5), 1e-12))
    #expect(close(range.upperBound, try correlatedDiscordance(better: 0.62, worse: 0.58, correlation: 0.2), 1e-12))
    // Impossible corners stay possible: accuracies near the ends, gaps above the band.
    for (accuracy, gap) in [(0.999, 0.1), (0.001, 0.5), (0.5, 1.0), (0.5, 0.999)] {
      let range = DiscordanceBand(.correlated(accuracy: accuracy, correlations: 0.2...0.5), sentence: "").range(
        atGap: gap)
      #expect(range.lowerBound >= gap)
      #expect(range.upperBound <= 1)
    }
    #expect(DiscordanceBand(.given(0.1...0.2), sentence: "").range(atGap: 0.5) == 0.5...0.5)
  }

  @Test(arguments: [(10, Int?.none), (100, 14042), (50, 448)])
  func detectableDifferencesAreWhereAgreementReachesTheThreshold(size: Int, items: Int?) throws {
    let band = DiscordanceBand(.given(0.2...0.4), sentence: "")
    let found = band.detectableDifference(size: size, items: items, threshold: 0.8)
    let (low, high) = (try #require(found.low), try #require(found.high))
    #expect(low < high)
    for (gap, end) in [(low, \ClosedRange<Double>.upperBound), (high, \.lowerBound)] {
      #expect(band.agreement(gap: gap, size: size, items: items)[keyPath: end] >= 0.8 - 1e-9)
      #expect(band.agreement(gap: gap - 1e-6, size: size, items: items)[keyPath: end] < 0.8)
    }
  }
}
