/// Computes orthonormal polynomials of lowest degree over a finite set of points.
///
/// Monomials come in order of their largest exponent, then lexicographically, so that all divisors of a monomial come
/// before it. Products of one-dimensional polynomials of the same degrees therefore span the same space. Those taken
/// here are orthonormal over the points' coordinates on each axis: where the axes are nearly independent, as principal
/// components are, so are the products already, and few digits are lost in making them exactly so. Each is
/// orthogonalised against those before it, in panels (block Gram–Schmidt; Stathopoulos and Wu 2002), and again if much
/// of it was taken away. One that is a combination of the others on these points is skipped.
///
/// The first k polynomials do not depend on how many are asked for.
struct OrthogonalPolynomials: Sendable {
  /// The number of points, n.
  let count: Int
  /// The number of polynomials.
  private(set) var rank = 0
  /// n rounded up to whole vectors: the distance in memory between the values of two polynomials.
  let stride: Int
  /// The values at the points, polynomial by polynomial, zeros after the last point.
  private(set) var values: [Double] = []

  private static let panel = 32
  /// The share of a polynomial's length that has to be left for it to count as a new one.
  private static let tolerance = 1e-9
  /// The share below which what is left is orthogonalised once more.
  private static let repeatedBelow = 1e-2

  /// Computes polynomials over some points.
  ///
  /// - Parameters:
  ///   - points: n points with the same number of coordinates each, from −1 to 1.
  ///   - size: the number of polynomials wanted; fewer if the points cannot distinguish so many.
  /// - Complexity: O(n · size²).
  init(points: [[Double]], size: Int) {
    count = points.count
    stride = MatrixProducts.padded(points.count, to: MatrixProducts.lengthMultiple)
    let dimensions = points.first?.count ?? 0
    // On distinct points every function is a polynomial, so no more than their number are independent.
    let wanted = min(size, Set(points).count)
    values.reserveCapacity(MatrixProducts.padded(wanted, to: OrthogonalPolynomials.panel) * stride)
    /// For each axis the polynomials of degree 0, 1, …; nil from the first degree that the axis has too few values for.
    var onAxis = [[[Double]?]](repeating: [], count: dimensions)
    var panel: [[Double]] = []
    var layer = 0
    var tried = 0
    // Distinct points of one coordinate need degree n − 1 at most; the bound on tries ends searches that are hopeless
    // at this precision.
    while rank < wanted, tried < 2 * wanted + 512, layer < points.count {
      for axis in 0..<dimensions {
        onAxis[axis].append(OrthogonalPolynomials.next(after: onAxis[axis], at: points.map { $0[axis] }))
      }
      for exponents in OrthogonalPolynomials.layer(layer, dimensions: dimensions) where rank < wanted {
        tried += 1
        let factors = exponents.indices.compactMap { onAxis[$0][exponents[$0]] }
        guard factors.count == dimensions else { continue }
        var column = [Double](repeating: 0, count: stride)
        for point in 0..<count { column[point] = factors.reduce(1) { $0 * $1[point] } }
        panel.append(column)
        if panel.count == OrthogonalPolynomials.panel { add(&panel) }
      }
      layer += 1
      if dimensions == 0 { break }
    }
    add(&panel)
    rank = min(rank, wanted)
    values.removeLast(values.count - rank * stride)
  }

  /// Lists the exponents whose largest is `degree`, lexicographically.
  static func layer(_ degree: Int, dimensions: Int) -> [[Int]] {
    guard dimensions > 0 else { return degree == 0 ? [[]] : [] }
    var all: [[Int]] = [[]]
    for _ in 0..<dimensions { all = all.flatMap { head in (0...degree).map { head + [$0] } } }
    return all.filter { $0.contains(degree) }
  }

  /// Finds the next polynomial on one axis: x times the last, outside the span of those before, of mean square 1.
  private static func next(after known: [[Double]?], at x: [Double]) -> [Double]? {
    let scale = Double(x.count).squareRoot()
    guard let last = known.last else { return x.map { _ in 1 } }
    guard let last else { return nil }
    let basis = known.compactMap { $0?.map { $0 / scale } }
    return orthonormalised(zip(x, last).map { $0 * $1 }, against: basis, tolerance: tolerance)?.vector.map {
      $0 * scale
    }
  }

  /// Orthonormalises a panel of columns against the polynomials and one another, adds what is left, and empties it.
  private mutating func add(_ panel: inout [[Double]]) {
    defer { panel = [] }
    guard !panel.isEmpty else { return }
    let lengths = panel.map(OrthogonalPolynomials.length)
    var columns = panel.flatMap { $0 }
    // Whole tiles, with columns of zeros.
    columns += [Double](repeating: 0, count: (OrthogonalPolynomials.panel - panel.count) * stride)
    project(&columns)
    var accepted: [[Double]] = []
    var smallest = 1.0
    for (position, whole) in lengths.enumerated() where whole > 0 {
      let column = Array(columns[position * stride..<(position + 1) * stride])
      let share = OrthogonalPolynomials.length(column) / whole
      guard share > OrthogonalPolynomials.tolerance,
        let kept = orthonormalised(column, against: accepted, tolerance: OrthogonalPolynomials.tolerance / share)
      else { continue }
      smallest = min(smallest, share * kept.remaining)
      accepted.append(kept.vector)
    }
    if smallest < OrthogonalPolynomials.repeatedBelow {
      columns = accepted.flatMap { $0 }
      columns += [Double](repeating: 0, count: OrthogonalPolynomials.panel * stride - columns.count)
      project(&columns)
      var again: [[Double]] = []
      for position in accepted.indices {
        let column = Array(columns[position * stride..<(position + 1) * stride])
        if let kept = orthonormalised(column, against: again, tolerance: 1e-3) { again.append(kept.vector) }
      }
      accepted = again
    }
    for column in accepted { values += column }
    rank += accepted.count
  }

  /// Removes from each column of a panel what lies in the span of the polynomials.
  private func project(_ columns: inout [Double]) {
    guard rank > 0 else { return }
    let panel = OrthogonalPolynomials.panel
    let whole = rank / MatrixProducts.tileRows * MatrixProducts.tileRows
    // The last polynomials, fewer than a tile, as a tile of their own.
    var last = Array(values[whole * stride..<rank * stride])
    last += [Double](repeating: 0, count: last.isEmpty ? 0 : MatrixProducts.tileRows * stride - last.count)
    let factors =
      MatrixProducts.innerProducts(
        values, rows: whole, stride: stride, columns, rows: panel, stride: stride, length: stride)
      + MatrixProducts.innerProducts(
        last, rows: last.count / stride, stride: stride, columns, rows: panel, stride: stride, length: stride)
    MatrixProducts.addCombinations(
      to: &columns, rows: panel, factors: factors.map { -$0 }, of: values, rows: rank, stride: stride, length: stride)
  }

  private static func length(_ vector: [Double]) -> Double {
    vector.withUnsafeBufferPointer { dotProduct($0, $0) }.squareRoot()
  }
}
