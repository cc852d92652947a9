import Foundation
import Testing

@testable import Simulate

@Suite struct KMeansTests {
  private func points(_ count: Int, dimensions: Int, seed: Int, levels: Int = 1000) -> [[Double]] {
    var generator = Philox(seed: UInt64(seed), trial: 4, purpose: .selection)
    return (0..<count).map { _ in
      (0..<dimensions).map { _ in Double(generator.uniform(below: levels)) / Double(levels) }
    }
  }

  private func squaredDistance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  private func means(_ points: [[Double]], _ assignment: [Int], _ clusters: Int) -> [[Double]] {
    (0..<clusters).map { cluster in
      let members = points.indices.filter { assignment[$0] == cluster }
      return points[0].indices.map { d in members.reduce(0) { $0 + points[$1][d] } / Double(members.count) }
    }
  }

  /// No point is nearer to another cluster's mean than to its own cluster's, so bounds have hidden no point. Every
  /// cluster has a point, and its central one is a member nearest to the mean.
  @Test(arguments: 0..<6, [1, 2, 5, 17, 40]) func endsWhereNoPointWouldMove(seed: Int, clusters: Int) {
    let points = points(40, dimensions: 1 + seed, seed: seed, levels: seed % 2 == 0 ? 1000 : 3)
    var generator = Philox(seed: UInt64(seed), trial: 5, purpose: .selection)
    let found = KMeans.lloyd(points, clusters: clusters, using: &generator)
    #expect(Set(found.assignment) == Set(0..<clusters))
    let means = means(points, found.assignment, clusters)
    var inertia = 0.0
    for (point, cluster) in zip(points, found.assignment) {
      let own = squaredDistance(point, means[cluster])
      inertia += own
      // A cluster refilled from coinciding points keeps one of them although another mean is as near.
      for other in means { #expect(own <= squaredDistance(point, other) + 1e-9) }
    }
    #expect(close(inertia, found.inertia, 1e-9))
    for (cluster, central) in found.central.enumerated() {
      let own = squaredDistance(points[central], means[cluster])
      #expect(found.assignment[central] == cluster)
      for point in points.indices where found.assignment[point] == cluster {
        #expect(own <= squaredDistance(points[point], means[cluster]) + 1e-12)
      }
    }
  }

  /// Bounds and vectors change nothing: the same clusters as when every distance is computed, from the same draws. Sums
  /// are formed in the same order.
  @Test(arguments: 0..<18) func findsTheClustersOfThePlainSearch(seed: Int) {
    var generator = Philox(seed: UInt64(seed), trial: 6, purpose: .selection)
    let count = 2 + generator.uniform(below: 50)
    let points = points(
      count, dimensions: 1 + generator.uniform(below: 14), seed: seed, levels: [3, 30, 1_000_000][seed % 3])
    let clusters = 1 + generator.uniform(below: count)
    var (first, second) = (generator, generator)
    let found = KMeans.lloyd(points, clusters: clusters, using: &first)
    #expect(found.assignment == PlainKMeans(points, clusters: clusters, using: &second).assignment)
    #expect(first.next() == second.next())
  }

  @Test func allPointsAloneHaveNoInertia() {
    var generator = Philox(seed: 1, trial: 0, purpose: .selection)
    let same = [[Double]](repeating: [1, 2], count: 7)
    let found = KMeans.lloyd(same, clusters: 7, using: &generator)
    #expect(found.inertia == 0)
    #expect(Set(found.central).count == 7)
    #expect(KMeans.lloyd(same, clusters: 3, using: &generator).central.count == 3)
  }
}

/// Greedy k-means++ and Lloyd's iterations, with every distance computed.
private struct PlainKMeans {
  let points: [[Double]]
  var assignment: [Int]
  private var sums: [[Double]] = []
  private var sizes: [Int] = []

  init(_ points: [[Double]], clusters: Int, using generator: inout Philox) {
    self.points = points
    let members = PlainKMeans.seeds(points, clusters: clusters, using: &generator)
    assignment = [Int](repeating: 0, count: points.count)
    for (cluster, all) in members.enumerated() { for point in all { assignment[point] = cluster } }
    sums = [[Double]](repeating: points[0].map { _ in 0 }, count: clusters)
    sizes = [Int](repeating: 0, count: clusters)
    for point in points.indices { add(point, to: assignment[point], 1) }
    // Coinciding points can change places for ever.
    var steps = 1
    while step(), steps < 300 { steps += 1 }
  }

  /// Adds squares in four turns, as the fast version does.
  private static func square(_ a: [Double], _ b: [Double]) -> Double {
    var turns = [0.0, 0, 0, 0]
    for index in a.indices { turns[index % 4] += (a[index] - b[index]) * (a[index] - b[index]) }
    return (turns[0] + turns[2]) + (turns[1] + turns[3])
  }

  /// Returns for each seed the points nearest to it.
  private static func seeds(_ points: [[Double]], clusters: Int, using generator: inout Philox) -> [[Int]] {
    var seeds = [generator.uniform(below: points.count)]
    var members = [Array(points.indices)]
    var nearest = points.map { square($0, points[seeds[0]]) }
    while seeds.count < clusters {
      let potentials = members.map { $0.reduce(0) { $0 + nearest[$1] } }
      var best: (point: Int, gain: Double)?
      let potential = potentials.reduce(0, +)
      for _ in 0..<(potential > 0 ? 2 + Int(log(Double(clusters))) : 0) {
        var rest = generator.unit() * potential
        var candidate: Int?
        for (cluster, sum) in potentials.enumerated() where candidate == nil {
          if rest >= sum {
            rest -= sum
            continue
          }
          for point in members[cluster] where nearest[point] > 0 && candidate == nil {
            if rest < nearest[point] { candidate = point } else { rest -= nearest[point] }
          }
        }
        guard let candidate else { continue }
        var gain = 0.0
        for point in members.joined() { gain += max(0, nearest[point] - square(points[candidate], points[point])) }
        if gain > best?.gain ?? -1 { best = (candidate, gain) }
      }
      let chosen = best?.point ?? points.indices.first { !seeds.contains($0) } ?? 0
      var own = [chosen]
      for cluster in members.indices {
        let leaving = members[cluster].filter { square(points[chosen], points[$0]) < nearest[$0] && $0 != chosen }
        for point in leaving { nearest[point] = square(points[chosen], points[point]) }
        own += leaving
        members[cluster].removeAll { leaving.contains($0) || $0 == chosen }
      }
      nearest[chosen] = 0
      members.append(own)
      seeds.append(chosen)
    }
    return members
  }

  private mutating func add(_ point: Int, to cluster: Int, _ sign: Double) {
    sizes[cluster] += Int(sign)
    for axis in points[point].indices { sums[cluster][axis] += sign * points[point][axis] }
  }

  private mutating func move(_ point: Int, to cluster: Int) {
    add(point, to: assignment[point], -1)
    add(point, to: cluster, 1)
    assignment[point] = cluster
  }

  private mutating func step() -> Bool {
    let means = sums.indices.map { cluster in sums[cluster].map { $0 / Double(sizes[cluster]) } }
    let nearest = points.indices.map { point in
      means.indices.reduce(assignment[point]) { best, cluster in
        PlainKMeans.square(points[point], means[cluster]) < PlainKMeans.square(points[point], means[best])
          ? cluster : best
      }
    }
    let changed = points.indices.filter { nearest[$0] != assignment[$0] }
    for point in changed { move(point, to: nearest[point]) }
    for cluster in sizes.indices where sizes[cluster] == 0 {
      func fromMean(_ point: Int) -> Double {
        let own = assignment[point]
        return zip(points[point], sums[own]).reduce(0) { sum, pair in
          let difference = pair.0 - pair.1 / Double(sizes[own])
          return sum + difference * difference
        }
      }
      let movable = points.indices.filter { sizes[assignment[$0]] > 1 }
      guard let farthest = movable.max(by: { fromMean($0) < fromMean($1) || fromMean($0) == fromMean($1) && $0 > $1 })
      else { break }
      move(farthest, to: cluster)
    }
    return !changed.isEmpty
  }
}

extension RealMatrixTests {
  /// sklearn.cluster.KMeans(k, init="k-means++", n_init=1, random_state=s).fit(y).inertia_ (scikit-learn 1.9.1), mean
  /// of s = 0 … 99, with y each GPQA item's mean score over the first 35 models, the next 35, … of the first 420.
  @Test(arguments: [(10, 558.7876), (50, 272.9019), (200, 33.6235)])
  func kMeansInertiaMatchesScikitLearnOnGPQA(clusters: Int, expected: Double) throws {
    let gpqa = try WideTable.read(path: "\(try #require(dataFolder))/gpqa.csv").matrix
    let points = (0..<448).map { item in
      (0..<12).map { block in (0..<35).reduce(0) { $0 + gpqa.score(model: 35 * block + $1, item: item) } / 35 }
    }
    var total = 0.0
    for seed in 0..<20 {
      var generator = Philox(seed: UInt64(seed), trial: 0, purpose: .selection)
      total += KMeans.lloyd(points, clusters: clusters, using: &generator).inertia / 20
    }
    #expect(total < expected * 1.01)
  }
}
