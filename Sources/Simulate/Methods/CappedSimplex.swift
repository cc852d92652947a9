import CKernels

/// Finds the point of {x : Σx = total, 0 ≤ x ≤ 1} nearest to a vector: every element minus one number, cut off at 0 and
/// 1.
///
/// The number is found by bisection, to the last bit: four steps at a time, by the sums at fifteen numbers in between.
/// A sum never rises with the number taken away, rounded or not, so that all ways lead to the same one.
///
/// - Parameters:
///   - total: from 0 to the count of the vector.
/// - Complexity: O(n) for each of about fifteen passes.
func projectedOnCappedSimplex(_ vector: [Double], total: Double) -> [Double] {
  precondition(total >= 0 && total <= Double(vector.count))
  var low = (vector.min() ?? 0) - 1
  var high = vector.max() ?? 0
  var levels = [Double](repeating: 0, count: 16)
  var sums = levels
  while true {
    let middle = low + (high - low) / 2
    guard middle > low, middle < high else { break }
    for part in 0..<16 { levels[part] = low + (high - low) * (Double(part) / 16) }
    mdad_capped_sums(vector, vector.count, levels, &sums)
    for part in 1..<16 where levels[part] > low && levels[part] < high {
      if sums[part] > total {
        low = levels[part]
      } else {
        high = levels[part]
        break
      }
    }
  }
  return vector.map { min(1, max(0, $0 - high)) }
}
