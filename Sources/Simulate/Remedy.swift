/// Tells what a person can do about an error. Each program words it in its own terms: a command line names its option.
public enum Remedy: Equatable, Sendable {
  /// Read scores as percentages, from 0 to 100.
  case readPercentages
  /// Ignore a column of the input; any, if no name is given.
  case ignoreColumn(String?)
  /// Read a column as the items' subtasks; one of the header, if no name is given.
  case chooseSubtaskColumn(String?)
  /// Read no column as subtasks.
  case omitSubtaskColumn
  /// Leave out items or models with missing scores, or count these as wrong.
  case resolveMissing(dropping: [Axis])
  /// Keep only the items that every model has.
  case keepCommonItems
  /// Keep all items that any model has.
  case keepAllItems
  /// Say what to do with a second score of one model on one item.
  case resolveDuplicates
  /// Name the score to read from logs that have several.
  case chooseMetric
  /// Give the item parameters that a fit of an item response model wrote.
  case giveItemParameters
  /// Give another choice of columns.
  case chooseColumns(Scores)
  /// Label the models by a column, such as `family`.
  case labelModels(column: String)
  /// Ask for fewer target models.
  case lowerTargets
  /// Give files that a sharded simulation wrote.
  case giveShards
  /// Simulate a shard that is missing.
  case simulateShard(Int, of: Int)

  /// Names the two sides of a matrix.
  public enum Axis: String, Sendable {
    /// Its items.
    case items
    /// Its models.
    case models
  }

  /// Tells what the scores in a column cover.
  public enum Scores: String, Sendable {
    /// The full benchmark.
    case full
    /// The micro-benchmark.
    case micro
    /// All items that the micro-benchmark is chosen among.
    case among
  }
}

extension Remedy: CustomStringConvertible {
  /// The remedy in words that belong to no program.
  public var description: String {
    switch self {
    case .readPercentages: "read the scores as percentages if they are"
    case .ignoreColumn(let name?): "ignore the column \"\(name)\""
    case .ignoreColumn(nil): "ignore the column"
    case .chooseSubtaskColumn(let name?): "read the column \"\(name)\" as subtasks"
    case .chooseSubtaskColumn(nil): "name one of the header's columns as that of the subtasks"
    case .omitSubtaskColumn: "name no column of subtasks"
    case .resolveMissing(let axes):
      (axes.map { "leave out \($0.rawValue) with missing scores" } + ["count missing scores as wrong"])
        .joined(separator: ", or ")
    case .keepCommonItems: "keep only the items that every model has"
    case .keepAllItems: "keep all items that any model has"
    case .resolveDuplicates: "take the mean of second scores, or the last, or count them as samples"
    case .chooseMetric: "name the metric to read"
    case .giveItemParameters: "give the item parameters that a fit wrote"
    case .chooseColumns(.full): "name one column of the header as the full score"
    case .chooseColumns(.micro): "name columns of the header as the micro-benchmark"
    case .chooseColumns(.among): "name columns of the header as all items"
    case .labelModels(let column): "give the models labels with a column \(column)"
    case .lowerTargets: "ask for fewer target models"
    case .giveShards: "give files that a sharded simulation wrote"
    case .simulateShard(let index, let count): "simulate shard \(index) of \(count) and give all \(count) files"
    }
  }
}
