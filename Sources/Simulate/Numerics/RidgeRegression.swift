/// Holds a ridge regression: the intercept b and the coefficients w that minimise Σ(y − b − x·w)² + penalty·Σw².
///
/// Hoerl and Kennard 1970.
struct RidgeRegression: Sendable {
  /// b.
  let intercept: Double
  /// w.
  let coefficients: [Double]
  /// The penalty.
  let penalty: Double

  /// The penalties to choose from: the default ones of scikit-learn's RidgeCV, as Zhang et al. 2025 do.
  static let penalties = [0.1, 1, 10]
}

/// Prepares a ridge regression whose penalty is still open.
///
/// Computed in the smaller of the two spaces, of features or of observations.
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

  /// Returns the regression at a penalty above 0.
  ///
  /// - Complexity: O(m³).
  func regression(penalty: Double) -> RidgeRegression {
    let system = RidgeSystem(products, penalty: penalty)
    let coefficients =
      isPrimal ? system.solve(design.correlate(responses)) : design.correlate(system.solve(responses))
    return regression(coefficients, penalty: penalty)
  }

  private func regression(_ coefficients: [Double], penalty: Double) -> RidgeRegression {
    RidgeRegression(intercept: mean - dot(design.means, coefficients), coefficients: coefficients, penalty: penalty)
  }

  /// Returns the regression whose penalty has the least mean squared error when each observation in turn is left out,
  /// which the hat matrix gives without fitting again (Golub, Heath and Wahba 1979); the intercept is refitted, too.
  ///
  /// - Parameter penalties: above 0; the first of the best is taken.
  /// - Complexity: O(m² · max(m, n)), and O(m · n) a penalty: the products are made tridiagonal once
  ///   (``TridiagonalForm``).
  func best(of penalties: [Double] = RidgeRegression.penalties) -> RidgeRegression {
    let form = TridiagonalForm(products, size: isPrimal ? design.features : design.observations)
    let observations = form.rotated(
      isPrimal ? design.byObservation() : identity(design.observations), count: design.observations)
    let target = form.rotated(isPrimal ? design.correlate(responses) : responses, count: 1)
    let count = Double(design.observations)
    var best: (error: Double, penalty: Double, solution: [Double])?
    for penalty in penalties {
      let system = form.system(shift: penalty)
      let solution = system.solve(target)
      let fits = dotProducts(solution, observations, count: responses.count)
      let shares = system.squaredLengths(observations, count: responses.count)
      var error = 0.0
      for (index, response) in responses.enumerated() {
        let residual = isPrimal ? response - fits[index] : penalty * fits[index]
        let leverage = 1 / count + (isPrimal ? shares[index] : 1 - penalty * shares[index])
        error += residual / (1 - leverage) * (residual / (1 - leverage))
      }
      if best.map({ error < $0.error }) ?? true { best = (error, penalty, solution) }
    }
    guard let best else { preconditionFailure("there is a penalty to choose") }
    let shares = form.restored(best.solution)
    return regression(isPrimal ? shares : design.correlate(shares), penalty: best.penalty)
  }
}

/// Returns the n × n matrix with ones on its diagonal, row by row.
private func identity(_ n: Int) -> [Double] { (0..<n * n).map { $0 % (n + 1) == 0 ? 1 : 0 } }

/// Holds a symmetric positive semi-definite matrix with a penalty on its diagonal, factored.
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

  /// Returns (A + penalty·I)⁻¹·b.
  func solve(_ vector: [Double]) -> [Double] { factor.solve(vector) }
}
