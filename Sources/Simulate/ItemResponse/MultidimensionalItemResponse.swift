import Foundation

/// The multidimensional two-parameter logistic model: logit P(right) = α·θ − β with α, θ ∈ ℝᴰ.
///
/// Reckase, Multidimensional Item Response Theory, 2009. Fitted by penalised maximum likelihood, which is the mode under
/// normal priors: θ and α ~ N(0, 1/λ) in each coordinate, β ~ N(0, 20). With equal priors on both factors the penalty is
/// λ times the nuclear norm of the matrix of logits α·θ (Srebro, Rennie and Jaakkola 2004): dimensions that stand out from
/// noise by less than λ vanish, and once D is above the number that do not, a larger D changes nothing.
///
/// λ = (√M + √N)/6. The largest singular value of noise grows as √M + √N; the sixth was read off held-out log-likelihoods on
/// leaderboard matrices, which are flat around it.
///
/// A factorisation is unique only up to an invertible linear map. The one reported has abilities with mean 0, variance 1
/// and no correlation over the models fitted, slopes with orthogonal columns in descending order of size, and in each
/// dimension a sum of slopes that is not negative.
struct MultidimensionalItemResponse: Sendable {
  /// D.
  let dimensions: Int
  /// For each item α, the slopes.
  let slopes: [[Double]]
  /// For each item β, the difficulty: minus the intercept.
  let difficulties: [Double]
  /// For each model θ, the abilities.
  let abilities: [[Double]]
  /// The mean log-likelihood of a response that the fit has seen, nats.
  let logLikelihood: Double
  /// The steps that it took.
  let iterations: Int
  /// Whether the fit ended because no more was to be gained.
  let hasConverged: Bool

  /// The prior precision of a difficulty.
  private static let difficultyPrecision = 0.05

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - responses: a row per item, a column per model.
  ///   - dimensions: D, from 1.
  ///   - isHeldOut: whether the response at an item and a model is to be left out of the fit.
  /// - Complexity: O(M · N · D) for each of a few dozen steps.
  init(
    _ responses: SourceResponses, dimensions: Int = 10,
    isHeldOut: (_ item: Int, _ model: Int) -> Bool = { _, _ in false }
  ) {
    let (items, models) = (responses.rows, responses.columns)
    let kernel = LogisticKernel(rows: models, columns: items, dimensions: dimensions + 1) { model, item in
      isHeldOut(item, model) ? nil : responses[item, model]
    }
    let means = (0..<items).map { item -> Double in
      let seen = (0..<models).filter { !isHeldOut(item, $0) }
      return (seen.reduce(0) { $0 + responses[item, $1] } + 0.5) / Double(seen.count + 1)
    }
    var problem = FactorProblem(
      kernel: kernel, models: models, items: items, dimensions: dimensions,
      penalty: (Double(models).squareRoot() + Double(items).squareRoot()) / 6,
      difficultyPenalty: MultidimensionalItemResponse.difficultyPrecision)
    let start = problem.start(means: means)
    let found = LimitedMemoryBFGS.minimise(
      from: start, tolerance: 1e-6, limit: 1000, evaluate: { problem.evaluate($0, &$1) },
      precondition: { problem.precondition($0, $1) })
    iterations = found.iterations
    hasConverged = found.hasConverged
    self.dimensions = dimensions
    let theta = (0..<models).map { model in (0..<dimensions).map { found.point[model * dimensions + $0] } }
    let offset = models * dimensions
    let alpha = (0..<items).map { item in (0..<dimensions).map { found.point[offset + $0 * items + item] } }
    let intercepts = (0..<items).map { found.point[offset + dimensions * items + $0] }
    let standard = StandardisedFactors(rows: theta, columns: alpha)
    abilities = standard.rows
    slopes = standard.columns
    difficulties = intercepts.indices.map { item in
      -intercepts[item] - zip(alpha[item], standard.mean).reduce(0) { $0 + $1.0 * $1.1 }
    }
    var gradient = [Double](repeating: 0, count: found.point.count)
    _ = problem.evaluate(found.point, &gradient)
    logLikelihood = problem.lastLogLikelihood / max(1, problem.observed)
  }

  /// The probability of a right answer.
  func probability(item: Int, ability: [Double]) -> Double {
    logistic(zip(slopes[item], ability).reduce(-difficulties[item]) { $0 + $1.0 * $1.1 })
  }

  /// The mean log-likelihood of some responses, nats.
  func logLikelihood(
    of responses: SourceResponses, where isCounted: (_ item: Int, _ model: Int) -> Bool
  ) -> Double {
    var (total, count) = (0.0, 0.0)
    for item in slopes.indices {
      for model in abilities.indices where isCounted(item, model) {
        let p = probability(item: item, ability: abilities[model])
        let y = responses[item, model]
        total += y * log(max(p, 1e-300)) + (1 - y) * log(max(1 - p, 1e-300))
        count += 1
      }
    }
    return total / count
  }
}

/// The penalised likelihood as a function of one vector: abilities model by model, then slopes dimension by dimension, then
/// intercepts.
private struct FactorProblem {
  let kernel: LogisticKernel
  let models: Int
  let items: Int
  let dimensions: Int
  let penalty: Double
  let difficultyPenalty: Double
  private(set) var lastLogLikelihood = 0.0
  /// The mean of p(1 − p) that the preconditioner takes for that of every response.
  private var meanVariance = 0.25
  private var rowFactors: [Float]
  private var columnFactors: [Float]
  private var rowGradient: [Float]
  private var columnGradient: [Float]

  init(
    kernel: LogisticKernel, models: Int, items: Int, dimensions: Int, penalty: Double, difficultyPenalty: Double
  ) {
    self.kernel = kernel
    self.models = models
    self.items = items
    self.dimensions = dimensions
    self.penalty = penalty
    self.difficultyPenalty = difficultyPenalty
    rowFactors = [Float](repeating: 0, count: kernel.rows * (dimensions + 1))
    for model in 0..<models { rowFactors[model * (dimensions + 1) + dimensions] = 1 }
    columnFactors = [Float](repeating: 0, count: (dimensions + 1) * kernel.columns)
    rowGradient = rowFactors
    columnGradient = columnFactors
  }

  /// The number of responses that count.
  var observed: Double { kernel.observed }

  private var slopeOffset: Int { models * dimensions }
  private var interceptOffset: Int { slopeOffset + items * dimensions }

  mutating func evaluate(_ point: [Double], _ gradient: inout [Double]) -> Double {
    load(point)
    let logLikelihood = kernel.logLikelihood(
      rowFactors: rowFactors, columnFactors: columnFactors, rowGradient: &rowGradient, columnGradient: &columnGradient)
    lastLogLikelihood = logLikelihood
    let (slopeOffset, interceptOffset) = (slopeOffset, interceptOffset)
    for model in 0..<models {
      for d in 0..<dimensions {
        let index = model * dimensions + d
        gradient[index] = penalty * point[index] - Double(rowGradient[model * (dimensions + 1) + d])
      }
    }
    for d in 0...dimensions {
      let weight = d < dimensions ? penalty : difficultyPenalty
      let start = slopeOffset + d * items
      for item in 0..<items {
        gradient[start + item] = weight * point[start + item] - Double(columnGradient[d * kernel.columns + item])
      }
    }
    let factors = point[..<interceptOffset].reduce(0) { $0 + $1 * $1 }
    let intercepts = point[interceptOffset...].reduce(0) { $0 + $1 * $1 }
    return -logLikelihood + 0.5 * (penalty * factors + difficultyPenalty * intercepts)
  }

  private mutating func load(_ point: [Double]) {
    for model in 0..<models {
      for d in 0..<dimensions { rowFactors[model * (dimensions + 1) + d] = Float(point[model * dimensions + d]) }
    }
    for d in 0...dimensions {
      for item in 0..<items { columnFactors[d * kernel.columns + item] = Float(point[slopeOffset + d * items + item]) }
    }
  }

  /// The Hessian of abilities given items, and of items given abilities, with every response's p(1 − p) at its mean: two
  /// small matrices that all models, and all items, share.
  func precondition(_ point: [Double], _ vector: [Double]) -> [Double] {
    let extended = dimensions + 1
    var ofModels = [Double](repeating: 0, count: dimensions * dimensions)
    for a in 0..<dimensions {
      for b in 0...a {
        let sum = point.withUnsafeBufferPointer { point in
          dotProduct(
            UnsafeBufferPointer(rebasing: point[slopeOffset + a * items..<slopeOffset + (a + 1) * items]), point,
            from: slopeOffset + b * items)
        }
        ofModels[a * dimensions + b] = meanVariance * sum + (a == b ? penalty : 0)
      }
    }
    var ofItems = [Double](repeating: 0, count: extended * extended)
    for model in 0..<models {
      for a in 0..<dimensions {
        let value = point[model * dimensions + a]
        for b in 0...a { ofItems[a * extended + b] += meanVariance * value * point[model * dimensions + b] }
        ofItems[dimensions * extended + a] += meanVariance * value
      }
    }
    ofItems[dimensions * extended + dimensions] = meanVariance * Double(models) + difficultyPenalty
    for a in 0..<dimensions { ofItems[a * extended + a] += penalty }
    // Sums of squares plus a positive penalty are positive definite.
    guard let models = Cholesky(ofModels, size: dimensions)?.inverse(),
      let columns = Cholesky(ofItems, size: extended)?.inverse()
    else { return vector }
    var result = [Double](repeating: 0, count: vector.count)
    vector.withUnsafeBufferPointer { vector in
      result.withUnsafeMutableBufferPointer { result in
        for model in 0..<self.models {
          let start = model * dimensions
          for a in 0..<dimensions {
            var sum = 0.0
            for b in 0..<dimensions { sum += models[a * dimensions + b] * vector[start + b] }
            result[start + a] = sum
          }
        }
        for a in 0..<extended {
          for b in 0..<extended {
            let factor = columns[a * extended + b]
            let (target, source) = (slopeOffset + a * items, slopeOffset + b * items)
            for item in 0..<items { result[target + item] += factor * vector[source + item] }
          }
        }
      }
    }
    return result
  }

  /// A start near the solution: with all logits near the items' means the likelihood is nearly quadratic, and what
  /// minimises it then is the residuals' singular values, each less the penalty (Cai, Candès and Shen 2010).
  ///
  /// The leading singular vectors come by simultaneous iteration: at factors too small to matter the kernel's gradients are
  /// products of the residuals with those factors.
  mutating func start(means: [Double]) -> [Double] {
    var point = [Double](repeating: 0, count: interceptOffset + items)
    var variance = 0.0
    for item in 0..<items {
      point[interceptOffset + item] = log(means[item] / (1 - means[item]))
      variance += means[item] * (1 - means[item]) / Double(items)
    }
    meanVariance = max(variance, 1e-3)
    var generator = Philox(seed: 0, trial: 0, purpose: .selection)
    let rank = min(dimensions, models, items)
    var left: [[Double]] = []
    var right = (0..<rank).map { _ in (0..<items).map { _ in generator.unit() - 0.5 } }
    var gradient = [Double](repeating: 0, count: point.count)
    let tiny = 1e-4
    for _ in 0..<6 {
      right = orthonormalBasis(right)
      set(&point, left: [], right: right, scale: tiny)
      _ = evaluate(point, &gradient)
      left = orthonormalBasis(
        right.indices.map { d in (0..<models).map { -gradient[$0 * dimensions + d] / tiny } })
      set(&point, left: left, right: [], scale: tiny)
      _ = evaluate(point, &gradient)
      right = left.indices.map { d in
        (0..<items).map { -gradient[slopeOffset + d * items + $0] / tiny }
      }
    }
    // right = Rᵀ·left: its inner products are the squared singular values, rotated.
    let count = left.count
    var products = [Double](repeating: 0, count: count * count)
    for a in 0..<count { for b in 0..<count { products[a * count + b] = dot(right[a], right[b]) } }
    set(&point, left: [], right: [], scale: 0)
    for (d, pair) in leadingEigenvectors(products, size: count, count: count).enumerated() {
      let singular = max(0, pair.value).squareRoot()
      guard singular > 0 else { continue }
      // A little is left to every dimension, as none at all would be a stationary point.
      let root = max((singular - penalty) / meanVariance, 0.01).squareRoot()
      for model in 0..<models {
        point[model * dimensions + d] = root * (0..<count).reduce(0) { $0 + pair.vector[$1] * left[$1][model] }
      }
      for item in 0..<items {
        point[slopeOffset + d * items + item] =
          root / singular * (0..<count).reduce(0) { $0 + pair.vector[$1] * right[$1][item] }
      }
    }
    return point
  }

  /// Writes scaled factors into a point, zeros for those not given.
  private func set(_ point: inout [Double], left: [[Double]], right: [[Double]], scale: Double) {
    for d in 0..<dimensions {
      for model in 0..<models { point[model * dimensions + d] = d < left.count ? scale * left[d][model] : 0 }
      for item in 0..<items { point[slopeOffset + d * items + item] = d < right.count ? scale * right[d][item] : 0 }
    }
  }

  private func orthonormalBasis(_ vectors: [[Double]]) -> [[Double]] {
    var basis: [[Double]] = []
    for vector in vectors {
      if let found = orthonormalised(vector, against: basis, tolerance: 1e-6) { basis.append(found.vector) }
    }
    return basis
  }
}

/// Two factors of a matrix of inner products, brought to the form of principal components.
private struct StandardisedFactors {
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
