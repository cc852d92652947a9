/// Ridge regression: the intercept b and the coefficients w that minimise Σ(y − b − x·w)² + penalty·Σw².
///
/// Hoerl and Kennard 1970. The penalty is the one of a few with the least mean squared error when each observation in turn
/// is left out, which the hat matrix gives without fitting again (Golub, Heath and Wahba 1979); the intercept counts as
/// left out too. Worked out in the smaller of the two spaces, of features or of observations.
struct RidgeRegression: Sendable {
  /// b.
  let intercept: Double
  /// w.
  let coefficients: [Double]
  /// The penalty chosen.
  let penalty: Double

  /// The penalties to choose from: those that scikit-learn's RidgeCV tries unasked, as Zhang et al. 2025 do.
  static let penalties = [0.1, 1, 10]

  /// A regression.
  ///
  /// - Parameters:
  ///   - responses: y, a number per observation.
  ///   - penalties: above 0; the first of the best is taken.
  /// - Complexity: O(m² · max(m, n)) a penalty, m being the lesser of the numbers of features and observations.
  init(_ design: CentredDesign, responses: [Double], penalties: [Double] = RidgeRegression.penalties) {
    precondition(responses.count == design.observations && !penalties.isEmpty)
    let mean = responses.reduce(0, +) / Double(responses.count)
    let centred = responses.map { $0 - mean }
    let isPrimal = design.features <= design.observations
    let products = isPrimal ? design.featureProducts() : design.observationProducts()
    var best: (error: Double, penalty: Double, coefficients: [Double])?
    for penalty in penalties {
      let system = RidgeSystem(products, penalty: penalty)
      let fit =
        isPrimal
        ? RidgeRegression.primal(system, design, centred, checks: penalties.count > 1)
        : RidgeRegression.dual(system, design, centred)
      if let best, fit.error >= best.error { continue }
      best = (fit.error, penalty, fit.coefficients)
    }
    // There is at least one penalty, and the first is better than none; a number that is none loses to any.
    let chosen = best ?? (0, penalties[0], design.means.map { _ in 0 })
    coefficients = chosen.coefficients
    penalty = chosen.penalty
    intercept = mean - dot(design.means, chosen.coefficients)
  }

  private static func primal(
    _ system: RidgeSystem, _ design: CentredDesign, _ responses: [Double], checks: Bool
  ) -> (error: Double, coefficients: [Double]) {
    let coefficients = system.solve(design.correlate(responses))
    guard checks else { return (0, coefficients) }
    let fitted = design.combine(coefficients)
    let count = Double(design.observations)
    var error = 0.0
    for row in responses.indices {
      let leverage = 1 / count + system.squaredLength(design.observation(row))
      let residual = (responses[row] - fitted[row]) / (1 - leverage)
      error += residual * residual
    }
    return (error / count, coefficients)
  }

  private static func dual(
    _ system: RidgeSystem, _ design: CentredDesign, _ responses: [Double]
  ) -> (error: Double, coefficients: [Double]) {
    let shares = system.solve(responses)
    let count = Double(design.observations)
    var error = 0.0
    for (row, inverse) in system.inverseDiagonal().enumerated() {
      let residual = system.penalty * shares[row] / (system.penalty * inverse - 1 / count)
      error += residual * residual
    }
    return (error / count, design.correlate(shares))
  }
}

/// A symmetric positive semi-definite matrix with a penalty on its diagonal, factored.
struct RidgeSystem: Sendable {
  let penalty: Double
  private let factor: Cholesky

  /// - Parameters:
  ///   - products: n × n, row by row.
  ///   - penalty: above 0.
  init(_ products: [Double], penalty: Double) {
    self.penalty = penalty
    var matrix = products
    let size = Int(Double(products.count).squareRoot())
    for index in 0..<size { matrix[index * size + index] += penalty }
    guard let factor = Cholesky(matrix, size: size) else {
      preconditionFailure("products of real numbers plus a positive diagonal are positive definite")
    }
    self.factor = factor
  }

  /// (A + penalty·I)⁻¹·b.
  func solve(_ vector: [Double]) -> [Double] { factor.solve(vector) }

  /// bᵀ·(A + penalty·I)⁻¹·b.
  func squaredLength(_ vector: [Double]) -> Double {
    let half = factor.forward(vector)
    return dot(half, half)
  }

  /// The diagonal of (A + penalty·I)⁻¹.
  func inverseDiagonal() -> [Double] {
    (0..<factor.size).map { index in squaredLength((0..<factor.size).map { $0 == index ? 1 : 0 }) }
  }
}
