/// Finds a weighted sum of responses that orders near pairs of source models: the ridge regression of score differences
/// on response differences over pairs of sources less than twice the target gap apart.
///
/// The weights are then scaled, and a constant is added, so that the sum predicts the sources' full scores, since pairs
/// only know an order.
struct PairRegression: LinearEstimation {
  typealias Fitted = LinearScore

  /// - Complexity: O(k² · S + k³) for k items and S sources.
  static func score(of chosen: [Int], from known: KnownSources) -> LinearScore {
    let pairs = known.nearPairs
    let rows = chosen.map { known.responses.row($0) }
    let images = rows.map { pairs.applied(to: $0) }
    let size = rows.count
    var products = [Double](repeating: 0, count: size * size)
    for first in 0..<size {
      for second in 0...first {
        let product = dot(images[first], rows[second])
        products[first * size + second] = product
        products[second * size + first] = product
      }
    }
    let weights = RidgeSystem(products, penalty: GapTargeted.penalty).solve(images.map { dot($0, known.scores) })
    return LinearScore.calibrated(weights, rows: rows, scores: known.scores)
  }
}

extension LinearScore {
  /// Finds the multiple of a weighted sum, plus a constant, that predicts scores with the least squared error. If a
  /// larger sum goes with lower scores, it is the sum itself plus a constant.
  ///
  /// - Parameter rows: for each weight the responses of all sources.
  static func calibrated(_ weights: [Double], rows: [[Double]], scores: [Double]) -> LinearScore {
    var sums = [Double](repeating: 0, count: scores.count)
    for (weight, row) in zip(weights, rows) { addMultiple(weight, row, to: &sums) }
    let (meanSum, meanScore) = (
      sums.reduce(0, +) / Double(sums.count), scores.reduce(0, +) / Double(scores.count)
    )
    let deviations = sums.map { $0 - meanSum }
    let variance = dot(deviations, deviations)
    let slope = variance > 1e-12 ? dot(deviations, scores) / variance : 1
    let factor = slope > 0 ? slope : 1
    return LinearScore(constant: meanScore - factor * meanSum, weights: weights.map { factor * $0 })
  }
}
