import Foundation
import Simulate
import Testing

@testable import Planner

@Suite struct MicroBenchmarkAuditTests {
  let matrix = ladder(models: 30, items: 80, seed: 5)

  func question(_ change: (inout MicroBenchmarkAudit.Question) -> Void = { _ in }) -> MicroBenchmarkAudit.Question {
    var question = MicroBenchmarkAudit.Question()
    question.subsets = 100
    question.resamples = 50
    change(&question)
    return question
  }

  func audit(
    _ items: [Int], _ question: MicroBenchmarkAudit.Question, threads: Int = 1
  ) -> MicroBenchmarkAudit {
    let all = Array(0..<matrix.modelCount)
    let scores = MicroBenchmarkAudit.Scores(
      reference: matrix.referenceScores(of: all, over: Array(0..<matrix.itemCount)),
      micro: matrix.referenceScores(of: all, over: items).means, size: items.count, itemCount: matrix.itemCount,
      pool: matrix)
    return MicroBenchmarkAudit(scores, question: question, band: nil, threads: threads)
  }

  /// Each item's correlation with the full score: the k lowest are as bad a subset as there is.
  var itemsByCorrelation: [Int] {
    let full = matrix.accuracies()
    let correlation = (0..<matrix.itemCount).map { item in
      pearsonCorrelation((0..<matrix.modelCount).map { matrix.score(model: $0, item: item) }, full) ?? 0
    }
    return correlation.indices.sorted { correlation[$0] < correlation[$1] }
  }

  @Test func aBadSubsetStandsAtTheBottomAndAGoodOneAtTheTop() throws {
    let order = itemsByCorrelation
    let bad = audit(Array(order.prefix(12)), question())
    #expect(try #require(bad.placement).kendallTau.percentile < 0.01 && bad.findings.verdict >= .weak)
    let good = audit(Array(order.suffix(12)), question())
    #expect(try #require(good.placement).kendallTau.percentile > 0.95 && good.findings.verdict == .sound)
  }

  /// Percentiles of random subsets are uniform: their mean is 50, with a standard error of 29/√60.
  @Test func randomSubsetsStandAnywhere() throws {
    var percentiles: [Double] = []
    for trial in 0..<60 {
      var generator = Philox(seed: 77, trial: trial, purpose: .selection)
      let subset = generator.sample(12, from: Array(0..<matrix.itemCount))
      percentiles.append(
        try #require(audit(subset, question { $0.resamples = 0 }).placement).kendallTau.percentile * 100)
    }
    let mean = percentiles.reduce(0, +) / 60
    #expect(abs(mean - 50) < 12, "\(mean)")
    #expect((8...25).contains(percentiles.count { $0 < 25 }))
  }

  @Test func theWholeBenchmarkAgreesWithItself() {
    let audit = audit(Array(0..<80), question { $0.gap = 0.02 })
    #expect(audit.kendallTau.value == 1)
    #expect(audit.error.value == 0)
    #expect(audit.placement == nil)
    #expect(audit.agreementAtGap?.value == 1)
    #expect(audit.findings.verdict == .sound)
    #expect(audit.isUpperBound)
  }

  @Test func agreementAtTheGapDecides() {
    let items = Array(itemsByCorrelation.suffix(12))
    let curve = audit(items, question()).curve
    let reached = curve.agreement(atGap: 0.1) ?? 0
    #expect(audit(items, question { ($0.gap, $0.agreement) = (0.1, reached - 0.01) }).findings.verdict == .sound)
    let missed = audit(items, question { ($0.gap, $0.agreement) = (0.01, 0.999) })
    #expect(missed.findings.verdict == .unsupported)
    let beyond = audit(items, question { ($0.gap, $0.agreement) = (0.99, 0.6) })
    #expect(beyond.findings.verdict == .weak)
    #expect(beyond.findings.reasons.contains { $0.contains("No two of these") })
  }

  @Test func theExpectationOfRandomSubsetsIsTheExactCurve() throws {
    let audit = audit([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], question())
    let settings = SimulationSettings(methods: ["random"], sizes: [10], exactRandom: true)
    let exact = try Simulation(matrix: matrix, settings: settings).run(threads: 1).rows[0]
    let mdad = try #require(exact.mdad.smoothed)
    #expect(audit.expectation?.low == mdad)
    #expect(audit.expectation?.high == mdad)
    for (center, range) in zip(audit.curve.centers, audit.expectation?.curve ?? []) {
      #expect(close(range.lowerBound, exact.curve.agreement(atGap: center) ?? .nan, 1e-12))
    }
  }

  /// If only k and N are known, the MDAD is compared with that of random samples at the band's discordance.
  @Test(arguments: [(0.02...0.03, AuditVerdict.weak, "above that"), (0.9...0.99, .sound, "below that")])
  func scoresAloneAreHeldAgainstTheBand(discordance: ClosedRange<Double>, verdict: AuditVerdict, words: String) {
    var generator = Philox(seed: 8, trial: 0, purpose: .selection)
    let full = (0..<60).map { Double($0) / 60 }
    let noise = verdict == .weak ? 70 : 1
    let micro = full.map { $0 + Double(generator.uniform(below: noise)) / 100 }
    let scores = MicroBenchmarkAudit.Scores(
      reference: ReferenceScores(means: full), micro: micro, size: 15, itemCount: 80, pool: nil)
    let audit = MicroBenchmarkAudit(
      scores, question: question(), band: DiscordanceBand(.given(discordance), sentence: "As given."))
    #expect(audit.findings.verdict == verdict)
    #expect(audit.findings.reasons.contains { $0.contains(words) })
    #expect(audit.expectation?.curve.count == audit.curve.points.count)
  }

  @Test func intervalsHoldTheFiguresAndThreadsChangeNothing() throws {
    let items = Array(itemsByCorrelation.suffix(20))
    let first = audit(items, question())
    for estimate in [first.mdad, first.error, first.kendallTau] {
      let (value, low, high) = (try #require(estimate.value), try #require(estimate.low), try #require(estimate.high))
      #expect(low <= value)
      #expect(value <= high)
      #expect(low < high)
    }
    let report = { (audit: MicroBenchmarkAudit) in
      audit.report(kind: "subset", benchmark: "ladder", Provenance()).json.text(indented: true)
    }
    #expect(report(first) == report(audit(items, question(), threads: 3)))
    #expect(report(first) != report(audit(items, question { $0.seed = 2 })))
  }

  @Test func degenerateScoresHaveNoOrder() {
    let reference = ReferenceScores(means: [0.5, 0.5, 0.5])
    let same = MicroBenchmarkAudit(
      .init(reference: reference, micro: [0, 1, 0.5], size: nil, itemCount: nil, pool: nil), question: question(),
      band: nil)
    #expect(same.findings.verdict == .unsupported)
    #expect(same.mdad.value == nil)
    #expect(same.expectation == nil)
    let blind = MicroBenchmarkAudit(
      .init(reference: ReferenceScores(means: [0.1, 0.5]), micro: [1, 1], size: 3, itemCount: 9, pool: nil),
      question: question(), band: DiscordanceBand(.given(0.3...0.4), sentence: ""))
    #expect(blind.findings.verdict == .unsupported)
    #expect(blind.kendallTau.value == nil)
  }

  @Test(arguments: [(3.0, true, 62.5), (0, true, 12.5), (9, true, 100), (3, false, 37.5), (9, false, 0)])
  func percentiles(value: Double, isBetterHigh: Bool, percentile: Double) {
    let figure = RandomPlacement.Place(value, among: [0, 1, 3, 4], isBetterHigh: isBetterHigh)
    #expect(figure.percentile == percentile / 100)
    #expect(RandomPlacement.Place(nil, among: [1, 2], isBetterHigh: isBetterHigh).percentile == 0)
  }
}
