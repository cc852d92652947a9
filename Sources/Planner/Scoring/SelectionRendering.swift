import Simulate

/// A micro-benchmark as files.
public struct SelectionReport: Sendable {
  private let matrix: ItemMatrix
  private let microBenchmark: MicroBenchmark
  private let method: String
  private let seed: UInt64
  private let matrixHash: String?
  private let confidenceHash: String?
  private let benchmark: String?
  private let targetGap: Double
  private let readsConfidences: Bool
  private let estimator: any FittedEstimator
  private let calibration: Calibration?

  /// A report.
  ///
  /// - Parameters:
  ///   - matrix: what was chosen from.
  ///   - matrixHash: the SHA-256 of its content; nil where there is no file behind it.
  ///   - confidenceHash: the SHA-256 of the content of the matrix of confidences; nil without one.
  ///   - benchmark: its name; nil likewise.
  ///   - targetGap: the gap in points that methods with a target aimed at.
  ///   - readsConfidences: whether scoring takes probabilities of the right answer.
  ///   - estimator: what turns responses into scores.
  ///   - calibration: its errors on models held out; nil where there were too few.
  public init(
    matrix: ItemMatrix, microBenchmark: MicroBenchmark, method: String, seed: UInt64, matrixHash: String?,
    confidenceHash: String?, benchmark: String?, targetGap: Double = Method.standardTargetGap,
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
    self.targetGap = targetGap
    self.readsConfidences = readsConfidences
    self.estimator = estimator
    self.calibration = calibration
  }

  private func weight(_ position: Int) -> Double {
    microBenchmark.score?.weights[position] ?? microBenchmark.weights?[position]
      ?? 1 / Double(microBenchmark.items.count)
  }

  /// Whether the score is the plain mean of the responses, as an evaluation harness reports it.
  public var isScoredByMean: Bool {
    guard let linear = estimator as? LinearScore, linear.constant == 0 else { return false }
    return linear.weights.allSatisfy { abs($0 * Double(linear.weights.count) - 1) < 1e-9 }
  }

  /// The selection as JSON, schema `mdad.selection/1`: enough to score new models by.
  ///
  /// - Throws: `EncodingError` where the estimator holds numbers that are not numbers.
  public func json() throws -> JSONValue {
    .object([
      ("schema", .string("mdad.selection/1")), ("benchmark", benchmark.map { .string($0) } ?? .null),
      ("method", .string(method)), ("k", .int(microBenchmark.items.count)), ("items", .int(matrix.itemCount)),
      ("models", .int(matrix.modelCount)), ("seed", .int(Int(seed))), ("target_gap", .number(targetGap)),
      ("version", .string(programVersion)),
      ("matrix_sha256", matrixHash.map { .string($0) } ?? .null),
      ("confidence_sha256", confidenceHash.map { .string($0) } ?? .null),
      ("item_metadata_sha256", matrix.itemMetadata.map { .string($0.contentHash()) } ?? .null),
      ("responses", .string(readsConfidences ? "confidences" : "scores")),
      (
        "selected",
        .array(
          microBenchmark.items.enumerated().map { position, item in
            .object([
              ("item", .string(matrix.items[item])), ("position", .int(item)), ("weight", .number(weight(position))),
              ("subtask", matrix.subtask(of: item).map { .string($0) } ?? .null),
            ])
          })
      ),
      ("calibration", calibration.map { $0.json() } ?? .null), ("estimator", try JSONValue(encoding: estimator)),
    ])
  }

  /// A row per chosen item.
  public func table() -> TextTable {
    var table = TextTable([("item", .left), ("position", .right), ("weight", .right), ("subtask", .left)])
    for (position, item) in microBenchmark.items.enumerated() {
      table.add([matrix.items[item], String(item), String(weight(position)), matrix.subtask(of: item) ?? ""])
    }
    return table
  }

  /// `{"task": [positions]}`, the `--samples` of lm-evaluation-harness; a task per subtask where no task is named.
  ///
  /// Items that an import from its logs called `task/doc_id` keep that number, whatever items are missing between them.
  public func lmEvaluationHarness(task: String?) -> JSONValue {
    let numbers = documentNumbers
    if let task {
      return .object([(task, .array(microBenchmark.items.map { .int(numbers?[$0] ?? $0) }))])
    }
    let chosen = Set(microBenchmark.items)
    let groups = matrix.groupedBySubtask(Array(0..<matrix.itemCount))
    return .object(
      zip(matrix.subtasks, groups).compactMap { name, items in
        let positions = items.indices.filter { chosen.contains(items[$0]) }
        return positions.isEmpty ? nil : (name, .array(positions.map { .int(numbers?[items[$0]] ?? $0) }))
      })
  }

  /// For each item the number behind its subtask's name; nil where not all items are called so.
  private var documentNumbers: [Int]? {
    let numbers = matrix.items.indices.compactMap { item -> Int? in
      guard let subtask = matrix.subtask(of: item), matrix.items[item].hasPrefix(subtask + "/") else { return nil }
      return Int(matrix.items[item].dropFirst(subtask.count + 1))
    }
    return numbers.count == matrix.itemCount ? numbers : nil
  }

  /// The chosen items as the `--sample-id` of Inspect names them.
  ///
  /// - Parameter numbersFromOne: give positions from 1, as Inspect numbers samples without a name.
  public func sampleIdentifiers(numbersFromOne: Bool) -> [String] {
    microBenchmark.items.map { numbersFromOne ? String($0 + 1) : matrix.items[$0] }
  }
}

extension Calibration {
  /// Estimates and full scores in points, fold by fold, and what is read off them.
  fileprivate func json() -> JSONValue {
    .object([
      ("half_width_90", .rounded(halfWidth(level: 0.9).map { $0 * 100 }, 4)), ("mdad", .rounded(mdad, 4)),
      ("estimates", points(estimates)), ("scores", points(scores)),
    ])
  }

  private func points(_ folds: [[Double]]) -> JSONValue {
    .array(folds.map { .array($0.map { .rounded($0 * 100, 6) }) })
  }
}
