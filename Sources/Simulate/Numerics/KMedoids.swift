import CKernels

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
  ///   - distances: the distances of n points.
  ///   - initial: k distinct points to begin with, k from 1 to n.
  /// - Complexity: O(n²) a round and O(n) a swap, plus O(k) for each point whose list of medoids a swap empties.
  static func fasterPAM(distances: PairwiseDistances, initial: [Int]) -> KMedoids {
    precondition(!initial.isEmpty && Set(initial).count == initial.count)
    var state = SwapState(distances: distances, medoids: initial)
    state.run()
    return state.result()
  }
}

/// Holds FasterPAM's state.
private struct SwapState {
  let distances: PairwiseDistances
  var points: NearestMedoids
  var isMedoid: [Bool]
  /// For each medoid what removing it costs: the points it serves go to their second nearest.
  var removalLoss: [Double]
  /// The first of the medoids that it costs least to remove.
  var leastLoss = 0
  /// For each medoid what replacing it by a candidate costs; the same as `removalLoss` between candidates.
  var replacementLoss: [Double]
  /// Points near a candidate, and how far they are from it.
  var found: [Int32]
  var near: [Float]

  /// Below any change of the total that is not rounding.
  static let leastGain = -1e-7

  init(distances: PairwiseDistances, medoids: [Int]) {
    self.distances = distances
    points = NearestMedoids(medoids, distances: distances)
    isMedoid = [Bool](repeating: false, count: distances.count)
    for medoid in medoids { isMedoid[medoid] = true }
    removalLoss = [Double](repeating: 0, count: medoids.count)
    replacementLoss = removalLoss
    found = [Int32](repeating: 0, count: distances.stride)
    near = [Float](repeating: 0, count: distances.stride)
    updateRemovalLoss()
  }

  mutating func run() {
    let count = distances.count
    guard points.medoids.count < count else { return }
    var candidate = 0
    var sinceSwap = 0
    // Far more swaps than were ever observed: rounding could otherwise make the search cycle.
    var swapsLeft = 10 * count + 100
    while sinceSwap < count, swapsLeft > 0 {
      if !isMedoid[candidate], let position = bestSwap(candidate) {
        isMedoid[points.medoids[position]] = false
        isMedoid[candidate] = true
        points.replace(position, by: candidate)
        updateRemovalLoss()
        sinceSwap = 0
        swapsLeft -= 1
      }
      sinceSwap += 1
      candidate = candidate + 1 == count ? 0 : candidate + 1
    }
  }

  /// Returns the medoid that a candidate had best replace; nil if the total would not fall.
  private mutating func bestSwap(_ candidate: Int) -> Int? {
    guard points.medoids.count > 1 else {
      let change = (0..<distances.count).reduce(0) {
        $0 + Double(distances[candidate, $1] - points.nearestDistance[$1])
      }
      return change < SwapState.leastGain ? 0 : nil
    }
    let listed = distances.listPoints(near: candidate, bounds: points.secondBounds, into: &found)
    // No sum of rounded numbers rises if one of its terms falls: what would not pay at smaller distances does not pay.
    distances.readLowerEnds(candidate, found, count: listed, into: &near)
    guard bestSwap(listed).change < SwapState.leastGain else { return nil }
    distances.read(candidate, found, count: listed, into: &near)
    let (position, change) = bestSwap(listed)
    return change < SwapState.leastGain ? position : nil
  }

  /// Returns the medoid that a candidate had best replace, and the change of the total, from its distances to the
  /// points listed.
  ///
  /// A point that the candidate serves better than its medoid gains whichever medoid is replaced. The cost of removing
  /// its medoid is then, as for every point, the candidate's distance kept between those of its two medoids, less the
  /// second. All other points change nothing, and are most.
  private mutating func bestSwap(_ listed: Int) -> (position: Int, change: Double) {
    var position = 0
    let change = mdad_best_swap(
      found, near, listed, distances.count / 16 * 16, points.nearest, points.nearestDistance, points.secondDistance,
      removalLoss, leastLoss, &replacementLoss, &position)
    return (position, change)
  }

  private mutating func updateRemovalLoss() {
    guard points.medoids.count > 1 else { return }
    for position in removalLoss.indices { removalLoss[position] = 0 }
    mdad_removal_losses(
      points.nearest, points.nearestDistance, points.secondDistance, distances.count, &removalLoss)
    replacementLoss = removalLoss
    leastLoss = 0
    for position in removalLoss.indices where removalLoss[position] < removalLoss[leastLoss] { leastLoss = position }
  }

  func result() -> KMedoids {
    var assignment = points.nearest.prefix(distances.count).map { Int($0) }
    for (position, medoid) in points.medoids.enumerated() { assignment[medoid] = position }
    let total = assignment.enumerated().reduce(0.0) { $0 + Double(distances[$1.offset, points.medoids[$1.element]]) }
    return KMedoids(medoids: points.medoids, assignment: assignment, totalDeviation: total)
  }
}
