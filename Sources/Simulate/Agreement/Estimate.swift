/// Holds a figure with its 95 % interval. A limit is nil if there is none: an absent value, or an upper limit beyond
/// every number.
public struct Estimate: Sendable, Equatable {
  /// The figure.
  public var value: Double?
  /// The lower limit.
  public var low: Double?
  /// The upper limit.
  public var high: Double?

  /// Creates a figure and its limits.
  public init(value: Double?, low: Double?, high: Double?) {
    self.value = value
    self.low = low
    self.high = high
  }

  /// Creates a figure that resampling does not change.
  public init(exactly value: Double?) { self.init(value: value, low: value, high: value) }

  /// Creates a figure with the percentile interval of its resampled values, among which infinity stands for "absent".
  ///
  /// - Parameter tail: the share of values left out at either end.
  package init(value: Double?, resampled values: inout [Double], tail: Double = 0.025) {
    guard !values.isEmpty else {
      self.init(value: value, low: nil, high: nil)
      return
    }
    values.sort()
    let limits = (quantile(tail, ofSorted: values), quantile(1 - tail, ofSorted: values))
    self.init(value: value, low: limits.0.isFinite ? limits.0 : nil, high: limits.1.isFinite ? limits.1 : nil)
  }

  /// Returns the limits moved away from the figure to a multiple of their distances.
  ///
  /// - Parameter range: what values are possible.
  func stretched(by factor: Double, within range: ClosedRange<Double>) -> Estimate {
    guard let value, factor != 1 else { return self }
    return Estimate(
      value: value, low: low.map { max(range.lowerBound, value - factor * (value - $0)) },
      high: high.map { min(range.upperBound, value + factor * ($0 - value)) })
  }

  /// Returns the limits moved away by an independent half width, in quadrature (Zou and Donner 2008).
  func combined(with halfWidth: Double, within range: ClosedRange<Double>) -> Estimate {
    guard let value else { return self }
    func distance(_ limit: Double) -> Double {
      ((limit - value) * (limit - value) + halfWidth * halfWidth).squareRoot()
    }
    return Estimate(
      value: value, low: low.map { max(range.lowerBound, value - distance($0)) },
      high: high.map { min(range.upperBound, value + distance($0)) })
  }
}
