extension ItemMatrix {
  /// Computes what random sampling achieves on all pairs of the models that may be targets, without trials: exactly,
  /// with intervals about other models (see ``PairAgreement``).
  ///
  /// - Parameter settings: its methods, of which each is random sampling, its sizes, choice of targets and seed count.
  package func exactRows(of settings: SimulationSettings, threads: Int) throws(SimulateError) -> [ResultRow] {
    let pool = try possibleTargets(under: settings.targetChoice, seed: settings.seed)
    let curves = PairAgreement(matrix: self, models: pool).curves(
      sizes: settings.sizes, ties: settings.ties, threads: threads)
    let items = Array(0..<itemCount)
    let order = ReferenceOrder(scores: referenceScores(of: pool, over: items), settings: settings)
    let errors = ExactTrial(matrix: self, settings: settings).expectedErrors(
      seen: items, targets: pool, references: [order])
    return settings.methods.flatMap { method in
      settings.sizes.indices.map { index in
        ResultRow(
          method: method, size: settings.sizes[index], basis: isBinary ? .exact : .normal, curve: curves[index],
          error: errors[index], settings: settings)
      }
    }
  }
}

extension ResultRow {
  /// A row of all pairs of some models and every sample of k items, with intervals about other models.
  fileprivate init(
    method: String, size: Int, basis: ResultBasis, curve: PairAgreement.Curve, error: Double,
    settings: SimulationSettings
  ) {
    let (smoothed, curve) = (curve.smoothed, curve.curve)
    let mdad = curve.mdad(threshold: settings.threshold, minimumPairs: settings.minimumPairs)
    func crossing(_ limit: (Estimate) -> Double?) -> Double? {
      let values = smoothed.compactMap(limit)
      guard values.count == smoothed.count else { return nil }
      return Crossing(of: settings.threshold, gaps: curve.centers, y: values)?.position
    }
    func without(_ value: Double?) -> Estimate { Estimate(value: value, low: nil, high: nil) }
    self.init(
      method: method, size: size, reference: .full, basis: basis, curve: curve,
      agreement: curve.points.map { without($0.agreement) }, smoothed: smoothed, mdad: mdad, first: without(mdad.first),
      sustained: without(mdad.sustained),
      smoothedMDAD: Estimate(value: mdad.smoothed, low: crossing(\.high), high: crossing(\.low)),
      error: without(error), kendallTau: without(nil), spearman: without(nil), top1: without(nil),
      unreliablePairs: without(ResultRow.shareOfPairs(within: mdad.smoothed, curve: curve, zeroGapPairs: 0)))
  }
}
