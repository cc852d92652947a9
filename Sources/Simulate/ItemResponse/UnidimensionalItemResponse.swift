import Foundation

/// The unidimensional two-, three- and four-parameter logistic models, fitted by marginal maximum likelihood.
///
/// Bock and Aitkin 1981: abilities are standard normal and integrated out over 61 points from −6 to 6. Iterations are EM
/// steps with one Newton step each for their maximisation (Lange 1995), sped up by a quasi-Newton approximation to what the
/// missing abilities take from the information (Jamshidian and Jennrich 1997); they end where the likelihood does.
///
/// Priors, all weak: guessing ~ Beta(2, 6), 1 − upper ~ Beta(2, 10), slope ~ N(0, 10²), intercept ~ N(0, 20²); the last two
/// only keep finite what data that one item separates would send to infinity. The scale is fixed by the abilities' mean 0
/// and variance 1, the sign by a sum of slopes that is not negative. An item that all models answer alike says nothing and
/// is not fitted.
///
/// Standard errors come from the cross-products of the models' scores, item by item, the other items' parameters held at
/// their estimates.
package struct UnidimensionalItemResponse: Sendable {
  /// A fitted item.
  package struct Item: Sendable {
    /// Its parameters.
    package let parameters: LogisticItem
    /// The standard error of the slope.
    package let slopeStandardError: Double?
    /// The standard error of the intercept.
    package let interceptStandardError: Double?
  }

  /// A model's ability.
  package struct Ability: Sendable {
    /// The posterior mean.
    package let expected: Double
    /// The posterior standard deviation.
    package let standardError: Double
    /// The posterior mode.
    package let mode: Double
  }

  /// The model.
  package let model: LogisticModel
  /// For each item its fit, or nil if all models answered alike.
  package let items: [Item?]
  /// For each model its ability.
  package let abilities: [Ability]
  /// The marginal log-likelihood, nats.
  package let logLikelihood: Double
  /// The number of free parameters.
  package let parameterCount: Int
  /// The steps it took.
  package let iterations: Int
  /// Whether the fit ended because no more was to be gained.
  package let hasConverged: Bool

  /// 1 − (mean posterior variance) over the variance of ability, which is the sum of that and the variance of the
  /// posterior means.
  package var marginalReliability: Double? {
    let count = Double(abilities.count)
    let mean = abilities.reduce(0) { $0 + $1.expected } / count
    let between = abilities.reduce(0) { $0 + ($1.expected - mean) * ($1.expected - mean) } / count
    let within = abilities.reduce(0) { $0 + $1.standardError * $1.standardError } / count
    return between + within > 0 ? between / (between + within) : nil
  }

  /// Fits the model to a matrix; scores between 0 and 1 count as that share of a right answer.
  ///
  /// - Parameter threads: at least 1; the result does not depend on it.
  /// - Complexity: O(M · N · 61) for each of a few dozen steps.
  package init(_ matrix: ItemMatrix, model: LogisticModel, threads: Int) {
    self.init(
      matrix.responses(items: Array(0..<matrix.itemCount), models: Array(0..<matrix.modelCount)), model: model,
      threads: threads)
  }

  init(_ responses: SourceResponses, model: LogisticModel, threads: Int) {
    let models = Double(responses.columns)
    let sums = (0..<responses.rows).map { responses.sum($0) }
    let fitted = sums.indices.filter { item in
      let squares = responses.sumOfProducts(item, item)
      return models * squares - sums[item] * sums[item] > 1e-9
    }
    let kept = responses.rows(fitted)
    let problem = MarginalProblem(
      likelihood: MarginalLikelihood(kept, threads: threads), model: model, items: fitted.count)
    let found = problem.solve(kept, tolerance: 1e-9, limit: 2000)
    let parameters = found.items
    let expectation = problem.likelihood.expectation(of: parameters, keepsPosteriors: true)
    let errors = problem.standardErrors(parameters, posteriors: expectation.posteriors, responses: kept)
    var items = [Item?](repeating: nil, count: responses.rows)
    for (position, item) in fitted.enumerated() {
      items[item] = Item(
        parameters: parameters[position], slopeStandardError: errors[position]?.slope,
        interceptStandardError: errors[position]?.intercept)
    }
    let posteriors = expectation.posteriors
    abilities = parallelMap(count: responses.columns, threads: threads) { model in
      problem.ability(model, items: parameters, posteriors: posteriors, responses: kept)
    }
    self.model = model
    self.items = items
    logLikelihood = expectation.logLikelihood
    parameterCount = fitted.count * model.parameterCount
    iterations = found.iterations
    hasConverged = found.hasConverged
  }
}
