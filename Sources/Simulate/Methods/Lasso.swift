import Foundation

/// Chooses the items that a lasso of the full score on the source models' responses uses, at a penalty where it uses k.
///
/// Tibshirani 1996, as a benchmark predictor in Zhang, Dorner and Hardt 2025 (arXiv 2506.07673). Of their grid of
/// penalties, a thousand from 10⁻⁴ to 10, the smallest that leaves exactly k items is taken; if there is none, the
/// path's first stretch with k. If the path never has k (it can distinguish S − 1 items at most), its end is taken, and
/// items drawn at random make up the number. Their weight is 0.
struct Lasso: ItemSelector {
  /// The penalties tried, ascending.
  static let grid = (0..<1000).map { pow(10, -4 + 5 * Double($0) / 999) }

  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    let path = LassoPath(
      context.sourceResponses(), responses: context.sourceScores(), size: context.largestSize, penalty: Lasso.grid[0])
    return Prepared(items: context.items, path: path)
  }

  private struct Prepared: PreparedSelection {
    let items: [Int]
    let path: LassoPath

    func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
      var used = Lasso.coefficients(path, size: size)
      let isUsed = Set(used.map(\.feature))
      let intercept = path.intercept(used)
      if used.count < size {
        let others = generator.sample(
          size - used.count, from: items.indices.filter { !isUsed.contains($0) })
        used += others.map { (feature: $0, value: 0) }
      }
      return MicroBenchmark(
        items: used.map { items[$0.feature] },
        score: LinearScore(constant: intercept, weights: used.map(\.value)))
    }
  }

  /// Finds the coefficients of exactly k features, or of the largest number below k that the path has.
  static func coefficients(_ path: LassoPath, size: Int) -> [(feature: Int, value: Double)] {
    /// The features in use between two neighbouring knots.
    func count(_ segment: Int) -> Int {
      Set(path.knots[segment].coefficients.lazy.filter { $0.value != 0 }.map(\.feature))
        .union(path.knots[segment + 1].coefficients.lazy.filter { $0.value != 0 }.map(\.feature)).count
    }
    let segments = path.knots.indices.dropLast().filter { count($0) == size }
    let onGrid = segments.filter { path.knots[$0].penalty >= grid[0] }.flatMap { segment in
      grid.filter { $0 < path.knots[segment].penalty && $0 >= path.knots[segment + 1].penalty }
    }
    if let penalty = onGrid.min() {
      let found = path.coefficients(at: penalty)
      if found.count == size { return found }
    }
    for segment in segments {
      let found = path.coefficients(at: (path.knots[segment].penalty + path.knots[segment + 1].penalty) / 2)
      if found.count == size { return found }
    }
    let most = path.knots.last { $0.coefficients.count <= size }
    return most?.coefficients.filter { $0.value != 0 } ?? []
  }
}

extension Method {
  /// A sparse regression that chooses items and weights at once.
  static let lasso = Method(
    name: "lasso", summary: "the items that a lasso of the full score on source responses uses; scored by the lasso",
    source: "Zhang, Dorner and Hardt 2025; Efron et al. 2004", needs: .sourceResponses, minimumSources: 2,
    effort: .heavy, selector: Lasso(), estimator: ScoreOfSelection())
}
