import Simulate

extension Selection {
  /// Holds one chosen item.
  private struct Row: Sendable {
    let item: String
    let position: Int
    let weight: Double
    let subtask: String?
  }

  private var rows: [Row] {
    microBenchmark.items.enumerated().map { index, item in
      let weight =
        microBenchmark.score?.weights[index] ?? microBenchmark.weights?[index] ?? 1 / Double(microBenchmark.items.count)
      return Row(item: matrix.items[item], position: item, weight: weight, subtask: matrix.subtask(of: item))
    }
  }

  /// Returns the selection as a report, schema `mdad.selection/2`: its JSON is what ``SelectionFile`` reads back.
  ///
  /// - Throws: `EncodingError` if the estimator holds infinities or NaN.
  package func report() throws -> Report {
    // Scores are computed from the weights: none of their digits can be spared.
    let table = Table(
      rows,
      [
        Column("item", "item") { .text($0.item) }, Column("position", "position") { .count($0.position) },
        Column("weight", "weight") { .plain($0.weight, .fixed(4, exact: nil)) },
        Column("subtask", "subtask", for: matrix.subtasks.isEmpty ? .programs : .all) { .text($0.subtask) },
      ])
    var report = Report(
      schema: SelectionFile.schema, sentence: sentence,
      [
        .fact("benchmark", nil, .text(benchmark)), .fact("method", nil, .text(method)),
        .fact("k", nil, .count(microBenchmark.items.count)), .fact("items", nil, .count(matrix.itemCount)),
        .fact("models", nil, .count(matrix.modelCount)),
      ] + settings.facts + [
        .fact("confidence_sha256", nil, .text(confidenceHash)),
        .fact("item_metadata_sha256", nil, .text(matrix.itemMetadata.map { $0.contentHash() })),
        .fact("responses", nil, .text(readsConfidences ? "confidences" : "scores")),
        .section("selected", table: table), .fact("calibration", nil, calibration?.figure ?? .absent),
        .fact("estimator", nil, .document(try JSONValue(encoding: estimator))),
      ], provenance: Provenance(matrixHash: matrixHash, seed: seed), csv: table)
    report.isSealed = true
    return report
  }

  private var sentence: String {
    let chosen = "\(microBenchmark.items.count) of \(plural(matrix.itemCount, "item"))"
    return "\(benchmark.map { "\($0): " } ?? "")\(chosen), chosen by \(method)."
  }
}

extension Calibration {
  /// Estimates and full scores in points, fold by fold, and what is read off them.
  fileprivate var figure: Figure {
    .record([
      ("half_width_90", .points(halfWidth(level: 0.9), .fixed(1, exact: 4))),
      ("mdad", .mdad(mdad)),
      ("estimates", points(estimates)), ("scores", points(scores)),
    ])
  }

  private func points(_ folds: [[Double]]) -> Figure { .list(folds.map { .list($0.map { .points($0) }) }) }
}
