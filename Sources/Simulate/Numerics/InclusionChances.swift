/// Returns chances of inclusion that are proportional to sizes and add up to `count`, none above 1.
///
/// Where k times an item's share of the sizes exceeds 1, the item is certain, and the others share what is left of k in
/// proportion to their sizes; that may make further ones certain.
///
/// - Parameters:
///   - sizes: above 0.
///   - count: k, at most the number of sizes.
/// - Complexity: O(n log n).
package func inclusionChances(proportionalTo sizes: [Double], count: Int) -> [Double] {
  precondition(count >= 0 && count <= sizes.count && sizes.allSatisfy { $0 > 0 })
  var chances = [Double](repeating: 1, count: sizes.count)
  guard count < sizes.count else { return chances }
  let descending = sizes.indices.sorted { sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1 }
  // Summed from the least, so that the last terms lose no digits to the first.
  var total = descending.reversed().reduce(0) { $0 + sizes[$1] }
  var certain = 0
  while certain < count, Double(count - certain) * sizes[descending[certain]] >= total {
    total -= sizes[descending[certain]]
    certain += 1
  }
  let rest = descending[certain...]
  let left = rest.reversed().reduce(0) { $0 + sizes[$1] }
  for position in rest { chances[position] = min(1, Double(count - certain) * sizes[position] / left) }
  return chances
}
