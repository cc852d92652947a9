/// What is read off the agreement curve in each resample of trials.
struct CurveResamples: Sendable {
  /// The readings of one resample, infinity where there is none.
  struct Reading: Sendable {
    /// At each point of the whole curve.
    let smoothed: [Double]
    let first: Double
    let sustained: Double
    let smoothedMDAD: Double
    let unreliablePairs: Double
  }

  private let readings: [Reading]
  /// The share of resamples to leave out at either end.
  private let tail: Double

  /// - Complexity: O(resamples · trials · bins).
  init(curve: AgreementCurve, spread: TrialSpread, bootstrap: TrialBootstrap) {
    let (settings, outcomes) = (spread.settings, spread.outcomes)
    let width = outcomes.map(\.tally.pairs.count).max() ?? 0
    // Of each trial the successes, weights and pairs by bin, and the pairs without a gap.
    let columns = 3 * width + 1
    var rows = [Double](repeating: 0, count: outcomes.count * columns)
    for (trial, outcome) in outcomes.enumerated() {
      let (tally, start) = (outcome.tally, trial * columns)
      for bin in tally.pairs.indices {
        rows[start + bin] = tally.successes(bin, ties: settings.ties)
        rows[start + width + bin] = tally.weight(bin, ties: settings.ties)
        rows[start + 2 * width + bin] = tally.pairs[bin]
      }
      rows[start + 3 * width] = tally.zeroGapPairs
    }
    let positions = curve.centers.map(GapBins.position)
    var readings: [Reading] = []
    readings.reserveCapacity(bootstrap.resamples)
    bootstrap.forEachResample(ofRows: rows, width: columns) { sums in
      let points = curve.points.compactMap { point -> AgreementCurve.Point? in
        let weight = sums[width + point.bin]
        guard weight > 1e-9 else { return nil }
        return .init(
          bin: point.bin, pairs: sums[2 * width + point.bin], weight: weight,
          agreement: min(1, sums[point.bin] / weight))
      }
      guard !points.isEmpty else { return }
      let resampled = AgreementCurve(bins: settings.bins, points: points)
      let mdad = resampled.mdad(threshold: settings.threshold, minimumPairs: settings.minimumPairs)
      let known = resampled.centers.map(GapBins.position)
      readings.append(
        Reading(
          smoothed: points.count == positions.count
            ? resampled.smoothed
              // A curve with points always has a value.
            : positions.map { interpolate(at: $0, x: known, y: resampled.smoothed)! },
          first: mdad.first ?? .infinity, sustained: mdad.sustained ?? .infinity,
          smoothedMDAD: mdad.smoothed ?? .infinity,
          unreliablePairs: ResultRow.shareOfPairs(
            within: mdad.smoothed, curve: resampled, zeroGapPairs: sums[3 * width])))
    }
    self.readings = readings
    tail = bootstrap.tail
  }

  /// A figure with the percentile interval of its readings.
  func estimate(_ value: Double?, _ reading: (Reading) -> Double) -> Estimate {
    var values = readings.map(reading)
    return Estimate(value: value, resampled: &values, tail: tail)
  }
}
