import Simulate

/// Holds what a micro-benchmark is chosen from: a matrix, or items alone.
package struct SelectionSource: Sendable {
  /// The matrix; without models if only the items are known.
  package let matrix: ItemMatrix
  /// Probabilities of the right answers, for the methods that read them.
  package let confidence: ItemMatrix?
  /// What is expected of strong models' answers, for the methods that need nothing else; nil to learn it from the
  /// matrix.
  package let frame: ExpectedAnswers?
  /// The benchmark's name, or nil if only the items are known.
  package let benchmark: String?

  /// Describes a benchmark whose models' answers are known.
  package init(matrix: ItemMatrix, confidence: ItemMatrix? = nil, benchmark: String) {
    self.matrix = matrix
    self.confidence = confidence
    frame = nil
    self.benchmark = benchmark
  }

  /// Describes a benchmark of which only the size is known; its items are called by their positions from 0.
  package init(itemCount: Int) {
    matrix = ItemMatrix(
      models: [], items: (0..<itemCount).map { String($0) }, byItem: BitMatrix(rows: itemCount, columns: 0))
    confidence = nil
    frame = nil
    benchmark = nil
  }

  /// Describes a benchmark of which only the items are known, and what is expected of strong models' answers to them.
  ///
  /// - Parameters:
  ///   - subtasks: each item's subtask; empty if items carry none.
  ///   - frame: a number for each item.
  package init(items: [String], subtasks: [String], frame: ExpectedAnswers, benchmark: String) {
    matrix = ItemMatrix(
      models: [], items: items, labels: .init(subtasks: subtasks), byItem: BitMatrix(rows: items.count, columns: 0))
    confidence = nil
    self.frame = frame
    self.benchmark = benchmark
  }
}

extension Selection {
  /// Builds a micro-benchmark: chooses its items, fits the estimator of full scores to all models, and measures the
  /// estimator's errors on models held out.
  ///
  /// - Parameters:
  ///   - settings: what the method is told.
  ///   - isCalibrated: whether to measure errors, which takes some ten times as long as choosing.
  /// - Throws: `SimulateError` if the source has too few items or models for the method.
  package init(
    choosing size: Int, from source: SelectionSource, by method: Method, seed: UInt64, settings: MethodSettings,
    isCalibrated: Bool, threads: Int
  ) throws {
    let matrix = source.matrix
    guard size <= matrix.itemCount else {
      throw SimulateError.unsatisfiable(
        "method \(method.name): k = \(size) is outside 1 to \(matrix.itemCount), the number of items")
    }
    let readsFrame = source.frame != nil && method.readsFrame
    guard readsFrame || matrix.modelCount >= method.minimumSources else {
      throw SimulateError.unsatisfiable(
        "method \(method.name) needs at least \(plural(method.minimumSources, "source model")); the matrix has "
          + "\(matrix.modelCount)")
    }
    try method.check(itemCount: matrix.itemCount)
    let context = SelectionContext(
      matrix: matrix, items: Array(0..<matrix.itemCount), sources: Array(0..<matrix.modelCount),
      confidence: source.confidence, frame: source.frame, largestSize: size, settings: settings)
    var generator = method.generator(seed: seed, trial: 0, size: size)
    let chosen = try method.selector.prepare(context).select(size, using: &generator)
    let calibration =
      isCalibrated && !readsFrame
      ? try Calibration(
        matrix: matrix, confidence: source.confidence, method: method, microBenchmark: chosen, seed: seed,
        settings: settings, threads: threads)
      : nil
    self.init(
      matrix: matrix, microBenchmark: chosen, method: method.name, seed: seed,
      matrixHash: matrix.modelCount == 0 ? nil : matrix.contentHash(),
      confidenceHash: source.confidence?.contentHash(), benchmark: source.benchmark, settings: settings,
      readsConfidences: source.confidence != nil && method.readsConfidences && size < matrix.itemCount,
      estimator: try method.estimator.prepare(context).fit(chosen), calibration: calibration)
  }
}
