/// Interpolates linearly between points in ascending order of `x`, constant beyond the ends; nil without points.
package func interpolate(at position: Double, x: [Double], y: [Double]) -> Double? {
  guard let first = x.first, let last = x.last else { return nil }
  if position <= first { return y[0] }
  if position >= last { return y[y.count - 1] }
  let upper = x.firstIndex { $0 >= position }!  // The last x is above the position.
  let share = (position - x[upper - 1]) / (x[upper] - x[upper - 1])
  return y[upper - 1] + share * (y[upper] - y[upper - 1])
}

/// Interpolates in the same way at several places in ascending order.
///
/// - Complexity: O(places + points).
package func interpolate(at positions: some Collection<Double>, x: [Double], y: [Double]) -> [Double]? {
  guard let first = x.first, let last = x.last else { return nil }
  var upper = 0
  return positions.map { position in
    if position <= first { return y[0] }
    if position >= last { return y[y.count - 1] }
    // The last x is above the position.
    while x[upper] < position { upper += 1 }
    let share = (position - x[upper - 1]) / (x[upper] - x[upper - 1])
    return y[upper - 1] + share * (y[upper] - y[upper - 1])
  }
}
