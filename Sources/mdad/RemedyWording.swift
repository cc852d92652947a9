import Simulate

extension Remedy {
  /// The remedy in terms of the command line's options. Only here are the libraries' errors answered with options.
  var asOption: String {
    switch self {
    case .readPercentages: "give --percent if scores are percentages"
    case .ignoreColumn(let name?): "give --ignore-columns \(quotedForShell(name)) if the column is a label"
    case .ignoreColumn(nil): "ignore the column with --ignore-columns NAME"
    case .chooseSubtaskColumn(let name?): "give --subtask-column \(quotedForShell(name)) if it holds subtasks"
    case .chooseSubtaskColumn(nil): "--subtask-column takes a column name from the header"
    case .omitSubtaskColumn: "leave out --subtask-column"
    case .resolveMissing(let axes):
      "give --missing " + (axes.isEmpty ? "" : axes.map { "drop-\($0.rawValue)" }.joined(separator: ", ") + " or ")
        + "wrong"
    case .keepCommonItems: "give --join inner"
    case .keepAllItems: "give --join outer"
    case .resolveDuplicates: "give --duplicates mean, last or samples"
    case .chooseMetric: "give --metric NAME"
    case .giveItemParameters: "give a file that mdad items --format csv wrote"
    case .chooseColumns(.full): "--full takes one column name from the header"
    case .chooseColumns(let scores): "--\(scores.rawValue) takes column names from the header, or FIRST..LAST"
    case .labelModels(let column): "give --labels FILE with columns model and \(column)"
    case .lowerTargets: "lower --targets"
    case .giveShards: "give files that mdad simulate --shard I/N wrote"
    case .simulateShard(let index, let count): "simulate --shard \(index)/\(count) and give all \(count) files"
    }
  }
}

/// Quotes a name as one word of a shell.
private func quotedForShell(_ name: String) -> String {
  let isPlain = name.allSatisfy { $0.isLetter || $0.isNumber || "_-./".contains($0) } && !name.hasPrefix("-")
  if isPlain, !name.isEmpty { return name }
  return "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
