import CKernels

/// Holds a symmetric matrix as Q·T·Qᵀ, T tridiagonal and Q orthogonal, for solving (A + λ)·x = b with many λ:
/// after O(n³) once, each costs O(n) a right-hand side.
///
/// Householder's reduction (Golub and Van Loan, Matrix Computations, 8.3.1); the regressions' use of it after Eldén
/// 1977.
struct TridiagonalForm: Sendable {
  /// n.
  let size: Int
  private(set) var diagonal: [Double] = []
  private(set) var offDiagonal: [Double] = []
  /// The reflections I − factor·v·vᵀ that make up Q; the nth leaves the first n + 1 components alone, and its v has the
  /// others.
  private var reflections: [(vector: [Double], factor: Double)] = []

  /// - Parameter matrix: n × n, row by row.
  /// - Complexity: O(n³).
  init(_ matrix: [Double], size: Int) {
    precondition(matrix.count == size * size)
    self.size = size
    var left = matrix
    var image = [Double](repeating: 0, count: size)
    for step in 0..<size {
      diagonal.append(left[step * size + step])
      let block = step + 1
      guard block < size else { break }
      var vector = Array(left[step * size + block..<block * size])
      // A matrix of low rank leaves numbers so small that their squares would be 0 or all but 0, and 2/(v·v) infinite.
      // Scaling by a power of two keeps every digit.
      let largest = vector.reduce(0) { max($0, abs($1)) }
      let scale = largest > 0 ? largest.binade : 1
      for index in vector.indices { vector[index] /= scale }
      let rest = vector.dropFirst().reduce(0) { $0 + $1 * $1 }
      guard rest > 0 else {
        offDiagonal.append(vector[0] * scale)
        reflections.append((vector, 0))
        continue
      }
      // With the sign opposite to the first component, so that nothing cancels.
      let length = (vector[0] * vector[0] + rest).squareRoot()
      let target = vector[0] > 0 ? -length : length
      vector[0] -= target
      let factor = 2 / dot(vector, vector)
      offDiagonal.append(target * scale)
      reflections.append((vector, factor))
      left.withUnsafeMutableBufferPointer { left in
        vector.withUnsafeBufferPointer { vector in
          image.withUnsafeMutableBufferPointer { image in
            let count = vector.count
            dotProducts(
              vector, UnsafeBufferPointer(left), from: block * size + block, stride: size,
              into: UnsafeMutableBufferPointer(rebasing: image[..<count]))
            for row in 0..<count { image[row] *= factor }
            let half = factor / 2 * dotProduct(vector, UnsafeBufferPointer(image))
            for row in 0..<count { image[row] -= half * vector[row] }
            guard let rows = left.baseAddress, let v = vector.baseAddress, let w = image.baseAddress else { return }
            mdad_rank_two_update(rows + block * size + block, count, size, v, w, w, v, count)
          }
        }
      }
    }
  }

  /// Returns Qᵀ·x for each of some vectors, one behind the other.
  ///
  /// - Complexity: O(n²) a vector.
  func rotated(_ vectors: [Double], count: Int) -> [Double] {
    precondition(vectors.count == count * size)
    var result = vectors
    var shares = [Double](repeating: 0, count: count)
    result.withUnsafeMutableBufferPointer { result in
      guard let values = result.baseAddress else { return }
      for step in reflections.indices {
        let (vector, factor) = reflections[step]
        if factor == 0 { continue }
        vector.withUnsafeBufferPointer { vector in
          shares.withUnsafeMutableBufferPointer { shares in
            guard let v = vector.baseAddress, let s = shares.baseAddress else { return }
            dotProducts(vector, UnsafeBufferPointer(result), from: step + 1, stride: size, into: shares)
            for row in 0..<count { s[row] *= factor }
            mdad_rank_one_update(values + step + 1, count, size, s, v, vector.count)
          }
        }
      }
    }
    return result
  }

  /// Returns Q·x.
  ///
  /// - Complexity: O(n²).
  func restored(_ vector: [Double]) -> [Double] {
    var result = vector
    for step in reflections.indices.reversed() { reflect(&result, step) }
    return result
  }

  private func reflect(_ target: inout [Double], _ step: Int) {
    let (vector, factor) = reflections[step]
    guard factor != 0 else { return }
    target.withUnsafeMutableBufferPointer { target in
      vector.withUnsafeBufferPointer { vector in
        let share = factor * dotProduct(vector, UnsafeBufferPointer(target), from: step + 1)
        for index in vector.indices { target[step + 1 + index] -= share * vector[index] }
      }
    }
  }

  /// Returns T + λ, factored.
  ///
  /// - Parameter shift: λ, such that the matrix is positive definite.
  /// - Complexity: O(n).
  func system(shift: Double) -> System {
    var pivots: [Double] = []
    var factors: [Double] = []
    pivots.reserveCapacity(size)
    factors.reserveCapacity(size)
    for index in 0..<size {
      let factor = index > 0 ? offDiagonal[index - 1] / pivots[index - 1] : 0
      factors.append(factor)
      // Rounding can push a semi-definite matrix below 0; this keeps it above.
      pivots.append(max(diagonal[index] + shift - (index > 0 ? factor * offDiagonal[index - 1] : 0), shift * 1e-12))
    }
    return System(inversePivots: pivots.map { 1 / $0 }, factors: factors)
  }

  /// Holds T + λ as L·D·Lᵀ.
  struct System: Sendable {
    fileprivate let inversePivots: [Double]
    /// What each row of L has left of its diagonal.
    fileprivate let factors: [Double]

    /// Returns (T + λ)⁻¹·z.
    func solve(_ vector: [Double]) -> [Double] {
      var x = vector
      for index in x.indices.dropFirst() { x[index] -= factors[index] * x[index - 1] }
      for index in x.indices { x[index] *= inversePivots[index] }
      for index in x.indices.dropLast().reversed() { x[index] -= factors[index + 1] * x[index + 1] }
      return x
    }

    /// Returns zᵀ·(T + λ)⁻¹·z for each of some z, one behind the other.
    func squaredLengths(_ vectors: [Double], count: Int) -> [Double] {
      let size = factors.count
      precondition(vectors.count == count * size)
      return vectors.withUnsafeBufferPointer { vectors in
        factors.withUnsafeBufferPointer { factors in
          inversePivots.withUnsafeBufferPointer { inversePivots in
            (0..<count).map { row in
              var (known, total) = (0.0, 0.0)
              for index in 0..<size {
                known = vectors[row * size + index] - factors[index] * known
                total += known * known * inversePivots[index]
              }
              return total
            }
          }
        }
      }
    }
  }
}
