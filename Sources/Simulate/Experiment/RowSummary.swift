extension ResultRow {
  /// Sums up the trials of one method, size and reference, with 95 % intervals: over trials, and over models too where
  /// the settings ask for that.
  init(
    method: String, size: Int, reference: Reference, basis: ResultBasis, outcomes: [TrialOutcome],
    settings: SimulationSettings, bootstrap: TrialBootstrap
  ) {
    var total = AgreementTally()
    for outcome in outcomes { total.add(outcome.tally) }
    let curve = AgreementCurve(tally: total, bins: settings.bins, ties: settings.ties)
    let mdad = curve.mdad(threshold: settings.threshold, minimumPairs: settings.minimumPairs)
    let hasIntervals = bootstrap.isMeaningful && outcomes.count == bootstrap.trials
    let spread = hasIntervals ? TrialSpread(outcomes: outcomes, settings: settings) : nil
    let readings = spread.map { spread in
      CurveIntervals(curve: curve, zeroGapPairs: total.zeroGapPairs, spread: spread, bootstrap: bootstrap)
    }
    self.method = method
    self.size = size
    self.reference = reference
    self.basis = basis
    self.curve = curve
    self.mdad = mdad
    func without(_ value: Double?) -> Estimate { Estimate(value: value, low: nil, high: nil) }
    agreement = readings?.agreement ?? curve.points.map { without($0.agreement) }
    smoothed = readings?.smoothed ?? curve.smoothed.map { without($0) }
    first = readings?.first ?? without(mdad.first)
    sustained = readings?.sustained ?? without(mdad.sustained)
    smoothedMDAD = readings?.smoothedMDAD ?? without(mdad.smoothed)
    unreliablePairs =
      readings?.unreliablePairs
      ?? without(
        ResultRow.shareOfPairs(within: mdad.smoothed, curve: curve, zeroGapPairs: total.zeroGapPairs))

    func mean(_ figure: (TrialOutcome) -> Double?) -> Double? {
      let known = outcomes.compactMap(figure)
      return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
    let means = (mean { $0.error }, mean { $0.kendallTau }, mean { $0.spearman }, mean { $0.top1 })
    error = Estimate(
      mean: means.0,
      variance: spread?.variance(ofMean: means.0, isOfTargets: true, { $0.error }) { $0.errorTerms(about: $1) },
      within: 0...1)
    kendallTau = Estimate(
      correlation: means.1,
      variance: spread?.variance(ofMean: means.1, { $0.kendallTau }) { $0.kendallTerms(about: $1) })
    spearman = Estimate(
      correlation: means.2,
      variance: spread?.variance(ofMean: means.2, { $0.spearman }) { $0.spearmanTerms(about: $1) })
    top1 = Estimate(
      share: means.3, variance: spread?.variance(ofMean: means.3, { $0.top1 }) { $0.topTerms(about: $1) },
      assuming: Double(outcomes.count))
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

  /// The share of pairs whose gap is at most `mdad`, those with equal scores included; within a bin pairs count as
  /// spread evenly over it. 1 where there is no MDAD: no pair can be relied on.
  static func shareOfPairs(within mdad: Double?, curve: AgreementCurve, zeroGapPairs: Double) -> Double {
    guard let mdad else { return 1 }
    var below = zeroGapPairs
    var total = zeroGapPairs
    for point in curve.points {
      below += point.pairs * curve.bins.share(of: point.bin, below: mdad)
      total += point.pairs
    }
    return total > 0 ? below / total : 1
  }
}

extension GapBins {
  /// The share of a bin's width that lies below a gap.
  ///
  /// - Parameter gap: a fraction.
  func share(of bin: Int, below gap: Double) -> Double {
    let edges = edges(of: bin)
    let (low, high) = (GapBins.position(of: edges.lowerBound), GapBins.position(of: edges.upperBound))
    return min(1, max(0, (GapBins.position(of: gap) - low) / (high - low)))
  }
}
