import Simulate

extension BenchmarkTable {
  /// Returns the one-factor model of synthetic answers that has the benchmark's accuracies and, over its pairs of
  /// models, its discordance.
  ///
  /// The models' correlation is found by bisection: the higher it is, the less they disagree. For each gap of the
  /// profile up to 5 points the expected discordance is averaged over pairs of accuracies separated by that gap.
  ///
  /// - Parameter subtaskSpread: see ``Simulate/MatrixSynthesis/Kind``.
  /// - Returns: the model, with a correlation of 0 if the models of the profile disagree more than independent answers
  ///   do, or nil if the table has no profile of discordance.
  package func factorModel(subtaskSpread: Double) -> MatrixSynthesis.Kind? {
    guard let discordance else { return nil }
    let quantiles = zip(BenchmarkTable.quantileLevels, accuracyQuantiles).map { (level: $0, accuracy: $1) }
    var pairs: [(weight: Double, first: Double, second: Double, discordance: Double)] = []
    // Rankings are decided among models with similar scores; models far apart also disagree for other reasons.
    let near = discordance.bands.filter { $0.center <= 0.05 }
    for band in near.isEmpty ? discordance.bands : near {
      let lower = (0..<7).compactMap { step -> Double? in
        interpolate(at: (Double(step) + 0.5) / 7, x: quantiles.map(\.level), y: quantiles.map(\.accuracy))
      }.filter { $0 + band.center <= (accuracyQuantiles.last ?? 1) && $0 > 0.001 && $0 + band.center < 0.999 }
      for accuracy in lower {
        pairs.append((Double(band.pairs) / Double(lower.count), accuracy, accuracy + band.center, band.median))
      }
    }
    func excess(_ correlation: Double) -> Double {
      pairs.reduce(0) {
        $0 + $1.weight
          * (MatrixSynthesis.discordance($1.first, $1.second, correlation: correlation) - $1.discordance)
      }
    }
    var (low, high) = (0.0, 0.999)
    if excess(low) <= 0 { high = low }
    for _ in 0..<30 where high > low {
      let middle = (low + high) / 2
      if excess(middle) > 0 { low = middle } else { high = middle }
    }
    return .factor(accuracies: quantiles, correlation: low, subtaskSpread: subtaskSpread)
  }
}
