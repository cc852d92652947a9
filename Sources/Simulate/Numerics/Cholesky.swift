/// Holds the Cholesky factor of a symmetric positive definite matrix, A = L·Lᵀ, for solving A·x = b.
///
/// Golub and Van Loan, Matrix Computations, 4.2; all its sums run along memory.
struct Cholesky: Sendable {
  /// n.
  private(set) var size: Int
  /// Row by row, each as long as the matrix was wide; the part above the diagonal is not used.
  private var factor: [Double]
  private let stride: Int

  /// Creates the factor of a matrix, or nil if it is not positive definite to the last digits.
  ///
  /// - Parameter matrix: n × n, row by row; only the lower triangle is read.
  /// - Complexity: O(n³).
  init?(_ matrix: [Double], size: Int) {
    precondition(matrix.count == size * size)
    self.size = size
    stride = size
    factor = matrix
    let isDefinite = factor.withUnsafeMutableBufferPointer { factor in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { products in
        products.initialize(repeating: 0)
        // Column by column, which has the products of many rows at a time.
        for column in 0..<size {
          let start = column * size
          let known = UnsafeBufferPointer(rebasing: factor[start..<start + column])
          let products = UnsafeMutableBufferPointer(rebasing: products[column...])
          dotProducts(known, UnsafeBufferPointer(factor), from: start, stride: size, into: products)
          guard let root = Cholesky.root(factor[start + column], less: products[0], tolerance: 1e-14) else {
            return false
          }
          factor[start + column] = root
          for row in column + 1..<size {
            factor[row * size + column] = (factor[row * size + column] - products[row - column]) / root
          }
        }
        return true
      }
    }
    guard isDefinite else { return nil }
  }

  /// Returns the root of a diagonal element less what the columns before take from it; nil if too little is left.
  private static func root(_ diagonal: Double, less known: Double, tolerance: Double) -> Double? {
    let pivot = diagonal - known
    return pivot > tolerance * abs(diagonal) && pivot.isFinite ? pivot.squareRoot() : nil
  }

  /// Creates the factor of an empty matrix, with room to grow.
  init(capacity: Int) {
    size = 0
    stride = capacity
    factor = [Double](repeating: 0, count: capacity * capacity)
  }

  /// Adds a row and a column to the matrix; returns false and adds nothing if it would not be positive definite.
  ///
  /// - Parameters:
  ///   - row: the new row up to the diagonal, which is its last element.
  ///   - tolerance: the least share of the diagonal that must be left over.
  /// - Complexity: O(n²).
  mutating func append(_ row: [Double], tolerance: Double) -> Bool {
    precondition(row.count == size + 1 && size < stride)
    for (column, entry) in row.enumerated() { factor[size * stride + column] = entry }
    return append(row[size], tolerance: tolerance)
  }

  /// Factors the row below the last.
  private mutating func append(_ diagonal: Double, tolerance: Double) -> Bool {
    let (row, stride) = (size, stride)
    let root = factor.withUnsafeMutableBufferPointer { factor -> Double? in
      let all = UnsafeBufferPointer(factor)
      let start = row * stride
      for column in 0..<row {
        let known = UnsafeBufferPointer(rebasing: all[start..<start + column])
        factor[start + column] =
          (factor[start + column] - dotProduct(known, all, from: column * stride)) / factor[column * stride + column]
      }
      let known = UnsafeBufferPointer(rebasing: all[start..<start + row])
      return Cholesky.root(diagonal, less: dotProduct(known, known), tolerance: tolerance)
    }
    guard let root else { return false }
    factor[row * stride + row] = root
    size += 1
    return true
  }

  /// Returns L⁻¹·b, whose squared length is bᵀ·A⁻¹·b.
  ///
  /// - Complexity: O(n²).
  func forward(_ vector: [Double]) -> [Double] {
    precondition(vector.count == size)
    var x = vector
    factor.withUnsafeBufferPointer { factor in
      x.withUnsafeMutableBufferPointer { x in
        for row in 0..<size {
          let known = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(x)[0..<row])
          x[row] = (x[row] - dotProduct(known, factor, from: row * stride)) / factor[row * stride + row]
        }
      }
    }
    return x
  }

  /// Returns A⁻¹·b.
  ///
  /// - Complexity: O(n²).
  func solve(_ vector: [Double]) -> [Double] {
    var x = forward(vector)
    factor.withUnsafeBufferPointer { factor in
      x.withUnsafeMutableBufferPointer { x in
        for row in (0..<size).reversed() {
          x[row] /= factor[row * stride + row]
          let share = x[row]
          for k in 0..<row { x[k] -= factor[row * stride + k] * share }
        }
      }
    }
    return x
  }

  /// Returns A⁻¹, row by row.
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
