import Foundation

/// The penalised likelihood as a function of one vector: abilities model by model, then slopes dimension by dimension,
/// then intercepts.
struct FactorProblem {
  let kernel: LogisticKernel
  let models: Int
  let items: Int
  let dimensions: Int
  let penalty: Double
  let difficultyPenalty: Double
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

  private var slopeOffset: Int { models * dimensions }
  private var interceptOffset: Int { slopeOffset + items * dimensions }

  mutating func evaluate(_ point: [Double], _ gradient: inout [Double]) -> Double {
    load(point)
    let logLikelihood = kernel.logLikelihood(
      rowFactors: rowFactors, columnFactors: columnFactors, rowGradient: &rowGradient, columnGradient: &columnGradient)
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
    return -logLikelihood + penalty(at: point)
  }

  /// Minus the logarithm of the priors' density up to a constant.
  func penalty(at point: [Double]) -> Double {
    let factors = point[..<interceptOffset].reduce(0) { $0 + $1 * $1 }
    let intercepts = point[interceptOffset...].reduce(0) { $0 + $1 * $1 }
    return 0.5 * (penalty * factors + difficultyPenalty * intercepts)
  }

  private mutating func load(_ point: [Double]) {
    for model in 0..<models {
      for d in 0..<dimensions { rowFactors[model * (dimensions + 1) + d] = Float(point[model * dimensions + d]) }
    }
    for d in 0...dimensions {
      for item in 0..<items { columnFactors[d * kernel.columns + item] = Float(point[slopeOffset + d * items + item]) }
    }
  }

  /// The Hessian of abilities given items, and of items given abilities, with every response's p(1 − p) at its mean:
  /// two small matrices that all models, and all items, share.
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
    point.withUnsafeBufferPointer { point in
      ofItems.withUnsafeMutableBufferPointer { ofItems in
        for model in 0..<models {
          let start = model * dimensions
          for a in 0..<dimensions {
            let value = meanVariance * point[start + a]
            for b in 0...a { ofItems[a * extended + b] += value * point[start + b] }
            ofItems[dimensions * extended + a] += value
          }
        }
      }
    }
    ofItems[dimensions * extended + dimensions] = meanVariance * Double(models) + difficultyPenalty
    for a in 0..<dimensions { ofItems[a * extended + a] += penalty }
    // Sums of squares plus a positive penalty are positive definite.
    guard let models = Cholesky(ofModels, size: dimensions)?.inverse(),
      let columns = Cholesky(ofItems, size: extended)?.inverse()
    else { return vector }
    let columnsOfModels = (0..<dimensions * dimensions).map { models[$0 % dimensions * dimensions + $0 / dimensions] }
    var result = [Double](repeating: 0, count: vector.count)
    vector.withUnsafeBufferPointer { vector in
      result.withUnsafeMutableBufferPointer { result in
        columnsOfModels.withUnsafeBufferPointer { columnsOfModels in
          for model in 0..<self.models {
            let start = model * dimensions
            // Column by column, so that the terms of all coordinates are added side by side.
            for b in 0..<dimensions {
              let factor = vector[start + b]
              for a in 0..<dimensions { result[start + a] += columnsOfModels[b * dimensions + a] * factor }
            }
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
  /// The leading singular vectors come by simultaneous iteration: at factors too small to matter the kernel's gradients
  /// are products of the residuals with those factors.
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
