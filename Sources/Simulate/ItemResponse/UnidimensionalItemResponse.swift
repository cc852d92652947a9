import Foundation

/// The unidimensional two-, three- and four-parameter logistic models, fitted by marginal maximum likelihood.
///
/// Bock and Aitkin 1981: abilities are standard normal and integrated out, over points so close together that more of
/// them would change nothing that is printed.
///
/// Priors, all weak: guessing ~ Beta(2, 6), 1 − upper ~ Beta(2, 10), slope ~ N(0, 10²), intercept ~ N(0, 20²); the last
/// two only keep finite what data that one item separates would send to infinity. The scale is fixed by the abilities'
/// mean 0 and variance 1, the sign by a sum of slopes that is not negative. An item that all models answer alike says
/// nothing and is not fitted.
///
/// Standard errors come from the observed information about all items' parameters together (Louis 1982).
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
  /// For each item its fit; nil if all models answered alike.
  package let items: [Item?]
  /// For each model its ability.
  package let abilities: [Ability]
  /// The marginal log-likelihood, nats.
  package let logLikelihood: Double
  /// The number of free parameters.
  package let parameterCount: Int
  /// The steps it took.
  package let iterations: Int
  /// Whether the maximum is known to be less than 1e-4 away in every parameter.
  package let hasConverged: Bool
  /// Whether standard errors allow for the other items' being estimated too. They do unless the smaller of the number
  /// of parameters and some multiple of the number of models exceeds 6,000.
  package let hasJointStandardErrors: Bool

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
  /// - Complexity: O(M · N) times the points that a posterior covers, a few dozen, for each of a few dozen steps; the
  ///   standard errors O(n³) for n parameters, or for some multiple of M if that is less.
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
    let fit = MarginalFit(kept, model: model, threads: threads)
    // Abilities and slopes of the other sign fit as well.
    let sign = fit.items.reduce(0) { $0 + $1.slope } < 0 ? -1.0 : 1
    let errors = fit.information?.standardErrors()
    var items = [Item?](repeating: nil, count: responses.rows)
    for (position, item) in fitted.enumerated() {
      var parameters = fit.items[position]
      parameters.slope *= sign
      items[item] = Item(
        parameters: parameters, slopeStandardError: errors?[position][0],
        interceptStandardError: errors?[position][1])
    }
    let posteriors = fit.expectation.posteriors
    let grid = fit.problem.likelihood.grid
    abilities = parallelMap(count: responses.columns, threads: threads) { model in
      let (mean, deviation) = posteriors.moments(model, nodes: grid.nodes)
      let mode = posteriors.mode(model, items: fit.items, responses: kept, grid: grid)
      return Ability(expected: sign * mean, standardError: deviation, mode: sign * mode)
    }
    self.model = model
    self.items = items
    logLikelihood = fit.expectation.logLikelihood
    parameterCount = fitted.count * model.parameterCount
    iterations = fit.iterations
    hasConverged = fit.hasConverged
    hasJointStandardErrors = fit.information?.isJoint ?? true
  }
}
