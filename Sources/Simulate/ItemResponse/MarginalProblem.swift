import Foundation

/// The penalised marginal likelihood as a function of one vector: for each item slope, intercept, logit of guessing,
/// logit of the upper asymptote, as many as the model has.
struct MarginalProblem: Sendable {
  let likelihood: MarginalLikelihood
  let model: LogisticModel
  let items: Int

  /// Items that are worked on together.
  private static let chunk = 16

  /// The information of the complete data, item by item, at the point last evaluated.
  struct State {
    var factors: [Cholesky?] = []
  }

  /// Returns the same problem with its integrals over other points.
  func on(_ likelihood: MarginalLikelihood) -> MarginalProblem {
    MarginalProblem(likelihood: likelihood, model: model, items: items)
  }

  /// Returns the items that a vector stands for.
  func items(at point: [Double]) -> [LogisticItem] {
    let width = model.parameterCount
    return (0..<items).map { item in
      var parameters = LogisticItem(slope: point[item * width], intercept: point[item * width + 1])
      if width > 2 { parameters.guessing = logistic(point[item * width + 2]) }
      if width > 3 { parameters.upper = logistic(point[item * width + 3]) }
      return parameters
    }
  }

  /// Returns slopes of the sign of the item's correlation with the sum of the others, and intercepts that give the
  /// items' means.
  func start(responses: SourceResponses) -> [Double] {
    let models = responses.columns
    var totals = [Double](repeating: 0, count: models)
    for item in 0..<items { for model in 0..<models { totals[model] += responses[item, model] } }
    let mean = totals.reduce(0, +) / Double(models)
    var point: [Double] = []
    for item in 0..<items {
      var covariance = 0.0
      for model in 0..<models {
        covariance += responses[item, model] * (totals[model] - mean - responses[item, model])
      }
      let p = (responses.sum(item) + 0.5) / Double(models + 1)
      point += [covariance < 0 ? -0.5 : 1, log(p / (1 - p))]
      if model.parameterCount > 2 { point.append(log(0.1 / 0.9)) }
      if model.parameterCount > 3 { point.append(log(0.95 / 0.05)) }
    }
    return point
  }

  /// Returns a point near a simpler model's items, the asymptotes a little off 0 and 1.
  func start(_ known: [LogisticItem]) -> [Double] {
    known.flatMap { item in
      let asymptotes = [log(0.1 / 0.9), log(0.95 / 0.05)].prefix(model.parameterCount - 2)
      return [item.slope, item.intercept] + asymptotes
    }
  }

  /// Climbs from a point towards the greatest penalised marginal likelihood.
  ///
  /// - Parameters:
  ///   - tolerance: ends when a step is expected to gain less than this share of the value.
  ///   - limit: the most steps.
  func climb(from point: [Double], tolerance: Double, limit: Int) -> LimitedMemoryBFGS.Minimum {
    var state = State()
    return LimitedMemoryBFGS.minimise(
      from: point, tolerance: tolerance, limit: limit, largestStep: 1, block: model.parameterCount,
      evaluate: { evaluate($0, gradient: &$1, state: &state) }, precondition: { self.precondition($1, state: state) })
  }

  /// What an item adds to the value, the gradient and the information.
  private struct Part {
    var penalty = 0.0
    var gradient: [Double]
    var factor: Cholesky?
  }

  /// Minus the penalised marginal log-likelihood; by Fisher's identity its gradient is the expected one of the complete
  /// data.
  func evaluate(_ point: [Double], gradient: inout [Double], state: inout State) -> Double {
    let width = model.parameterCount
    let parameters = items(at: point)
    let expectation = likelihood.expectation(of: parameters)
    let chunks = (items + MarginalProblem.chunk - 1) / MarginalProblem.chunk
    let parts = parallelMap(count: chunks, threads: likelihood.threadCount) { chunk in
      (chunk * MarginalProblem.chunk..<min(items, (chunk + 1) * MarginalProblem.chunk)).map {
        part($0, parameters[$0], expectation)
      }
    }
    var value = -expectation.logLikelihood
    state.factors = []
    for (item, part) in parts.joined().enumerated() {
      value += part.penalty
      for a in 0..<width { gradient[item * width + a] = part.gradient[a] }
      state.factors.append(part.factor)
    }
    return value
  }

  private func part(_ item: Int, _ parameters: LogisticItem, _ expectation: MarginalLikelihood.Expectation) -> Part {
    let width = model.parameterCount
    let nodes = likelihood.grid.nodes
    var score = SIMD4<Double>()
    var information = [SIMD4<Double>](repeating: SIMD4(), count: 4)
    for node in nodes.indices where expectation.counts[node] > 0 {
      let (right, wrong) = parameters.scores(at: nodes[node])
      let count = expectation.counts[node]
      let answered = expectation.right[item * nodes.count + node]
      score += answered * right + (count - answered) * wrong
      // ∂P·∂Pᵀ/(P·Q): Fisher's information, which is positive definite.
      for a in 0..<width { information[a] -= (count * right[a]) * wrong }
    }
    let prior = ItemPrior(model: model, item: parameters)
    var matrix = [Double](repeating: 0, count: width * width)
    for a in 0..<width {
      for b in 0...a { matrix[a * width + b] = information[a][b] }
      matrix[a * width + a] += prior.boundedCurvature[a]
    }
    return Part(
      penalty: prior.value, gradient: (0..<width).map { prior.gradient[$0] - score[$0] },
      factor: Cholesky(matrix, size: width))
  }

  /// The inverse of the complete data's information times a vector, item by item.
  func precondition(_ vector: [Double], state: State) -> [Double] {
    let width = model.parameterCount
    var result = vector
    for item in 0..<items {
      let part = Array(vector[item * width..<(item + 1) * width])
      let solved = state.factors[item]?.solve(part) ?? part
      for a in 0..<width { result[item * width + a] = solved[a] }
    }
    return result
  }
}
