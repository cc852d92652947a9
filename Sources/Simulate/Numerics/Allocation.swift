/// Shares `total` among groups in proportion to their sizes by the largest-remainder (Hamilton) rule.
///
/// Every group first gets the whole part of its quota; what is left goes one each to the largest remainders, the
/// earlier group first among equals. No group gets more than its size.
///
/// - Parameters:
///   - total: at most the sum of the sizes.
///   - sizes: of the groups.
/// - Complexity: O(g log g).
package func largestRemainderAllocation(_ total: Int, sizes: [Int]) -> [Int] {
  let whole = sizes.reduce(0, +)
  precondition(total >= 0 && total <= whole)
  guard whole > 0 else { return sizes.map { _ in 0 } }
  // total ≤ whole, so that no quota exceeds its group's size and a remainder exists only where there is room.
  var shares = sizes.map { $0 * total / whole }
  let left = total - shares.reduce(0, +)
  let byRemainder = sizes.indices.sorted { first, second in
    let (a, b) = (sizes[first] * total % whole, sizes[second] * total % whole)
    return a != b ? a > b : first < second
  }
  for group in byRemainder.prefix(left) { shares[group] += 1 }
  return shares
}
