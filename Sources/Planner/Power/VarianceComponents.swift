import Simulate

/// Splits the variance of a paired difference, after Miller 2024 (arXiv 2411.00640): between items, within items
/// (answers sampled again differ), and the correlation of items in clusters.
package struct VarianceComponents: Sendable, Equatable {
  /// ω²: the variance over items of the difference between the two models' expected scores.
  package let itemVariance: Double
  /// σ²: the variance of a model's score on an item over repeated answers, averaged over items and models.
  package let resamplingVariance: Double
  /// K: answers sampled per item and model.
  package let samplesPerItem: Int
  /// 1 + (c̄ − 1)ρ: how many times more items clusters cost.
  package let designEffect: Double

  /// Derives the components from the discordance of single answers, whose variance is d − δ² = ω² + 2σ².
  ///
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` if σ² is more than the discordance leaves room for.
  package init(
    discordance: Double, gap: Double, resamplingVariance: Double, samplesPerItem: Int, designEffect: Double = 1
  ) throws(PlannerError) {
    let total = discordance - gap * gap
    guard resamplingVariance >= 0, 2 * resamplingVariance <= total + 1e-12 else {
      throw .invalidQuantity(
        "a resampling variance of \(fraction(resamplingVariance)) is outside 0 to \(fraction(total / 2)), half of "
          + "the variance of a difference between single answers")
    }
    itemVariance = max(0, total - 2 * resamplingVariance)
    self.resamplingVariance = resamplingVariance
    self.samplesPerItem = samplesPerItem
    self.designEffect = designEffect
  }

  /// The variance of one item's difference: ω² + 2σ²/K, times the design effect.
  package var variancePerItem: Double {
    (itemVariance + 2 * resamplingVariance / Double(samplesPerItem)) * designEffect
  }

  /// Returns the standard error of the mean difference over k items.
  ///
  /// - Parameter itemCount: N for the finite-population correction of the variance between items; nil for none.
  package func standardError(size: Double, itemCount: Int? = nil) -> Double {
    let between = itemVariance * remainingShare(of: itemCount, after: size)
    let within = 2 * resamplingVariance / Double(samplesPerItem)
    return ((between + within) * designEffect / size).squareRoot()
  }

  /// Returns the normal form of a comparison of models a gap apart with k items. The test is the z test of the mean
  /// difference.
  package func normalForm(gap: Double, size: Double, itemCount: Int? = nil) -> NormalForm {
    NormalForm(gap: gap, error: standardError(size: size, itemCount: itemCount))
  }

  /// Returns the design effect of clusters: 1 + (c̄ − 1)ρ (Kish 1965).
  package static func designEffect(intraclassCorrelation: Double, clusterSize: Double) -> Double {
    1 + (clusterSize - 1) * intraclassCorrelation
  }
}
