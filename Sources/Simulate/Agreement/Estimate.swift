/// A figure with its 95 % interval. A limit is nil where there is none: an absent value, or an upper limit beyond every
/// number.
public struct Estimate: Sendable, Equatable {
  /// The figure.
  public var value: Double?
  /// The lower limit.
  public var low: Double?
  /// The upper limit.
  public var high: Double?

  /// A figure and its limits.
  public init(value: Double?, low: Double?, high: Double?) {
    self.value = value
    self.low = low
    self.high = high
  }

  /// A figure that resampling does not change.
  public init(exactly value: Double?) { self.init(value: value, low: value, high: value) }

  /// A figure with the 2.5 and 97.5 % points of its resampled values, among which infinity stands for "absent".
  package init(value: Double?, resampled values: inout [Double]) {
    guard !values.isEmpty else {
      self.init(value: value, low: nil, high: nil)
      return
    }
    values.sort()
    let limits = (quantile(0.025, ofSorted: values), quantile(0.975, ofSorted: values))
    self.init(value: value, low: limits.0.isFinite ? limits.0 : nil, high: limits.1.isFinite ? limits.1 : nil)
  }
}
