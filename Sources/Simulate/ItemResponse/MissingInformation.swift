/// The information about item parameters that is lost because abilities are not seen: Σ over models of the posterior
/// covariance of the scores of the complete data (Louis 1982), in units of the complete data's information.
///
/// A model's scores are smooth functions of its ability. They are expanded in polynomials orthonormal under the model's
/// posterior; the covariance of two scores is the inner product of their coefficients. Degrees are added until they
/// hold all but a share of 1e-8 of the trace, over all models together. Sums run over the points of the posterior, so
/// that what a degree leaves out is known and not estimated.
struct MissingInformation: Sendable {
  /// The number of coefficients over all models.
  private(set) var rank = 0
  /// For each coefficient the numbers of all parameters, ``StandardisedScores/length`` of them.
  private(set) var coefficients: [Double] = []
  /// Whether all models are in it; it ends where the caller has no use for more coefficients.
  private(set) var isWhole = true

  /// Models that are worked on together.
  private static let chunk = 64
  private static let tolerance = 1e-8

  /// Expands the scores of every model.
  ///
  /// - Parameter isUsable: whether so many coefficients are still of use.
  init(
    _ scores: StandardisedScores, posteriors: AbilityPosteriors, threads: Int, while isUsable: (_ rank: Int) -> Bool
  ) {
    let allowed = MissingInformation.tolerance / Double(max(1, posteriors.count))
    for start in stride(from: 0, to: posteriors.count, by: MissingInformation.chunk) {
      let end = min(posteriors.count, start + MissingInformation.chunk)
      let parts = parallelMap(count: end - start, threads: threads) { offset in
        ModelScores(scores, posteriors: posteriors, model: start + offset).coefficients(leaving: allowed)
      }
      for part in parts { coefficients += part }
      rank = scores.length > 0 ? coefficients.count / scores.length : 0
      guard isUsable(rank) else {
        isWhole = false
        return
      }
    }
  }
}

/// The scores of all items' parameters at the points of a grid, multiplied by L⁻¹, where L·Lᵀ is the complete data's
/// information about an item.
struct StandardisedScores: Sendable {
  /// The number of parameters rounded up to whole vectors of eight.
  let length: Int
  /// The points.
  let nodes: [Double]
  /// Node by node the score of a wrong answer, and what a right one adds to it.
  fileprivate let wrong: [Double]
  fileprivate let rise: [Double]
  /// Model by model the answer that each parameter's score depends on.
  fileprivate let answers: [[Double]]

  /// Finds the scores.
  ///
  /// - Parameters:
  ///   - inverses: for each item L⁻¹, row by row.
  ///   - responses: a row per item, a column per model.
  init(items: [LogisticItem], width: Int, inverses: [[Double]], nodes: [Double], responses: SourceResponses) {
    let length = MatrixProducts.padded(items.count * width, to: MatrixProducts.lengthMultiple)
    self.length = length
    self.nodes = nodes
    var wrong = [Double](repeating: 0, count: nodes.count * length)
    var rise = wrong
    for (node, ability) in nodes.enumerated() {
      for (item, parameters) in items.enumerated() {
        let scores = parameters.scores(at: ability)
        let position = node * length + item * width
        for a in 0..<width {
          for b in 0...a {
            let factor = inverses[item][a * width + b]
            wrong[position + a] += factor * scores.wrong[b]
            rise[position + a] += factor * (scores.right[b] - scores.wrong[b])
          }
        }
      }
    }
    (self.wrong, self.rise) = (wrong, rise)
    answers = (0..<responses.columns).map { model in
      var row = [Double](repeating: 0, count: length)
      for item in items.indices { for a in 0..<width { row[item * width + a] = responses[item, model] } }
      return row
    }
  }
}

/// A model's scores at the points of its posterior, less their mean and times the roots of the points' weights.
struct ModelScores {
  private let length: Int
  /// The points in standard deviations from the posterior mean.
  private let places: [Double]
  private let roots: [Double]
  /// Point by point.
  private let deviations: [Double]

  /// Finds a model's scores.
  init(_ scores: StandardisedScores, posteriors: AbilityPosteriors, model: Int) {
    let range = posteriors.range(model)
    let first = posteriors.starts[model] - range.lowerBound
    let kept = range.filter { posteriors.weights[$0] > 1e-15 }
    let (mean, deviation) = posteriors.moments(model, nodes: scores.nodes)
    let length = scores.length
    self.length = length
    places = kept.map { (scores.nodes[first + $0] - mean) / (deviation > 0 ? deviation : 1) }
    let roots = kept.map { posteriors.weights[$0].squareRoot() }
    self.roots = roots
    var means = [Double](repeating: 0, count: length)
    var deviations = [Double](repeating: 0, count: kept.count * length)
    deviations.withUnsafeMutableBufferPointer { deviations in
      means.withUnsafeMutableBufferPointer { means in
        scores.wrong.withUnsafeBufferPointer { wrong in
          scores.rise.withUnsafeBufferPointer { rise in
            scores.answers[model].withUnsafeBufferPointer { answers in
              for (point, index) in kept.enumerated() {
                let (from, to) = ((first + index) * length, point * length)
                let weight = posteriors.weights[index]
                for k in 0..<length {
                  let score = wrong[from + k] + answers[k] * rise[from + k]
                  deviations[to + k] = score
                  means[k] += weight * score
                }
              }
            }
          }
        }
        for (point, root) in roots.enumerated() {
          let to = point * length
          for k in 0..<length { deviations[to + k] = root * (deviations[to + k] - means[k]) }
        }
      }
    }
    self.deviations = deviations
  }

  /// Returns the coefficients of degrees 1, 2, … until what is left of the scores' variances adds up to no more than a
  /// bound: for each degree the numbers of all parameters.
  func coefficients(leaving allowed: Double) -> [Double] {
    var left = dot(deviations, deviations)
    var result: [Double] = []
    var basis = [roots]
    // A posterior of p points has p polynomials; by then nothing is left.
    while left > allowed, basis.count < roots.count {
      let image = zip(places, basis[basis.count - 1]).map { $0 * $1 }
      guard let next = orthonormalised(image, against: basis, tolerance: 1e-10)?.vector else { break }
      var row = [Double](repeating: 0, count: length)
      row.withUnsafeMutableBufferPointer { row in
        deviations.withUnsafeBufferPointer { deviations in
          for (point, factor) in next.enumerated() {
            let from = point * length
            for k in 0..<length { row[k] += factor * deviations[from + k] }
          }
        }
      }
      left -= dot(row, row)
      result += row
      basis.append(next)
    }
    return result
  }

  /// Adds to a matrix of the parameters from some position on what is lost about them.
  func addProducts(from start: Int, count: Int, to matrix: inout [Double]) {
    for point in roots.indices {
      let from = point * length + start
      for a in 0..<count { for b in 0..<count { matrix[a * count + b] += deviations[from + a] * deviations[from + b] } }
    }
  }
}
