/// Says where a position lies among points in ascending order, so that every line over these points is read there by
/// linear interpolation; lines are constant beyond the ends.
package struct InterpolationPlace {
  /// The point at the position or above it, or one of the ends.
  fileprivate let upper: Int
  /// How far the position is from the point before to this one; nil if this one's value counts.
  private let share: Double?

  /// Finds the place; nil if there are no points.
  ///
  /// - Parameters:
  ///   - x: ascending.
  ///   - start: a point that does not come after the place; where there is none better, the first.
  package init?<Points: RandomAccessCollection<Double>>(
    of position: Double, among x: Points, from start: Int = 0
  ) where Points.Index == Int {
    guard let first = x.first, let last = x.last else { return nil }
    if position <= first {
      (upper, share) = (0, nil)
    } else if position >= last {
      (upper, share) = (x.count - 1, nil)
    } else {
      // The last point is above the position, and the first below.
      var index = max(1, start)
      while x[index] < position { index += 1 }
      let below = x[index - 1]
      (upper, share) = (index, (position - below) / (x[index] - below))
    }
  }

  /// Reads a line at the place.
  package func value(of y: [Double]) -> Double {
    guard let share else { return y[upper] }
    return y[upper - 1] + share * (y[upper] - y[upper - 1])
  }
}

/// Interpolates linearly between points in ascending order of `x`, constant beyond the ends; nil without points.
package func interpolate(at position: Double, x: [Double], y: [Double]) -> Double? {
  InterpolationPlace(of: position, among: x)?.value(of: y)
}

/// Interpolates in the same way at several places in ascending order.
///
/// - Complexity: O(places + points).
package func interpolate(at positions: some Collection<Double>, x: [Double], y: [Double]) -> [Double]? {
  guard !x.isEmpty else { return nil }
  var start = 0
  return positions.compactMap { position in
    guard let place = InterpolationPlace(of: position, among: x, from: start) else { return nil }
    start = place.upper
    return place.value(of: y)
  }
}
