import Simulate

/// A micro-benchmark as files.
public struct SelectionReport: Sendable {
  private let matrix: ItemMatrix
  private let microBenchmark: MicroBenchmark
  private let method: String
  private let seed: UInt64
  private let matrixHash: String?
  private let benchmark: String?

  /// A report.
  ///
  /// - Parameters:
  ///   - matrix: what was chosen from.
  ///   - matrixHash: the SHA-256 of its content; nil where there is no file behind it.
  ///   - benchmark: its name; nil likewise.
  public init(
    matrix: ItemMatrix, microBenchmark: MicroBenchmark, method: String, seed: UInt64, matrixHash: String?,
    benchmark: String?
  ) {
    self.matrix = matrix
    self.microBenchmark = microBenchmark
    self.method = method
    self.seed = seed
    self.matrixHash = matrixHash
    self.benchmark = benchmark
  }

  private func weight(_ position: Int) -> Double {
    microBenchmark.weights?[position] ?? 1 / Double(microBenchmark.items.count)
  }

  private func subtask(_ item: Int) -> String? {
    matrix.subtaskOfItem.isEmpty ? nil : matrix.subtasks[matrix.subtaskOfItem[item]]
  }

  /// The selection as JSON, schema `mdad.selection/1`.
  public func json() -> JSONValue {
    .object([
      ("schema", .string("mdad.selection/1")), ("benchmark", benchmark.map { .string($0) } ?? .null),
      ("method", .string(method)), ("k", .int(microBenchmark.items.count)), ("items", .int(matrix.itemCount)),
      ("models", .int(matrix.modelCount)), ("seed", .int(Int(seed))), ("version", .string(programVersion)),
      ("matrix_sha256", matrixHash.map { .string($0) } ?? .null),
      (
        "selected",
        .array(
          microBenchmark.items.enumerated().map { position, item in
            .object([
              ("item", .string(matrix.items[item])), ("position", .int(item)), ("weight", .number(weight(position))),
              ("subtask", subtask(item).map { .string($0) } ?? .null),
            ])
          })
      ),
    ])
  }

  /// A row per chosen item.
  public func table() -> TextTable {
    var table = TextTable([("item", .left), ("position", .right), ("weight", .right), ("subtask", .left)])
    for (position, item) in microBenchmark.items.enumerated() {
      table.add([matrix.items[item], String(item), String(weight(position)), subtask(item) ?? ""])
    }
    return table
  }

  /// `{"task": [positions]}`, the `--samples` of lm-evaluation-harness; a task per subtask where no task is named.
  public func lmEvaluationHarness(task: String?) -> JSONValue {
    if let task { return .object([(task, .array(microBenchmark.items.map { .int($0) }))]) }
    let chosen = Set(microBenchmark.items)
    let groups = matrix.groupedBySubtask(Array(0..<matrix.itemCount))
    return .object(
      zip(matrix.subtasks, groups).compactMap { name, items in
        let positions = items.indices.filter { chosen.contains(items[$0]) }
        return positions.isEmpty ? nil : (name, .array(positions.map { .int($0) }))
      })
  }

  /// The chosen items as the `--sample-id` of Inspect names them.
  ///
  /// - Parameter numbersFromOne: give positions from 1, as Inspect numbers samples without a name.
  public func sampleIdentifiers(numbersFromOne: Bool) -> [String] {
    microBenchmark.items.map { numbersFromOne ? String($0 + 1) : matrix.items[$0] }
  }
}
