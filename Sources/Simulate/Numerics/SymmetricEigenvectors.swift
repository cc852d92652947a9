/// Returns the eigenvectors of a symmetric positive semi-definite matrix that belong to its largest eigenvalues.
///
/// Lanczos' method with full reorthogonalisation, restarted in a new direction if it ends early (Golub and Van Loan,
/// Matrix Computations, 10.1), and implicit QL steps for the tridiagonal matrix it leaves. Each vector's largest
/// component is positive, so that the answer is unique if the eigenvalues are.
///
/// - Parameters:
///   - matrix: n × n, row by row.
///   - count: at most n.
/// - Returns: pairs of eigenvalue and unit vector in descending order of eigenvalue.
/// - Complexity: O(steps · n² + steps² · n + steps³) for the steps it takes until A·v = λ·v to ten digits, from 96 up
///   to n.
func leadingEigenvectors(_ matrix: [Double], size: Int, count: Int) -> [(value: Double, vector: [Double])] {
  precondition(matrix.count == size * size && count <= size)
  var generator = Philox(seed: 0, trial: 0, purpose: .selection)
  var basis: [[Double]] = []
  var diagonal: [Double] = []
  var offDiagonal: [Double] = []

  /// Returns a direction of length 1 orthogonal to the basis, or nil if there is none.
  func fresh() -> [Double]? {
    for _ in 0..<8 {
      let vector = (0..<size).map { _ in Double(generator.next32()) / 4_294_967_296 - 0.5 }
      if let found = orthonormalised(vector, against: basis, tolerance: 1e-10) { return found.vector }
    }
    return nil
  }
  var next = fresh()
  var steps = min(size, 96)
  while true {
    while basis.count < steps, let vector = next {
      basis.append(vector)
      let image = multiplied(matrix, vector)
      if basis.count > 1 { offDiagonal.append(dot(basis[basis.count - 2], image)) }
      diagonal.append(dot(vector, image))
      next = orthonormalised(image, against: basis, tolerance: 1e-10)?.vector ?? fresh()
    }
    let (values, vectors) = tridiagonalEigenvectors(diagonal: diagonal, offDiagonal: offDiagonal)
    let order = values.indices.sorted { values[$0] != values[$1] ? values[$0] > values[$1] : $0 < $1 }.prefix(count)
    // What an eigenvector of the steps so far is off by is the next step's share in its image.
    let coupling = next.map { dot(multiplied(matrix, basis[basis.count - 1]), $0) } ?? 0
    let largest = values.reduce(0) { max($0, abs($1)) }
    if steps == size || order.allSatisfy({ abs(coupling * vectors[$0][basis.count - 1]) <= 1e-10 * largest }) {
      return order.map { column in
        var vector = [Double](repeating: 0, count: size)
        for (step, known) in basis.enumerated() {
          let share = vectors[column][step]
          for index in vector.indices { vector[index] += share * known[index] }
        }
        let peak = vector.indices.max { abs(vector[$0]) < abs(vector[$1]) } ?? 0
        return (values[column], vector[peak] < 0 ? vector.map { -$0 } : vector)
      }
    }
    steps = min(size, 2 * steps)
  }
}

private func multiplied(_ matrix: [Double], _ vector: [Double]) -> [Double] {
  dotProducts(vector, matrix, count: vector.count)
}

/// Returns all eigenvalues and unit eigenvectors of a symmetric tridiagonal matrix, in no order, by implicit QL steps
/// (Martin and Wilkinson 1968; Golub and Van Loan, Matrix Computations, 8.3).
///
/// - Parameter offDiagonal: one number fewer than the diagonal has.
/// - Complexity: O(n³).
func tridiagonalEigenvectors(
  diagonal: [Double], offDiagonal: [Double]
) -> (values: [Double], vectors: [[Double]]) {
  let size = diagonal.count
  var values = diagonal
  var off = offDiagonal + [0]
  var vectors = [Double](repeating: 0, count: size * size)
  for index in 0..<size { vectors[index * size + index] = 1 }
  for first in 0..<size {
    // Each eigenvalue takes two or three steps; the bound guards against NaN.
    for _ in 0..<60 {
      var last = first
      while last < size - 1, abs(off[last]) > 0x1p-53 * (abs(values[last]) + abs(values[last + 1])) { last += 1 }
      if last == first { break }
      let half = (values[first + 1] - values[first]) / (2 * off[first])
      let root = (half * half + 1).squareRoot()
      var g = values[last] - values[first] + off[first] / (half + (half < 0 ? -root : root))
      var (sine, cosine, shift) = (1.0, 1.0, 0.0)
      var isSplit = false
      for index in stride(from: last - 1, through: first, by: -1) {
        let f = sine * off[index]
        let b = cosine * off[index]
        let r = (f * f + g * g).squareRoot()
        off[index + 1] = r
        if r == 0 {
          values[index + 1] -= shift
          isSplit = true
          break
        }
        (sine, cosine) = (f / r, g / r)
        let difference = values[index + 1] - shift
        let step = (values[index] - difference) * sine + 2 * cosine * b
        shift = sine * step
        values[index + 1] = difference + shift
        g = cosine * step - b
        vectors.withUnsafeMutableBufferPointer { vectors in
          for lower in index * size..<(index + 1) * size {
            let (a, b) = (vectors[lower], vectors[lower + size])
            vectors[lower + size] = sine * a + cosine * b
            vectors[lower] = cosine * a - sine * b
          }
        }
      }
      off[last] = 0
      if isSplit { continue }
      values[first] -= shift
      off[first] = g
    }
  }
  return (values, (0..<size).map { Array(vectors[$0 * size..<($0 + 1) * size]) })
}
