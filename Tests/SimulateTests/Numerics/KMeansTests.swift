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

  @Test func allPointsAloneHaveNoInertia() {
    var generator = Philox(seed: 1, trial: 0, purpose: .selection)
    let same = [[Double]](repeating: [1, 2], count: 7)
    let found = KMeans.lloyd(same, clusters: 7, using: &generator)
    #expect(found.inertia == 0)
    #expect(Set(found.central).count == 7)
    #expect(KMeans.lloyd(same, clusters: 3, using: &generator).central.count == 3)
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
