import Foundation

/// The Cholesky factor L of I − Z·Zᵀ, for matrices too large for one thread and plain loops.
///
/// Left-looking, in blocks of columns (Golub and Van Loan, Matrix Computations, 4.2.5). Sums are added in an order that
/// does not depend on the threads.
struct ParallelCholesky: Sendable {
  /// The number of rows.
  let size: Int
  /// The number of rows with those of the identity that fill the last block.
  private let padded: Int
  private let threads: Int
  /// Row by row.
  private var factor: [Double]

  private static let block = 32
  /// What must be left of a diagonal element for the matrix to count as positive definite.
  private static let tolerance = 1e-12

  /// Factors the matrix; nil if it is not positive definite.
  ///
  /// - Parameters:
  ///   - rows: Z's rows, `length` numbers each.
  ///   - length: a multiple of ``MatrixProducts/lengthMultiple``.
  /// - Complexity: O(size² · (length + size)).
  init?(identityMinusProductsOf rows: [Double], size: Int, length: Int, threads: Int) {
    let unit = ParallelCholesky.block
    let padded = MatrixProducts.padded(size, to: unit)
    self.size = size
    self.padded = padded
    self.threads = threads
    let z = rows + [Double](repeating: 0, count: (padded - size) * length)
    let stripes = parallelMap(count: padded / unit, threads: threads) { stripe in
      MatrixProducts.innerProducts(
        z, from: stripe * unit * length, rows: unit, stride: length, z, rows: (stripe + 1) * unit, stride: length,
        length: length)
    }
    factor = [Double](repeating: 0, count: padded * padded)
    for (stripe, products) in stripes.enumerated() {
      let width = (stripe + 1) * unit
      for row in 0..<unit {
        for column in 0..<width { factor[(stripe * unit + row) * padded + column] = -products[row * width + column] }
        factor[(stripe * unit + row) * padded + stripe * unit + row] += 1
      }
    }
    for block in 0..<padded / unit {
      guard factorise(block) else { return nil }
    }
  }

  /// Brings a block of columns to its final form, the blocks before it being so.
  private mutating func factorise(_ block: Int) -> Bool {
    let (unit, padded) = (ParallelCholesky.block, padded)
    let first = block * unit
    let isDefinite = factor.withUnsafeMutableBufferPointer { factor -> Bool in
      guard let base = factor.baseAddress else { return true }
      // Stripes write to rows of their own, and read those and the block's, which are final by then.
      nonisolated(unsafe) let rows = base
      ParallelCholesky.subtractKnown(rows, stride: padded, stripe: block, block: block)
      for row in first..<first + unit {
        for column in first...row {
          var sum = rows[row * padded + column]
          for k in first..<column { sum -= rows[row * padded + k] * rows[column * padded + k] }
          if column < row {
            rows[row * padded + column] = sum / rows[column * padded + column]
          } else {
            guard sum > ParallelCholesky.tolerance else { return false }
            rows[row * padded + row] = sum.squareRoot()
          }
        }
      }
      _ = parallelMap(count: padded / unit - block - 1, threads: threads) { offset in
        let stripe = block + 1 + offset
        ParallelCholesky.subtractKnown(rows, stride: padded, stripe: stripe, block: block)
        for row in stripe * unit..<(stripe + 1) * unit {
          for column in first..<first + unit {
            var sum = rows[row * padded + column]
            for k in first..<column { sum -= rows[row * padded + k] * rows[column * padded + k] }
            rows[row * padded + column] = sum / rows[column * padded + column]
          }
        }
      }
      return true
    }
    return isDefinite
  }

  /// Takes the products with the blocks before from a stripe of rows within a block of columns.
  private static func subtractKnown(
    _ rows: UnsafeMutablePointer<Double>, stride padded: Int, stripe: Int, block: Int
  ) {
    let unit = ParallelCholesky.block
    guard block > 0 else { return }
    let products = [Double](unsafeUninitializedCapacity: unit * unit) { buffer, count in
      if let result = buffer.baseAddress {
        MatrixProducts.innerProducts(
          rows + stripe * unit * padded, rows: unit, stride: padded, rows + block * unit * padded, rows: unit,
          stride: padded, length: block * unit, into: result)
      }
      count = unit * unit
    }
    for row in 0..<unit {
      let target = rows + (stripe * unit + row) * padded + block * unit
      for column in 0..<unit { target[column] -= products[row * unit + column] }
    }
  }

  /// Returns L⁻¹ times up to eight vectors at once.
  ///
  /// - Parameters:
  ///   - vectors: for each row its elements of the vectors.
  ///   - start: the first row that is not 0.
  func forward(_ vectors: [SIMD8<Double>], from start: Int = 0) -> [SIMD8<Double>] {
    var x = vectors
    factor.withUnsafeBufferPointer { factor in
      x.withUnsafeMutableBufferPointer { x in
        for row in start..<size {
          var sum = x[row]
          for k in start..<row { sum -= factor[row * padded + k] * x[k] }
          x[row] = sum / factor[row * padded + row]
        }
      }
    }
    return x
  }

  /// Returns the inverse of the matrix times a vector.
  func solve(_ vector: [Double]) -> [Double] {
    var x = vector
    factor.withUnsafeBufferPointer { factor in
      x.withUnsafeMutableBufferPointer { x in
        for row in 0..<size {
          var sum = x[row]
          for k in 0..<row { sum -= factor[row * padded + k] * x[k] }
          x[row] = sum / factor[row * padded + row]
        }
        for row in (0..<size).reversed() {
          x[row] /= factor[row * padded + row]
          let share = x[row]
          for k in 0..<row { x[k] -= factor[row * padded + k] * share }
        }
      }
    }
    return x
  }
}
