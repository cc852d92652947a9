/// A way to estimate a model's full score from its responses to the items of a micro-benchmark.
public protocol ScoreEstimator: Sendable {
  /// One estimate per target model.
  ///
  /// - Parameters:
  ///   - responses: the targets' responses to the selected items, and to nothing else.
  ///   - microBenchmark: the items and their weights.
  ///   - context: what the selector knew.
  func scores(
    from responses: TargetResponses, microBenchmark: MicroBenchmark, context: SelectionContext
  ) throws(SimulateError) -> [Double]
}

/// The responses of target models to the selected items. No other response can be reached from here.
public struct TargetResponses: Sendable {
  /// Positions of the selected items in the matrix, ascending.
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
