/// A discrete orthogonal-polynomial ensemble: a projection determinantal point process whose kernel is that onto the
/// polynomials of lowest degree over a finite set of points.
///
/// Bardenet and Hardy, "Monte Carlo with determinantal point processes", Annals of Applied Probability 2020; Tremblay,
/// Barthelmé and Amblard, "Determinantal point processes for coresets", JMLR 2019.
struct OrthogonalPolynomialEnsemble: Sendable {
  /// The number of points, n.
  let count: Int
  /// The number of polynomials, which is the size of a draw.
  let rank: Int
  /// n × rank, a row per point; the columns are orthonormal.
  let features: [Double]

  /// The ensemble of the first monomials over some points.
  ///
  /// Monomials come in order of their largest exponent, then lexicographically, so that with a monomial all its divisors
  /// come before it. Products of Chebyshev polynomials of the same degrees therefore span the same space, and keep their
  /// digits where powers would not. Each is orthogonalised, twice, against those before it; one that is a combination
  /// of those on these points is passed over.
  ///
  /// - Parameters:
  ///   - points: n points with the same number of coordinates each, from −1 to 1.
  ///   - size: the number of polynomials wanted; fewer where the points do not tell as many apart.
  /// - Complexity: O(n · size²).
  init(points: [[Double]], size: Int) {
    count = points.count
    let dimensions = points.first?.count ?? 0
    var columns: [[Double]] = []
    /// For each axis and degree the Chebyshev polynomial's values at the points.
    var chebyshev = [[[Double]]](repeating: [], count: dimensions)
    // On as many points as differ, every function is a polynomial: no more are independent.
    let wanted = min(size, Set(points).count)
    var layer = 0
    var tried = 0
    // Distinct points of one coordinate need degree n − 1 at most; the bound on tries ends searches that numbers of this
    // precision leave hopeless.
    while columns.count < wanted, tried < 2 * wanted + 512, layer < points.count {
      for axis in 0..<dimensions {
        let x = points.map { $0[axis] }
        let known = chebyshev[axis]
        chebyshev[axis].append(
          layer == 0
            ? x.map { _ in 1 }
            : layer == 1 ? x : x.indices.map { 2 * x[$0] * known[layer - 1][$0] - known[layer - 2][$0] })
      }
      for exponents in OrthogonalPolynomialEnsemble.layer(layer, dimensions: dimensions) {
        if columns.count == wanted { break }
        tried += 1
        var column = [Double](repeating: 1, count: points.count)
        for axis in exponents.indices where exponents[axis] > 0 {
          let factor = chebyshev[axis][exponents[axis]]
          for point in column.indices { column[point] *= factor[point] }
        }
        if let orthonormal = orthonormalised(column, against: columns, tolerance: 1e-9) {
          columns.append(orthonormal)
        }
      }
      layer += 1
      if dimensions == 0 { break }
    }
    rank = columns.count
    var features = [Double](repeating: 0, count: count * columns.count)
    for (position, column) in columns.enumerated() {
      for point in column.indices { features[point * columns.count + position] = column[point] }
    }
    self.features = features
  }

  /// The exponents whose largest is `degree`, lexicographically.
  static func layer(_ degree: Int, dimensions: Int) -> [[Int]] {
    guard dimensions > 0 else { return degree == 0 ? [[]] : [] }
    var all: [[Int]] = [[]]
    for _ in 0..<dimensions { all = all.flatMap { head in (0...degree).map { head + [$0] } } }
    return all.filter { $0.contains(degree) }
  }

  /// The chance that a point is in a draw: the kernel's diagonal.
  func inclusionProbability(of point: Int) -> Double {
    features[point * rank..<(point + 1) * rank].reduce(0) { $0 + $1 * $1 }
  }

  /// A draw of `rank` distinct points, exact, by the chain rule: each point with a probability proportional to the squared
  /// length of what its features have outside the span of those drawn before (Hough, Krishnapur, Peres and Virág 2006).
  ///
  /// - Complexity: O(n · rank²).
  func draw(using generator: inout Philox) -> [Int] {
    var left = (0..<count).map { inclusionProbability(of: $0) }
    var directions: [[Double]] = []
    var drawn: [Int] = []
    features.withUnsafeBufferPointer { features in
      func row(_ point: Int) -> UnsafeBufferPointer<Double> {
        UnsafeBufferPointer(rebasing: features[point * rank..<(point + 1) * rank])
      }
      for _ in 0..<rank {
        let point = generator.weighted(left)
        drawn.append(point)
        left[point] = 0
        // A point that was drawn has something outside the span; if rounding says otherwise, nothing is left to take away.
        guard let direction = orthonormalised(Array(row(point)), against: directions, tolerance: 1e-12) else {
          continue
        }
        direction.withUnsafeBufferPointer { direction in
          for other in 0..<count where left[other] > 0 {
            let share = dotProduct(direction, row(other))
            // Below the rounding of these sums nothing is left of a point.
            let rest = left[other] - share * share
            left[other] = rest > 1e-12 ? rest : 0
          }
        }
        directions.append(direction)
      }
    }
    return drawn
  }
}

extension Philox {
  /// A position drawn with a probability proportional to its weight.
  ///
  /// - Parameter weights: from 0; not all 0.
  mutating func weighted(_ weights: [Double]) -> Int {
    let total = weights.reduce(0, +)
    precondition(total > 0, "a weighted draw needs a weight above 0")
    var rest = Double(next() >> 11) * 0x1p-53 * total
    var last = 0
    for (position, weight) in weights.enumerated() where weight > 0 {
      last = position
      if rest < weight { return position }
      rest -= weight
    }
    return last
  }
}
