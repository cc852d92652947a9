/// Returns the `probability` quantile of numbers in ascending order, interpolated linearly between neighbours (type 7
/// of Hyndman and Fan 1996, NumPy's default).
///
/// An infinite neighbour makes the quantile infinite.
///
/// - Parameter sorted: in ascending order; not empty.
package func quantile(_ probability: Double, ofSorted sorted: [Double]) -> Double {
  let position = probability * Double(sorted.count - 1)
  let lower = Int(position.rounded(.down))
  let upper = min(lower + 1, sorted.count - 1)
  let fraction = position - Double(lower)
  if fraction == 0 || sorted[lower] == sorted[upper] { return sorted[lower] }
  return sorted[lower] + fraction * (sorted[upper] - sorted[lower])
}
