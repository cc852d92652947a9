import Foundation
import Planner
import Simulate

extension CommandSpecification {
  static let simulate = CommandSpecification(
    name: "simulate",
    summary: "agreement curves and MDAD of methods on an item matrix",
    discussion: [
      "In each trial, splits items and models, lets each method choose k items from the source models' answers, "
        + "scores the target models on them, and counts which pairs come out in the same order as on the full "
        + "benchmark, by gap.",
      "MDAD is the smallest gap ranked correctly with the requested probability: smoothed (isotonic regression), "
        + "first (the paper's) and sustained. Intervals are 95 % bootstrap intervals over trials. The same seed gives "
        + "the same bytes, whatever the number of threads and whichever other methods and sizes are run.",
      "Finished trials can be kept (--checkpoint), and trials can be spread over processes and machines (--shard, "
        + "--engine); the result is the same, byte for byte. Several matrices give one table.",
      "Time grows roughly in proportion to trials, models, sizes and items; "
        + Method.all.filter { $0.largestItemCount != nil }.map(\.name).joined(separator: ", ")
        + " store a number for every pair of items and refuse more than "
        + "\(Method.all.compactMap(\.largestItemCount).min() ?? 0) of them. "
        + "Above \(ItemMatrix.largestPopulation) models, --exact uses the pairs of that many, drawn at random.",
      "mdad help methods says what each method does and needs.",
    ],
    options: [.matrices, .methods, .sizes, .trials, .targetCount, .sourceCount, .split]
      + AnyOption.choosingTargets(.targetChoice)
      + [
        .labels, .protocolName, .bins, .ties, .threshold, .minimumPairs, .resamples, .modelsBootstrap, .exact,
        .stoppingRows, .stoppingBatch,
        .tolerance, .maximumTrials, .checkpoint, .shard, .engine, .shards, .shardFolder, .submit,
        .confidence, .itemMetadata, .curve, .plot, .timings,
      ] + AnyOption.methodSettings + AnyOption.reading + AnyOption.running + AnyOption.writing,
    examples: [
      ("mdad simulate --matrix scores.csv", "all methods at the standard sizes"),
      (
        "mdad simulate --matrix scores.csv --method random --exact --sizes 50,100 --format json",
        "the exact curve of random sampling, for a program"
      ),
      (
        "mdad simulate --matrix scores.csv --protocol paper --method random,stratified-confidence -o results.json "
          + "--format json", "what the MDAD paper did, into a file"
      ),
    ],
    run: runSimulate)
}

private func runSimulate(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let paths = try arguments.matrixPaths()
  if let engine = arguments[.engine] {
    guard paths.count == 1, let path = paths.first else {
      throw UsageError("--engine spreads the trials of one matrix; give one --matrix")
    }
    return try ClusterScript(arguments, engine: engine, matrix: path).output(console)
  }
  if paths.count > 1 {
    for option in [AnyOption.shard, .plot, .confidence, .labels, .itemMetadata] where arguments.isGiven(option) {
      throw UsageError("--\(option.name) takes one matrix, not \(paths.count); give one --matrix")
    }
  }
  let settings = try simulationSettings(arguments)
  var reports: [SimulationReport] = []
  for path in paths {
    let run = try SimulationRun(arguments, path: path, settings: settings, console: console)
    if let shard = arguments[.shard] {
      return CommandOutput(text: String(decoding: try run.shardFile(shard).encoded(), as: UTF8.self))
    }
    reports.append(try run.report())
  }
  if let first = reports.first { try arguments.writePlot(Picture(first.result, benchmark: first.benchmark)) }
  return CommandOutput(SimulationReport.report(of: reports, showsCurves: arguments[.curve]))
}

private func simulationSettings(_ arguments: ParsedArguments) throws -> SimulationSettings {
  var settings = SimulationSettings()
  if let name = arguments[.protocolName] {
    settings.split = .half
    settings.targets = 50
    if name == .released {
      settings.bins = .floor
      settings.countsZeroGaps = true
    }
  }
  if let methods = arguments.namedMethods { settings.methods = methods }
  settings.sizes = arguments[.sizes] ?? []
  settings.trials = arguments[.trials]
  settings.targets = arguments[.targetCount] ?? settings.targets
  settings.sources = arguments[.sourceCount]
  settings.split = arguments[.split] ?? settings.split
  settings.targetChoice = arguments.targetChoice(.targetChoice)
  settings.bins = arguments[.bins] ?? settings.bins
  settings.ties = arguments[.ties]
  settings.threshold = arguments[.threshold]
  settings.minimumPairs = arguments[.minimumPairs]
  settings.seed = arguments.seed
  settings.resamples = arguments[.resamples]
  settings.exactRandom = arguments[.exact]
  settings.resamplesModels = arguments[.modelsBootstrap]
  settings.methodSettings = arguments.methodSettings
  settings.tolerance = arguments[.tolerance]?.fraction
  if settings.exactRandom, !settings.methods.contains(where: { Method.named($0)?.isExactlyPredictable == true }) {
    throw UsageError("--exact computes the method \(Method.baseline.name); add it to --method")
  }
  return settings
}
