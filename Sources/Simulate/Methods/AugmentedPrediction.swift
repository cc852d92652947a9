/// Corrects the mean of the responses to the selected items by what a regression predicts for the others: augmented
/// inverse propensity weighting.
///
/// Zhang, Dorner and Hardt 2025 (arXiv 2506.07673), after Robins, Rotnitzky and Zhao 1994. For each target a ridge
/// regression (penalty 10) of its k responses on the source models' responses to the same items predicts those to the
/// other N − k. The estimate is the mean of the k plus (mean predicted for the others − mean predicted for the k)/(1 +
/// k/(N − k)). All of it is linear in the target's responses, so that the weights are found once for all targets.
struct AugmentedPrediction: LinearEstimation {
  typealias Fitted = LinearScore

  private static let penalty = 10.0

  /// - Complexity: O(m² · max(k, S)), m being the smaller of k and S, the number of sources.
  static func score(of chosen: [Int], from known: KnownSources) -> LinearScore {
    let (size, total) = (Double(chosen.count), Double(known.responses.rows))
    let rows = chosen.map { known.responses.row($0) }
    let design = CentredDesign(
      columns: known.scores.indices.map { source in rows.map { $0[source] } }, observations: rows.count)
    // How much more each source gets on the other items than on the selected ones.
    let shift = zip(known.scores, design.means).map { score, mean in
      (total * score - size * mean) / (total - size) - mean
    }
    // X·(XᵀX + λ)⁻¹·shift = (XXᵀ + λ)⁻¹·X·shift, in the smaller space.
    let weights: [Double]
    if design.features <= design.observations {
      let system = RidgeSystem(design.featureProducts(), penalty: penalty)
      weights = design.combine(system.solve(shift))
    } else {
      let system = RidgeSystem(design.observationProducts(), penalty: penalty)
      weights = system.solve(design.combine(shift))
    }
    let share = (total - size) / total
    // The regression has an intercept, so that the weights add up to 0 except for rounding.
    let mean = weights.reduce(0, +) / size
    return LinearScore(constant: 0, weights: weights.map { 1 / size + share * ($0 - mean) })
  }
}

extension Method {
  /// A random subset, whose mean is corrected by regressions of each target on the source models.
  static let aipw = Method(
    name: "aipw",
    summary:
      "the items of random; their mean, corrected by what a regression on the source models' responses predicts",
    source: "Zhang, Dorner and Hardt 2025", needs: .sourceResponses, guarantee: .randomised, minimumSources: 2,
    sharedSelection: baseline.name,
    selector: UniformRandom(), estimator: AugmentedPrediction())
}
