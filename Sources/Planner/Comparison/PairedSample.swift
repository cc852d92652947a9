import Simulate

/// Holds what two runs' answers to the same items say of their difference: the second's score less the first's.
///
/// Right or wrong answers to independent items are judged by their discordant counts: McNemar's exact test, and Tango's
/// (1998) score interval, whose score test also serves margins. Graded scores, and items in clusters, are judged by
/// Student's t with the cluster-robust standard error.
package struct PairedSample: Sendable {
  /// The mean difference, with its standard error.
  package let mean: ClusteredMean
  /// The items that only one of the two answers right; nil for graded scores. `wins` are those of the second.
  package let counts: PairedDifference?
  /// The share of items on which the two differ.
  package let discordance: Double
  /// The share of the variance that is left if the claim is about N items of which these are a sample; 1 otherwise.
  package let remaining: Double
  /// N, if the claim is about these.
  private let items: Int?
  let isClustered: Bool
  /// The number of items.
  package let itemCount: Int

  /// Compares two runs.
  ///
  /// - Parameters:
  ///   - first: the scores of the run that the other is compared with, by item, 0 to 1.
  ///   - second: those of the other.
  ///   - clusterOfItem: each item's cluster; empty if items are independent.
  ///   - items: N, if the claim is about N items; nil if it is about the tasks that they stand for.
  package init(_ first: [Double], _ second: [Double], clusterOfItem: [Int] = [], items: Int? = nil) {
    let differences = zip(first, second).map { $1 - $0 }
    mean = ClusteredMean(differences, clusterOfItem: clusterOfItem)
    let isBinary = (first + second).allSatisfy { $0 == 0 || $0 == 1 }
    let (wins, losses) = (differences.count { $0 > 0 }, differences.count { $0 < 0 })
    counts = isBinary ? PairedDifference(wins: wins, losses: losses, size: differences.count) : nil
    discordance = Double(wins + losses) / Double(differences.count)
    isClustered = !clusterOfItem.isEmpty
    self.items = items
    itemCount = differences.count
    remaining = remainingShare(of: items, after: Double(differences.count))
  }

  /// The difference, a fraction.
  package var difference: Double { counts?.value ?? mean.value }

  /// The discordant counts, where the tests rest on them.
  var tested: PairedDifference? { isClustered ? nil : counts }

  /// Returns the interval of the difference, a fraction; nil if one cluster is all there is.
  ///
  /// - Parameter level: such as 0.95.
  package func interval(level: Double) -> (low: Double, high: Double)? {
    if let tested { return tested.interval(level: level, remaining: remaining) }
    return mean.interval(level: level, remaining: remaining).map { (max(-1, $0.low), min(1, $0.high)) }
  }

  /// The two-sided p-value of the hypothesis that there is no difference: McNemar's exact test's, or Student's.
  package var p: Double {
    guard let tested else { return min(1, 2 * min(mean.p(above: 0, remaining: remaining), lowerP)) }
    guard let items else { return tested.exactP }
    return tested.exactP(amongItems: items)
  }

  /// What the p-value is of: McNemar's exact test of a claim about tasks, the same among N items, or Student's t.
  enum Test: String {
    case exact = "mcnemar-exact"
    case amongItems = "hypergeometric"
    case student
  }

  /// What the p-value is of.
  var test: Test { tested == nil ? .student : items == nil ? .exact : .amongItems }

  /// McNemar's mid-p, of a claim about the tasks that right or wrong answers to independent items stand for; nil
  /// otherwise.
  var midP: Double? { items == nil ? tested?.midP : nil }

  private var lowerP: Double { 1 - mean.p(above: 0, remaining: remaining) }

  /// Returns the one-sided p-value of the hypothesis that the difference is at most `bound`: the score test's, or
  /// Student's.
  package func p(above bound: Double) -> Double {
    guard let tested else { return mean.p(above: bound, remaining: remaining) }
    let statistic = tested.scoreStatistic(bound)
    if remaining == 0 { return statistic > 0 ? 0 : 1 }
    return 1 - NormalDistribution.cumulative(statistic / remaining.squareRoot())
  }

  /// Returns the one-sided p-value of the hypothesis that the difference is at least `bound`.
  package func p(below bound: Double) -> Double {
    guard let tested else { return 1 - mean.p(above: bound, remaining: remaining) }
    let statistic = tested.scoreStatistic(bound)
    if remaining == 0 { return statistic < 0 ? 0 : 1 }
    return NormalDistribution.cumulative(statistic / remaining.squareRoot())
  }
}

extension PairedDifference {
  /// Returns the two-sided p-value of McNemar's exact test if the hypothesis is about N items, of which these were
  /// drawn without replacement: that the two would have as many discordant items each among all.
  ///
  /// The number of discordant items among the N is taken to be in proportion to that among these. Given it, wins are
  /// hypergeometric.
  func exactP(amongItems items: Int) -> Double {
    let discordant = wins + losses
    guard discordant > 0 else { return 1 }
    guard size < items else { return wins == losses ? 1 : 0 }
    let expected = Int((Double(discordant) * Double(items) / Double(size)).rounded())
    let half = max(discordant, expected + expected % 2) / 2 + max(discordant, expected + expected % 2) % 2
    let null = DiscreteWindow.hypergeometric(population: 2 * half, successes: half, draws: discordant)
    let more = max(wins, losses)
    return min(1, 2 * (null.probability(above: more) + null.probability(of: more)))
  }
}
