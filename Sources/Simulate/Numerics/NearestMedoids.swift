import CKernels

/// Holds for each point its nearest and second nearest medoid while medoids are replaced one at a time.
///
/// Each point also has a list of the few medoids next to it, so that all medoids are rarely searched when one of its
/// two goes. A point keeps its two while no other is nearer; when it looks for new ones, the first in the order of
/// positions counts as the nearer of two that are equally near.
struct NearestMedoids {
  /// The medoids.
  private(set) var medoids: [Int]
  /// For each point the position in `medoids` of the nearest.
  private(set) var nearest: [Int32]
  /// For each point the distance to the nearest.
  private(set) var nearestDistance: [Float]
  /// For each point the distance to the second nearest; infinite if there is only one medoid.
  private(set) var secondDistance: [Float]
  /// For each point what ``PairwiseDistances`` compares to find those nearer to it than the second nearest.
  private(set) var secondBounds: [Int16]

  private let distances: PairwiseDistances
  /// For each point the position of the second nearest.
  private var second: [Int32]
  /// The medoids next to each point, ascending, ``length`` places for each; some may be medoids no longer.
  private var lists: [Neighbour]
  private var lengths: [Int]
  /// For each point where its list ends: every medoid that comes no later is in it.
  private var limits: [Float]
  private var limitPositions: [Int32]
  private var limitBounds: [Int16]
  /// Points near a candidate, and how far they are from it.
  private var found: [Int32]
  private var near: [Float]

  /// The most medoids that a list holds.
  private static let length = 6

  /// A medoid as a point sees it.
  private struct Neighbour: Equatable {
    let distance: Float
    let position: Int32
    let medoid: Int32

    func comesBefore(_ otherDistance: Float, _ otherPosition: Int32) -> Bool {
      distance != otherDistance ? distance < otherDistance : position < otherPosition
    }
  }

  /// - Complexity: O(n · k).
  init(_ medoids: [Int], distances: PairwiseDistances) {
    let count = distances.stride
    self.medoids = medoids
    self.distances = distances
    // The points beyond the last have no medoids and are near to none.
    nearest = [Int32](repeating: -1, count: count)
    second = nearest
    found = nearest
    secondBounds = [Int16](repeating: -1, count: count)
    limitBounds = secondBounds
    nearestDistance = [Float](repeating: .infinity, count: count)
    secondDistance = nearestDistance
    limits = nearestDistance
    near = nearestDistance
    limitPositions = [Int32](repeating: .max, count: count)
    lengths = [Int](repeating: 0, count: count)
    for point in 0..<distances.count { limitBounds[point] = PairwiseDistances.bound(upTo: .infinity) }
    let nobody = Neighbour(distance: .infinity, position: .max, medoid: .max)
    lists = [Neighbour](repeating: nobody, count: count * NearestMedoids.length)
    // Row by row, since the numbers of a row lie next to one another.
    for (position, medoid) in medoids.enumerated() {
      let listed = distances.listPoints(near: medoid, bounds: limitBounds, into: &found)
      distances.read(medoid, found, count: listed, into: &near)
      for index in 0..<listed where near[index] < limits[Int(found[index])] {
        insert(position, at: near[index], to: Int(found[index]))
      }
    }
    for point in 0..<distances.count { takeFirstTwo(point) }
  }

  /// Replaces a medoid by another point.
  ///
  /// - Complexity: O(n), plus O(k) for each point whose list runs out.
  mutating func replace(_ position: Int, by candidate: Int) {
    medoids[position] = candidate
    let listed = distances.listPoints(
      near: candidate, bounds: limitBounds, orWith: Int32(position), in: nearest, second, into: &found)
    distances.read(candidate, found, count: listed, into: &near)
    for index in 0..<listed {
      let (point, distance) = (Int(found[index]), near[index])
      discardFormer(point)
      insert(position, at: distance, to: point)
      if nearest[point] == position || second[point] == position {
        if lengths[point] < 2 { search(point) }
        takeFirstTwo(point)
      } else if distance < nearestDistance[point] {
        setSecond(point, nearest[point], nearestDistance[point])
        (nearest[point], nearestDistance[point]) = (Int32(position), distance)
      } else if distance < secondDistance[point] {
        setSecond(point, Int32(position), distance)
      }
    }
  }

  /// Adds a medoid to a point's list, which holds no former ones, unless it comes after the list's end.
  private mutating func insert(_ position: Int, at distance: Float, to point: Int) {
    let new = Neighbour(distance: distance, position: Int32(position), medoid: Int32(medoids[position]))
    let limit = Neighbour(distance: limits[point], position: limitPositions[point], medoid: 0)
    if limit.comesBefore(new.distance, new.position) { return }
    let start = point * NearestMedoids.length
    var place = start + lengths[point]
    while place > start, new.comesBefore(lists[place - 1].distance, lists[place - 1].position) { place -= 1 }
    // A medoid that went and came back is still there.
    if place > start, lists[place - 1] == new { return }
    if lengths[point] == NearestMedoids.length {
      if place == start + NearestMedoids.length { return endList(point) }
      lengths[point] -= 1
    }
    var last = start + lengths[point]
    while last > place {
      lists[last] = lists[last - 1]
      last -= 1
    }
    lists[place] = new
    lengths[point] += 1
    if lengths[point] == NearestMedoids.length { endList(point) }
  }

  /// Ends a point's list with its last medoid.
  private mutating func endList(_ point: Int) {
    let last = lists[point * NearestMedoids.length + lengths[point] - 1]
    setLimit(point, last.distance, last.position)
  }

  /// Removes from a point's list what is a medoid no longer.
  private mutating func discardFormer(_ point: Int) {
    let start = point * NearestMedoids.length
    var kept = start
    for place in start..<start + lengths[point] {
      let neighbour = lists[place]
      if medoids[Int(neighbour.position)] == neighbour.medoid {
        lists[kept] = neighbour
        kept += 1
      }
    }
    lengths[point] = kept - start
  }

  /// Makes a point's list anew from all medoids.
  private mutating func search(_ point: Int) {
    lengths[point] = 0
    setLimit(point, .infinity, .max)
    for (position, medoid) in medoids.enumerated() {
      let distance = distances[point, medoid]
      if distance < limits[point] { insert(position, at: distance, to: point) }
    }
  }

  private mutating func takeFirstTwo(_ point: Int) {
    let start = point * NearestMedoids.length
    (nearest[point], nearestDistance[point]) = (lists[start].position, lists[start].distance)
    let other = lengths[point] > 1 ? lists[start + 1] : Neighbour(distance: .infinity, position: 0, medoid: 0)
    setSecond(point, other.position, other.distance)
  }

  private mutating func setSecond(_ point: Int, _ position: Int32, _ distance: Float) {
    second[point] = position
    secondDistance[point] = distance
    secondBounds[point] = PairwiseDistances.bound(below: distance)
  }

  private mutating func setLimit(_ point: Int, _ distance: Float, _ position: Int32) {
    limits[point] = distance
    limitPositions[point] = position
    limitBounds[point] = PairwiseDistances.bound(upTo: distance)
  }
}
