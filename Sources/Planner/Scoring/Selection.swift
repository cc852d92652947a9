import Simulate

/// Holds a micro-benchmark chosen from a matrix, and the estimator that scores new models by it.
package struct Selection: Sendable {
  let matrix: ItemMatrix
  let microBenchmark: MicroBenchmark
  let method: String
  let seed: UInt64
  let matrixHash: String?
  let confidenceHash: String?
  let benchmark: String?
  let settings: MethodSettings
  let readsConfidences: Bool
  let estimator: any FittedEstimator
  let calibration: Calibration?

  /// Says how many clusters the items are, a sentence.
  package var clustersDrawn: String {
    let numbers = matrix.clusterNumbers()
    let drawn = Set(microBenchmark.items.map { numbers[$0] }).count
    let all = (numbers.max() ?? -1) + 1
    return "\(plural(microBenchmark.items.count, "item")), the whole of \(drawn) of \(plural(all, "cluster"))"
  }

  /// Describes a selection.
  ///
  /// - Parameters:
  ///   - matrix: what was chosen from.
  ///   - matrixHash: the SHA-256 of its content, or nil if there is no file behind it.
  ///   - confidenceHash: the SHA-256 of the content of the matrix of confidences; nil without one.
  ///   - benchmark: its name, or nil if there is no file behind it.
  ///   - settings: what the method was told.
  ///   - readsConfidences: whether scoring takes probabilities of the right answer.
  ///   - estimator: what turns responses into scores.
  ///   - calibration: its errors on models held out, or nil if there were too few.
  package init(
    matrix: ItemMatrix, microBenchmark: MicroBenchmark, method: String, seed: UInt64, matrixHash: String?,
    confidenceHash: String?, benchmark: String?, settings: MethodSettings = MethodSettings(),
    readsConfidences: Bool, estimator: any FittedEstimator,
    calibration: Calibration?
  ) {
    self.matrix = matrix
    self.microBenchmark = microBenchmark
    self.method = method
    self.seed = seed
    self.matrixHash = matrixHash
    self.confidenceHash = confidenceHash
    self.benchmark = benchmark
    self.settings = settings
    self.readsConfidences = readsConfidences
    self.estimator = estimator
    self.calibration = calibration
  }
}
