/// Says under which heading help lists an option.
enum OptionGroup: String, CaseIterable {
  case question = "Question"
  case data = "Your data"
  case simulation = "Simulation"
  case output = "Output"

  private static let dataNames = Set(
    (AnyOption.reading + [.matrix, .confidence, .itemMetadata, .labels, .tables]).map(\.name)
      + ["input", "full", "micro", "among", "labels-output"])

  private static let simulationNames = Set(
    ([
      .sizes, .trials, .targetChoice, .accuracyBand, .sizeClass, .targetCount, .sourceCount, .bins, .minimumPairs,
      .resamples, .modelsBootstrap, .exact, .tolerance, .maximumTrials, .checkpoint, .shard, .engine, .shards,
      .shardFolder, .submit, .protocolName, .threshold, .stoppingRows, .stoppingBatch,
    ] + AnyOption.methodSettings + AnyOption.running).map(\.name) + ["keep", "subsets", "model-resamples"])

  private static let outputNames = Set(
    ([.plot, .progress, .threads, .curve, .timings, .help] + AnyOption.writing).map(\.name)
      + ["all", "to", "report", "design", "emit", "abilities", "check"])
}

extension AnyOption {
  /// The heading under which help lists it.
  var group: OptionGroup { OptionGroup.of(name) }
}

extension OptionGroup {
  /// Finds the heading of an option by its name.
  static func of(_ name: String) -> OptionGroup {
    if outputNames.contains(name) { return .output }
    if dataNames.contains(name) { return .data }
    return simulationNames.contains(name) ? .simulation : .question
  }
}

extension AnyOption {
  /// Tells whether a command takes it after its first word, such as `audit` after `claim`; nil stands for no word.
  func isTaken(after word: String?) -> Bool {
    requirements.allSatisfy { requirement in
      guard requirement.words == nil, let words = requirement.condition.firstWords else { return true }
      let isThere = word.map { words.contains($0) } ?? false
      return isThere == (requirement.kind == .needs)
    }
  }
}
