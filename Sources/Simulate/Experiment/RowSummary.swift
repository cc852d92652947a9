extension ResultRow {
  /// Sums up the trials of one method, size and reference, with bootstrap intervals.
  ///
  /// - Parameter models: resamples of models beside those of trials; nil to resample trials alone.
  init(
    method: String, size: Int, reference: Reference, basis: ResultBasis, outcomes: [TrialOutcome],
    settings: SimulationSettings, bootstrap: TrialBootstrap, models: ModelResampling?
  ) {
    let layout = OutcomeLayout(width: outcomes.map(\.tally.pairs.count).max() ?? 0, ties: settings.ties)
    let width = layout.width
    var rows = [Double](repeating: 0, count: outcomes.count * layout.columns)
    var sum = [Double](repeating: 0, count: layout.columns)
    var total = AgreementTally()
    for (trial, outcome) in outcomes.enumerated() {
      total.add(outcome.tally)
      layout.add(outcome, times: 1, to: &rows, at: trial * layout.columns)
      layout.add(outcome, times: 1, to: &sum, at: 0)
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
    var scalars = [[Double]](repeating: [], count: OutcomeLayout.scalars.count)
    if bootstrap.isMeaningful, outcomes.count == bootstrap.trials {
      let bins = curve.points.map(\.bin)
      let centers = curve.centers
      for point in bins.indices {
        raw[point].reserveCapacity(bootstrap.resamples)
        fitted[point].reserveCapacity(bootstrap.resamples)
      }
      func take(_ sums: UnsafeBufferPointer<Double>) {
        for index in scalars.indices {
          if let mean = layout.mean(ofScalar: index, in: sums) { scalars[index].append(mean) }
        }
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
            within: readings.smoothed, curve: resampled, zeroGapPairs: sums[layout.zeroGapPairs]))
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
      if let models {
        models.forEachResample(of: outcomes.compactMap(\.record), settings: settings, layout: layout, take)
      } else {
        bootstrap.forEachResample(ofRows: rows, width: layout.columns, take)
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
    let means = sum.withUnsafeBufferPointer { sum in
      scalars.indices.map { layout.mean(ofScalar: $0, in: sum) }
    }
    // In the order of OutcomeLayout.scalars.
    error = estimate(means[0], &scalars[0])
    kendallTau = estimate(means[1], &scalars[1])
    spearman = estimate(means[2], &scalars[2])
    top1 = estimate(means[3], &scalars[3])
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
