/// Estimates a model's full score from its responses to the items of a micro-benchmark.
package protocol ScoreEstimator: Sendable {
  /// The result of a fit.
  associatedtype Fitted: FittedEstimator

  /// Does the work that all sizes of a trial share (moments, fits of source responses).
  func prepare(_ context: SelectionContext) throws(SimulateError) -> any PreparedEstimation
}

extension ScoreEstimator {
  /// Reads the fitted estimator that an encoder wrote.
  ///
  /// - Throws: `DecodingError`.
  package func fitted(from decoder: any Decoder) throws -> any FittedEstimator { try Fitted(from: decoder) }
}

/// Represents an estimator that has seen a trial's source models and can be fitted to any micro-benchmark of its items.
package protocol PreparedEstimation: Sendable {
  /// Fits the estimator to a micro-benchmark.
  func fit(_ microBenchmark: MicroBenchmark) throws(SimulateError) -> any FittedEstimator
}

/// Represents an estimator that needs nothing but responses: it can be kept in a file and used without the matrix it
/// was fitted to.
package protocol FittedEstimator: Sendable, Codable {
  /// The number of items that it takes responses to; nil if its parts do not fit together, as in a damaged file.
  var itemCount: Int? { get }

  /// Estimates the score of each target model.
  ///
  /// - Parameter responses: the targets' responses to the selected items, and to nothing else.
  func scores(from responses: TargetResponses) -> [Double]
}

/// Gives access to the responses of target models to the selected items, and to no others.
package struct TargetResponses: Sendable {
  /// Positions of the selected items in the matrix, in the micro-benchmark's order.
  package let items: [Int]
  private let matrix: ItemMatrix
  private let models: [Int]

  /// Creates the responses of some models to some items.
  package init(matrix: ItemMatrix, models: [Int], items: [Int]) {
    self.matrix = matrix
    self.models = models
    self.items = items
  }

  /// The number of models.
  package var modelCount: Int { models.count }

  /// Reads a model's score on the selected item at a position of `items`.
  package func response(model: Int, selected: Int) -> Double {
    matrix.score(model: models[model], item: items[selected])
  }

  /// Computes each model's mean over the selected items.
  package func means() -> [Double] { matrix.referenceScores(of: models, over: items).means }

  /// Computes each model's mean over some of the selected items, given by their positions in `items`.
  package func means(ofSelected positions: [Int]) -> [Double] {
    matrix.referenceScores(of: models, over: positions.map { items[$0] }).means
  }
}
