import Foundation
import Simulate

/// Holds the analysis of a matrix, item by item.
package struct ItemAnalysis: Sendable {
  let matrix: ItemMatrix
  let benchmark: String
  let statistics: [ItemStatistics]
  /// The item response model, or nil if none was asked for.
  package let fit: UnidimensionalItemResponse?

  /// Analyses a matrix.
  package init(matrix: ItemMatrix, benchmark: String, fit: UnidimensionalItemResponse?) {
    self.matrix = matrix
    self.benchmark = benchmark
    self.fit = fit
    statistics = matrix.itemStatistics()
  }

  /// The number of items that no model could be fitted to.
  package var unfitted: Int { fit.map { $0.items.count { $0 == nil } } ?? 0 }

  /// Akaike's information criterion; nil without a fit.
  var akaike: Double? { informationCriterion(penalty: 2) }

  /// The Bayesian information criterion over models; nil without a fit.
  var bayesian: Double? { informationCriterion(penalty: log(Double(matrix.modelCount))) }

  /// Minus twice the log-likelihood plus a penalty for each parameter.
  private func informationCriterion(penalty: Double) -> Double? {
    fit.map { -2 * $0.logLikelihood + penalty * Double($0.parameterCount) }
  }
}
