/// How well a multidimensional model of some number of dimensions predicts responses that it was not fitted to.
package struct DimensionCheck: Sendable {
  /// D.
  package let dimensions: Int
  /// The mean log-likelihood of a held-out response, nats.
  package let heldOut: Double
  /// The mean log-likelihood of a response that was fitted, nats.
  package let fitted: Double
  /// The steps of the fit.
  package let iterations: Int
  /// Whether the fit ended because no more was to be gained.
  package let hasConverged: Bool

  /// Whether a response is held out: a fifth of each item's and each model's, the same in every run and easy to repeat
  /// elsewhere.
  package static func isHeldOut(item: Int, model: Int) -> Bool { (7 * item + 3 * model) % 5 == 0 }

  /// Fits a matrix without the held-out responses and checks the fit by them.
  package init(_ matrix: ItemMatrix, dimensions: Int) {
    let responses = matrix.responses(items: Array(0..<matrix.itemCount), models: Array(0..<matrix.modelCount))
    let fit = MultidimensionalItemResponse(
      responses, dimensions: dimensions, isHeldOut: { DimensionCheck.isHeldOut(item: $0, model: $1) })
    self.dimensions = dimensions
    heldOut = fit.logLikelihood(of: responses) { DimensionCheck.isHeldOut(item: $0, model: $1) }
    fitted = fit.logLikelihood
    iterations = fit.iterations
    hasConverged = fit.hasConverged
  }
}
