import Simulate

/// Writes what evaluation harnesses take, so that they run only the chosen items.
extension Selection {
  /// Tells whether the score is the plain mean of the responses, as an evaluation harness reports it.
  package var isScoredByMean: Bool {
    let linear = (estimator as? ClusterScore)?.linear ?? estimator as? LinearScore
    guard let linear, linear.constant == 0 else { return false }
    return linear.weights.allSatisfy { abs($0 * Double(linear.weights.count) - 1) < 1e-9 }
  }

  /// Writes `{"task": [positions]}`, the `--samples` of lm-evaluation-harness, with a task per subtask if no task is
  /// named.
  ///
  /// Items that an import from its logs called `task/doc_id` keep that number, whatever items are missing between them.
  package func lmEvaluationHarness(task: String?) -> JSONValue {
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

  /// For each item the number behind its subtask's name, or nil if not all items are called so.
  private var documentNumbers: [Int]? {
    let numbers = matrix.items.indices.compactMap { item -> Int? in
      guard let subtask = matrix.subtask(of: item), matrix.items[item].hasPrefix(subtask + "/") else { return nil }
      return Int(matrix.items[item].dropFirst(subtask.count + 1))
    }
    return numbers.count == matrix.itemCount ? numbers : nil
  }

  /// Returns the names of the chosen items as the `--sample-id` of Inspect takes them.
  ///
  /// - Parameter numbersFromOne: give positions from 1, as Inspect numbers samples without a name.
  package func sampleIdentifiers(numbersFromOne: Bool) -> [String] {
    microBenchmark.items.map { numbersFromOne ? String($0 + 1) : matrix.items[$0] }
  }
}
