import Simulate

/// Holds how alike two models answer a benchmark, by their mean accuracy: the correlation φ of right answers among real
/// pairs, from which discordance follows at accuracies where no pair was measured.
package struct CorrelationProfile: Sendable, Equatable {
  /// φ by mean accuracy, in ascending order; not empty.
  package let bands: [PairBand]

  /// The width of a band, a fraction.
  package static let width = 0.05
  /// The pairs that a band needs to count.
  static let fewestPairs = 10
  /// The largest gap of the pairs that count, a fraction: pairs that people need help to order.
  package static let largestGap = 0.1

  /// Creates a profile from its bands.
  package init(bands: [PairBand]) {
    precondition(!bands.isEmpty)
    self.bands = bands
  }

  /// Creates the profile of a matrix's models, or nil for graded scores or too few pairs.
  package init?(matrix: ItemMatrix, models: [Int]) {
    var bins: [Int: [Double]] = [:]
    for pair in matrix.answerCorrelations(of: models, within: CorrelationProfile.largestGap) {
      bins[Int((pair.accuracy / CorrelationProfile.width).rounded(.down)), default: []].append(pair.correlation)
    }
    bands = bins.filter { $0.value.count >= CorrelationProfile.fewestPairs }.sorted { $0.key < $1.key }.map {
      bin, all in
      let sorted = all.sorted()
      return PairBand(
        center: (Double(bin) + 0.5) * CorrelationProfile.width, pairs: all.count,
        low: quantile(0.1, ofSorted: sorted),
        median: quantile(0.5, ofSorted: sorted), high: quantile(0.9, ofSorted: sorted))
    }
    if bands.isEmpty { return nil }
  }

  /// The accuracies between which pairs were measured, fractions.
  package var accuracies: ClosedRange<Double> {
    bands[0].center - CorrelationProfile.width / 2...bands[bands.count - 1].center + CorrelationProfile.width / 2
  }

  /// Returns φ at a mean accuracy, interpolated between bands and constant beyond them: the 10, 50 and 90 % points.
  package func correlation(atAccuracy accuracy: Double) -> (low: Double, median: Double, high: Double) {
    func read(_ value: (PairBand) -> Double) -> Double {
      interpolate(at: accuracy, x: bands.map(\.center), y: bands.map(value)) ?? 0
    }
    return (read { $0.low }, read { $0.median }, read { $0.high })
  }
}
