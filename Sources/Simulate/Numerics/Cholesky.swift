/// The Cholesky factor of a symmetric positive definite matrix, A = L·Lᵀ, for solving A·x = b.
///
/// Golub and Van Loan, Matrix Computations, 4.2.
struct Cholesky: Sendable {
  /// n.
  let size: Int
  /// Row by row; the part above the diagonal is not used.
  private let factor: [Double]

  /// The factor of a matrix; nil where it is not positive definite to the last digits.
  ///
  /// - Parameter matrix: n × n, row by row; only the lower triangle is read.
  /// - Complexity: O(n³).
  init?(_ matrix: [Double], size: Int) {
    precondition(matrix.count == size * size)
    self.size = size
    var factor = matrix
    for column in 0..<size {
      var pivot = factor[column * size + column]
      for k in 0..<column { pivot -= factor[column * size + k] * factor[column * size + k] }
      guard pivot > 1e-14 * abs(matrix[column * size + column]), pivot.isFinite else { return nil }
      let root = pivot.squareRoot()
      factor[column * size + column] = root
      for row in column + 1..<max(size, column + 1) {
        var entry = factor[row * size + column]
        for k in 0..<column { entry -= factor[row * size + k] * factor[column * size + k] }
        factor[row * size + column] = entry / root
      }
    }
    self.factor = factor
  }

  /// A⁻¹·b.
  ///
  /// - Complexity: O(n²).
  func solve(_ vector: [Double]) -> [Double] {
    var x = vector
    for row in 0..<size {
      for k in 0..<row { x[row] -= factor[row * size + k] * x[k] }
      x[row] /= factor[row * size + row]
    }
    for row in stride(from: size - 1, through: 0, by: -1) {
      for k in row + 1..<max(size, row + 1) { x[row] -= factor[k * size + row] * x[k] }
      x[row] /= factor[row * size + row]
    }
    return x
  }

  /// A⁻¹, row by row.
  ///
  /// - Complexity: O(n³).
  func inverse() -> [Double] {
    var inverse = [Double](repeating: 0, count: size * size)
    for column in 0..<size {
      let solved = solve((0..<size).map { $0 == column ? 1 : 0 })
      for row in 0..<size { inverse[row * size + column] = solved[row] }
    }
    return inverse
  }
}
