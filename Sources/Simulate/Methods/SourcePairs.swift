/// Represents the pairs of source models whose scores lie closer together than a limit, as a quadratic form. For a
/// number v_m of each source, vᵀ·L·v is the sum of (v_a − v_b)² over the pairs, scaled so that L has the trace of the
/// identity.
///
/// L is the Laplacian of the graph whose edges are the pairs. With all pairs it is centring: a regression under it is
/// an ordinary one. With near pairs alone, a regression of scores on responses is one of score *differences* on
/// response differences among models that are hard to distinguish, which is what a ranking at a gap needs. If no two
/// sources are that near, all pairs count.
struct SourcePairs: Sendable {
  /// Sources in ascending order of score.
  private let order: [Int]
  /// For each place in `order`, the places of the sources within the limit, itself among them.
  private let windows: [Range<Int>]
  private let scale: Double

  /// Creates the form of all pairs.
  init(of scores: [Double]) { self.init(of: scores, within: .infinity) }

  /// Creates the form of the pairs whose scores differ by less than a limit, a fraction.
  ///
  /// - Complexity: O(S·log S) for S sources.
  init(of scores: [Double], within limit: Double) {
    let order = scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] < scores[$1] : $0 < $1 }
    var windows: [Range<Int>] = []
    windows.reserveCapacity(order.count)
    var (lower, upper) = (0, 0)
    for place in order.indices {
      let score = scores[order[place]]
      while lower < place, score - scores[order[lower]] >= limit { lower += 1 }
      while upper < order.count, upper <= place || scores[order[upper]] - score < limit { upper += 1 }
      windows.append(lower..<upper)
    }
    var degrees = windows.reduce(0) { $0 + $1.count - 1 }
    if degrees == 0 {
      windows = order.map { _ in order.indices }
      degrees = order.count * (order.count - 1)
    }
    self.order = order
    self.windows = windows
    scale = degrees > 0 ? Double(order.count) / Double(degrees) : 0
  }

  /// Computes L·v.
  ///
  /// - Complexity: O(S), by running sums along the order of scores.
  func applied(to values: [Double]) -> [Double] {
    var sums = [0.0]
    sums.reserveCapacity(order.count + 1)
    for source in order { sums.append(sums[sums.count - 1] + values[source]) }
    var result = values
    for (place, source) in order.enumerated() {
      let window = windows[place]
      let near = sums[window.upperBound] - sums[window.lowerBound]
      result[source] = scale * (Double(window.count) * values[source] - near)
    }
    return result
  }
}
