/// Holds a clustering about points of the set itself.
struct KMedoids: Sendable, Equatable {
  /// The medoids.
  let medoids: [Int]
  /// For each point the position in `medoids` of the one it belongs to; a medoid belongs to itself.
  let assignment: [Int]
  /// The sum of the points' distances to their medoids.
  let totalDeviation: Double

  /// Finds k medoids by eager swaps (FasterPAM).
  ///
  /// Schubert and Rousseeuw, "Fast and eager k-medoids clustering", Information Systems 2021: each candidate is weighed
  /// against all medoids at once from the cost of removing each and the shared gain of adding the candidate, and the
  /// best swap is made as soon as it lowers the total, until no candidate of a whole round does.
  ///
  /// - Parameters:
  ///   - distances: n × n, row by row, symmetric, with zeros on the diagonal.
  ///   - count: n.
  ///   - initial: k distinct points to begin with, k from 1 to n.
  /// - Complexity: O(n²) a round and O(n) a swap, plus O(k) for each point that a swap takes a medoid from.
  static func fasterPAM(distances: [Float], count: Int, initial: [Int]) -> KMedoids {
    var state = SwapState(count: count, medoids: initial)
    distances.withUnsafeBufferPointer { state.run(distances: $0) }
    return state.result(distances: distances)
  }
}

/// Holds FasterPAM's state: for each point its nearest and second nearest medoid.
private struct SwapState {
  let count: Int
  var medoids: [Int]
  var isMedoid: [Bool]
  /// Positions in `medoids`.
  var nearest: [Int]
  var second: [Int]
  var nearestDistance: [Float]
  var secondDistance: [Float]
  /// For each medoid what removing it costs: the points it serves go to their second nearest.
  var removalLoss: [Double]

  init(count: Int, medoids: [Int]) {
    precondition(!medoids.isEmpty && Set(medoids).count == medoids.count)
    self.count = count
    self.medoids = medoids
    isMedoid = [Bool](repeating: false, count: count)
    for medoid in medoids { isMedoid[medoid] = true }
    nearest = [Int](repeating: 0, count: count)
    second = nearest
    nearestDistance = [Float](repeating: .infinity, count: count)
    secondDistance = nearestDistance
    removalLoss = [Double](repeating: 0, count: medoids.count)
  }

  mutating func run(distances: UnsafeBufferPointer<Float>) {
    for point in 0..<count { assign(point, distances) }
    guard medoids.count < count else { return }
    updateRemovalLoss()
    var candidate = 0
    var sinceSwap = 0
    var loss = removalLoss
    // Far more swaps than were ever observed: rounding could otherwise make the search cycle.
    var swapsLeft = 10 * count + 100
    while sinceSwap < count, swapsLeft > 0 {
      if !isMedoid[candidate] {
        let row = UnsafeBufferPointer(rebasing: distances[candidate * count..<(candidate + 1) * count])
        let (position, change) = bestSwap(row, &loss)
        // Below any gain that is not rounding.
        if change < -1e-7 {
          swap(position, for: candidate, row: row, distances)
          updateRemovalLoss()
          sinceSwap = 0
          swapsLeft -= 1
        }
      }
      sinceSwap += 1
      candidate = candidate + 1 == count ? 0 : candidate + 1
    }
  }

  /// Returns the medoid that a candidate had best replace, and the change of the total.
  ///
  /// A point that the candidate serves better than its medoid gains whichever medoid is replaced. The cost of removing
  /// its medoid is then, as for every point, the candidate's distance kept between those of its two medoids, less the
  /// second. Written without branches, sixteen points at a time, and skipping any sixteen that are all nearer to two
  /// medoids.
  private func bestSwap(_ row: UnsafeBufferPointer<Float>, _ loss: inout [Double]) -> (position: Int, change: Double) {
    guard medoids.count > 1 else {
      return (0, (0..<count).reduce(0) { $0 + Double(row[$1] - nearestDistance[$1]) })
    }
    for position in loss.indices { loss[position] = removalLoss[position] }
    var shared = 0.0
    // Every position in `nearest` is one of `loss`, and all other buffers hold `count` numbers.
    loss.withUnsafeMutableBufferPointer { loss in
      nearest.withUnsafeBufferPointer { nearest in
        nearestDistance.withUnsafeBufferPointer { nearestDistance in
          secondDistance.withUnsafeBufferPointer { secondDistance in
            var sums = SIMD16<Double>()
            var point = 0
            while point + 16 <= count {
              let distance = vector(row, point)
              let second = vector(secondDistance, point)
              let isNear = distance .< second
              if any(isNear) {
                let first = vector(nearestDistance, point)
                let isNearest = distance .< first
                let gain = SIMD16<Float>().replacing(with: distance - first, where: isNearest)
                sums += SIMD16<Double>(gain)
                let kept =
                  second.replacing(with: distance.replacing(with: first, where: isNearest), where: isNear) - second
                for lane in 0..<16 { loss[nearest[point + lane]] += Double(kept[lane]) }
              }
              point += 16
            }
            shared = sums.sum()
            for point in point..<count {
              let (distance, first, second) = (row[point], nearestDistance[point], secondDistance[point])
              shared += Double(min(distance, first) - first)
              loss[nearest[point]] += Double(max(first, min(distance, second)) - second)
            }
          }
        }
      }
    }
    var best = 0
    for position in loss.indices where loss[position] < loss[best] { best = position }
    return (best, loss[best] + shared)
  }

  private mutating func swap(
    _ position: Int, for candidate: Int, row: UnsafeBufferPointer<Float>, _ distances: UnsafeBufferPointer<Float>
  ) {
    isMedoid[medoids[position]] = false
    isMedoid[candidate] = true
    medoids[position] = candidate
    for point in 0..<count {
      if nearest[point] == position || second[point] == position {
        assign(point, distances)
      } else if row[point] < nearestDistance[point] {
        (second[point], secondDistance[point]) = (nearest[point], nearestDistance[point])
        (nearest[point], nearestDistance[point]) = (position, row[point])
      } else if row[point] < secondDistance[point] {
        (second[point], secondDistance[point]) = (position, row[point])
      }
    }
  }

  /// Finds a point's two nearest medoids by looking at all.
  private mutating func assign(_ point: Int, _ distances: UnsafeBufferPointer<Float>) {
    var (first, other) = (0, 0)
    var (firstDistance, otherDistance) = (Float.infinity, Float.infinity)
    for (position, medoid) in medoids.enumerated() {
      let distance = distances[point * count + medoid]
      if distance < firstDistance {
        (other, otherDistance) = (first, firstDistance)
        (first, firstDistance) = (position, distance)
      } else if distance < otherDistance {
        (other, otherDistance) = (position, distance)
      }
    }
    (nearest[point], nearestDistance[point]) = (first, firstDistance)
    (second[point], secondDistance[point]) = (other, otherDistance)
  }

  private mutating func updateRemovalLoss() {
    for position in removalLoss.indices { removalLoss[position] = 0 }
    guard medoids.count > 1 else { return }
    for point in 0..<count { removalLoss[nearest[point]] += Double(secondDistance[point] - nearestDistance[point]) }
  }

  func result(distances: [Float]) -> KMedoids {
    var assignment = nearest
    for (position, medoid) in medoids.enumerated() { assignment[medoid] = position }
    let total = (0..<count).reduce(0.0) { $0 + Double(distances[$1 * count + medoids[assignment[$1]]]) }
    return KMedoids(medoids: medoids, assignment: assignment, totalDeviation: total)
  }
}

/// Returns sixteen neighbours of a buffer, from `start`; the caller keeps within its bounds.
@inline(__always)
private func vector(_ buffer: UnsafeBufferPointer<Float>, _ start: Int) -> SIMD16<Float> {
  UnsafeRawBufferPointer(buffer).loadUnaligned(
    fromByteOffset: start * MemoryLayout<Float>.stride, as: SIMD16<Float>.self)
}
