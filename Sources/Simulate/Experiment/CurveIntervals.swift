/// The intervals of an agreement curve and of what is read off it.
///
/// - The share of agreeing pairs in a bin has Wilson's interval for its variance.
/// - A smoothed share, an MDAD and the share of unreliable pairs have the percentile interval of the bootstrap over
///   trials, with its tails made as wide as Student's t is (Hesterberg 2015), and stretched about the figure by what
///   models add to its standard error. Smoothed shares so near to 0 or 1 that a bootstrap has too few events to draw
///   from have Wilson's interval instead, and so have all where trials differ little; the MDAD's limits are then where
///   those of the curve reach the threshold.
struct CurveIntervals: Sendable {
  private(set) var agreement: [Estimate] = []
  private(set) var smoothed: [Estimate] = []
  private(set) var first = Estimate(exactly: nil)
  private(set) var sustained = Estimate(exactly: nil)
  private(set) var smoothedMDAD = Estimate(exactly: nil)
  private(set) var unreliablePairs = Estimate(exactly: nil)

  /// Below so many independent events, of the rarer kind, a smoothed share has Wilson's interval.
  private static let fewEvents = 10.0

  /// Where models add more than this to the standard error over trials, there is little for a bootstrap over trials to
  /// draw from: trials of a method without chance, with the same targets, are all alike.
  private static let largestStretch = 10.0

  /// Bins over which the smoothed curve is level.
  private struct Block {
    /// Of the curve's points.
    let points: Range<Int>
    let agreement: Double
    /// The pairs in them.
    let weight: Double
    let variance: SamplingVariance
  }

  init(curve: AgreementCurve, zeroGapPairs: Double, spread: TrialSpread, bootstrap: TrialBootstrap) {
    let blocks = CurveIntervals.blocks(of: curve, spread: spread)
    let designEffect = CurveIntervals.designEffect(of: blocks)
    let trials = Double(spread.outcomes.count)
    /// The independent draws to assume where a share shows no variance.
    func draws(_ weight: Double) -> Double { designEffect.map { max(1, weight / max(1, $0)) } ?? trials }

    agreement = curve.points.map { point in
      Estimate(
        share: point.agreement, variance: spread.variance(ofAgreement: point.agreement, in: point.bin...point.bin),
        assuming: draws(point.weight))
    }
    let resamples = CurveResamples(curve: curve, spread: spread, bootstrap: bootstrap)
    for block in blocks {
      let events = min(block.agreement, 1 - block.agreement) * draws(block.weight)
      for position in block.points {
        smoothed.append(
          events < CurveIntervals.fewEvents || block.variance.stretch >= CurveIntervals.largestStretch
            ? CurveIntervals.local(block, at: position, curve: curve, draws: draws)
            : resamples.estimate(block.agreement, { $0.smoothed[position] }).stretched(
              by: block.variance.stretch, within: 0...1))
      }
    }
    let crossing =
      blocks.first { reaches($0.agreement, spread.settings.threshold) } ?? blocks.last
    let stretch = crossing?.variance.stretch ?? 1
    let mdad = curve.mdad(threshold: spread.settings.threshold, minimumPairs: spread.settings.minimumPairs)
    if stretch < CurveIntervals.largestStretch {
      readOff(resamples, mdad, stretch: stretch)
    } else {
      readOffLimits(of: curve, mdad, settings: spread.settings)
    }
    func share(_ gap: Double?) -> Double {
      ResultRow.shareOfPairs(within: gap, curve: curve, zeroGapPairs: zeroGapPairs)
    }
    let unreliable = share(mdad.smoothed)
    let models = mdad.smoothed.map { spread.modelVariance(ofPairs: unreliable, within: $0) } ?? 0
    let quantile = StudentDistribution.quantile(0.975, degreesOfFreedom: trials - 1)
    unreliablePairs =
      (stretch < CurveIntervals.largestStretch
      ? resamples.estimate(unreliable, \.unreliablePairs).stretched(by: stretch, within: 0...1)
      : Estimate(value: unreliable, low: share(smoothedMDAD.low), high: share(smoothedMDAD.high)))
      .combined(with: quantile * models.squareRoot(), within: 0...1)
  }

  /// Intervals of the MDAD from resamples of trials, stretched by what models add.
  private mutating func readOff(_ resamples: CurveResamples, _ mdad: MDAD, stretch: Double) {
    let gaps = 0...Double.infinity
    first = resamples.estimate(mdad.first, \.first).stretched(by: stretch, within: gaps)
    sustained = resamples.estimate(mdad.sustained, \.sustained).stretched(by: stretch, within: gaps)
    smoothedMDAD = resamples.estimate(mdad.smoothed, \.smoothedMDAD).stretched(by: stretch, within: gaps)
  }

  /// Intervals of the MDAD from where the limits of agreement reach the threshold.
  private mutating func readOffLimits(of curve: AgreementCurve, _ mdad: MDAD, settings: SimulationSettings) {
    func reading(_ estimates: [Estimate], _ limit: (Estimate) -> Double?) -> MDAD {
      let points = zip(curve.points, estimates).map { point, estimate in
        AgreementCurve.Point(
          bin: point.bin, pairs: point.pairs, weight: point.weight, agreement: limit(estimate) ?? point.agreement)
      }
      return AgreementCurve(bins: curve.bins, points: points)
        .mdad(threshold: settings.threshold, minimumPairs: settings.minimumPairs)
    }
    let (low, high) = (reading(agreement, \.high), reading(agreement, \.low))
    first = Estimate(value: mdad.first, low: low.first, high: high.first)
    sustained = Estimate(value: mdad.sustained, low: low.sustained, high: high.sustained)
    smoothedMDAD = Estimate(
      value: mdad.smoothed, low: reading(smoothed, \.high).smoothed, high: reading(smoothed, \.low).smoothed)
  }

  private static func blocks(of curve: AgreementCurve, spread: TrialSpread) -> [Block] {
    var blocks: [Block] = []
    var start = 0
    for end in 1...max(1, curve.points.count) where end <= curve.points.count {
      if end < curve.points.count, curve.smoothed[end] == curve.smoothed[start] { continue }
      let bins = curve.points[start].bin...curve.points[end - 1].bin
      blocks.append(
        Block(
          points: start..<end, agreement: curve.smoothed[start],
          weight: curve.points[start..<end].reduce(0) { $0 + $1.weight },
          variance: spread.variance(ofAgreement: curve.smoothed[start], in: bins)))
      start = end
    }
    return blocks
  }

  /// How many pairs count for one independent draw, over the whole curve, or nil if no share shows a variance.
  private static func designEffect(of blocks: [Block]) -> Double? {
    var (found, independent) = (0.0, 0.0)
    for block in blocks {
      found += block.variance.total * block.weight * block.weight
      independent += block.agreement * (1 - block.agreement) * block.weight
    }
    return independent > 0 ? found / independent : nil
  }

  /// Wilson's interval of a smoothed share near 0 or 1. The lower limit rests on the pairs of its block up to its bin
  /// alone, the upper on those from there on: agreement rises over a block too, though the smoothed curve is level.
  private static func local(
    _ block: Block, at position: Int, curve: AgreementCurve, draws: (Double) -> Double
  ) -> Estimate {
    func limits(_ points: Range<Int>) -> Estimate {
      let weight = curve.points[points].reduce(0) { $0 + $1.weight }
      return Estimate(
        share: block.agreement, variance: block.variance.scaled(by: block.weight / weight),
        assuming: draws(weight))
    }
    return Estimate(
      value: block.agreement, low: limits(block.points.lowerBound..<position + 1).low,
      high: limits(position..<block.points.upperBound).high)
  }
}
