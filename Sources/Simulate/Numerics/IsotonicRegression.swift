/// Returns the non-decreasing sequence nearest to `values` in weighted least squares, by pooling adjacent violators.
///
/// Barlow, Bartholomew, Bremner and Brunk, "Statistical inference under order restrictions", 1972.
///
/// - Parameters:
///   - values: the sequence.
///   - weights: as many, each above 0.
/// - Returns: the fitted sequence, constant over each pooled block.
/// - Complexity: O(n).
package func isotonicRegression(_ values: [Double], weights: [Double]) -> [Double] {
  precondition(values.count == weights.count)
  var means: [Double] = []
  var totals: [Double] = []
  var lengths: [Int] = []
  means.reserveCapacity(values.count)
  totals.reserveCapacity(values.count)
  lengths.reserveCapacity(values.count)
  for index in values.indices {
    var mean = values[index]
    var total = weights[index]
    var length = 1
    while let last = means.last, last >= mean {
      let lastTotal = totals.removeLast()
      means.removeLast()
      mean = (last * lastTotal + mean * total) / (lastTotal + total)
      total += lastTotal
      length += lengths.removeLast()
    }
    means.append(mean)
    totals.append(total)
    lengths.append(length)
  }
  var fitted: [Double] = []
  fitted.reserveCapacity(values.count)
  for block in means.indices { fitted.append(contentsOf: repeatElement(means[block], count: lengths[block])) }
  return fitted
}
