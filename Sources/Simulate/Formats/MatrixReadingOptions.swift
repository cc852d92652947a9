/// What to do with a score that is missing: an empty cell, `NA`, `NaN` or `null`.
public enum MissingPolicy: String, Sendable, CaseIterable {
  /// Refuse the file, with the number of missing scores and the place of the first.
  case error
  /// Leave out every item that some model has no score on.
  case dropItems = "drop-items"
  /// Leave out every model that has no score on some item.
  case dropModels = "drop-models"
  /// Count a missing score as wrong.
  case wrong
}

/// What the rows of a wide table are.
public enum RowKind: String, Sendable, CaseIterable {
  /// A row per item, a column per model.
  case items
  /// A row per model, a column per item.
  case models
}

/// What to do with a second score of the same model on the same item, unless it is a repeated sample.
public enum DuplicatePolicy: String, Sendable, CaseIterable {
  /// Refuse the input, with the place of the first.
  case error
  /// Take their mean.
  case mean
  /// Take the last.
  case last
  /// Count each as another sample of the model's answers.
  case samples
}

/// Which items a matrix of models with different items has.
public enum JoinPolicy: String, Sendable, CaseIterable {
  /// Those that every model has.
  case inner
  /// Those that any model has; what the others lack is missing.
  case outer
}

/// How to read a matrix.
public struct MatrixReadingOptions: Sendable {
  /// What the rows are; nil to decide by the header: a column with models' names, such as `model` or
  /// `model_name`, makes them models, otherwise they are items.
  public var rows: RowKind?
  /// What to do with missing scores.
  public var missing: MissingPolicy
  /// Whether scores are percentages, 0 to 100.
  public var percent: Bool
  /// The column with the items' subtasks; nil to recognise it by name.
  public var subtaskColumn: String?
  /// Columns to ignore.
  public var ignoredColumns: [String]
  /// In evaluation logs, the score to read if there are several; nil for the usual one.
  public var metric: String?
  /// In logs of lm-evaluation-harness, the filter whose scores to read; nil for the first.
  public var filter: String?
  /// What to do with duplicate scores in long tables and JSON Lines.
  public var duplicates = DuplicatePolicy.error
  /// What an item's score is if a model answered it several times.
  public var score = SampleScore.mean
  /// Which items to keep where models have different ones.
  public var join = JoinPolicy.outer
  /// Whether all runs of a model and task in a folder are read, and not the newest alone: for runs that each answered a
  /// part of the items.
  public var readsEveryRun = false
  /// Whether the models of evaluation logs are named after the folders that the logs lie in, and not by the logs: for
  /// several runs of one model.
  public var modelsFromPath = false
  /// Called with the number of bytes after each read of a file; nil for no calls.
  public var progress: (@Sendable (Int) -> Void)?

  /// Options, all at their defaults but those given.
  public init(
    rows: RowKind? = nil, missing: MissingPolicy = .error, percent: Bool = false, subtaskColumn: String? = nil,
    ignoredColumns: [String] = []
  ) {
    self.rows = rows
    self.missing = missing
    self.percent = percent
    self.subtaskColumn = subtaskColumn
    self.ignoredColumns = ignoredColumns
  }
}

/// A matrix and what was done to the file's content on the way.
public struct MatrixReading: Sendable {
  /// The matrix.
  public internal(set) var matrix: ItemMatrix
  /// The number of scores that were missing.
  public let missingCount: Int
  /// What a person should know of: dropped rows, scores counted as wrong. One sentence each.
  public let notes: [String]
  /// What was found where scores stood one by one; nil for a table.
  package var collection: CollectionSummary?
  /// Why the rows, which were read as items, may be models; nil if nothing suggests it.
  package var orientationDoubt: String?
  /// For each item what its content hashes to, or an empty text, or nil if the input hashes no contents. Two files may
  /// call different items by one name.
  package var contents: [String]?
}
