/// Two factors of a matrix of inner products, brought to the form of principal components.
struct StandardisedFactors {
  /// What was taken from every row before scaling.
  let mean: [Double]
  /// Mean 0, variance 1, uncorrelated; all 0 in a dimension without variance.
  let rows: [[Double]]
  /// Inner products with `rows` are those of the given columns with the given rows less their mean.
  let columns: [[Double]]

  init(rows given: [[Double]], columns other: [[Double]]) {
    let dimensions = given.first?.count ?? 0
    let count = Double(given.count)
    let mean = (0..<dimensions).map { d in given.reduce(0) { $0 + $1[d] } / count }
    self.mean = mean
    func products(_ vectors: [[Double]], less mean: [Double], over divisor: Double) -> [Double] {
      var sums = [Double](repeating: 0, count: dimensions * dimensions)
      for vector in vectors {
        for a in 0..<dimensions {
          for b in 0..<dimensions {
            sums[a * dimensions + b] += (vector[a] - mean[a]) * (vector[b] - mean[b]) / divisor
          }
        }
      }
      return sums
    }
    let covariance = products(given, less: mean, over: count)
    let axes = leadingEigenvectors(covariance, size: dimensions, count: dimensions)
    let largest = axes.first?.value ?? 0
    // Coordinates on the axes of the covariance, scaled to variance 1; the columns with the inverse scale.
    let kept = axes.filter { $0.value > 1e-9 * largest && $0.value > 1e-12 }
    func along(_ vector: [Double], _ axis: [Double]) -> Double { zip(vector, axis).reduce(0) { $0 + $1.0 * $1.1 } }
    let white = given.map { row in
      kept.map { along(zip(row, mean).map { $0 - $1 }, $0.vector) / $0.value.squareRoot() }
    }
    let scaled = other.map { column in kept.map { along(column, $0.vector) * $0.value.squareRoot() } }
    var sums = [Double](repeating: 0, count: kept.count * kept.count)
    for vector in scaled {
      for a in kept.indices { for b in kept.indices { sums[a * kept.count + b] += vector[a] * vector[b] } }
    }
    let rotation = leadingEigenvectors(sums, size: kept.count, count: kept.count).map { pair in
      scaled.reduce(0) { $0 + along($1, pair.vector) } < 0 ? pair.vector.map { -$0 } : pair.vector
    }
    let padding = [Double](repeating: 0, count: dimensions - kept.count)
    rows = white.map { row in rotation.map { along(row, $0) } + padding }
    columns = scaled.map { column in rotation.map { along(column, $0) } + padding }
  }
}
