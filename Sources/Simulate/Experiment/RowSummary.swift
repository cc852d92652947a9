extension ResultRow {
  /// Sums up the trials of one method, size and reference, with bootstrap intervals.
  init(
    method: String, size: Int, reference: Reference, basis: ResultBasis, outcomes: [TrialOutcome],
    settings: SimulationSettings, bootstrap: TrialBootstrap
  ) {
    let width = outcomes.map(\.tally.pairs.count).max() ?? 0
    // Per trial: successes, weights, pairs, then the pairs without a gap.
    let columns = 3 * width + 1
    var rows = [Double](repeating: 0, count: outcomes.count * columns)
    var total = AgreementTally()
    for (trial, outcome) in outcomes.enumerated() {
      total.add(outcome.tally)
      let successes = outcome.tally.successes(ties: settings.ties)
      let weights = outcome.tally.weights(ties: settings.ties)
      for bin in successes.indices {
        rows[trial * columns + bin] = successes[bin]
        rows[trial * columns + width + bin] = weights[bin]
        rows[trial * columns + 2 * width + bin] = outcome.tally.pairs[bin]
      }
      rows[trial * columns + 3 * width] = outcome.tally.zeroGapPairs
    }
    let curve = AgreementCurve(tally: total, bins: settings.bins, ties: settings.ties)
    let mdad = curve.mdad(threshold: settings.threshold, minimumPairs: settings.minimumPairs)
    let unreliable = ResultRow.shareOfPairs(
      within: mdad.smoothed, curve: curve, zeroGapPairs: total.zeroGapPairs)

    var first: [Double] = []
    var sustained: [Double] = []
    var smoothedMDAD: [Double] = []
    var shares: [Double] = []
    var raw = [[Double]](repeating: [], count: curve.points.count)
    var fitted = raw
    if bootstrap.isMeaningful, outcomes.count == bootstrap.trials {
      let bins = curve.points.map(\.bin)
      let centers = curve.centers
      for point in bins.indices {
        raw[point].reserveCapacity(bootstrap.resamples)
        fitted[point].reserveCapacity(bootstrap.resamples)
      }
      bootstrap.forEachResample(ofRows: rows, width: columns) { sums in
        var points: [AgreementCurve.Point] = []
        points.reserveCapacity(bins.count)
        for (position, bin) in bins.enumerated() where sums[width + bin] > 1e-9 {
          let agreement = min(1, sums[bin] / sums[width + bin])
          raw[position].append(agreement)
          points.append(
            .init(bin: bin, pairs: sums[2 * width + bin], weight: sums[width + bin], agreement: agreement))
        }
        guard !points.isEmpty else { return }
        let resampled = AgreementCurve(bins: settings.bins, points: points)
        let readings = resampled.mdad(threshold: settings.threshold, minimumPairs: settings.minimumPairs)
        first.append(readings.first ?? .infinity)
        sustained.append(readings.sustained ?? .infinity)
        smoothedMDAD.append(readings.smoothed ?? .infinity)
        shares.append(
          ResultRow.shareOfPairs(
            within: readings.smoothed, curve: resampled, zeroGapPairs: sums[3 * width]))
        if points.count == bins.count {
          for position in bins.indices { fitted[position].append(resampled.smoothed[position]) }
        } else {
          let known = resampled.centers
          for position in bins.indices {
            // A curve with points always has a value.
            fitted[position].append(interpolate(at: centers[position], x: known, y: resampled.smoothed)!)
          }
        }
      }
    }
    let hasIntervals = bootstrap.isMeaningful && outcomes.count == bootstrap.trials
    func estimate(_ value: Double?, _ resampled: inout [Double]) -> Estimate {
      hasIntervals ? Estimate(value: value, resampled: &resampled) : Estimate(value: value, low: nil, high: nil)
    }
    self.method = method
    self.size = size
    self.reference = reference
    self.basis = basis
    self.curve = curve
    self.mdad = mdad
    agreement = curve.points.indices.map { estimate(curve.points[$0].agreement, &raw[$0]) }
    smoothed = curve.points.indices.map { estimate(curve.smoothed[$0], &fitted[$0]) }
    self.first = estimate(mdad.first, &first)
    self.sustained = estimate(mdad.sustained, &sustained)
    self.smoothedMDAD = estimate(mdad.smoothed, &smoothedMDAD)
    unreliablePairs = estimate(unreliable, &shares)
    error = bootstrap.mean(of: outcomes.map(\.error))
    kendallTau = bootstrap.mean(of: outcomes.map(\.kendallTau))
    spearman = bootstrap.mean(of: outcomes.map(\.spearman))
    top1 = bootstrap.mean(of: outcomes.map(\.top1))
  }

  /// A row without sampling error: all pairs of a matrix, every sample of k items.
  init(
    method: String, size: Int, reference: Reference, basis: ResultBasis, tally: AgreementTally, error: Double,
    settings: SimulationSettings
  ) {
    let curve = AgreementCurve(tally: tally, bins: settings.bins, ties: settings.ties)
    let mdad = curve.mdad(threshold: settings.threshold, minimumPairs: settings.minimumPairs)
    self.method = method
    self.size = size
    self.reference = reference
    self.basis = basis
    self.curve = curve
    self.mdad = mdad
    agreement = curve.points.map { Estimate(exactly: $0.agreement) }
    smoothed = curve.smoothed.map { Estimate(exactly: $0) }
    first = Estimate(exactly: mdad.first)
    sustained = Estimate(exactly: mdad.sustained)
    smoothedMDAD = Estimate(exactly: mdad.smoothed)
    self.error = Estimate(exactly: error)
    kendallTau = Estimate(exactly: nil)
    spearman = Estimate(exactly: nil)
    top1 = Estimate(exactly: nil)
    unreliablePairs = Estimate(
      exactly: ResultRow.shareOfPairs(within: mdad.smoothed, curve: curve, zeroGapPairs: tally.zeroGapPairs))
  }

  /// The share of pairs whose gap is at most `mdad`, those with equal scores included; within a bin pairs count as spread
  /// evenly over it. 1 where there is no MDAD: no pair can be relied on.
  static func shareOfPairs(within mdad: Double?, curve: AgreementCurve, zeroGapPairs: Double) -> Double {
    guard let mdad else { return 1 }
    var below = zeroGapPairs
    var total = zeroGapPairs
    for point in curve.points {
      let edges = curve.bins.edges(of: point.bin)
      let share = (mdad - edges.lowerBound) / (edges.upperBound - edges.lowerBound)
      below += point.pairs * min(1, max(0, share))
      total += point.pairs
    }
    return total > 0 ? below / total : 1
  }
}
