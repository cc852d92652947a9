/// Chooses items spread over the space of source responses: a draw from a discrete orthogonal-polynomial ensemble.
///
/// Yauney et al. 2025; Bardenet and Hardy 2020. Items are embedded by the first four principal components of the source
/// responses; those beyond the 1 % and 99 % quantiles of any axis are set aside, the rest scaled to ±0.99. If the draw
/// gives fewer items than asked for (too few are left, or too few differ), the rest are drawn uniformly, first from
/// those left.
struct Diversity: ItemSelector {
  private static let components = 4
  private static let trimmedShare = 0.01

  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    let embedded = PrincipalComponents.scores(
      of: context.sourceConfidences(), components: Diversity.components)
    let axes = embedded.first?.count ?? 0
    var kept = Array(embedded.indices)
    for axis in 0..<axes {
      let sorted = embedded.map { $0[axis] }.sorted()
      let low = quantile(Diversity.trimmedShare, ofSorted: sorted)
      let high = quantile(1 - Diversity.trimmedShare, ofSorted: sorted)
      kept.removeAll { embedded[$0][axis] < low || embedded[$0][axis] > high }
    }
    var points = kept.map { embedded[$0] }
    for axis in 0..<axes {
      let low = points.map { $0[axis] }.min() ?? 0
      let high = points.map { $0[axis] }.max() ?? 0
      for point in points.indices {
        points[point][axis] = high > low ? 0.99 * (2 * (points[point][axis] - low) / (high - low) - 1) : 0
      }
    }
    var kindOf: [[Double]: Int] = [:]
    var kinds: [[Int]] = []
    for (position, point) in points.enumerated() {
      if let kind = kindOf[point] {
        kinds[kind].append(position)
      } else {
        kindOf[point] = kinds.count
        kinds.append([position])
      }
    }
    let isKept = Set(kept)
    return Prepared(
      kept: kept.map { context.items[$0] },
      setAside: context.items.indices.filter { !isKept.contains($0) }.map { context.items[$0] },
      kinds: kinds,
      ensemble: OrthogonalPolynomialEnsemble(OrthogonalPolynomials(points: points, size: context.largestSize)))
  }

  private struct Prepared: PreparedSelection {
    let kept: [Int]
    let setAside: [Int]
    /// Positions of items with the same coordinates, a list for each kind in order of first appearance.
    let kinds: [[Int]]
    let ensemble: OrthogonalPolynomialEnsemble

    func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
      // If every kind of item is taken, only the choice within a kind is left to chance.
      let drawn =
        size >= kinds.count
        ? kinds.map { $0[generator.uniform(below: $0.count)] }
        : ensemble.draw(min(size, ensemble.rank), using: &generator)
      var chosen = drawn.map { kept[$0] }
      let taken = Set(chosen)
      let left = kept.filter { !taken.contains($0) }
      chosen += generator.sample(min(size - chosen.count, left.count), from: left)
      chosen += generator.sample(size - chosen.count, from: setAside)
      return MicroBenchmark(items: chosen)
    }
  }
}

/// Computes principal components of items over source models.
enum PrincipalComponents {
  /// Computes each item's coordinates on the leading components. Sources are the variables, each centred over the
  /// items.
  ///
  /// The items × items matrix is never formed: the components are eigenvectors of the sources' covariances.
  ///
  /// - Complexity: O(S² · n/64) for right-or-wrong answers, O(S² · n) for scores.
  static func scores(of responses: SourceResponses, components: Int) -> [[Double]] {
    let (items, sources) = (responses.rows, responses.columns)
    let bySource = responses.transposed()
    let means = (0..<sources).map { bySource.sum($0) / Double(items) }
    var covariances = [Double](repeating: 0, count: sources * sources)
    for a in 0..<sources {
      for b in 0...a {
        let covariance = bySource.sumOfProducts(a, b) / Double(items) - means[a] * means[b]
        covariances[a * sources + b] = covariance
        covariances[b * sources + a] = covariance
      }
    }
    let kept = min(components, sources, items)
    let axes = leadingEigenvectors(covariances, size: sources, count: kept).map(\.vector)
    return (0..<items).map { item in
      axes.map { axis in
        (0..<sources).reduce(0.0) { $0 + (responses[item, $1] - means[$1]) * axis[$1] }
      }
    }
  }
}

extension Method {
  /// Items that repel each other in the space of responses.
  static let diversity = Method(
    name: "diversity",
    summary:
      "a determinantal draw of items spread over the principal components of source responses; scored by their mean",
    source: "Yauney et al. 2025; Bardenet and Hardy 2020", needs: .sourceResponses, minimumSources: 2,
    effort: .heavy, selector: Diversity(), estimator: WeightedMean())
}
