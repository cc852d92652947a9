import CKernels

/// Holds the k-means++ start: points chosen as centres and every point's nearest of them.
struct KMeansSeeding {
  private let space: PointSpace
  private var seeds: [Int] = []
  private var columns: CentreColumns
  /// For each seed the points that it is nearest to.
  private var members: [[Int]] = []
  /// For each point its squared distance from its seed.
  private var nearest: [Double]
  /// For each seed the sum and the largest of its members' squared distances.
  private var potentials: [Double] = []
  private var radii: [Double] = []
  /// The squared distances of a candidate from the seeds.
  private var squares: [Double]

  /// - Complexity: O(n · k · d) at worst.
  init(_ space: PointSpace, clusters: Int, using generator: inout Philox) {
    self.space = space
    columns = CentreColumns(clusters, dimensions: space.stride)
    squares = [Double](repeating: 0, count: columns.stride)
    nearest = [Double](repeating: .infinity, count: space.count)
    let first = generator.uniform(below: space.count)
    var isSeed = [Bool](repeating: false, count: space.count)
    let candidates = 2 + Int(logarithm(clusters))
    space.values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return }
      let row = values + first * space.stride
      for point in 0..<space.count {
        nearest[point] = squaredDistance(values + point * space.stride, row, space.stride)
      }
      append(first, members: Array(0..<space.count), values)
      isSeed[first] = true
      while seeds.count < clusters {
        let potential = potentials.reduce(0, +)
        var best: (point: Int, gain: Double)?
        if potential > 0 {
          for _ in 0..<candidates {
            let candidate = draw(generator.unit() * potential)
            let gain = gain(candidate, values)
            if gain > best?.gain ?? -1 { best = (candidate, gain) }
          }
        }
        // If every point coincides with a seed, pick any other point.
        guard let chosen = best?.point ?? isSeed.firstIndex(of: false) else { break }
        add(chosen, potential: potential, values)
        isSeed[chosen] = true
      }
    }
  }

  /// For each point the number of its seed.
  var assignment: [Int] {
    var assignment = [Int](repeating: 0, count: space.count)
    for (cluster, points) in members.enumerated() { for point in points { assignment[point] = cluster } }
    return assignment
  }

  /// Returns by how much a candidate would lower the sum of squared distances.
  private mutating func gain(_ candidate: Int, _ values: UnsafePointer<Double>) -> Double {
    let row = values + candidate * space.stride
    columns.measure(row, count: seeds.count, into: &squares)
    var gain = 0.0
    for cluster in seeds.indices where squares[cluster] < 4 * radii[cluster] {
      gain = mdad_gain_of_centre(
        row, values, space.stride, members[cluster], members[cluster].count, nearest, squares[cluster], gain)
    }
    return gain
  }

  /// Makes a point a seed, and gives it the points that are nearer to it than to theirs.
  private mutating func add(_ chosen: Int, potential: Double, _ values: UnsafePointer<Double>) {
    let row = values + chosen * space.stride
    columns.measure(row, count: seeds.count, into: &squares)
    var own = [chosen]
    for cluster in seeds.indices where squares[cluster] < 4 * radii[cluster] || potential == 0 {
      var stays: [Int] = []
      var (sum, radius) = (0.0, 0.0)
      for point in members[cluster] where point != chosen {
        let found = squaredDistance(row, values + point * space.stride, space.stride)
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
    append(chosen, members: own, values)
  }

  private mutating func append(_ seed: Int, members own: [Int], _ values: UnsafePointer<Double>) {
    for axis in 0..<space.stride { columns.set(seeds.count, axis, to: values[seed * space.stride + axis]) }
    members.append(own)
    potentials.append(own.reduce(0) { $0 + nearest[$1] })
    radii.append(own.reduce(0) { max($0, nearest[$1]) })
    seeds.append(seed)
  }

  /// Returns the point at which the running sum of squared distances, cluster by cluster, passes a number.
  private func draw(_ target: Double) -> Int {
    var rest = target
    var last = 0
    for (cluster, potential) in potentials.enumerated() where potential > 0 {
      if rest >= potential {
        rest -= potential
        last = cluster
        continue
      }
      var found = 0
      for point in members[cluster] where nearest[point] > 0 {
        found = point
        if rest < nearest[point] { break }
        rest -= nearest[point]
      }
      return found
    }
    // Rounding only: the last point that is not a seed.
    return members[last].last { nearest[$0] > 0 } ?? 0
  }
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
