import Simulate

/// Holds how much alike the differences between two models are within clusters of items (passages, repositories), from
/// all pairs of a matrix's models: the intraclass correlation by one-way analysis of variance, and what clusters cost.
package struct ClusteredDifferences: Sendable, Equatable {
  /// G.
  package let clusters: Int
  /// N.
  package let items: Int
  /// The mean number of items in the cluster of an item, Σ n²/N: what the design effect takes for the size of unequal
  /// clusters (Kish 1965).
  package let sizeAroundItem: Double
  /// ρ of all pairs together, with its interval over clusters.
  package let correlation: Estimate
  /// The number of models whose pairs it is of.
  package let models: Int

  /// Fewer clusters than this say little of how alike their items are.
  package static let fewClusters = 30
  /// The most models whose pairs are looked at.
  private static let mostModels = 100

  /// Analyses the pairs of a matrix's models; nil without clusters of several items, or with a single one, or if no two
  /// models differ.
  ///
  /// With n̄ = (N − Σ n²/N)/(G − 1), ρ = (B − W)/(B + (n̄ − 1)W), where B and W are the sums over pairs of the mean
  /// squares between and within clusters. The interval is Student's with the standard error of the jackknife that
  /// leaves out each cluster.
  ///
  /// - Complexity: O(models² · N) for at most 100 models.
  package init?(_ matrix: ItemMatrix) {
    let clusterOfItem = matrix.clusterNumbers()
    guard let last = clusterOfItem.max(), last >= 1, last + 1 < matrix.itemCount else { return nil }
    var chosen = Array(matrix.models.indices)
    if chosen.count > Self.mostModels {
      var generator = Philox(seed: 1, trial: 0, purpose: .models, method: "clusters")
      chosen = generator.sample(Self.mostModels, from: chosen).sorted()
    }
    var sums = SquaresByCluster(clusterOfItem, count: last + 1)
    let rows = chosen.map { model in matrix.items.indices.map { matrix.score(model: model, item: $0) } }
    for first in rows.indices {
      for second in rows.indices where second > first {
        sums.add(zip(rows[first], rows[second]).map { $0 - $1 })
      }
    }
    guard let correlation = sums.correlation(without: nil) else { return nil }
    let left = (0...last).compactMap { sums.correlation(without: $0) }
    clusters = last + 1
    items = matrix.itemCount
    sizeAroundItem = sums.sizes.reduce(0) { $0 + $1 * $1 } / Double(items)
    models = chosen.count
    let count = Double(left.count)
    let mean = left.reduce(0, +) / max(1, count)
    let spread = left.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard left.count > 2 else {
      self.correlation = Estimate(value: correlation, low: nil, high: nil)
      return
    }
    let half =
      StudentDistribution.quantile(0.975, degreesOfFreedom: count - 1) * ((count - 1) / count * spread).squareRoot()
    self.correlation = Estimate(value: correlation, low: max(-1, correlation - half), high: min(1, correlation + half))
  }

  /// How many times more items whole clusters cost: 1 + (m − 1)ρ, at least 1.
  package var designEffect: Double { max(1, 1 + (sizeAroundItem - 1) * (correlation.value ?? 0)) }

  /// The mean number of items of a cluster.
  package var meanSize: Double { Double(items) / Double(clusters) }
}

/// Adds up the squares of an analysis of variance over many variables, so that any cluster can be left out.
private struct SquaresByCluster {
  /// The items of each cluster.
  let sizes: [Double]
  private let clusterOfItem: [Int]
  /// Σ x² by cluster.
  private var squares: [Double]
  /// (Σ x)² by cluster.
  private var squaredSums: [Double]
  /// Σ x of the cluster times Σ x of all.
  private var products: [Double]
  /// (Σ x of all)².
  private var squaredTotal = 0.0

  init(_ clusterOfItem: [Int], count: Int) {
    self.clusterOfItem = clusterOfItem
    var sizes = [Double](repeating: 0, count: count)
    for cluster in clusterOfItem { sizes[cluster] += 1 }
    self.sizes = sizes
    squares = [Double](repeating: 0, count: count)
    squaredSums = squares
    products = squares
  }

  /// Adds a variable with a value for each item.
  mutating func add(_ values: [Double]) {
    var sums = [Double](repeating: 0, count: sizes.count)
    for (cluster, value) in zip(clusterOfItem, values) {
      sums[cluster] += value
      squares[cluster] += value * value
    }
    let total = sums.reduce(0, +)
    squaredTotal += total * total
    for (cluster, sum) in sums.enumerated() {
      squaredSums[cluster] += sum * sum
      products[cluster] += sum * total
    }
  }

  /// Returns the intraclass correlation; nil if there is too little left, or nothing varies.
  func correlation(without left: Int?) -> Double? {
    var (groups, items, sizesSquared, all, between) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for cluster in sizes.indices where cluster != left {
      groups += 1
      items += sizes[cluster]
      sizesSquared += sizes[cluster] * sizes[cluster]
      all += squares[cluster]
      between += squaredSums[cluster] / sizes[cluster]
    }
    guard groups > 1, items > groups else { return nil }
    let total = squaredTotal - (left.map { 2 * products[$0] - squaredSums[$0] } ?? 0)
    let meanBetween = (between - total / items) / (groups - 1)
    let meanWithin = (all - between) / (items - groups)
    let size = (items - sizesSquared / items) / (groups - 1)
    let scale = meanBetween + (size - 1) * meanWithin
    return scale > 1e-12 ? (meanBetween - meanWithin) / scale : nil
  }
}
