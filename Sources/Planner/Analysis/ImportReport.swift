import Simulate

/// What an import found, for people and programs.
public struct ImportReport: Sendable {
  private let reading: MatrixReading
  private let source: String

  /// A report.
  ///
  /// - Parameter source: what was read.
  public init(_ reading: MatrixReading, source: String) {
    self.reading = reading
    self.source = source
  }

  /// What was found, a sentence each.
  public var sentences: [String] {
    let matrix = reading.matrix
    let collection = reading.collection
    var first = "\(source): \(plural(matrix.modelCount, "model")), \(plural(matrix.itemCount, "item"))"
    if matrix.subtasks.count > 1 { first += " in \(matrix.subtasks.count) subtasks" }
    if let collection {
      first +=
        ", from \(plural(collection.scores, "score")) in \(plural(collection.files, "file")) (\(collection.format))"
    }
    var sentences = [first] + reading.notes
    if let variance = collection?.resamplingVariance {
      sentences.append(
        "repeated samples vary by \(compact(variance, 4)) within an item on average (power --resampling-variance)")
    }
    if let collection, collection.duplicates > 0 {
      sentences.append("\(plural(collection.duplicates, "duplicate score")) resolved")
    }
    return sentences
  }

  /// The report as JSON, schema `mdad.import/1`.
  public func json() -> JSONValue {
    let (matrix, collection) = (reading.matrix, reading.collection)
    func names(_ list: [String]?) -> JSONValue { .array((list ?? []).map { .string($0) }) }
    return .object([
      ("schema", .string("mdad.import/1")), ("source", .string(source)),
      ("format", collection.map { .string($0.format) } ?? .null), ("files", .int(collection?.files ?? 1)),
      ("models", .int(matrix.modelCount)), ("items", .int(matrix.itemCount)), ("subtasks", .int(matrix.subtasks.count)),
      ("scores", .int(collection?.scores ?? matrix.modelCount * matrix.itemCount)),
      ("repeated", .int(collection?.repeatedCells ?? 0)),
      ("resampling_variance", .rounded(collection?.resamplingVariance, 8)),
      ("duplicates", .int(collection?.duplicates ?? 0)), ("missing", .int(reading.missingCount)),
      ("dropped_items", names(collection?.droppedItems)), ("dropped_models", names(collection?.droppedModels)),
      ("notes", names(reading.notes)), ("matrix_sha256", .string(matrix.contentHash())),
      ("version", .string(programVersion)),
    ])
  }
}
