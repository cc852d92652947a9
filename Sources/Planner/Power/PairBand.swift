/// Holds how a figure of pairs of models is spread over the pairs in a range of gaps or accuracies.
public struct PairBand: Sendable, Equatable {
  /// The middle of the range, a fraction.
  public let center: Double
  /// The pairs in it.
  public let pairs: Int
  /// The 10 % point of the figure.
  public let low: Double
  /// The median.
  public let median: Double
  /// The 90 % point.
  public let high: Double

  /// Creates a band.
  public init(center: Double, pairs: Int, low: Double, median: Double, high: Double) {
    self.center = center
    self.pairs = pairs
    self.low = low
    self.median = median
    self.high = high
  }
}
