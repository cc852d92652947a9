import Foundation
import Simulate

/// Finds the size at which agreement at a gap reaches a target, between sizes at which it is known.
package struct SizeInterpolation: Sendable {
  /// The known sizes, ascending.
  package let sizes: [Int]
  /// Agreement at each, with its interval.
  package let agreement: [Estimate]
  /// N of the items chosen from, at which agreement is 1, or nil if the last known size is the end of what is known.
  package let itemCount: Int?

  /// Creates an interpolation.
  package init(sizes: [Int], agreement: [Estimate], itemCount: Int?) {
    self.sizes = sizes
    self.agreement = agreement
    self.itemCount = itemCount
  }

  /// Returns what a method needs to reach a target: agreement is made non-decreasing in k, and read linearly in log k.
  ///
  /// Its limits are the sizes at which the limits of agreement reach the target.
  package func row(method: String, target: Double) -> PlanRow {
    let middle = crossing(agreement.map(\.value), target: target)
    let low = crossing(agreement.map(\.high), target: target)
    let high = crossing(agreement.map(\.low), target: target)
    let atSize = middle.size.flatMap { size in value(at: size) }
    let isSimulated = middle.size.map { sizes.contains($0) } ?? false
    return PlanRow(
      method: method, size: middle.size, low: low.size, high: high.size, agreementAtSize: atSize,
      basis: isSimulated ? .simulated : .interpolated, isUpperBound: middle.isFirst)
  }

  /// Returns the agreement at a size by the same reading.
  private func value(at size: Int) -> Double? {
    let (x, y) = line(agreement.map(\.value))
    return interpolate(at: log(Double(size)), x: x, y: y)
  }

  private func line(_ values: [Double?]) -> (x: [Double], y: [Double]) {
    let known = zip(sizes, values).compactMap { size, value in value.map { (size, $0) } }
    let monotone = isotonicRegression(known.map(\.1), weights: known.map { _ in 1 })
    var x = known.map { log(Double($0.0)) }
    var y = monotone
    if let itemCount, let last = known.last, last.0 < itemCount {
      x.append(log(Double(itemCount)))
      y.append(1)
    }
    return (x, y)
  }

  private func crossing(_ values: [Double?], target: Double) -> (size: Int?, isFirst: Bool) {
    let (x, y) = line(values)
    guard let crossing = Crossing(of: target, x: x, y: y) else { return (nil, false) }
    // A size that is above a whole number by a rounding error counts as that number.
    let size = Int((exp(crossing.position) - 1e-6).rounded(.up))
    return crossing.isFirst || itemCount.map { size < $0 } ?? true ? (size, crossing.isFirst) : (nil, false)
  }
}
