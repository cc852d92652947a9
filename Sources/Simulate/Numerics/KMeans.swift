/// Holds a clustering about means.
struct KMeans: Sendable, Equatable {
  /// For each point the number of its cluster; no cluster is empty.
  let assignment: [Int]
  /// For each cluster the member nearest to its mean, the first of those equally near.
  let central: [Int]
  /// The sum of the points' squared distances to the means of their clusters.
  let inertia: Double

  /// Clusters points by Lloyd's iterations from a greedy k-means++ start.
  ///
  /// Arthur and Vassilvitskii, SODA 2007, each new centre the best of 2 + ⌊ln k⌋ candidates; points that a candidate
  /// cannot be nearest to are skipped (Raff 2021). Iterations keep for each point a bound from above on the distance to
  /// its own mean and one from below on that to any other, and search only where they cross (Hamerly, SDM 2010). A
  /// cluster that loses all its points gets the one farthest from its mean. Ends when no point moves.
  ///
  /// - Parameters:
  ///   - points: n points with the same number of coordinates each.
  ///   - clusters: k, from 1 to n.
  /// - Complexity: O(n · k · d) an iteration at worst.
  static func lloyd(_ points: [[Double]], clusters: Int, using generator: inout Philox) -> KMeans {
    precondition(clusters >= 1 && clusters <= points.count)
    let space = PointSpace(points)
    var state = LloydState(
      space: space, seeding: KMeansSeeding(space, clusters: clusters, using: &generator), clusters: clusters)
    for _ in 0..<300 where state.reassign() {}
    return state.result()
  }
}

/// Runs Lloyd's iterations with Hamerly's bounds.
private struct LloydState {
  let space: PointSpace
  let clusters: Int
  var assignment: [Int]
  var sizes: [Int]
  var sums: [Double]
  var centres: [Double]
  private var columns: CentreColumns
  /// For each point no less than the distance to its own centre.
  var upper: [Double]
  /// For each point no more than the distance to any other centre.
  var lower: [Double]

  init(space: PointSpace, seeding: KMeansSeeding, clusters: Int) {
    self.space = space
    self.clusters = clusters
    assignment = seeding.assignment
    sizes = [Int](repeating: 0, count: clusters)
    sums = [Double](repeating: 0, count: clusters * space.stride)
    centres = sums
    columns = CentreColumns(clusters, dimensions: space.stride)
    upper = [Double](repeating: .infinity, count: space.count)
    lower = [Double](repeating: 0, count: space.count)
    for point in 0..<space.count { add(point, to: assignment[point], 1) }
    _ = moveCentres()
  }

  private mutating func add(_ point: Int, to cluster: Int, _ sign: Int) {
    sizes[cluster] += sign
    for index in 0..<space.stride {
      sums[cluster * space.stride + index] += Double(sign) * space.values[point * space.stride + index]
    }
  }

  /// Moves every centre to the mean of its points, and returns how far each moved.
  private mutating func moveCentres() -> [Double] {
    var moves = [Double](repeating: 0, count: clusters)
    for cluster in 0..<clusters {
      var square = 0.0
      for axis in 0..<space.stride {
        let index = cluster * space.stride + axis
        let mean = sums[index] / Double(sizes[cluster])
        square += (mean - centres[index]) * (mean - centres[index])
        centres[index] = mean
        columns.set(cluster, axis, to: mean)
      }
      moves[cluster] = square.squareRoot()
    }
    return moves
  }

  /// Assigns every point to its nearest centre and moves the centres; returns whether a point changed its cluster.
  mutating func reassign() -> Bool {
    let stride = space.stride
    var changes: [(point: Int, cluster: Int)] = []
    space.values.withUnsafeBufferPointer { values in
      centres.withUnsafeBufferPointer { centres in
        guard let values = values.baseAddress, let centres = centres.baseAddress else { return }
        for point in 0..<space.count {
          let own = assignment[point]
          let bound = lower[point]
          if upper[point] <= bound { continue }
          let row = values + point * stride
          upper[point] = squaredDistance(row, centres + own * stride, stride).squareRoot()
          if upper[point] <= bound { continue }
          let (best, square, nextSquare) = columns.twoNearest(row, own: own)
          upper[point] = square.squareRoot()
          lower[point] = nextSquare.squareRoot()
          if best != own { changes.append((point, best)) }
        }
      }
    }
    for (point, cluster) in changes {
      add(point, to: assignment[point], -1)
      add(point, to: cluster, 1)
      assignment[point] = cluster
    }
    fillEmptyClusters()
    guard !changes.isEmpty else { return false }
    let moves = moveCentres()
    let farthest = moves.indices.max { moves[$0] < moves[$1] } ?? 0
    let others = moves.indices.reduce(0) { $1 == farthest ? $0 : max($0, moves[$1]) }
    for point in 0..<space.count {
      upper[point] += moves[assignment[point]]
      lower[point] -= assignment[point] == farthest ? others : moves[farthest]
    }
    return true
  }

  private mutating func fillEmptyClusters() {
    for cluster in 0..<clusters where sizes[cluster] == 0 {
      var farthest: (point: Int, square: Double)?
      for point in 0..<space.count where sizes[assignment[point]] > 1 {
        let square = distanceToMean(point)
        if square > farthest?.square ?? -1 { farthest = (point, square) }
      }
      // There are at least as many points as clusters, so if one is empty, another has two.
      guard let point = farthest?.point else { return }
      add(point, to: assignment[point], -1)
      add(point, to: cluster, 1)
      assignment[point] = cluster
      (upper[point], lower[point]) = (.infinity, 0)
    }
  }

  private func distanceToMean(_ point: Int) -> Double {
    let cluster = assignment[point]
    return (0..<space.stride).reduce(0) { sum, index in
      let difference =
        space.values[point * space.stride + index] - sums[cluster * space.stride + index] / Double(sizes[cluster])
      return sum + difference * difference
    }
  }

  func result() -> KMeans {
    var central = [Int](repeating: 0, count: clusters)
    var nearest = [Double](repeating: .infinity, count: clusters)
    var inertia = 0.0
    for point in 0..<space.count {
      let square = distanceToMean(point)
      inertia += square
      let cluster = assignment[point]
      if square < nearest[cluster] { (central[cluster], nearest[cluster]) = (point, square) }
    }
    return KMeans(assignment: assignment, central: central, inertia: inertia)
  }
}
