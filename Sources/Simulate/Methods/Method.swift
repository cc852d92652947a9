/// Pairs a selector with an estimator under the name that a person gives on the command line and reads in tables.
public struct Method: Sendable {
  /// Says what a method must know besides the number of items, from least to most. Between methods that do equally well
  /// the least demanding is recommended.
  public enum Needs: Int, Sendable, Comparable {
    /// Nothing: items are drawn blindly.
    case nothing
    /// The file's order or the items' labels, no model.
    case labels
    /// The responses of source models to all items.
    case sourceResponses

    /// Tells whether the first asks for less than the second.
    public static func < (first: Needs, second: Needs) -> Bool { first.rawValue < second.rawValue }
  }

  /// Says why a method's estimates can be relied on.
  public enum Guarantee: String, Sendable {
    /// By the draw: the estimate is unbiased, or nearly so, for any model, however unlike the sources it is.
    case randomised
    /// By resemblance: the estimate is as good as what was learned from the sources holds for the model.
    case learned
    /// By nothing: items are taken by a rule that neither draws nor learns, such as the first k of a file. Whether they
    /// stand for the rest depends on how the file came to be ordered.
    case fixed
  }

  /// Says how long a trial takes.
  public enum Effort: Int, Sendable, Comparable {
    /// A plan from hundreds of thousands of answers takes seconds.
    case light
    /// Time and memory grow with the number of items.
    case ordinary
    /// A trial takes seconds on ten thousand items: time or memory grow with the square of items or of k. On a large
    /// benchmark the method runs only where it is named.
    case heavy
    /// Longer than all other methods together. Shipped tables are made without it.
    case extreme

    /// Tells whether the first takes less time than the second.
    public static func < (first: Effort, second: Effort) -> Bool { first.rawValue < second.rawValue }
  }

  /// The identifier on the command line and in tables.
  public let name: String
  /// What it does, in one line.
  public let summary: String
  /// Where it comes from.
  public let source: String
  /// What it must know besides the number of items.
  public let needs: Needs
  /// Why its estimates can be relied on.
  public var guarantee = Guarantee.learned
  /// The fewest source models it works with.
  public let minimumSources: Int
  /// How long a trial takes.
  public var effort = Effort.ordinary
  /// The most items to choose from, for a method whose memory grows with their square; nil if there is no such limit.
  public var largestItemCount: Int?
  /// Whether its estimate uses probabilities of the right answer where those are known.
  public var readsConfidences = false
  /// The method whose choice of items this one shares; nil if it shares none. Methods with the same choice draw from
  /// the same random stream and differ in the estimate alone.
  public var sharedSelection: String?
  /// Whether its agreement has an exact form: every set of k items is drawn equally often and scored by its mean.
  public var isExactlyPredictable = false
  /// Whether plans and tables consider it. A method that is there as a warning is run where no method is named, and
  /// shown, but not recommended.
  public var isRecommendable = true
  /// Whether the number of items is all that it needs, so that it can choose without a matrix.
  public var needsItemCountOnly = false
  /// Whether ``ExpectedAnswers`` are all that it needs to know of the sources, so that it can choose from a frame.
  public var readsFrame = false
  /// Whether it draws within subtasks, so that with a single subtask it equals random sampling.
  public var stratifiesBySubtask = false
  /// How it chooses items.
  package let selector: any ItemSelector
  /// How it estimates scores.
  package let estimator: any ScoreEstimator

  /// Uniform random sampling, which every other method is compared with.
  public static let baseline = random

  /// Every method, in the order in which they are listed. A new method is one file, and one name here.
  public static let all: [Method] = [
    .random, .head, .subtaskEqual, .subtaskProportional, .stratifiedConfidence, .anchorPoints, .anchorPointsPredictor,
    .diversity, .tinyBenchmarks, .tinyBenchmarksPIRT, .tinyBenchmarksGPIRT,
    .metabench, .essence, .sublime, .randomLearn, .randomSearchLearn, .lasso, .doubleOptimize, .pca, .aipw,
    .forwardSelection, .gapTargeted, .gapTargetedRobust, .disagreementSampling,
  ]

  /// The most items for methods that keep a number for every pair of them: 3.6 GB a thread.
  static let largestPairwiseItemCount = 30_000

  /// The number of items up to which heavy methods are run without being asked for.
  public static let largestUnasked = 1000

  /// Lists the methods to run on a number of items if none are named.
  public static func unasked(items: Int) -> [Method] {
    all.filter { ($0.effort <= .ordinary || items <= largestUnasked) && items <= $0.largestItemCount ?? .max }
  }

  /// Whether every item is as likely to be chosen as any other, whatever the sources say, so that the mean of the
  /// responses is unbiased for any model.
  package var drawsUniformly: Bool { selector is UniformRandom }

  /// The method whose random stream chooses the items.
  var selectionName: String { sharedSelection ?? name }

  /// Creates the random stream that chooses items.
  package func generator(seed: UInt64, trial: Int, size: Int) -> Philox {
    Philox(seed: seed, trial: trial, purpose: .selection, method: selectionName, size: size)
  }

  /// Collects the target responses that the method's estimator reads: to the selected items, and of the kind it takes.
  ///
  /// - Parameter itemCount: the number of items to choose from. All of them give the full mean, of answers.
  package func responses(
    matrix: ItemMatrix, confidence: ItemMatrix?, models: [Int], to microBenchmark: MicroBenchmark, of itemCount: Int
  ) -> TargetResponses {
    let readsConfidences = readsConfidences && microBenchmark.items.count < itemCount
    return TargetResponses(
      matrix: readsConfidences ? confidence ?? matrix : matrix, models: models, items: microBenchmark.items)
  }

  /// Checks that the method can hold so many items in memory.
  ///
  /// - Throws: ``SimulateError/unsatisfiable(_:remedies:)``.
  public func check(itemCount: Int) throws(SimulateError) {
    guard let limit = largestItemCount, itemCount > limit else { return }
    throw .unsatisfiable(
      "method \(name) stores a number for every pair of items, 4·N² bytes per thread: \(itemCount) items would take "
        + "\(4 * itemCount * itemCount / 1_000_000_000) GB. Its limit is \(limit) items; use another method")
  }

  /// Reads what a method needs by its identifier. One that is not known, as in a file of another version, may need
  /// everything.
  public static func needs(of name: String) -> Needs { named(name)?.needs ?? .sourceResponses }

  /// Finds the method with an identifier.
  public static func named(_ name: String) -> Method? { (all + [wholeClusters]).first { $0.name == name } }
}
