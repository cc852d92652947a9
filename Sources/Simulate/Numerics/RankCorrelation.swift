/// Returns Kendall's τ-b of two rankings, which corrects for ties in either.
///
/// Knight, "A computer method for calculating Kendall's tau with ungrouped data", JASA 1966: sort by the first variable
/// and count the exchanges of a merge sort by the second.
///
/// - Parameters:
///   - first: one number per model.
///   - second: as many.
/// - Returns: from −1 to 1, or nil if either variable is constant.
/// - Complexity: O(n log n).
package func kendallTau(_ first: [Double], _ second: [Double]) -> Double? {
  precondition(first.count == second.count)
  let count = first.count
  let order = (0..<count).sorted { a, b in
    first[a] != first[b] ? first[a] < first[b] : second[a] < second[b]
  }
  let tiedFirst = tiedPairs(order.map { first[$0] })
  let tiedBoth = tiedPairs(order.map { Pair(first: first[$0], second: second[$0]) })
  var values = order.map { second[$0] }
  let exchanges = mergeSortExchanges(&values)
  let tiedSecond = tiedPairs(values)
  let pairs = count * (count - 1) / 2
  let untied = Double(pairs - tiedFirst) * Double(pairs - tiedSecond)
  guard untied > 0 else { return nil }
  let concordantLessDiscordant = pairs - tiedFirst - tiedSecond + tiedBoth - 2 * exchanges
  return Double(concordantLessDiscordant) / untied.squareRoot()
}

private struct Pair: Equatable {
  let first: Double
  let second: Double
}

/// Returns the number of pairs of equal elements in a sequence where equal elements are neighbours.
private func tiedPairs(_ sequence: [some Equatable]) -> Int {
  var total = 0
  var run = 0
  for index in sequence.indices {
    if index > 0, sequence[index] == sequence[index - 1] { run += 1 } else { run = 0 }
    total += run
  }
  return total
}

/// Sorts ascending and returns the number of pairs that were in descending order.
private func mergeSortExchanges(_ values: inout [Double]) -> Int {
  var exchanges = 0
  var other = values
  var width = 1
  while width < values.count {
    for start in stride(from: 0, to: values.count, by: 2 * width) {
      let middle = min(start + width, values.count)
      let end = min(start + 2 * width, values.count)
      var (left, right) = (start, middle)
      for target in start..<end {
        if left < middle, right == end || values[left] <= values[right] {
          other[target] = values[left]
          left += 1
        } else {
          other[target] = values[right]
          right += 1
          exchanges += middle - left
        }
      }
    }
    swap(&values, &other)
    width *= 2
  }
  return exchanges
}

/// Returns Spearman's ρ: the Pearson correlation of ranks, tied values sharing the mean of their ranks.
///
/// - Parameter weights: how often each element stands in the lists, whole numbers from 0; nil for once each.
/// - Returns: from −1 to 1, or nil if either variable is constant or holds a value that is not a number.
/// - Complexity: O(n log n).
package func spearmanCorrelation(_ first: [Double], _ second: [Double], weights: [Double]? = nil) -> Double? {
  precondition(first.count == second.count)
  guard !first.contains(where: \.isNaN), !second.contains(where: \.isNaN) else { return nil }
  let weights = weights ?? first.map { _ in 1 }
  return pearsonCorrelation(ranks(first, weights), ranks(second, weights), weights: weights)
}

/// Returns the Pearson correlation of two variables, or nil if either is constant.
///
/// - Parameter weights: how much each element counts, from 0; nil for all alike.
package func pearsonCorrelation(_ first: [Double], _ second: [Double], weights: [Double]? = nil) -> Double? {
  precondition(first.count == second.count)
  let weights = weights ?? first.map { _ in 1 }
  let total = weights.reduce(0, +)
  guard total > 0 else { return nil }
  func mean(_ values: [Double]) -> Double { zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / total }
  let (meanFirst, meanSecond) = (mean(first), mean(second))
  var (covariance, varianceFirst, varianceSecond) = (0.0, 0.0, 0.0)
  for index in weights.indices {
    let (a, b) = (first[index] - meanFirst, second[index] - meanSecond)
    covariance += weights[index] * a * b
    varianceFirst += weights[index] * a * a
    varianceSecond += weights[index] * b * b
  }
  guard varianceFirst > 0, varianceSecond > 0 else { return nil }
  return max(-1, min(1, covariance / (varianceFirst * varianceSecond).squareRoot()))
}

/// Returns the ranks from 1 in the list where each value stands as often as its weight says, tied values sharing their
/// mean rank.
///
/// - Parameters:
///   - values: no NaN among them.
///   - weights: nil for once each.
/// - Complexity: O(n).
func ranks(_ values: [Double], _ weights: [Double]? = nil) -> [Double] {
  let order = ordered(values)
  var result = [Double](repeating: 0, count: values.count)
  var before = 0.0
  var start = 0
  while start < order.count {
    // From the next place on, so that each round advances whatever `==` says.
    var end = start + 1
    var weight = weights?[order[start]] ?? 1
    while end < order.count, values[order[end]] == values[order[start]] {
      weight += weights?[order[end]] ?? 1
      end += 1
    }
    for position in start..<end { result[order[position]] = before + (weight + 1) / 2 }
    before += weight
    start = end
  }
  return result
}
