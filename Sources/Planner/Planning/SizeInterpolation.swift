import Foundation
import Simulate

/// Finds the size at which agreement at a gap reaches a target, between sizes at which it is known.
///
/// Agreement is made non-decreasing in k and read linearly on the scale log(k/(N − k)), on which it is nearly straight:
/// the variance of what k of N items say is proportional to (N − k)/k. Nothing is read beyond the last known size.
package struct SizeInterpolation: Sendable {
  /// The known sizes, ascending.
  package let sizes: [Int]
  /// Agreement at each, with its interval.
  package let agreement: [Estimate]
  /// N of the items chosen from; nil for a benchmark of unlimited size, or if it does not matter.
  package let itemCount: Int?

  /// Creates an interpolation.
  package init(sizes: [Int], agreement: [Estimate], itemCount: Int?) {
    self.sizes = sizes
    self.agreement = agreement
    self.itemCount = itemCount
  }

  /// Returns what reaches a target: the smallest such size, with the sizes at which the limits of agreement do.
  ///
  /// - Parameter targets: how targets were chosen.
  package func need(target: Double, targets: String) -> RegimeNeed {
    let middle = crossing(agreement.map(\.value), target: target)
    let isSimulated = middle.size.map { sizes.contains($0) } ?? false
    return RegimeNeed(
      targets: targets, size: middle.size, low: crossing(agreement.map(\.high), target: target).size,
      high: crossing(agreement.map(\.low), target: target).size, agreementAtSize: middle.size.flatMap { value(at: $0) },
      basis: isSimulated ? .simulated : .interpolated, isUpperBound: middle.isFirst, sizeToChooseBy: middle.size)
  }

  /// Returns the agreement at a size by the same reading.
  private func value(at size: Int) -> Double? {
    let (x, y) = line(agreement.map(\.value))
    return interpolate(at: position(Double(size)), x: x, y: y)
  }

  /// The place of a size on the scale.
  private func position(_ size: Double) -> Double { itemCount.map { log(size / (Double($0) - size)) } ?? log(size) }

  /// The size at a place on the scale.
  private func size(at position: Double) -> Double {
    itemCount.map { Double($0) / (1 + exp(-position)) } ?? exp(position)
  }

  private func line(_ values: [Double?]) -> (x: [Double], y: [Double]) {
    let known = zip(sizes, values).compactMap { size, value in value.map { (size, $0) } }
      .filter { size, _ in itemCount.map { size < $0 } ?? true }
    return (known.map { position(Double($0.0)) }, isotonicRegression(known.map(\.1), weights: known.map { _ in 1 }))
  }

  private func crossing(_ values: [Double?], target: Double) -> (size: Int?, isFirst: Bool) {
    let (x, y) = line(values)
    guard let crossing = Crossing(of: target, x: x, y: y) else { return (nil, false) }
    // A size that is above a whole number by a rounding error counts as that number.
    return (Int((size(at: crossing.position) - 1e-6).rounded(.up)), crossing.isFirst)
  }
}
