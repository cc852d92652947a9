import Simulate

/// Compares multidimensional models by the log-likelihood of held-out responses.
package struct DimensionComparison: Sendable {
  let checks: [DimensionCheck]
  let benchmark: String
  let matrixHash: String

  /// Compares models that have been fitted.
  package init(checks: [DimensionCheck], benchmark: String, matrixHash: String) {
    self.checks = checks
    self.benchmark = benchmark
    self.matrixHash = matrixHash
  }

  /// The number of dimensions with the highest held-out log-likelihood.
  var best: Int? { checks.max { $0.heldOut < $1.heldOut }?.dimensions }
}
