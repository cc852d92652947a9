/// Items of a multidimensional two-parameter logistic model with known parameters.
struct LogisticItems: Sendable {
  private let count: Int
  private let dimensions: Int
  /// Item by item.
  private let slopes: [Double]
  private let difficulties: [Double]

  /// Some items.
  init(slopes: [[Double]], difficulties: [Double]) {
    count = slopes.count
    dimensions = slopes.first?.count ?? 0
    self.slopes = slopes.flatMap { $0 }
    self.difficulties = difficulties
  }

  /// The mode of the ability's distribution given responses to all the items, the prior standard normal: Newton's
  /// method on a concave function, with shorter steps where a whole one does not climb.
  ///
  /// - Complexity: O(items · D²) for each of a few steps.
  func ability(_ responses: [Double]) -> [Double] {
    var ability = [Double](repeating: 0, count: dimensions)
    var (value, gradient, information) = posterior(responses, ability)
    for _ in 0..<50 {
      // Precisions of a normal prior plus non-negative information: positive definite.
      guard let step = Cholesky(information, size: dimensions)?.solve(gradient) else { break }
      if zip(step, gradient).reduce(0, { $0 + $1.0 * $1.1 }) < 1e-12 { break }
      var length = 1.0
      var next = posterior(responses, zip(ability, step).map { $0 + $1 })
      while next.value < value, length > 1e-3 {
        length *= 0.5
        next = posterior(responses, zip(ability, step).map { $0 + length * $1 })
      }
      guard next.value >= value else { break }
      ability = zip(ability, step).map { $0 + length * $1 }
      (value, gradient, information) = next
    }
    return ability
  }

  /// The log-posterior up to a constant, its gradient, and minus its Hessian.
  private func posterior(
    _ responses: [Double], _ ability: [Double]
  ) -> (value: Double, gradient: [Double], information: [Double]) {
    var value = -0.5 * ability.reduce(0) { $0 + $1 * $1 }
    var gradient = ability.map { -$0 }
    var information = [Double](repeating: 0, count: dimensions * dimensions)
    for d in 0..<dimensions { information[d * dimensions + d] = 1 }
    slopes.withUnsafeBufferPointer { slopes in
      for item in 0..<count {
        let start = item * dimensions
        var logit = -difficulties[item]
        for d in 0..<dimensions { logit += slopes[start + d] * ability[d] }
        let p = logistic(logit)
        value += responses[item] * logit - softplus(logit)
        let residual = responses[item] - p
        let weight = p * (1 - p)
        for a in 0..<dimensions {
          gradient[a] += residual * slopes[start + a]
          let factor = weight * slopes[start + a]
          for b in 0...a { information[a * dimensions + b] += factor * slopes[start + b] }
        }
      }
    }
    return (value, gradient, information)
  }

  /// The mean probability of a right answer over the items.
  func meanProbability(at ability: [Double]) -> Double {
    slopes.withUnsafeBufferPointer { slopes in
      var sum = 0.0
      for item in 0..<count {
        var logit = -difficulties[item]
        for d in 0..<dimensions { logit += slopes[item * dimensions + d] * ability[d] }
        sum += logistic(logit)
      }
      return sum / Double(count)
    }
  }
}
