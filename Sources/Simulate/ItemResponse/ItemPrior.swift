import Foundation

/// The weak prior of an item's parameters: minus its logarithm up to a constant, and that function's derivatives.
///
/// Slope ~ N(0, 10²), intercept ~ N(0, 20²), guessing ~ Beta(2, 6), upper ~ Beta(10, 2). Derivatives are by slope,
/// intercept and the logits of the last two.
struct ItemPrior {
  /// Minus the logarithm of the density.
  private(set) var value: Double
  /// Its derivatives.
  private(set) var gradient: [Double]
  /// Its second derivatives, all positive.
  private(set) var curvature: [Double]
  /// The largest second derivatives anywhere: the true ones vanish far out, where a step after them would know no
  /// bounds.
  private(set) var boundedCurvature: [Double]

  private static let slopePrecision = 1.0 / 100
  private static let interceptPrecision = 1.0 / 400
  /// Exponents of Beta densities: g^1·(1 − g)^5, and (1 − u)^1·u^9.
  private static let guessing = (1.0, 5.0)
  private static let upper = (9.0, 1.0)

  init(model: LogisticModel, item: LogisticItem) {
    let (slope, intercept) = (ItemPrior.slopePrecision, ItemPrior.interceptPrecision)
    value = 0.5 * (slope * item.slope * item.slope + intercept * item.intercept * item.intercept)
    gradient = [slope * item.slope, intercept * item.intercept]
    curvature = [slope, intercept]
    boundedCurvature = curvature
    if model.parameterCount > 2 { add(item.guessing, ItemPrior.guessing) }
    if model.parameterCount > 3 { add(item.upper, ItemPrior.upper) }
  }

  private mutating func add(_ x: Double, _ exponents: (Double, Double)) {
    let clipped = min(max(x, 1e-15), 1 - 1e-15)
    value -= exponents.0 * log(clipped) + exponents.1 * log1p(-clipped)
    gradient.append(exponents.1 * x - exponents.0 * (1 - x))
    curvature.append((exponents.0 + exponents.1) * x * (1 - x))
    boundedCurvature.append((exponents.0 + exponents.1) / 4)
  }
}
