/// Fills in the missing responses of a target from the principal components of the source models' responses, over and
/// over again. The score is the mean of known and filled-in responses.
///
/// Zhang, Dorner and Hardt 2025 (arXiv 2506.07673). The missing entries begin as the items' means. A hundred times the
/// row is projected on the components, and its missing entries are replaced by those of the projection. The result is
/// linear in the known entries, so the weights are found once for all targets. Components come from the sources alone,
/// so a target's score does not depend on which others are scored with it. The number of components, 2, 5, 10 or 20, is
/// the one with the least error on every fourth source, whose other entries are masked and whose row is left out of the
/// components.
struct LowRankImputation: ScoreEstimator {
  typealias Fitted = LinearScore

  private static let ranks = [2, 5, 10, 20]
  private static let rounds = 100

  func prepare(_ context: SelectionContext) -> any PreparedEstimation {
    let responses = context.sourceResponses()
    let division = HeldOutSources(of: responses.columns, every: 4)
    // The last of the ranks is the largest.
    let most = LowRankImputation.ranks[LowRankImputation.ranks.count - 1]
    return Prepared(
      context: context, responses: responses, scores: context.sourceScores(), heldOut: division.judges,
      axes: PrincipalAxes(responses, count: most),
      partial: PrincipalAxes(responses.columns(division.learners), count: most))
  }

  private struct Prepared: PreparedEstimation {
    let context: SelectionContext
    let responses: SourceResponses
    let scores: [Double]
    let heldOut: [Int]
    /// Components of all sources.
    let axes: PrincipalAxes
    /// Components of those that are not held out.
    let partial: PrincipalAxes

    func fit(_ microBenchmark: MicroBenchmark) -> any FittedEstimator {
      let count = microBenchmark.items.count
      guard count < context.items.count else { return LinearScore.mean(of: count) }
      let chosen = context.positions(of: microBenchmark.items)
      var best = (error: Double.infinity, rank: LowRankImputation.ranks[0])
      for rank in LowRankImputation.ranks {
        let score = LowRankImputation.score(partial, rank: rank, known: chosen)
        let error = heldOut.reduce(0.0) { sum, source in
          var estimate = score.constant
          for (position, item) in chosen.enumerated() { estimate += score.weights[position] * responses[item, source] }
          return sum + abs(estimate - scores[source])
        }
        if error < best.error { best = (error, rank) }
      }
      return LowRankImputation.score(axes, rank: best.rank, known: chosen)
    }
  }

  /// Finds the mean of a row whose missing entries have been filled in, as a function of the known ones.
  ///
  /// With v the components' values at an item, projections are θ ← Σ_known v·(y − mean) + M·θ, where M = Σ_missing
  /// v·vᵀ; the mean of the filled-in row depends on θ through the sum of the missing items' v.
  static func score(_ axes: PrincipalAxes, rank: Int, known: [Int]) -> LinearScore {
    let used = axes.axes.prefix(rank)
    let rank = used.count
    let isKnown = Set(known)
    let missing = axes.means.indices.filter { !isKnown.contains($0) }
    var products = [Double](repeating: 0, count: rank * rank)
    for item in missing {
      for a in 0..<rank { for b in 0..<rank { products[a * rank + b] += used[a][item] * used[b][item] } }
    }
    let sum = used.map { axis in missing.reduce(0) { $0 + axis[$1] } }
    // (1 + M + M² + … + M⁹⁹)·sum.
    var reach = [Double](repeating: 0, count: rank)
    for _ in 0..<rounds {
      reach = (0..<rank).map { a in (0..<rank).reduce(sum[a]) { $0 + products[a * rank + $1] * reach[$1] } }
    }
    let total = Double(axes.means.count)
    var constant = missing.reduce(0) { $0 + axes.means[$1] } / total
    let weights = known.map { item -> Double in
      let gain = (0..<rank).reduce(0) { $0 + used[$1][item] * reach[$1] } / total
      constant -= gain * axes.means[item]
      return 1 / total + gain
    }
    return LinearScore(constant: constant, weights: weights)
  }
}

extension Method {
  /// A random subset, from which the other responses are filled in.
  static let pca = Method(
    name: "pca",
    summary: "the items of random; the other responses filled in by the principal components of source responses",
    source: "Zhang, Dorner and Hardt 2025", needs: .sourceResponses, minimumSources: 2, sharedSelection: baseline.name,
    selector: UniformRandom(), estimator: LowRankImputation())
}
