import Foundation

/// The multidimensional two-parameter logistic model: logit P(right) = α·θ − β with α, θ ∈ ℝᴰ.
///
/// Reckase, Multidimensional Item Response Theory, 2009. Fitted by penalised maximum likelihood, which is the mode
/// under normal priors: θ and α ~ N(0, 1/λ) in each coordinate, β ~ N(0, 20). With equal priors on both factors the
/// penalty is λ times the nuclear norm of the matrix of logits α·θ (Srebro, Rennie and Jaakkola 2004): dimensions that
/// stand out from noise by less than λ vanish, and once D is above the number that do not, a larger D changes nothing.
///
/// λ = (√M + √N)/6. The largest singular value of noise grows as √M + √N; the sixth was read off held-out
/// log-likelihoods on leaderboard matrices, which are flat around it.
///
/// A factorisation is unique only up to an invertible linear map. The one reported has abilities with mean 0, variance
/// 1 and no correlation over the models fitted, slopes with orthogonal columns in descending order of size, and in each
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
    logLikelihood = (problem.penalty(at: found.point) - found.value) / max(1, kernel.observed)
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
