/// The eigenvectors of a symmetric positive semi-definite matrix that belong to its largest eigenvalues.
///
/// Lanczos' method with full reorthogonalisation, restarted in a fresh direction where it ends early (Golub and Van Loan,
/// Matrix Computations, 10.1), and cyclic Jacobi rotations for the small matrix it leaves (8.5). Each vector's largest
/// component is positive, so that the answer is unique where the eigenvalues are.
///
/// - Parameters:
///   - matrix: n × n, row by row.
///   - count: at most n.
/// - Returns: pairs of eigenvalue and unit vector in descending order of eigenvalue.
/// - Complexity: O(steps · n² + steps² · n + steps³) for min(n, 96) steps.
func leadingEigenvectors(_ matrix: [Double], size: Int, count: Int) -> [(value: Double, vector: [Double])] {
  precondition(matrix.count == size * size && count <= size)
  let steps = min(size, 96)
  var generator = Philox(seed: 0, trial: 0, purpose: .selection)
  var basis: [[Double]] = []
  var projected = [Double](repeating: 0, count: steps * steps)

  /// A direction of length 1 orthogonal to the basis; nil where there is none.
  func fresh() -> [Double]? {
    for _ in 0..<8 {
      let vector = (0..<size).map { _ in Double(generator.next32()) / 4_294_967_296 - 0.5 }
      if let found = orthonormalised(vector, against: basis, tolerance: 1e-10) { return found }
    }
    return nil
  }
  var next = fresh()
  while basis.count < steps, let vector = next {
    basis.append(vector)
    let image = multiplied(matrix, vector)
    let step = basis.count - 1
    for row in 0...step {
      let entry = dot(basis[row], image)
      projected[row * steps + step] = entry
      projected[step * steps + row] = entry
    }
    next = orthonormalised(image, against: basis, tolerance: 1e-10) ?? fresh()
  }
  let found = basis.count
  var small = [Double](repeating: 0, count: found * found)
  for row in 0..<found { for column in 0..<found { small[row * found + column] = projected[row * steps + column] } }
  let (values, vectors) = jacobiEigenvectors(&small, size: found)
  let order = values.indices.sorted { values[$0] != values[$1] ? values[$0] > values[$1] : $0 < $1 }
  return order.prefix(count).map { column in
    var vector = [Double](repeating: 0, count: size)
    for (step, known) in basis.enumerated() {
      let share = vectors[step * found + column]
      for index in vector.indices { vector[index] += share * known[index] }
    }
    let largest = vector.indices.max { abs(vector[$0]) < abs(vector[$1]) } ?? 0
    return (values[column], vector[largest] < 0 ? vector.map { -$0 } : vector)
  }
}

private func dot(_ first: [Double], _ second: [Double]) -> Double {
  first.withUnsafeBufferPointer { first in second.withUnsafeBufferPointer { dotProduct(first, $0) } }
}

private func multiplied(_ matrix: [Double], _ vector: [Double]) -> [Double] {
  matrix.withUnsafeBufferPointer { matrix in
    vector.withUnsafeBufferPointer { vector in
      (0..<vector.count).map { dotProduct(vector, matrix, from: $0 * vector.count) }
    }
  }
}

/// All eigenvalues and, as columns, eigenvectors of a symmetric matrix, by cyclic Jacobi rotations; the matrix becomes
/// diagonal.
func jacobiEigenvectors(_ matrix: inout [Double], size: Int) -> (values: [Double], vectors: [Double]) {
  var vectors = [Double](repeating: 0, count: size * size)
  for index in 0..<size { vectors[index * size + index] = 1 }
  let scale = matrix.reduce(0) { max($0, abs($1)) }
  for _ in 0..<60 {
    var offDiagonal = 0.0
    for row in 0..<size { for column in 0..<row { offDiagonal = max(offDiagonal, abs(matrix[row * size + column])) } }
    if offDiagonal <= 1e-15 * scale { break }
    for p in 0..<size {
      for q in p + 1..<max(p + 1, size) {
        let entry = matrix[p * size + q]
        if abs(entry) <= 1e-17 * scale { continue }
        let theta = (matrix[q * size + q] - matrix[p * size + p]) / (2 * entry)
        let tangent = (theta >= 0 ? 1.0 : -1.0) / (abs(theta) + (theta * theta + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        let sine = tangent * cosine
        for index in 0..<size {
          let (a, b) = (matrix[index * size + p], matrix[index * size + q])
          matrix[index * size + p] = cosine * a - sine * b
          matrix[index * size + q] = sine * a + cosine * b
        }
        for index in 0..<size {
          let (a, b) = (matrix[p * size + index], matrix[q * size + index])
          matrix[p * size + index] = cosine * a - sine * b
          matrix[q * size + index] = sine * a + cosine * b
          let (c, d) = (vectors[index * size + p], vectors[index * size + q])
          vectors[index * size + p] = cosine * c - sine * d
          vectors[index * size + q] = sine * c + cosine * d
        }
      }
    }
  }
  return ((0..<size).map { matrix[$0 * size + $0] }, vectors)
}
