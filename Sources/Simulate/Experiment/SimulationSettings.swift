/// Says which items a micro-benchmark may be chosen from, and what its ranking is compared with.
public enum ItemSplit: String, Sendable, CaseIterable, Codable {
  /// All items are seen and are the reference: choosing k of a benchmark's N items.
  case full
  /// Half of each subtask is seen and half unseen; both are references (Yauney et al. 2025).
  case half
}

/// Says which models are targets, to be ranked, and which are sources, known in advance.
public enum TargetChoice: Sendable, Equatable, Codable {
  /// Targets at random, sources from the rest.
  case random
  /// Targets from the best 30 % by accuracy, sources from the worst 50 % (Zhang et al. 2025, arXiv 2506.07673).
  case frontier
  /// Targets from the models whose accuracy lies within a band of fractions, sources from the rest.
  case similar(accuracies: ClosedRange<Double>)
  /// Targets from the models of one class of size, sources from the rest.
  case sizeClass(String)
  /// Targets from some families of models, sources from the others: no family is on both sides.
  case family
  /// Targets from the newest 30 % of models, sources from those older than every target.
  case date

  /// The word for it on the command line and in tables.
  public var name: String {
    switch self {
    case .random: "random"
    case .frontier: "frontier"
    case .similar, .sizeClass: "similar"
    case .family: "family"
    case .date: "date"
    }
  }
}

extension ItemSplit {
  /// The references that results are against.
  public var references: [Reference] { self == .full ? [.full] : [.seen, .unseen] }
}

/// Names what a micro-benchmark's ranking is compared with.
public enum Reference: String, Sendable, CaseIterable {
  /// All items, under the full split.
  case full
  /// The half that items were chosen from.
  case seen
  /// The other half.
  case unseen
}

/// Holds every setting that changes a simulated number.
public struct SimulationSettings: Sendable, Equatable, Codable {
  /// Identifiers of the methods.
  public var methods: [String]
  /// The micro-benchmark sizes k.
  public var sizes: [Int]
  /// The number of trials.
  public var trials: Int
  /// The number of target models; nil for 50, or a third of the models if that is fewer.
  public var targets: Int?
  /// The most source models; all that are left are taken if fewer.
  public var sources: Int
  /// Which items are seen.
  public var split: ItemSplit
  /// Which models are targets.
  public var targetChoice: TargetChoice
  /// The share of the models that each trial draws before it chooses targets and sources among them; 1 for all.
  public var modelShare = 1.0
  /// The bins of full gap.
  public var bins: GapBins
  /// What equal estimates count as.
  public var ties: TiePolicy
  /// Whether a pair with equal reference scores counts as one whose first model is ahead, as in the released code of
  /// Yauney et al.; otherwise such pairs are left out.
  public var countsZeroGaps: Bool
  /// τ, the agreement that the MDAD asks for.
  public var threshold: Double
  /// The pairs a bin needs to count for the sustained MDAD.
  public var minimumPairs: Int
  /// The seed of all random numbers.
  public var seed: UInt64
  /// The number of bootstrap resamples of trials.
  public var resamples: Int
  /// Whether `random` is computed exactly instead of simulated.
  public var exactRandom: Bool
  /// Whether intervals also resample models, for inference beyond the matrix's own; not for exact figures.
  public var resamplesModels: Bool
  /// The settings of methods.
  public var methodSettings: MethodSettings
  /// The width, a fraction, that intervals of the MDAD were narrowed to by adding trials; nil if the number of trials
  /// was given.
  public var tolerance: Double?

  /// Creates settings, at their defaults unless given.
  public init(
    methods: [String] = Method.all.map(\.name), sizes: [Int] = [], trials: Int = 50, targets: Int? = nil,
    sources: Int = 300, split: ItemSplit = .full, targetChoice: TargetChoice = .random, bins: GapBins = .centered,
    ties: TiePolicy = .wrong, countsZeroGaps: Bool = false, threshold: Double = MDAD.standardThreshold,
    minimumPairs: Int = MDAD.standardMinimumPairs, seed: UInt64 = 1, resamples: Int = 1000, exactRandom: Bool = false,
    resamplesModels: Bool = false,
    methodSettings: MethodSettings = MethodSettings()
  ) {
    self.methods = methods
    self.sizes = sizes
    self.trials = trials
    self.targets = targets
    self.sources = sources
    self.split = split
    self.targetChoice = targetChoice
    self.bins = bins
    self.ties = ties
    self.countsZeroGaps = countsZeroGaps
    self.threshold = threshold
    self.minimumPairs = minimumPairs
    self.seed = seed
    self.resamples = resamples
    self.exactRandom = exactRandom
    self.resamplesModels = resamplesModels
    self.methodSettings = methodSettings
    tolerance = nil
  }

  /// Tells whether a method is computed exactly instead of simulated.
  func isExact(_ method: String) -> Bool { exactRandom && Method.named(method)?.isExactlyPredictable == true }

  /// Whether methods that are exact are computed over all pairs of the matrix, without trials.
  var isExactOverAllPairs: Bool { exactRandom && split == .full && targetChoice == .random && !countsZeroGaps }

  /// The sizes that tables are made at.
  public static let standardSizes = [10, 25, 50, 100, 250, 500, 1000]
}
