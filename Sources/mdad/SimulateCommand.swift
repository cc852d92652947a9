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
      "Methods: " + Method.all.map { "\($0.name): \($0.summary)" }.joined(separator: ". ") + ".",
    ],
    options: [
      SharedOptions.matrix,
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
        OptionSpecification("threshold", .text("P"), "the agreement that the MDAD asks for", default: "0.8"),
        OptionSpecification(
          "min-pairs", .text("N"), "pairs a bin needs to count for the sustained MDAD", default: "30"),
        OptionSpecification(
          "resamples", .text("N"), "bootstrap resamples of trials; 0 for no intervals", default: "1000"),
        OptionSpecification(
          "models-bootstrap", .flag, "resample models as well as trials: intervals for models beyond these"),
        OptionSpecification(
          "exact", .flag, "compute random exactly: over all pairs (full split) or each trial's pairs (half split)"),
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
  let path = try arguments.matrixPath()
  let clock = ContinuousClock()
  let start = clock.now
  var settings = try simulationSettings(arguments)
  try arguments.checkPlot()
  let threads = try arguments.threads()
  var matrix = try arguments.readMatrix(path, console: console)
  try arguments.addLabels(to: &matrix, choice: settings.targetChoice, console: console)
  let confidence = try arguments.readConfidence(for: matrix, console: console)
  let read = clock.now
  if !arguments.flag("method") { settings.methods = SharedOptions.methods(for: matrix, console: console) }
  if settings.sizes.isEmpty {
    let design = try ExperimentDesign(matrix: matrix, settings: settings)
    settings.sizes = SimulationSettings.standardSizes.filter { $0 < design.seenCount }
    guard !settings.sizes.isEmpty else {
      throw SimulateError.unsatisfiable(
        "\(plural(design.seenCount, "item")) to choose from: fewer than any of the usual sizes; give --sizes")
    }
  }
  let simulation = try Simulation(matrix: matrix, confidence: confidence, settings: settings)
  let design = simulation.design
  if design.sourceCount < design.largestSourceCount {
    console.note("\(design.sourceCount) to \(design.largestSourceCount) source models in a trial")
  } else if design.sourceCount < settings.sources {
    console.note("\(plural(design.sourceCount, "source model")): all that \(design.targetCount) targets leave")
  }
  let result = try withProgress(arguments, console, total: settings.trials) { progress in
    try simulation.run(threads: threads, progress: progress)
  }
  let finished = clock.now
  if arguments.flag("timings") {
    console.note("reading \(seconds(read - start)) s, simulating \(seconds(finished - read)) s")
  }
  let report = SimulationReport(
    result: result, benchmark: ParsedArguments.benchmarkName(of: path), matrix: matrix,
    confidenceHash: confidence?.contentHash())
  try arguments.writePlot(PlanCharts(result, benchmark: report.benchmark))
  return CommandOutput(text: render(report, arguments, console))
}

/// A duration in seconds with three decimals.
private func seconds(_ duration: Duration) -> String {
  decimal(Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18, 3)
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
  if settings.exactRandom, !settings.methods.contains(Method.randomName) {
    throw UsageError("--exact computes the method random; add it to --method")
  }
  return settings
}

private func render(_ report: SimulationReport, _ arguments: ParsedArguments, _ console: Console) -> String {
  let result = report.result
  let settings = result.settings
  switch arguments.format {
  case .json: return report.json().text(indented: true) + "\n"
  case .csv: return arguments.flag("curve") ? report.curveTable().csv() : report.csv()
  case .markdown:
    return report.table().markdown() + (arguments.flag("curve") ? "\n" + report.curveTable().markdown() : "")
  case .text:
    let head =
      "\(report.benchmark): \(result.modelCount) models, \(result.itemCount) items; \(settings.trials) trials of "
      + "\(result.targetCount) targets and \(result.sourceCount) sources, split \(settings.split.rawValue), "
      + "seed \(settings.seed)"
    let foot =
      "MDAD and error in accuracy points, agreement \(compact(settings.threshold)); first and sust.: its other two "
      + "readings; τ-b, ρ: rank correlations of the targets; top-1: chance that the top model is the top model; unrel.: "
      + "pairs with a gap of at most the MDAD"
    return console.bold(console.wrapped(head)) + "\n\n"
      + console.aligned(
        report.table(), dropping: ["unrel.", "top-1", "ρ", "sust.", "first", "τ-b", "error", "against"])
      + (arguments.flag("curve") ? "\n" + report.curveTable().aligned() : "") + "\n" + console.wrapped(foot) + "\n"
  }
}
