/// A way to estimate a model's full score from its responses to the items of a micro-benchmark.
public protocol ScoreEstimator: Sendable {
  /// What a fit gives.
  associatedtype Fitted: FittedEstimator

  /// Does what all sizes of a trial share (moments, fits of source responses).
  func prepare(_ context: SelectionContext) throws(SimulateError) -> any PreparedEstimation
}

extension ScoreEstimator {
  /// The fitted estimator that an encoder wrote.
  ///
  /// - Throws: `DecodingError`.
  public func fitted(from decoder: any Decoder) throws -> any FittedEstimator { try Fitted(from: decoder) }
}

/// An estimator that has seen a trial's source models and can be fitted to any micro-benchmark of its items.
public protocol PreparedEstimation: Sendable {
  /// Fits the estimator to a micro-benchmark.
  func fit(_ microBenchmark: MicroBenchmark) throws(SimulateError) -> any FittedEstimator
}

/// An estimator that needs nothing more than responses: it can be kept in a file and used without the matrix it was
/// fitted to.
public protocol FittedEstimator: Sendable, Codable {
  /// The number of items that it takes responses to; nil where its parts do not fit together, as in a damaged file.
  var itemCount: Int? { get }

  /// One estimate per target model.
  ///
  /// - Parameter responses: the targets' responses to the selected items, and to nothing else.
  func scores(from responses: TargetResponses) -> [Double]
}

/// The responses of target models to the selected items. No other response can be reached from here.
public struct TargetResponses: Sendable {
  /// Positions of the selected items in the matrix, in the micro-benchmark's order.
  public let items: [Int]
  private let matrix: ItemMatrix
  private let models: [Int]

  /// The responses of some models to some items.
  public init(matrix: ItemMatrix, models: [Int], items: [Int]) {
    self.matrix = matrix
    self.models = models
    self.items = items
  }

  /// The number of models.
  public var modelCount: Int { models.count }

  /// A model's score on the selected item at a position of `items`.
  public func response(model: Int, selected: Int) -> Double {
    matrix.score(model: models[model], item: items[selected])
  }

  /// Each model's mean over the selected items.
  public func means() -> [Double] { matrix.referenceScores(of: models, over: items).means }

  /// Each model's mean over some of the selected items, given by their positions in `items`.
  public func means(ofSelected positions: [Int]) -> [Double] {
    matrix.referenceScores(of: models, over: positions.map { items[$0] }).means
  }
}
