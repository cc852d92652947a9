import Simulate

/// Holds how well a micro-benchmark whose scores are known ranks models, whether that is more than luck, and where it
/// stands among random subsets of its size.
package struct MicroBenchmarkAudit: Sendable {
  /// Holds what is asked of it.
  package struct Question: Sendable, Equatable {
    /// The gap that it is meant to rank, a fraction; nil if none is stated.
    package var gap: Double?
    /// τ, the agreement asked for.
    package var agreement = MDAD.standardThreshold
    /// What equal scores count as.
    package var ties = TiePolicy.wrong
    /// Random subsets to compare with.
    package var subsets = 1000
    /// Resamples of models for the intervals.
    package var resamples = 1000
    /// The seed of both.
    package var seed: UInt64 = 1

    /// Asks the usual question.
    package init() {}
  }

  /// Holds scores of models on a full benchmark and on a micro-benchmark of it.
  package struct Scores: Sendable {
    /// Scores on the full benchmark.
    package let reference: ReferenceScores
    /// Scores on the micro-benchmark, fractions.
    package let micro: [Double]
    /// k, or nil if it is not known.
    package let size: Int?
    /// N, or nil if it is not known.
    package let itemCount: Int?
    /// The models' responses to the items that random subsets may be drawn from, or nil if they are not known.
    package let pool: ItemMatrix?

    /// Pairs scores, one per model in each list; at least two models.
    package init(reference: ReferenceScores, micro: [Double], size: Int?, itemCount: Int?, pool: ItemMatrix?) {
      precondition(reference.means.count == micro.count && micro.count >= 2)
      self.reference = reference
      self.micro = micro
      self.size = size
      self.itemCount = itemCount
      self.pool = pool
    }
  }

  /// Holds what uniform random sampling of k of the N items would have as its MDAD.
  package struct Expectation: Sendable {
    /// The MDAD at the least and at the largest discordance, a fraction; the same twice if it is exact, or nil if no
    /// gap is ranked often enough.
    package let low: Double?
    /// The upper end.
    package let high: Double?
    /// Its agreement at each point of the audit's curve: the range over the discordance.
    package let curve: [ClosedRange<Double>]
    /// Where it comes from, a sentence.
    package let sentence: String
  }

  /// What was asked.
  package let question: Question
  /// k, or nil if it is not known.
  package let size: Int?
  /// N, or nil if it is not known.
  package let itemCount: Int?
  /// The number of models.
  package let modelCount: Int
  /// Pairs with a gap on the full benchmark.
  package let pairs: Int
  /// Pairs that are equal on the full benchmark.
  package let zeroGapPairs: Int
  /// Agreement by gap.
  package let curve: AgreementCurve
  /// The intervals of the smoothed agreement at each point of the curve.
  package let smoothed: [Estimate]
  /// The smoothed MDAD, a fraction.
  package let mdad: Estimate
  /// Tells whether the MDAD is an upper bound.
  package let isUpperBound: Bool
  /// The other two readings of the MDAD, fractions.
  package let readings: (first: Double?, sustained: Double?)
  /// Mean absolute error, a fraction.
  package let error: Estimate
  /// Kendall's τ-b.
  package let kendallTau: Estimate
  /// Spearman's ρ.
  package let spearman: Double?
  /// Agreement at the gap asked about; nil without one.
  package let agreementAtGap: Estimate?
  /// Its place among random subsets, or nil if there is nothing to draw them from.
  package let placement: RandomPlacement?
  /// What random sampling promises, or nil if k is not known.
  package let expectation: Expectation?
  /// The verdict.
  package let findings: AuditFindings
  /// What else a person should know, a sentence each.
  package var notes: [String] = []

  /// Percentiles of τ-b below this share make a micro-benchmark weak: one random subset in twenty falls below it.
  package static let weakPercentile = 0.05

  /// Audits a micro-benchmark.
  ///
  /// Intervals are 95 % bootstrap intervals over models: they hold for models like these.
  ///
  /// - Parameters:
  ///   - band: the discordance to expect of random sampling at, if there is no item matrix, or nil for none.
  ///   - threads: at least 1.
  ///   - progress: called after each random subset.
  package init(
    _ scores: Scores, question: Question, band: DiscordanceBand?, threads: Int = 1,
    progress: (@Sendable () -> Void)? = nil
  ) {
    self.question = question
    size = scores.size
    itemCount = scores.itemCount
    modelCount = scores.micro.count
    let full = scores.reference.means
    let order = PairOrder(reference: scores.reference)
    let tally = order.tally(of: scores.micro)
    curve = AgreementCurve(tally: tally.tally, bins: .centered, ties: question.ties)
    pairs = Int(tally.tally.pairs.reduce(0, +))
    zeroGapPairs = Int(tally.tally.zeroGapPairs)
    let read = curve.mdad(threshold: question.agreement, minimumPairs: MDAD.standardMinimumPairs)
    readings = (read.first, read.sustained)
    isUpperBound = read.smoothedIsUpperBound
    spearman = spearmanCorrelation(full, scores.micro)
    let own = RandomPlacement.Outcome(tally, scores: scores.micro, full: full, question: question)
    let intervals = ScoreIntervals(scores, order: order, curve: curve, question: question)
    smoothed = intervals.smoothed
    mdad = intervals.mdad(own.mdad)
    error = intervals.error(own.error)
    kendallTau = intervals.kendallTau(own.kendallTau)
    let lows = smoothed.compactMap(\.low)
    let highs = smoothed.compactMap(\.high)
    let line = SmoothedCurve(
      gaps: curve.centers, agreement: curve.smoothed, low: lows.count == highs.count ? lows : [],
      high: lows.count == highs.count ? highs : [])
    agreementAtGap = question.gap.map { line.agreement(atGap: $0) }
    var placement: RandomPlacement?
    if let pool = scores.pool, let size, size < pool.itemCount, question.subsets > 0 {
      placement = RandomPlacement(
        of: own, size: size, pool: pool, order: order, full: full, question: question, threads: threads,
        progress: progress)
    }
    self.placement = placement
    if let placement, placement.error.percentile < MicroBenchmarkAudit.weakPercentile,
      placement.kendallTau.percentile >= MicroBenchmarkAudit.weakPercentile
    {
      notes.append(
        "Its scores are further from the full ones than those of "
          + "\(Figure.percent(1 - placement.error.percentile, .upTo(1)).shown) of random subsets: it orders models, "
          + "but its scores do not estimate full ones.")
    }
    expectation = Expectation(scores, question: question, band: band, gaps: curve.centers, threads: threads)
    findings = MicroBenchmarkAudit.findings(
      pairs: pairs, mdad: mdad, agreementAtGap: agreementAtGap, largestGap: curve.centers.last ?? 0,
      placement: placement, expectation: expectation, question: question)
  }

  private static func findings(
    pairs: Int, mdad: Estimate, agreementAtGap: Estimate?, largestGap: Double, placement: RandomPlacement?,
    expectation: Expectation?, question: Question
  ) -> AuditFindings {
    var findings = AuditFindings()
    let asked = compact(question.agreement)
    guard pairs > 0 else {
      findings.add(.unsupported, "All models have the same full score: there is no order to agree with.")
      return findings
    }
    if let gap = question.gap, let agreement = agreementAtGap, let value = agreement.value {
      let points = Figure.points(gap, .upTo(4)).shown
      let text =
        "At a gap of \(points) points agreement is \(decimal(value, 3)) "
        + "(\(decimal(agreement.low, 3)) to \(decimal(agreement.high, 3)))"
      if reaches(value, question.agreement) {
        findings.add(.sound, "\(text); \(asked) was asked for.")
      } else if agreement.high.map({ reaches($0, question.agreement) }) ?? true {
        findings.add(.weak, "\(text), below \(asked), but its interval reaches it.")
      } else {
        findings.add(.unsupported, "\(text), below \(asked) beyond doubt.")
      }
      if gap > largestGap + 1e-9 {
        findings.add(.weak, "No two of these models lie \(points) points apart; the largest gap is read instead.")
      }
    }
    if let value = mdad.value {
      let points = Figure.points(value, .upTo(2)).shown
      findings.add(.sound, "Models \(points) points apart or more are ranked with agreement \(asked).")
    } else {
      findings.add(.unsupported, "No gap between these models is ranked with agreement \(asked).")
    }
    if let placement {
      let percentile = placement.kendallTau.percentile
      let text =
        "It ranks models better (τ-b) than \(Figure.percent(percentile, .upTo(1)).shown) of \(placement.subsets) "
        + "random subsets of its size"
      if percentile < weakPercentile {
        findings.add(.weak, "\(text): drawing items at random would most likely have been better.")
      } else {
        findings.add(.sound, "\(text).")
      }
    } else if let expectation, mdad.value != nil {
      let range = "\(expectation.figure.shown) points"
      if let worst = expectation.high, let low = mdad.low, low > worst {
        findings.add(.weak, "Its MDAD is above that of uniform random samples of its size, \(range).")
      } else if let best = expectation.low, let high = mdad.high, high < best {
        findings.add(.sound, "Its MDAD is below that of uniform random samples of its size, \(range).")
      } else {
        findings.add(.sound, "Its MDAD is what uniform random samples of its size have, \(range).")
      }
    }
    return findings
  }
}

extension MicroBenchmarkAudit.Expectation {
  /// The MDAD as people read it, points.
  var figure: Figure { .between(.points(low), and: .points(high)) }

  /// Creates the MDAD of uniform random samples: exactly where the full benchmark's item matrix is known, otherwise
  /// over a band of discordance.
  fileprivate init?(
    _ scores: MicroBenchmarkAudit.Scores, question: MicroBenchmarkAudit.Question, band: DiscordanceBand?,
    gaps: [Double], threads: Int
  ) {
    guard let size = scores.size else { return nil }
    if let pool = scores.pool, pool.itemCount == scores.itemCount, scores.reference.rightCounts != nil,
      let population = pool.pairPopulation(of: Array(0..<pool.modelCount), over: Array(0..<pool.itemCount))
    {
      let tally = ExactRandomBaseline.tallies(of: population, sizes: [size], bins: .centered, threads: threads)[0]
      let exact = AgreementCurve(tally: tally, bins: .centered, ties: question.ties)
      let mdad = exact.mdad(threshold: question.agreement, minimumPairs: 1).smoothed
      (low, high) = (mdad, mdad)
      curve = gaps.map { gap in
        let agreement = exact.agreement(atGap: gap) ?? 0
        return agreement...agreement
      }
      sentence = "Exact, over all pairs and all subsets of \(size) items."
      return
    }
    guard let band, scores.itemCount.map({ size <= $0 }) ?? true else { return nil }
    let range = band.detectableDifference(
      size: size, items: scores.itemCount, threshold: question.agreement, ties: question.ties)
    (low, high) = range
    // A gap within the first bin has an order; one of 0 has none.
    curve = gaps.map {
      band.agreement(gap: max($0, 0.001), size: size, items: scores.itemCount, ties: question.ties)
    }
    sentence = band.sentence
  }
}
