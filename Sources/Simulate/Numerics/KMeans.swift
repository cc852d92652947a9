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
      space: space, seeding: Seeding(space, clusters: clusters, using: &generator), clusters: clusters)
    for _ in 0..<300 where state.reassign() {}
    return state.result()
  }
}

/// Holds points in rows padded with zeros to whole vectors.
private struct PointSpace {
  let count: Int
  let stride: Int
  let values: [Double]

  init(_ points: [[Double]]) {
    count = points.count
    let dimensions = points.first?.count ?? 0
    let stride = MatrixProducts.padded(max(1, dimensions), to: 4)
    self.stride = stride
    values = points.flatMap { $0 + [Double](repeating: 0, count: stride - dimensions) }
  }
}

/// Returns the squared distance of two rows; `stride` is a multiple of four.
@inline(__always)
private func squaredDistance(
  _ first: UnsafePointer<Double>, _ second: UnsafePointer<Double>, _ stride: Int
) -> Double {
  var sum = SIMD4<Double>()
  var index = 0
  while index < stride {
    let difference =
      SIMD4(first[index], first[index + 1], first[index + 2], first[index + 3])
      - SIMD4(second[index], second[index + 1], second[index + 2], second[index + 3])
    sum += difference * difference
    index += 4
  }
  return (sum[0] + sum[2]) + (sum[1] + sum[3])
}

/// Holds the k-means++ start: points chosen as centres and every point's nearest of them.
private struct Seeding {
  var seeds: [Int] = []
  var assignment: [Int]

  init(_ space: PointSpace, clusters: Int, using generator: inout Philox) {
    let stride = space.stride
    let first = generator.uniform(below: space.count)
    seeds = [first]
    assignment = [Int](repeating: 0, count: space.count)
    var members = [Array(0..<space.count)]
    var nearest = [Double](repeating: 0, count: space.count)
    let candidates = 2 + Int(logarithm(clusters))
    let seeds = space.values.withUnsafeBufferPointer { values -> [Int] in
      guard let values = values.baseAddress else { return [first] }
      func distance(_ a: Int, _ b: Int) -> Double { squaredDistance(values + a * stride, values + b * stride, stride) }
      for point in 0..<space.count { nearest[point] = distance(point, first) }
      var potentials = [nearest.reduce(0, +)]
      var radii = [nearest.max() ?? 0]
      var seeds = [first]
      var isSeed = [Bool](repeating: false, count: space.count)
      isSeed[first] = true
      while seeds.count < clusters {
        let potential = potentials.reduce(0, +)
        var best: (point: Int, gain: Double)?
        if potential > 0 {
          for _ in 0..<candidates {
            let candidate = draw(generator.unit() * potential, potentials, members, nearest)
            var gain = 0.0
            for (cluster, seed) in seeds.enumerated() where distance(candidate, seed) < 4 * radii[cluster] {
              for point in members[cluster] {
                let found = distance(candidate, point)
                if found < nearest[point] { gain += nearest[point] - found }
              }
            }
            if gain > best?.gain ?? -1 { best = (candidate, gain) }
          }
        }
        // If every point coincides with a seed, pick any other point.
        guard let chosen = best?.point ?? isSeed.firstIndex(of: false) else { break }
        var own = [chosen]
        for cluster in seeds.indices where distance(chosen, seeds[cluster]) < 4 * radii[cluster] || potential == 0 {
          var stays: [Int] = []
          var (sum, radius) = (0.0, 0.0)
          for point in members[cluster] where point != chosen {
            let found = distance(chosen, point)
            if found < nearest[point] {
              nearest[point] = found
              own.append(point)
            } else {
              stays.append(point)
              sum += nearest[point]
              radius = max(radius, nearest[point])
            }
          }
          (members[cluster], potentials[cluster], radii[cluster]) = (stays, sum, radius)
        }
        nearest[chosen] = 0
        isSeed[chosen] = true
        members.append(own)
        potentials.append(own.reduce(0) { $0 + nearest[$1] })
        radii.append(own.reduce(0) { max($0, nearest[$1]) })
        seeds.append(chosen)
      }
      return seeds
    }
    self.seeds = seeds
    for (cluster, points) in members.enumerated() { for point in points { assignment[point] = cluster } }
  }
}

/// Returns the point at which the running sum of squared distances, cluster by cluster, passes a number.
private func draw(_ target: Double, _ potentials: [Double], _ members: [[Int]], _ nearest: [Double]) -> Int {
  var rest = target
  var last = 0
  for (cluster, potential) in potentials.enumerated() where potential > 0 {
    if rest >= potential {
      rest -= potential
      last = members[cluster].last { nearest[$0] > 0 } ?? last
      continue
    }
    for point in members[cluster] where nearest[point] > 0 {
      last = point
      if rest < nearest[point] { return point }
      rest -= nearest[point]
    }
    return last
  }
  return last
}

/// Returns the whole part of ln k, from the bits alone so that it is the same everywhere.
private func logarithm(_ count: Int) -> Double {
  var (steps, power) = (0.0, 2.718281828459045)
  while Double(count) >= power {
    steps += 1
    power *= 2.718281828459045
  }
  return steps
}

/// Runs Lloyd's iterations with Hamerly's bounds.
private struct LloydState {
  let space: PointSpace
  let clusters: Int
  var assignment: [Int]
  var sizes: [Int]
  var sums: [Double]
  var centres: [Double]
  /// For each point no less than the distance to its own centre.
  var upper: [Double]
  /// For each point no more than the distance to any other centre.
  var lower: [Double]

  init(space: PointSpace, seeding: Seeding, clusters: Int) {
    self.space = space
    self.clusters = clusters
    assignment = seeding.assignment
    sizes = [Int](repeating: 0, count: clusters)
    sums = [Double](repeating: 0, count: clusters * space.stride)
    centres = sums
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
      for index in cluster * space.stride..<(cluster + 1) * space.stride {
        let mean = sums[index] / Double(sizes[cluster])
        square += (mean - centres[index]) * (mean - centres[index])
        centres[index] = mean
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
          var best = own
          var bestSquare = squaredDistance(row, centres + own * stride, stride)
          upper[point] = bestSquare.squareRoot()
          if upper[point] <= bound { continue }
          var secondSquare = Double.infinity
          for cluster in 0..<clusters where cluster != own {
            let square = squaredDistance(row, centres + cluster * stride, stride)
            if square < bestSquare {
              (best, bestSquare, secondSquare) = (cluster, square, bestSquare)
            } else if square < secondSquare {
              secondSquare = square
            }
          }
          upper[point] = bestSquare.squareRoot()
          lower[point] = secondSquare.squareRoot()
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
