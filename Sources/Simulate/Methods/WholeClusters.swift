/// Draws whole clusters (passages, repositories) uniformly without replacement: as many as hold k items on average.
struct WholeClusters: ItemSelector {
  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    Prepared(clusters: context.itemsByCluster, itemCount: context.items.count)
  }

  private struct Prepared: PreparedSelection {
    let clusters: [[Int]]
    let itemCount: Int

    func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
      // Two clusters are the fewest that tell how much clusters differ.
      let wanted = (size * clusters.count + itemCount - 1) / itemCount
      let drawn = generator.sample(min(clusters.count, max(2, wanted)), from: Array(clusters.indices))
      return MicroBenchmark(items: drawn.flatMap { clusters[$0] })
    }
  }
}

/// Estimates scores from whole clusters by the mean over their items, the ratio estimator (Cochran 1977, section 9A).
struct ClusterEstimation: ScoreEstimator {
  typealias Fitted = ClusterScore

  func prepare(_ context: SelectionContext) -> any PreparedEstimation { Prepared(clusters: context.itemsByCluster) }

  private struct Prepared: PreparedEstimation {
    let clusters: [[Int]]

    func fit(_ microBenchmark: MicroBenchmark) -> any FittedEstimator {
      var numberOf: [Int: Int] = [:]
      for (number, items) in clusters.enumerated() { for item in items { numberOf[item] = number } }
      // Every item to choose from is in a cluster.
      return ClusterScore(population: clusters.count, clusters: microBenchmark.items.map { numberOf[$0] ?? 0 })
    }
  }
}

/// Computes the mean of the answers to the items of whole clusters, and how sure it is.
package struct ClusterScore: DesignBasedEstimator, Equatable {
  /// G, the number of clusters drawn from.
  package let population: Int
  /// For each item the number of its cluster.
  package let clusters: [Int]

  /// Creates a score of drawn clusters.
  package init(population: Int, clusters: [Int]) {
    self.population = population
    self.clusters = clusters
  }

  /// The number of items.
  package var itemCount: Int? { !clusters.isEmpty && Set(clusters).count <= population ? clusters.count : nil }

  /// The score as one linear function of the answers.
  package var linear: LinearScore { .mean(of: clusters.count) }

  /// Estimates the score of each model.
  package func scores(from responses: TargetResponses) -> [Double] { linear.scores(from: responses) }

  /// Computes for each model the mean ± Student's quantile times the standard error, cut off at 0 and 1.
  package func intervals(from responses: TargetResponses, level: Double) -> [(low: Double, high: Double)] {
    scores(from: responses).enumerated().map { model, estimate in
      let values = clusters.indices.map { responses.response(model: model, selected: $0) }
      guard let (error, degrees) = standardError(of: values) else { return (0, 1) }
      let half = StudentDistribution.quantile((1 + level) / 2, degreesOfFreedom: degrees) * error
      return (max(0, estimate - half), min(1, estimate + half))
    }
  }

  /// Computes the chance from the difference and its standard error, by the normal distribution.
  package func probabilityAhead(of first: Int, over second: Int, from responses: TargetResponses) -> Double {
    let values = clusters.indices.map {
      responses.response(model: first, selected: $0) - responses.response(model: second, selected: $0)
    }
    let difference = values.reduce(0, +)
    guard let (error, _) = standardError(of: values) else { return 0.5 }
    guard error > 0 else { return difference > 0 ? 1 : difference < 0 ? 0 : 0.5 }
    return NormalDistribution.cumulative(difference / Double(values.count) / error)
  }

  /// Estimates the standard error of a mean over the drawn items, with its degrees of freedom:
  /// √((1 − g/G)·g/(g − 1)·Σ (Σ of a cluster's deviations from the mean)²)/k. Nil for a single cluster of several.
  package func standardError(of values: [Double]) -> (error: Double, degrees: Double)? {
    let mean = values.reduce(0, +) / Double(values.count)
    var sums: [Int: Double] = [:]
    for (cluster, value) in zip(clusters, values) { sums[cluster, default: 0] += value - mean }
    let drawn = Double(sums.count)
    guard sums.count < population else { return (0, max(1, drawn - 1)) }
    guard sums.count > 1 else { return nil }
    let squares = sums.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * $1.value }
    let left = 1 - drawn / Double(population)
    return ((left * drawn / (drawn - 1) * squares).squareRoot() / Double(values.count), drawn - 1)
  }
}

extension Method {
  /// Whole clusters drawn uniformly: a way to sample and not one to compare others with, so it is not in ``all``.
  public static let wholeClusters = Method(
    name: "whole-clusters", summary: "whole clusters drawn uniformly, about k items; scored by their mean",
    source: "Cochran 1977", needs: .labels, guarantee: .randomised, minimumSources: 0, effort: .light,
    selector: WholeClusters(), estimator: ClusterEstimation())
}
