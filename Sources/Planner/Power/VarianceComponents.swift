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
  package func standardError(size: Int, itemCount: Int? = nil) -> Double {
    let correction = itemCount.map { $0 > 1 ? Double($0 - size) / Double($0 - 1) : 0 } ?? 1
    let between = itemVariance * correction
    let within = 2 * resamplingVariance / Double(samplesPerItem)
    return ((between + within) * designEffect / Double(size)).squareRoot()
  }

  /// Returns the chance that k items put models a gap apart in order: Φ(δ / standard error).
  package func agreement(gap: Double, size: Int, itemCount: Int? = nil) -> Double {
    let error = standardError(size: size, itemCount: itemCount)
    return error > 0 ? NormalDistribution.cumulative(gap / error) : 1
  }

  /// Returns the power of the two-sided z test, both directions.
  package func power(gap: Double, size: Int, alpha: Double, itemCount: Int? = nil) -> Double {
    let error = standardError(size: size, itemCount: itemCount)
    guard error > 0 else { return 1 }
    let z = NormalDistribution.quantile(1 - alpha / 2)
    return NormalDistribution.cumulative(gap / error - z) + NormalDistribution.cumulative(-gap / error - z)
  }

  /// Returns type S and type M of the z test, in closed form (Gelman and Carlin 2014; Lu, Qiu and Deng 2019).
  package func behaviour(gap: Double, size: Int, alpha: Double, itemCount: Int? = nil) -> TestBehaviour {
    let error = standardError(size: size, itemCount: itemCount)
    guard error > 0 else { return TestBehaviour(power: 1, typeS: 0, typeM: 1) }
    let z = NormalDistribution.quantile(1 - alpha / 2)
    let lambda = gap / error
    let right = NormalDistribution.cumulative(lambda - z)
    let wrong = NormalDistribution.cumulative(-lambda - z)
    let magnitude =
      NormalDistribution.density(lambda - z) + NormalDistribution.density(lambda + z) + lambda * (right - wrong)
    return TestBehaviour(
      power: right + wrong, typeS: wrong / (right + wrong), typeM: magnitude / (right + wrong) / lambda)
  }

  /// Returns the design effect of clusters: 1 + (c̄ − 1)ρ (Kish 1965).
  package static func designEffect(intraclassCorrelation: Double, clusterSize: Double) -> Double {
    1 + (clusterSize - 1) * intraclassCorrelation
  }
}
