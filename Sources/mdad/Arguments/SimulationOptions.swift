import Planner
import Simulate

/// A tool that runs shards on several processes or machines.
enum ClusterEngine: String, CaseIterable {
  case slurm, parallel
}

/// The settings of a paper.
enum PublishedProtocol: String, CaseIterable {
  case paper, released
}

/// The options that only simulations take.
extension AnyOption {
  static let targetCount = Option(
    "targets", .integer("N", in: 2...1_000_000), "the number of models to rank in each trial",
    otherwise: "50, or a third of the models if that is fewer")

  static let sourceCount = Option(
    "sources", .integer("N", in: 0...1_000_000), "the most models known in advance; all the others if there are fewer",
    default: SimulationSettings().sources)

  static let protocolName = Option<PublishedProtocol?>(
    "protocol", .choice,
    "settings of Yauney et al. 2025: half split, 300 sources, 50 targets, 50 trials; paper: centred bins; "
      + "released: floored bins, equal full scores counted with sign +1")

  static let bins = Option<GapBins?>(
    "bins", .choice, "half-point bins of gap, rounded to centres or down", otherwise: GapBins.centered.rawValue)

  static let threshold = Option(
    "threshold", .number("P", above: 0, upTo: 1, unit: "a probability"), "the agreement that defines the MDAD",
    default: SimulationSettings().threshold, example: "0.8")

  static let minimumPairs = Option(
    "min-pairs", .integer("N", in: 1...1_000_000), "the number of pairs a bin needs to count for the sustained MDAD",
    default: SimulationSettings().minimumPairs)

  static let resamples = Option(
    "resamples", .integer("N", in: 0...1_000_000), "bootstrap resamples of trials; 0 for no intervals",
    default: SimulationSettings().resamples)

  static let modelsBootstrap = Option(
    "models-bootstrap", "resample models as well as trials, so that intervals also hold for other models")

  static let exact = Option(
    "exact", "compute random exactly: over all pairs (full split) or each trial's pairs (half split)")

  static let tolerance = Option(
    "tolerance", .points(above: 0), "add trials until every interval of an MDAD is at most this wide", example: "1")

  static let maximumTrials = Option(
    "max-trials", .integer("N", in: 1...1_000_000), "the most trials that --tolerance may run", default: 2000,
    needs: .given(.tolerance))

  static let checkpoint = Option(
    "checkpoint", aliases: ["cache"], .folder,
    "keep finished trials in a folder, which may serve any number of matrices and settings; an interrupted run, or "
      + "one with other methods, sizes or more trials, then computes only what is missing")

  static let shard = Option(
    "shard", .shard, "run the Ith of N parts of the trials and write its tallies for mdad merge", example: "3/8",
    excludes: [
      .given(.format).because(afterMerge), .given(.also).because(afterMerge), .given(.curve).because(afterMerge),
      .given(.plot).because(afterMerge),
      .given(.tolerance).because("a shard cannot know how wide the merged intervals will be; use --trials"),
    ])

  private static let afterMerge = "a shard is always JSON Lines; mdad merge takes the form"

  static let engine = Option<ClusterEngine?>(
    "engine", .choice, "print a script that runs the shards under Slurm or GNU parallel and merges them",
    excludes: [.given(.shard), .given(.tolerance), .given(.timings)])

  static let shards = Option(
    "shards", .integer("N", in: 1...100_000), "the number of shards", default: 8, needs: .given(.engine))

  static let shardFolder = Option(
    "shard-folder", .folder, "the folder for the shards", default: "mdad-shards", needs: .given(.engine))

  static let submit = Option("submit", "run the script instead of printing it", needs: .given(.engine))

  static let stoppingRows = Option(
    "stop-early", "add how many items random and weighted draws take on average if comparisons stop once decided",
    needs: .given(.matrices),
    excludes: [
      .value(.split, "half"), .given(.protocolName), .given(.shard).because(wholeRuns),
      .given(.engine).because(wholeRuns),
    ])

  private static let wholeRuns = "stopping is simulated on all trials at once"

  static let stoppingBatch = Option(
    "batch", .integer("G", in: 1...100_000), "items between two looks at the lead", default: 5,
    needs: .given(.stoppingRows))

  static let curve = Option("curve", "with text, CSV or Markdown: print the agreement curves too")

  static let timings = Option("timings", "print timings on standard error")
}

extension ValueKind where Value == Shard {
  /// A shard: one of the parts of a simulation.
  static var shard: ValueKind {
    ValueKind(.text("I/N")) { text throws(ValueError) in
      let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count == 2, let index = parts[0], let count = parts[1], count <= 1_000_000,
        let shard = Shard(index: index, of: count)
      else { throw ValueError("\(quoted(text)) is not I/N", give: "I from 1 to N") }
      return shard
    }.written { "\($0.index)/\($0.count)" }
  }
}
