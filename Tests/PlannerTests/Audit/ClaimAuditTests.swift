import Foundation
import Simulate
import Testing

@testable import Planner

@Suite struct ClaimAuditTests {
  func audit(
    _ scores: [String], size: Int, items: Int?, _ discordance: ClosedRange<Double>, graded: Bool = false
  ) throws -> ClaimAudit {
    var claim = ClaimAudit.Claim(size: size, itemCount: items)
    claim.scores = scores
    claim.isGraded = graded
    return try ClaimAudit(claim, question: .init(), band: DiscordanceBand(.given(discordance), sentence: ""))
  }

  @Test func figuresAreThoseOfTheFormulas() throws {
    let audit = try audit(["62", "60"], size: 100, items: 14042, 0.2...0.4)
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
    #expect(close(audit.p.lowerBound, 0.8238029, 1e-6) && close(audit.p.upperBound, 0.8746293, 1e-6))
    #expect(audit.findings.verdict == .unsupported)
    #expect((audit.mdad.low ?? 0) > 2 && (audit.mdad.high ?? 0) > (audit.mdad.low ?? 0))
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
          #expect(ClaimAudit.nearestWholeItems(text, size: size) == nil, "\(text) of \(size)")
        }
      }
    }
    #expect(ClaimAudit.nearestWholeItems("50.1", size: 30) == "50.0 (15) and 53.3 (16)")
  }

  @Test func knownAnswersLeaveNoBand() throws {
    var claim = ClaimAudit.Claim(size: 448, itemCount: nil)
    claim.difference = PairedDifference(wins: 90, losses: 65, size: 448)
    let audit = try ClaimAudit(claim, question: .init(), band: nil)
    #expect(audit.discordance.lowerBound == audit.discordance.upperBound && close(audit.gap, 25 / 4.48, 1e-12))
    #expect(audit.findings.verdict == .weak && close(audit.p.lowerBound, 0.05353757584043604, 1e-12))
    claim.difference = PairedDifference(wins: 65, losses: 90, size: 448)
    let turned = try ClaimAudit(claim, question: .init(), band: nil)
    #expect(close(turned.interval?.low, audit.interval?.low ?? .nan, 1e-9) && turned.gap == audit.gap)
  }

  /// NumPy: d = [.5, .2, -.1, .3, 0, .4]; m, s = d.mean(), d.std(ddof=1); SciPy: 2 * norm.sf(m / (s / 6 ** .5)),
  /// norm.cdf(m / (s / 6 ** .5 * (94 / 99) ** .5)), m ± norm.ppf(.975) * s / 6 ** .5, norm.ppf(.8) * s / 6 ** .5 * (94 / 99) ** .5.
  @Test func gradedClaimsAreThoseOfTheNormalApproximation() throws {
    let claim = ClaimAudit.Claim(size: 6, itemCount: 100)
    let differences = [0.5, 0.2, -0.1, 0.3, 0, 0.4]
    let audit = try ClaimAudit(claim, question: .init(), differences: differences)
    #expect(close(audit.gap, 21.666666666666668, 1e-9) && close(audit.p.lowerBound, 0.021966364964993473, 1e-9))
    #expect(close(audit.agreement.lowerBound, 0.9906407243589391, 1e-9))
    #expect(
      close(audit.interval?.low, 3.1302929632370553, 1e-8) && close(audit.interval?.high, 40.203040370096275, 1e-8))
    #expect(close(audit.mdad.low, 7.756033904787072, 1e-8))
    // (norm.ppf(.8) * s / m)² = 0.81: one item.
    let k = try #require(audit.sizeForAgreement.low)
    #expect(k == 1 && audit.findings.verdict == .sound)
    let turned = try ClaimAudit(claim, question: .init(), differences: differences.map { -$0 })
    #expect(turned.p == audit.p && turned.gap == audit.gap)
    #expect(throws: PlannerError.self) { try ClaimAudit(claim, question: .init(), differences: [1, -1, 1, -1, 0, 0]) }
  }

  @Test(arguments: [
    (["60", "60"], "there is no order"), (["0.62", "0.6"], "at most 1"), (["62"], "give two"),
    (["62", "x"], "is no score"),
    (["62", "160"], "is no score"),
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
      #expect(range.lowerBound >= gap && range.upperBound <= 1)
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
