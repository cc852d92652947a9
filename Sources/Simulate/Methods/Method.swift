/// A named pair of selector and estimator: what a person chooses on the command line and reads in a table.
public struct Method: Sendable {
  /// How much a method needs, from least to most. Between methods that do equally well the least demanding is
  /// recommended.
  public enum Standing: Int, Sendable, Comparable {
    /// Uniform random sampling, exactly predictable.
    case random
    /// Uses the file's order or labels, no model.
    case stratified
    /// Uses the responses of source models to all items.
    case modelDependent

    /// Whether a method of the first standing needs less than one of the second.
    public static func < (first: Standing, second: Standing) -> Bool { first.rawValue < second.rawValue }
  }

  /// The identifier on the command line and in tables.
  public let name: String
  /// What it does, in one line.
  public let summary: String
  /// Where it comes from.
  public let source: String
  /// How much it needs.
  public let standing: Standing
  /// The fewest source models it works with.
  public let minimumSources: Int
  /// Whether a trial takes seconds on ten thousand items (time or memory grow with the square of items or of k), so that on
  /// a large benchmark it is left to those who ask for it.
  public var isCostly = false
  /// The most items to choose from, for a method whose memory grows with their square; nil where there is no such limit.
  public var largestItemCount: Int?
  /// Whether its estimate is made of probabilities of the right answer where those are known.
  public var readsConfidences = false
  /// The method whose choice of items this one shares; its own name where it shares none. Methods with the same choice
  /// draw from the same random stream and differ in the estimate alone.
  public var sharedSelection: String?
  /// How it chooses items.
  public let selector: any ItemSelector
  /// How it estimates scores.
  public let estimator: any ScoreEstimator

  /// The identifier of uniform random sampling, the baseline.
  public static let randomName = "random"

  /// Every method, in the order in which they are listed. A new method is one file, and one name here.
  public static let all: [Method] = [
    .random, .head, .subtaskEqual, .subtaskProportional, .stratifiedConfidence, .anchorPoints, .anchorPointsPredictor,
    .diversity, .tinyBenchmarks, .tinyBenchmarksPIRT, .tinyBenchmarksGPIRT,
    .metabench, .essence, .sublime, .randomLearn, .randomSearchLearn, .lasso, .doubleOptimize, .pca, .aipw,
    .forwardSelection, .gapTargeted, .gapTargetedRobust,
  ]

  /// The most items for methods that keep a number for every pair of them: 3.6 GB a thread.
  static let largestPairwiseItemCount = 30_000

  /// The number of items up to which costly methods are run without being asked for.
  public static let largestUnasked = 1000

  /// The methods to run on a number of items where none are named.
  public static func unasked(items: Int) -> [Method] {
    all.filter { (!$0.isCostly || items <= largestUnasked) && items <= $0.largestItemCount ?? .max }
  }

  /// The method whose random stream chooses the items.
  var selectionName: String { sharedSelection ?? name }

  /// The random stream that chooses items.
  public func generator(seed: UInt64, trial: Int, size: Int) -> Philox {
    Philox(seed: seed, trial: trial, purpose: .selection, method: selectionName, size: size)
  }

  /// The target responses that the method's estimator reads: to the selected items, and of the kind it takes.
  ///
  /// - Parameter itemCount: the number of items to choose from. All of them give the full mean, of answers.
  public func responses(
    matrix: ItemMatrix, confidence: ItemMatrix?, models: [Int], to microBenchmark: MicroBenchmark, of itemCount: Int
  ) -> TargetResponses {
    let readsConfidences = readsConfidences && microBenchmark.items.count < itemCount
    return TargetResponses(
      matrix: readsConfidences ? confidence ?? matrix : matrix, models: models, items: microBenchmark.items)
  }

  /// Checks that the method has the memory for so many items.
  ///
  /// - Throws: ``SimulateError/unsatisfiable(_:)``.
  public func check(itemCount: Int) throws(SimulateError) {
    guard let limit = largestItemCount, itemCount > limit else { return }
    throw .unsatisfiable(
      "method \(name) keeps a number for every pair of items, 4·N² bytes a thread: \(itemCount) items would take "
        + "\(4 * itemCount * itemCount / 1_000_000_000) GB; it takes at most \(limit), or give another method")
  }

  /// How much a method needs, by its identifier. One that is not known, as in a file of another version, may need everything.
  public static func standing(of name: String) -> Standing { named(name)?.standing ?? .modelDependent }

  /// The method with an identifier.
  public static func named(_ name: String) -> Method? { all.first { $0.name == name } }
}
