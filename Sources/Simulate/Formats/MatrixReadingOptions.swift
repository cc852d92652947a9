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

/// How to read a wide table.
public struct MatrixReadingOptions: Sendable {
  /// What the rows are; nil to tell from the header: a column named `model` makes them models, otherwise they are items.
  public var rows: RowKind?
  /// What to do with missing scores.
  public var missing: MissingPolicy
  /// Whether scores are percentages, 0 to 100.
  public var percent: Bool
  /// The column with the items' subtasks; nil to recognise it by name.
  public var subtaskColumn: String?
  /// Columns to pass over.
  public var ignoredColumns: [String]

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
  public let matrix: ItemMatrix
  /// The number of scores that were missing.
  public let missingCount: Int
  /// What a person should know of: dropped rows, scores counted as wrong. One sentence each.
  public let notes: [String]
}
