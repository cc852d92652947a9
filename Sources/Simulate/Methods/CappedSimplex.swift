/// Finds the point of {x : Σx = total, 0 ≤ x ≤ 1} nearest to a vector: every element minus one number, cut off at 0 and
/// 1.
///
/// The number is found by bisection, to the last bit.
///
/// - Parameters:
///   - total: from 0 to the count of the vector.
/// - Complexity: O(n) for each of about sixty steps.
func projectedOnCappedSimplex(_ vector: [Double], total: Double) -> [Double] {
  precondition(total >= 0 && total <= Double(vector.count))
  var low = (vector.min() ?? 0) - 1
  var high = vector.max() ?? 0
  while true {
    let middle = low + (high - low) / 2
    guard middle > low, middle < high else { break }
    let sum = vector.reduce(0) { $0 + min(1, max(0, $1 - middle)) }
    if sum > total { low = middle } else { high = middle }
  }
  return vector.map { min(1, max(0, $0 - high)) }
}
