import Foundation

/// The observed information about all item parameters together: minus the Hessian of the penalised marginal
/// log-likelihood.
///
/// Louis 1982: the complete data's information, which is a block per item, less what is lost because abilities are not
/// seen, which ties all items together. With B = L·Lᵀ the first and V·Vᵀ the second, it is L·(I − X·Xᵀ)·Lᵀ with X =
/// L⁻¹·V. The smaller of I − X·Xᵀ and I − Xᵀ·X is factored; (I − X·Xᵀ)⁻¹ = I + X·(I − Xᵀ·X)⁻¹·Xᵀ (Woodbury).
struct ObservedInformation: Sendable {
  /// Whether items are tied together. Beyond the bounds on size each item stands alone, the others being held at their
  /// estimates, and standard errors are too small.
  let isJoint: Bool
  private let width: Int
  private let items: Int
  private let threads: Int
  /// For each item L⁻¹, row by row.
  private let inverses: [[Double]]
  /// Xᵀ, a row of `length` numbers per coefficient; where it is I − Xᵀ·X that is factored.
  private let coefficients: [Double]
  private let length: Int
  private let isByParameter: Bool
  private let factor: ParallelCholesky?
  /// For each item the inverse of its own block; where each stands alone.
  private let alone: [[Double]]

  /// The most rows of a matrix that is factored: 288 MB.
  private static let largestSize = 6000
  /// The most coefficients that are kept: 480 MB.
  private static let mostCoefficients = 60_000_000

  /// Finds the information; nil if it is not positive definite, as it is at a maximum.
  init?(
    _ problem: MarginalProblem, items parameters: [LogisticItem], expectation: MarginalLikelihood.Expectation,
    responses: SourceResponses, largestSize: Int = ObservedInformation.largestSize
  ) {
    let width = problem.model.parameterCount
    let grid = problem.likelihood.grid
    (self.width, items, threads) = (width, parameters.count, problem.likelihood.threadCount)
    let complete = parallelMap(count: parameters.count, threads: threads) { item in
      completeInformation(
        parameters[item], model: problem.model, grid: grid, expectation: expectation, item: item)
    }
    var inverses: [[Double]] = []
    for block in complete {
      guard let inverse = inverseFactor(block, size: width) else { return nil }
      inverses.append(inverse)
    }
    self.inverses = inverses
    let count = parameters.count * width
    let scores = StandardisedScores(
      items: parameters, width: width, inverses: inverses, nodes: grid.nodes, responses: responses)
    length = scores.length
    let missing = MissingInformation(scores, posteriors: expectation.posteriors, threads: threads) { rank in
      min(count, rank) <= largestSize && rank * scores.length <= ObservedInformation.mostCoefficients
    }
    isJoint = missing.isWhole
    isByParameter = count <= missing.rank
    guard missing.isWhole else {
      alone = ObservedInformation.standingAlone(
        scores, posteriors: expectation.posteriors, items: parameters.count, width: width)
      (coefficients, factor) = ([], nil)
      guard alone.count == parameters.count else { return nil }
      return
    }
    alone = []
    let stride = MatrixProducts.padded(missing.rank, to: MatrixProducts.lengthMultiple)
    let factor =
      isByParameter
      ? ParallelCholesky(
        identityMinusProductsOf: transposed(
          missing.coefficients, rows: missing.rank, stride: length, columns: count, length: stride),
        size: count, length: stride, threads: threads)
      : ParallelCholesky(
        identityMinusProductsOf: missing.coefficients, size: missing.rank, length: length, threads: threads)
    guard let factor else { return nil }
    self.factor = factor
    coefficients = isByParameter ? [] : missing.coefficients
  }

  /// Returns for each item the inverse of I less what is lost about it; fewer where one is not positive definite.
  private static func standingAlone(
    _ scores: StandardisedScores, posteriors: AbilityPosteriors, items: Int, width: Int
  ) -> [[Double]] {
    let unit = (0..<width * width).map { $0 % (width + 1) == 0 ? 1.0 : 0 }
    var lost = [[Double]](repeating: unit.map { _ in 0 }, count: items)
    for model in 0..<posteriors.count {
      let own = ModelScores(scores, posteriors: posteriors, model: model)
      for item in 0..<items { own.addProducts(from: item * width, count: width, to: &lost[item]) }
    }
    return lost.compactMap { Cholesky(zip(unit, $0).map { $0 - $1 }, size: width)?.inverse() }
  }

  /// Returns the inverse of the information times a vector: Newton's step from a gradient.
  func solve(_ gradient: [Double]) -> [Double] {
    var scaled = [Double](repeating: 0, count: gradient.count)
    for item in 0..<items {
      for a in 0..<width {
        for b in 0...a { scaled[item * width + a] += inverses[item][a * width + b] * gradient[item * width + b] }
      }
    }
    var solved = scaled
    if let factor {
      if isByParameter {
        solved = factor.solve(scaled)
      } else {
        let products = (0..<factor.size).map { k in
          scaled.indices.reduce(0) { $0 + coefficients[k * length + $1] * scaled[$1] }
        }
        for (k, share) in factor.solve(products).enumerated() {
          for row in solved.indices { solved[row] += share * coefficients[k * length + row] }
        }
      }
    } else {
      for item in 0..<items {
        for a in 0..<width {
          solved[item * width + a] = (0..<width).reduce(0) {
            $0 + alone[item][a * width + $1] * scaled[item * width + $1]
          }
        }
      }
    }
    var result = [Double](repeating: 0, count: gradient.count)
    for item in 0..<items {
      for a in 0..<width {
        for b in a..<width { result[item * width + a] += inverses[item][b * width + a] * solved[item * width + b] }
      }
    }
    return result
  }

  /// Returns for each item its parameters' standard errors, square roots of the diagonal of the inverse.
  func standardErrors() -> [[Double]] {
    let perGroup = 8 / width
    let groups = parallelMap(count: (items + perGroup - 1) / perGroup, threads: threads) { group in
      let members = Array(group * perGroup..<min(items, (group + 1) * perGroup))
      return zip(members, innerBlocks(members)).map { item, block in
        (0..<width).map { a in
          var sum = 0.0
          for b in a..<width {
            for c in a..<width {
              sum += inverses[item][b * width + a] * block[b * width + c] * inverses[item][c * width + a]
            }
          }
          return max(0, sum).squareRoot()
        }
      }
    }
    return groups.flatMap { $0 }
  }

  /// The blocks of (I − X·Xᵀ)⁻¹ of up to eight parameters.
  private func innerBlocks(_ members: [Int]) -> [[Double]] {
    guard let factor else { return members.map { alone[$0] } }
    var vectors = [SIMD8<Double>](repeating: SIMD8(), count: factor.size)
    let start = isByParameter ? (members.first ?? 0) * width : 0
    for (lane, row) in members.flatMap({ item in (0..<width).map { item * width + $0 } }).enumerated() {
      if isByParameter {
        vectors[row][lane] = 1
      } else {
        for k in vectors.indices { vectors[k][lane] = coefficients[k * length + row] }
      }
    }
    let solved = factor.forward(vectors, from: start)
    return members.indices.map { member in
      (0..<width * width).map { index in
        let (a, b) = (member * width + index / width, member * width + index % width)
        var sum = isByParameter || a != b ? 0.0 : 1
        for row in start..<factor.size { sum += solved[row][a] * solved[row][b] }
        return sum
      }
    }
  }
}

/// The expected information of an item's complete data, and its prior's.
private func completeInformation(
  _ parameters: LogisticItem, model: LogisticModel, grid: AbilityGrid, expectation: MarginalLikelihood.Expectation,
  item: Int
) -> [Double] {
  let width = model.parameterCount
  var information = [Double](repeating: 0, count: width * width)
  for (node, ability) in grid.nodes.enumerated() where expectation.counts[node] > 0 {
    let right = expectation.right[item * grid.nodes.count + node]
    let wrong = expectation.counts[node] - right
    let scores = parameters.scores(at: ability)
    let curvature = parameters.curvature(at: ability)
    let perSecond = wrong / curvature.wrong - right / curvature.right
    for a in 0..<width {
      for b in 0...a {
        information[a * width + b] +=
          right * scores.right[a] * scores.right[b] + wrong * scores.wrong[a] * scores.wrong[b]
          + perSecond * curvature.of(a, b, at: ability)
      }
    }
  }
  let prior = ItemPrior(model: model, item: parameters)
  for a in 0..<width {
    information[a * width + a] += prior.curvature[a]
    for b in 0..<a { information[b * width + a] = information[a * width + b] }
  }
  return information
}

/// L⁻¹ of a matrix L·Lᵀ, row by row; nil if it is not positive definite.
private func inverseFactor(_ matrix: [Double], size: Int) -> [Double]? {
  guard let factor = Cholesky(matrix, size: size) else { return nil }
  var inverse = [Double](repeating: 0, count: size * size)
  for column in 0..<size {
    let solved = factor.forward((0..<size).map { $0 == column ? 1 : 0 })
    for row in 0..<size { inverse[row * size + column] = solved[row] }
  }
  return inverse
}

private func transposed(_ matrix: [Double], rows: Int, stride: Int, columns: Int, length: Int) -> [Double] {
  var result = [Double](repeating: 0, count: columns * length)
  for row in 0..<rows { for column in 0..<columns { result[column * length + row] = matrix[row * stride + column] } }
  return result
}
