import Simulate

extension MatrixReading {
  /// Says what was found, a sentence each.
  ///
  /// - Parameter source: what was read.
  package func sentences(source: String) -> [String] {
    var first = "\(source): \(plural(matrix.modelCount, "model")), \(plural(matrix.itemCount, "item"))"
    if matrix.subtasks.count > 1 { first += " in \(matrix.subtasks.count) subtasks" }
    if let collection {
      first +=
        ", from \(plural(collection.scores, "score")) in \(plural(collection.files, "file")) (\(collection.format))"
    }
    var sentences = [first] + notes
    if let variance = collection?.resamplingVariance {
      sentences.append(
        "repeated samples vary by \(compact(variance, 4)) within an item on average, "
          + "which is the resampling variance of a power question")
    }
    if let collection, collection.duplicates > 0 {
      sentences.append("\(plural(collection.duplicates, "duplicate score")) resolved")
    }
    return sentences
  }

  /// Reports what was found and left out, schema `mdad.import/1`.
  ///
  /// - Parameter source: what was read.
  package func report(source: String) -> Report {
    func names(_ list: [String]?) -> Figure { .list((list ?? []).map { .text($0) }) }
    return Report(
      schema: "mdad.import/1",
      [
        .fact("source", nil, .text(source)), .fact("format", nil, .text(collection?.format)),
        .fact("files", nil, .count(collection?.files ?? 1)), .fact("models", nil, .count(matrix.modelCount)),
        .fact("items", nil, .count(matrix.itemCount)),
        .fact("subtasks", nil, .count(matrix.subtasks.count)),
        .fact("scores", nil, .count(collection?.scores ?? matrix.modelCount * matrix.itemCount)),
        .fact("repeated", nil, .count(collection?.repeatedCells ?? 0)),
        .fact("resampling_variance", nil, .plain(collection?.resamplingVariance, .fixed(4, exact: 8))),
        .fact("duplicates", nil, .count(collection?.duplicates ?? 0)),
        .fact("missing", nil, .count(missingCount)),
        .fact("dropped_items", nil, names(collection?.droppedItems)),
        .fact("dropped_models", nil, names(collection?.droppedModels)),
      ], notes: notes, provenance: Provenance(matrixHash: matrix.contentHash()))
  }
}
