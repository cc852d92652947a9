import Foundation

/// The penalised marginal likelihood as a function of one vector: for each item slope, intercept, logit of guessing, logit
/// of the upper asymptote, as many as the model has.
struct MarginalProblem: Sendable {
  let likelihood: MarginalLikelihood
  let model: LogisticModel
  let items: Int

  private static let slopePrecision = 1.0 / 100
  private static let interceptPrecision = 1.0 / 400
  /// Exponents of Beta densities: g^1·(1 − g)^5, and (1 − u)^1·u^9.
  private static let guessingPrior = (1.0, 5.0)
  private static let upperPrior = (9.0, 1.0)

  /// The information of the complete data, item by item, at the point last evaluated.
  struct State {
    var factors: [Cholesky?] = []
  }

  func items(at point: [Double]) -> [LogisticItem] {
    let width = model.parameterCount
    return (0..<items).map { item in
      var parameters = LogisticItem(slope: point[item * width], intercept: point[item * width + 1])
      if width > 2 { parameters.guessing = logistic(point[item * width + 2]) }
      if width > 3 { parameters.upper = logistic(point[item * width + 3]) }
      return parameters
    }
  }

  /// Slopes of the sign of the item's correlation with the sum of the others, intercepts that give the items' means.
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

  /// The items of the greatest penalised marginal likelihood, their slopes adding up to no less than 0.
  ///
  /// - Parameters:
  ///   - tolerance: ends when a step is expected to gain less than this share of the value.
  ///   - limit: the most steps.
  func solve(
    _ responses: SourceResponses, from known: [LogisticItem]? = nil, tolerance: Double, limit: Int
  ) -> (items: [LogisticItem], iterations: Int, hasConverged: Bool) {
    var state = State()
    let found = LimitedMemoryBFGS.minimise(
      from: known.map(start) ?? start(responses: responses), tolerance: tolerance, limit: limit, largestStep: 1,
      block: model.parameterCount,
      evaluate: { evaluate($0, gradient: &$1, state: &state) }, precondition: { self.precondition($1, state: state) })
    var items = items(at: found.point)
    if items.reduce(0, { $0 + $1.slope }) < 0 {
      for item in items.indices { items[item].slope.negate() }
    }
    return (items, found.iterations, found.hasConverged)
  }

  /// A point near a simpler model's items, the asymptotes a little off 0 and 1.
  private func start(_ known: [LogisticItem]) -> [Double] {
    known.flatMap { item in
      let asymptotes = [log(0.1 / 0.9), log(0.95 / 0.05)].prefix(model.parameterCount - 2)
      return [item.slope, item.intercept] + asymptotes
    }
  }

  /// Minus the penalised marginal log-likelihood; by Fisher's identity its gradient is the expected one of the complete
  /// data.
  func evaluate(_ point: [Double], gradient: inout [Double], state: inout State) -> Double {
    let width = model.parameterCount
    let parameters = items(at: point)
    let expectation = likelihood.expectation(of: parameters)
    var value = -expectation.logLikelihood
    state.factors = []
    for item in 0..<items {
      var score = [Double](repeating: 0, count: width)
      var information = [Double](repeating: 0, count: width * width)
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 4) { slopes in
        score.withUnsafeMutableBufferPointer { score in
          information.withUnsafeMutableBufferPointer { information in
            for node in 0..<MarginalLikelihood.points {
              let count = expectation.counts[node]
              let p = parameters[item].derivatives(at: likelihood.nodes[node], into: slopes)
              let variance = p * (1 - p)
              let residual = (expectation.right[item * likelihood.nodes.count + node] - count * p) / variance
              for a in 0..<width {
                score[a] += residual * slopes[a]
                let weight = count / variance * slopes[a]
                for b in 0...a { information[a * width + b] += weight * slopes[b] }
              }
            }
          }
        }
      }
      let (penalty, penaltyGradient, penaltyCurvature) = penalty(parameters[item])
      value += penalty
      for a in 0..<width {
        gradient[item * width + a] = penaltyGradient[a] - score[a]
        information[a * width + a] += penaltyCurvature[a]
      }
      state.factors.append(Cholesky(information, size: width))
    }
    return value
  }

  /// Minus the log-prior of an item's parameters up to a constant, its derivatives, and its curvatures, all positive.
  private func penalty(_ item: LogisticItem) -> (value: Double, gradient: [Double], curvature: [Double]) {
    typealias Prior = MarginalProblem
    var value =
      0.5
      * (Prior.slopePrecision * item.slope * item.slope + Prior.interceptPrecision * item.intercept * item.intercept)
    var gradient = [Prior.slopePrecision * item.slope, Prior.interceptPrecision * item.intercept]
    var curvature = [Prior.slopePrecision, Prior.interceptPrecision]
    func beta(_ x: Double, _ exponents: (Double, Double)) {
      let clipped = min(max(x, 1e-15), 1 - 1e-15)
      value -= exponents.0 * log(clipped) + exponents.1 * log1p(-clipped)
      gradient.append(exponents.1 * x - exponents.0 * (1 - x))
      // Its largest value anywhere: the true one vanishes far out, where a step after it would know no bounds.
      curvature.append((exponents.0 + exponents.1) / 4)
    }
    if model.parameterCount > 2 { beta(item.guessing, Prior.guessingPrior) }
    if model.parameterCount > 3 { beta(item.upper, Prior.upperPrior) }
    return (value, gradient, curvature)
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

  /// Standard errors of slope and intercept from the cross-products of the models' expected scores.
  func standardErrors(
    _ parameters: [LogisticItem], posteriors: [Double], responses: SourceResponses
  ) -> [(slope: Double, intercept: Double)?] {
    let width = model.parameterCount
    let nodes = likelihood.nodes.count
    let models = responses.columns
    return parallelMap(count: items, threads: likelihood.threadCount) { item in
      // A model's score is linear in its response: y·(first) − (second), each a mean over its posterior.
      var first = [[Double]](repeating: [], count: width)
      var second = first
      for node in 0..<nodes {
        let (p, slopes) = parameters[item].derivatives(at: likelihood.nodes[node], model: model)
        for a in 0..<width {
          first[a].append(slopes[a] / (p * (1 - p)))
          second[a].append(slopes[a] / (1 - p))
        }
      }
      var information = [Double](repeating: 0, count: width * width)
      posteriors.withUnsafeBufferPointer { posteriors in
        for model in 0..<models {
          func mean(_ values: [Double]) -> Double {
            values.withUnsafeBufferPointer { dotProduct($0, posteriors, from: model * nodes) }
          }
          let y = responses[item, model]
          let score = (0..<width).map { (y == 0 ? 0 : y * mean(first[$0])) - mean(second[$0]) }
          for a in 0..<width { for b in 0...a { information[a * width + b] += score[a] * score[b] } }
        }
      }
      let curvature = penalty(parameters[item]).curvature
      for a in 0..<width { information[a * width + a] += curvature[a] }
      guard let inverse = Cholesky(information, size: width)?.inverse() else { return nil }
      return (inverse[0].squareRoot(), inverse[width + 1].squareRoot())
    }
  }

  /// Mean, standard deviation and mode of a model's posterior.
  func ability(
    _ model: Int, items parameters: [LogisticItem], posteriors: [Double], responses: SourceResponses
  ) -> UnidimensionalItemResponse.Ability {
    let nodes = likelihood.nodes
    let weights = posteriors[model * nodes.count..<(model + 1) * nodes.count]
    let mean = zip(weights, nodes).reduce(0) { $0 + $1.0 * $1.1 }
    let variance = zip(weights, nodes).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
    // From the best node, between whose neighbours the mode lies.
    let best = weights.indices.prefix(MarginalLikelihood.points).max { weights[$0] < weights[$1] } ?? weights.startIndex
    let start = nodes[best - weights.startIndex]
    var (low, high) = (start - 0.2, start + 0.2)
    var mode = start
    for _ in 0..<60 {
      var slope = -mode
      var information = 1.0
      for (item, parameter) in parameters.enumerated() {
        let (p, gradient) = parameter.derivatives(at: mode, model: .twoParameter)
        // dP/dθ = a·dP/dd.
        let derivative = parameter.slope * gradient[1]
        slope += (responses[item, model] - p) / (p * (1 - p)) * derivative
        information += derivative * derivative / (p * (1 - p))
      }
      if slope > 0 { low = mode } else { high = mode }
      var next = mode + slope / information
      if !(next > low && next < high) { next = (low + high) / 2 }
      let step = abs(next - mode)
      mode = next
      if step < 1e-10 { break }
    }
    return UnidimensionalItemResponse.Ability(
      expected: mean, standardError: max(0, variance).squareRoot(), mode: mode)
  }
}
