/// Solves k-means on the line exactly: the partition into at most `clusters` groups with the least sum of squared
/// distances to the groups' means.
///
/// Dynamic programming over the sorted distinct values (Wang and Song, "Ckmeans.1d.dp", R Journal 2011), each layer by
/// divide and conquer, as the best last split moves only upwards (Grønlund et al. 2017, arXiv 1701.07204).
///
/// - Parameters:
///   - values: the points; equal values always share a group.
///   - clusters: at least 1.
/// - Returns: for each value its group, numbered from 0 in ascending order of value. If there are fewer distinct
///   values than `clusters`, each distinct value is a group.
/// - Complexity: O(n log n + `clusters` · u log u) for u distinct values.
package func oneDimensionalKMeans(_ values: [Double], clusters: Int) -> [Int] {
  precondition(clusters >= 1)
  guard !values.isEmpty else { return [] }
  let order = values.indices.sorted { values[$0] < values[$1] }
  var distinct: [Double] = []
  var groupOf = [Int](repeating: 0, count: values.count)
  // Sums of weight, value and square over the first u distinct values, about the middle value, so that the squares do
  // not cancel.
  let origin = values[order[order.count / 2]]
  var (weight, sum, square) = ([0.0], [0.0], [0.0])
  for index in order {
    let value = values[index]
    if distinct.last != value {
      distinct.append(value)
      weight.append(weight.last!)  // Never empty: each starts with its zero.
      sum.append(sum.last!)
      square.append(square.last!)
    }
    let shifted = value - origin
    weight[distinct.count] += 1
    sum[distinct.count] += shifted
    square[distinct.count] += shifted * shifted
    groupOf[index] = distinct.count - 1
  }
  let count = distinct.count
  guard count > clusters else { return groupOf }

  /// Returns the cost of one group of the distinct values `start..<end`.
  func cost(_ start: Int, _ end: Int) -> Double {
    let total = sum[end] - sum[start]
    return max(0, square[end] - square[start] - total * total / (weight[end] - weight[start]))
  }
  var best = (0...count).map { $0 == 0 ? 0 : cost(0, $0) }
  var splits: [[Int]] = []
  for layer in 1..<clusters {
    var next = [Double](repeating: .infinity, count: count + 1)
    var split = [Int](repeating: 0, count: count + 1)
    // Each job: find the best split of every end in `ends`, knowing that it lies in `candidates`.
    var jobs: [(ends: ClosedRange<Int>, candidates: ClosedRange<Int>)] = [(layer + 1...count, layer...count - 1)]
    while let (ends, candidates) = jobs.popLast() {
      let middle = (ends.lowerBound + ends.upperBound) / 2
      var bestSplit = candidates.lowerBound
      var bestCost = Double.infinity
      for start in candidates.lowerBound...min(candidates.upperBound, middle - 1) {
        let total = best[start] + cost(start, middle)
        if total < bestCost { (bestCost, bestSplit) = (total, start) }
      }
      next[middle] = bestCost
      split[middle] = bestSplit
      if ends.lowerBound < middle {
        jobs.append((ends.lowerBound...middle - 1, candidates.lowerBound...bestSplit))
      }
      if middle < ends.upperBound {
        jobs.append((middle + 1...ends.upperBound, bestSplit...candidates.upperBound))
      }
    }
    best = next
    splits.append(split)
  }
  var clusterOf = [Int](repeating: 0, count: count)
  var end = count
  for layer in splits.indices.reversed() {
    let start = splits[layer][end]
    for value in start..<end { clusterOf[value] = layer + 1 }
    end = start
  }
  return groupOf.map { clusterOf[$0] }
}
