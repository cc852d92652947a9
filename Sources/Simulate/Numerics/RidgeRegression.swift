/// Ridge regression: the intercept b and the coefficients w that minimise Σ(y − b − x·w)² + penalty·Σw².
///
/// Hoerl and Kennard 1970.
struct RidgeRegression: Sendable {
  /// b.
  let intercept: Double
  /// w.
  let coefficients: [Double]
  /// The penalty.
  let penalty: Double

  /// The penalties to choose from: those that scikit-learn's RidgeCV tries unasked, as Zhang et al. 2025 do.
  static let penalties = [0.1, 1, 10]
}

/// A ridge regression whose penalty is still open.
///
/// Worked out in the smaller of the two spaces, of features or of observations.
struct RidgeProblem: Sendable {
  private let design: CentredDesign
  private let mean: Double
  private let responses: [Double]
  private let isPrimal: Bool
  private let products: [Double]

  /// - Parameter responses: y, a number per observation.
  /// - Complexity: O(m² · max(m, n)), m being the lesser of the numbers of features and observations.
  init(_ design: CentredDesign, responses: [Double]) {
    precondition(responses.count == design.observations)
    self.design = design
    let mean = responses.reduce(0, +) / Double(responses.count)
    self.mean = mean
    self.responses = responses.map { $0 - mean }
    isPrimal = design.features <= design.observations
    products = isPrimal ? design.featureProducts() : design.observationProducts()
  }

  /// The regression at a penalty above 0.
  ///
  /// - Complexity: O(m³).
  func regression(penalty: Double) -> RidgeRegression { solution(penalty).regression }

  /// The regression whose penalty has the least mean squared error when each observation in turn is left out, which the
  /// hat matrix gives without fitting again (Golub, Heath and Wahba 1979); the intercept counts as left out too.
  ///
  /// - Parameter penalties: above 0; the first of the best is taken.
  /// - Complexity: O(m² · max(m, n)) a penalty.
  func best(of penalties: [Double] = RidgeRegression.penalties) -> RidgeRegression {
    var best = solution(penalties[0])
    for penalty in penalties.dropFirst() {
      let next = solution(penalty)
      if next.leaveOneOutError < best.leaveOneOutError { best = next }
    }
    return best.regression
  }

  private struct Solution {
    let regression: RidgeRegression
    let residuals: [Double]
    let leverages: () -> [Double]

    var leaveOneOutError: Double {
      zip(residuals, leverages()).reduce(0) { sum, pair in
        let residual = pair.0 / (1 - pair.1)
        return sum + residual * residual
      }
    }
  }

  private func solution(_ penalty: Double) -> Solution {
    let system = RidgeSystem(products, penalty: penalty)
    let count = Double(design.observations)
    let coefficients: [Double]
    let residuals: [Double]
    let leverages: () -> [Double]
    if isPrimal {
      coefficients = system.solve(design.correlate(responses))
      residuals = zip(responses, design.combine(coefficients)).map { $0 - $1 }
      leverages = { (0..<design.observations).map { 1 / count + system.squaredLength(design.observation($0)) } }
    } else {
      let shares = system.solve(responses)
      coefficients = design.correlate(shares)
      residuals = shares.map { penalty * $0 }
      leverages = { system.inverseDiagonal().map { 1 / count + 1 - penalty * $0 } }
    }
    let regression = RidgeRegression(
      intercept: mean - dot(design.means, coefficients), coefficients: coefficients, penalty: penalty)
    return Solution(regression: regression, residuals: residuals, leverages: leverages)
  }
}

/// A symmetric positive semi-definite matrix with a penalty on its diagonal, factored.
struct RidgeSystem: Sendable {
  private let factor: Cholesky

  /// - Parameters:
  ///   - products: n × n, row by row.
  ///   - penalty: above 0.
  init(_ products: [Double], penalty: Double) {
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
