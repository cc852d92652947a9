import CKernels

/// Draws from a discrete orthogonal-polynomial ensemble: a projection determinantal point process whose kernel projects
/// onto the polynomials of lowest degree over a finite set of points.
///
/// Bardenet and Hardy, "Monte Carlo with determinantal point processes", Annals of Applied Probability 2020; Tremblay,
/// Barthelmé and Amblard, "Determinantal point processes for coresets", JMLR 2019.
///
/// Features are kept in single precision, whose rounding no number of draws could show.
struct OrthogonalPolynomialEnsemble: Sendable {
  /// The number of points, n.
  let count: Int
  /// The number of polynomials: the size of the largest draw.
  let rank: Int
  /// The rank rounded up to whole vectors: the distance in memory between the features of two points.
  private let stride: Int
  /// The polynomials' values at each point, point by point, with points of zeros up to a whole tile.
  private let features: [Float]

  /// The number of directions that are handled at a time.
  private static let block = 32
  /// What is left of a point below this is rounding.
  private static let nothing: Float = 1e-5

  /// Creates the ensemble of some polynomials over their points.
  init(_ polynomials: OrthogonalPolynomials) {
    count = polynomials.count
    rank = polynomials.rank
    stride = MatrixProducts.padded(rank, to: MatrixProducts.lengthMultiple)
    var features = [Float](
      repeating: 0, count: MatrixProducts.padded(count, to: MatrixProducts.tileRows) * stride)
    for polynomial in 0..<rank {
      for point in 0..<count {
        features[point * stride + polynomial] = Float(polynomials.values[polynomial * polynomials.stride + point])
      }
    }
    self.features = features
  }

  /// Computes the chance that a point is in a draw: the kernel's diagonal.
  ///
  /// - Parameter size: the size of the draw.
  func inclusionProbability(of point: Int, size: Int) -> Double {
    (0..<size).reduce(0) { $0 + Double(features[point * stride + $1]) * Double(features[point * stride + $1]) }
  }

  /// Draws distinct points, exactly, by the chain rule: each point with a probability proportional to the squared
  /// length of its features outside the span of those drawn before (Hough, Krishnapur, Peres and Virág 2006).
  ///
  /// What is left of all points is brought up to date only after a block of draws, by one matrix product. In between it
  /// is an upper bound, from which a point is proposed, and then accepted with the ratio of the true value to the
  /// bound.
  ///
  /// - Parameter size: the number of points, from 1 to the rank; fewer are drawn if rounding leaves nothing to draw
  ///   from.
  /// - Complexity: O(n · size²).
  func draw(_ size: Int, using generator: inout Philox) -> [Int] {
    precondition(size <= rank)
    let length = MatrixProducts.padded(size, to: MatrixProducts.lengthMultiple)
    var left = (0..<count).map { Float(inclusionProbability(of: $0, size: size)) }
    /// Orthonormal; row by row, followed by rows of zeros, since a tile may begin at any row.
    var directions = [Float](repeating: 0, count: (size + MatrixProducts.tileRows) * length)
    var directionCount = 0
    /// The number of directions that `left` takes into account.
    var workedIn = 0
    var drawn: [Int] = []
    while drawn.count < size {
      let point = generator.weighted(left)
      guard let point else { break }
      var vector = Array(features[point * stride..<point * stride + size])
      vector += repeatElement(0, count: 2 * length - size)
      var rest = left[point]
      for share in OrthogonalPolynomialEnsemble.shares(
        of: vector, in: directions, from: workedIn, to: directionCount, length: length)
      {
        rest -= share * share
      }
      if Float(generator.next32() >> 8) * 0x1p-24 * left[point] >= rest {
        // A point in the span of those drawn can never be taken: proposed no more, so that the draw comes to an end.
        if rest <= OrthogonalPolynomialEnsemble.nothing { left[point] = 0 }
        continue
      }
      drawn.append(point)
      left[point] = 0
      if OrthogonalPolynomialEnsemble.orthonormalise(
        &vector, against: directions, count: directionCount, length: length)
      {
        for index in 0..<length { directions[directionCount * length + index] = vector[index] }
        directionCount += 1
      }
      // The bound may overstate what is left by a quarter of what was left at the last update.
      let pending = directionCount - workedIn
      if pending >= OrthogonalPolynomialEnsemble.block || 4 * pending >= size - workedIn {
        workIn(directions, from: workedIn, to: directionCount, length: length, into: &left)
        workedIn = directionCount
      }
    }
    return drawn
  }

  /// Subtracts from what is left of each point its share in some directions.
  private func workIn(_ directions: [Float], from start: Int, to end: Int, length: Int, into left: inout [Float]) {
    let columns = MatrixProducts.padded(end - start, to: MatrixProducts.tileColumns)
    let rows = MatrixProducts.padded(count, to: MatrixProducts.tileRows)
    let shares = MatrixProducts.innerProducts(
      features, rows: rows, stride: stride, directions, secondFrom: start * length, rows: columns, stride: length,
      length: length)
    for point in 0..<count where left[point] > 0 {
      var taken: Float = 0
      for column in 0..<columns { taken += shares[point * columns + column] * shares[point * columns + column] }
      let rest = left[point] - taken
      left[point] = rest > OrthogonalPolynomialEnsemble.nothing ? rest : 0
    }
  }

  /// Computes the inner products of some directions with a vector, of twice `length` with zeros in its second half.
  private static func shares(
    of vector: [Float], in directions: [Float], from start: Int, to end: Int, length: Int
  ) -> [Float] {
    let rows = MatrixProducts.padded(end - start, to: MatrixProducts.tileRows)
    let products = MatrixProducts.innerProducts(
      directions, from: start * length, rows: rows, stride: length, vector, rows: MatrixProducts.tileColumns,
      stride: length, length: length)
    return (0..<end - start).map { products[$0 * MatrixProducts.tileColumns] }
  }

  /// Reduces a vector to its part outside the span of the directions, scaled to length 1. Returns false if there is no
  /// such part.
  private static func orthonormalise(
    _ vector: inout [Float], against directions: [Float], count: Int, length: Int
  ) -> Bool {
    func squaredLength() -> Float { (0..<length).reduce(0) { $0 + vector[$1] * vector[$1] } }
    var whole = squaredLength()
    for _ in 0..<3 {
      let shares = shares(of: vector, in: directions, from: 0, to: count, length: length)
      mdad_subtract_multiples_float(&vector, shares, directions, count, length, length)
      let left = squaredLength()
      // If little is left, few of its digits are right.
      if left > 0.04 * whole {
        let scale = 1 / left.squareRoot()
        for index in 0..<length { vector[index] *= scale }
        return true
      }
      whole = left
    }
    return false
  }
}
