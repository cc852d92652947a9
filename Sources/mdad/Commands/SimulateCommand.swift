import Foundation
import Planner
import Simulate

extension CommandSpecification {
  static let simulate = CommandSpecification(
    name: "simulate",
    summary: "agreement curves and MDAD of methods on an item matrix",
    discussion: [
      "Draws trials: splits items and models, lets each method choose k items from the source models' answers, scores "
        + "the target models on them, and tallies which pairs come out in the order of the full benchmark, by their gap.",
      "MDAD is the smallest gap ranked correctly with the asked-for probability: smoothed (isotonic regression), first "
        + "(the paper's) and sustained. Intervals are 95 % bootstrap intervals over trials. The same seed gives the same "
        + "bytes, whatever the threads, and whichever other methods and sizes run beside.",
      "Trials that are finished can be kept (--checkpoint), and spread over processes and machines (--shard, --engine): the result is "
        + "the same to the byte. Several matrices give one table.",
      "Time grows with trials, models and sizes about in proportion, and with items likewise; "
        + Method.all.filter { $0.largestItemCount != nil }.map(\.name).joined(separator: ", ")
        + " keep a number for every pair of items and refuse more than \(Method.all.compactMap(\.largestItemCount).min() ?? 0) of them. "
        + "Above \(ItemMatrix.largestPopulation) models, --exact looks at the pairs of as many drawn at random.",
      "Methods: " + Method.all.map { "\($0.name): \($0.summary)" }.joined(separator: ". ") + ".",
    ],
    options: [
      SharedOptions.matrices,
      OptionSpecification(
        "method", .list("NAME,…", of: SharedOptions.methodNames + ["all"]), "the methods",
        default: SharedOptions.unaskedMethods),
      OptionSpecification(
        "sizes", short: "k", .list("K,…", of: []), "the micro-benchmark sizes",
        default: "10, 25, 50, 100, 250, 500, 1000 below N"),
      OptionSpecification("trials", .text("N"), "trials", default: "50"),
      OptionSpecification(
        "targets", .text("N"), "models to be ranked in each trial",
        default: "50, or a third of the models if that is fewer"),
      OptionSpecification(
        "sources", .text("N"), "models known in advance, at most; all that are left if fewer", default: "300"),
      OptionSpecification(
        "split", .choice(ItemSplit.allCases.map(\.rawValue)),
        "full: choose from all items; half: from a random half of each subtask, against both halves", default: "full"),
    ]
      + SharedOptions.targetChoice(
        "target-choice",
        help:
          "which models are targets: any; the best 30 % with the worst half as sources; whole families with no relative "
          + "among the sources; the newest 30 % with older sources; those of similar accuracy or size")
      + [
        OptionSpecification(
          "protocol", .choice(["paper", "released"]),
          "settings of Yauney et al. 2025: half split, 300 sources, 50 targets, 50 trials; paper: centred bins; "
            + "released: floored bins, equal full scores counted with sign +1"),
        OptionSpecification(
          "bins", .choice(GapBins.allCases.map(\.rawValue)), "half-point bins of gap, rounded to centres or down",
          default: "centered"),
        SharedOptions.ties,
        OptionSpecification(
          "threshold", .text("P"), "the agreement that the MDAD asks for",
          default: shortNumber(MDAD.standardThreshold)),
        OptionSpecification(
          "min-pairs", .text("N"), "pairs a bin needs to count for the sustained MDAD",
          default: String(MDAD.standardMinimumPairs)),
        OptionSpecification(
          "resamples", .text("N"), "bootstrap resamples of trials; 0 for no intervals", default: "1000"),
        OptionSpecification(
          "models-bootstrap", .flag, "resample models as well as trials: intervals for models beyond these"),
        OptionSpecification(
          "exact", .flag, "compute random exactly: over all pairs (full split) or each trial's pairs (half split)"),
      ] + SharedOptions.methodSettings + [
        OptionSpecification(
          "tolerance", .text("P"),
          "add trials until every interval of an MDAD is at most P points wide, up to --max-trials"),
        OptionSpecification("max-trials", .text("N"), "with --tolerance: the most trials", default: "2000"),
        OptionSpecification(
          "checkpoint", .folder,
          "keep finished trials in a folder; a run that was interrupted, or one with other methods, sizes or more trials, computes "
            + "only what is missing"),
        OptionSpecification("cache", .folder, "the same: the folder may serve any number of matrices and settings"),
        OptionSpecification(
          "shard", .text("I/N"), "run the Ith of N parts of the trials and write its tallies, for mdad merge"),
        OptionSpecification(
          "engine", .choice(ClusterEngine.allCases.map(\.rawValue)),
          "print a script that runs the shards under Slurm or GNU parallel and merges them"),
        OptionSpecification("shards", .text("N"), "with --engine: the number of shards", default: "8"),
        OptionSpecification("shard-folder", .folder, "with --engine: where shards are kept", default: "mdad-shards"),
        OptionSpecification("submit", .flag, "with --engine: run the script instead of printing it"),
        SharedOptions.confidence, SharedOptions.itemMetadata,
        OptionSpecification("curve", .flag, "with text, CSV or Markdown: print the agreement curves too"),
        SharedOptions.plot, OptionSpecification("timings", .flag, "print timings on standard error"),
      ] + SharedOptions.reading + SharedOptions.running + SharedOptions.output,
    examples: [
      ("mdad simulate --matrix scores.csv", "all methods at the usual sizes"),
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
  if let engine = arguments.text("engine").flatMap({ ClusterEngine(rawValue: $0) }) {
    guard paths.count == 1, let path = paths.first else {
      throw UsageError("--engine spreads the trials of one matrix; give one --matrix")
    }
    return try ClusterScript(arguments, engine: engine, matrix: path).output(console)
  }
  for name in ["shards", "shard-folder", "submit"] where arguments.flag(name) {
    throw UsageError("--\(name) goes with --engine; give --engine slurm or --engine parallel")
  }
  let shard = try arguments.shard()
  if paths.count > 1 {
    for name in ["shard", "plot", "confidence", "labels", "item-metadata"] where arguments.flag(name) {
      throw UsageError("--\(name) goes with one matrix; \(paths.count) are given")
    }
  }
  try arguments.checkPlot()
  let settings = try simulationSettings(arguments)
  var reports: [SimulationReport] = []
  for path in paths {
    let run = try SimulationRun(arguments, path: path, settings: settings, console: console)
    if let shard { return CommandOutput(text: String(decoding: try run.shardFile(shard).encoded(), as: UTF8.self)) }
    reports.append(try run.report())
  }
  if let first = reports.first { try arguments.writePlot(PlanCharts(first.result, benchmark: first.benchmark)) }
  return CommandOutput(SimulationReport.report(of: reports, showsCurves: arguments.flag("curve")))
}

private func simulationSettings(_ arguments: ParsedArguments) throws -> SimulationSettings {
  var settings = SimulationSettings()
  if let name = arguments.text("protocol") {
    settings.split = .half
    settings.targets = 50
    if name == "released" {
      settings.bins = .floor
      settings.countsZeroGaps = true
    }
  }
  if let methods = try arguments.list("method"), !methods.contains("all") { settings.methods = methods }
  settings.sizes = try arguments.sizes() ?? []
  settings.trials = try arguments.integer("trials", in: 1...1_000_000) ?? settings.trials
  settings.targets = try arguments.integer("targets", in: 2...1_000_000) ?? settings.targets
  settings.sources = try arguments.integer("sources", in: 0...1_000_000) ?? settings.sources
  settings.split = arguments.choice("split", default: settings.split)
  settings.targetChoice = try arguments.targetChoice(option: "target-choice")
  settings.bins = arguments.choice("bins", default: settings.bins)
  settings.ties = arguments.choice("ties", default: settings.ties)
  settings.threshold =
    try arguments.number("threshold", above: 0, upTo: 1, unit: "a probability, such as 0.8") ?? settings.threshold
  settings.minimumPairs = try arguments.integer("min-pairs", in: 1...1_000_000) ?? settings.minimumPairs
  settings.seed = try arguments.seed()
  settings.resamples = try arguments.integer("resamples", in: 0...1_000_000) ?? settings.resamples
  settings.exactRandom = arguments.flag("exact")
  settings.resamplesModels = arguments.flag("models-bootstrap")
  settings.methodSettings = try arguments.methodSettings()
  settings.tolerance = try arguments.number("tolerance", above: 0, upTo: 100, unit: "a width in points, such as 1")
  if settings.exactRandom, !settings.methods.contains(where: { Method.named($0)?.isExactlyPredictable == true }) {
    throw UsageError("--exact computes the method \(Method.baseline.name); add it to --method")
  }
  return settings
}
