import Simulate

/// Plans a significance test with several looks: how many items it takes at most and on average, and what its level
/// and power are.
public struct GroupSequentialDesign: Sendable {
  /// Holds one look.
  public struct Look: Sendable, Equatable {
    /// The items answered by then.
    public let items: Int
    /// The critical value of |Z| in the limit of many items.
    public let critical: Double
    /// The two-sided p-value at which the look rejects.
    public let nominalLevel: Double
    /// The share of tests that stop here at the planned gap; at the last look, those that reject.
    public let rejects: Double
    /// The same for two equally good models.
    public let rejectsEqual: Double
  }

  /// The boundaries.
  public let boundaries: GroupSequentialBoundaries
  /// The test at each look.
  public let test: SignificanceTest
  /// The most items.
  public let largest: Int
  /// The looks.
  public let looks: [Look]
  /// The chance of a significant result at the planned gap.
  public let power: Double
  /// The chance of one for two equally good models.
  public let level: Double
  /// The number of items on average at the planned gap.
  public let expectedItems: Double
  /// The number of items on average for two equally good models.
  public let expectedItemsEqual: Double
  /// The number of items of a test with one look.
  public let fixedSize: Int

  /// Tells whether everything is exact; else the limit of many items stands for it.
  public let isExact: Bool

  /// The most items for which everything is exact.
  public static let largestExactSize = 5000
}

extension GroupSequentialDesign {
  /// Finds the smallest design whose looks are equally far apart and whose power reaches a target.
  ///
  /// - Parameters:
  ///   - comparison: the two models at the planned gap.
  ///   - test: what is computed at each look.
  ///   - boundaries: of the looks.
  ///   - target: the power; above the level.
  ///   - fixedSize: the number of items of a test with one look.
  ///   - available: the items that there are, if the comparison is about more; nil for no limit.
  /// - Returns: nil if no size below N, or up to those available, reaches the target.
  package init?(
    _ comparison: PairedComparison, test: SignificanceTest, boundaries: GroupSequentialBoundaries, target: Double,
    fixedSize: Int, available: Int? = nil
  ) {
    let count = boundaries.critical.count
    let share = boundaries.inflation(power: target) * Double(fixedSize) / Double(count)
    let limit = (comparison.itemCount.map { $0 - 1 } ?? available ?? .max) / count
    guard limit >= 1 else { return nil }
    func evaluate(_ batch: Int) -> SequentialTest {
      SequentialTest(
        test: test, looks: (1...count).map { $0 * batch },
        levels: boundaries.critical.map { 2 * NormalDistribution.cumulative(-$0) })
    }
    guard share * Double(count) <= Double(Self.largestExactSize) else {
      let batch = Int(share.rounded(.up))
      guard batch <= limit else { return nil }
      let drift = boundaries.drift(power: target)
      self.init(
        evaluate(batch), boundaries: boundaries, fixedSize: fixedSize, isExact: false,
        alternative: SequentialTest.Chances(boundaries.crossings(drift: drift)),
        hypothesis: SequentialTest.Chances(boundaries.crossings(drift: 0)))
      return
    }
    let batch = Self.smallest(from: max(1, Int(share)), limit: limit) {
      evaluate($0).chances(comparison).alternative.power >= target - 1e-12
    }
    guard let batch else { return nil }
    let chosen = evaluate(batch)
    let chances = chosen.chances(comparison)
    self.init(
      chosen, boundaries: boundaries, fixedSize: fixedSize, isExact: true, alternative: chances.alternative,
      hypothesis: chances.hypothesis)
  }

  /// Returns the smallest number that reaches the target together with its neighbour above, or nil if none up to a
  /// limit does. The power of an exact test moves in teeth.
  private static func smallest(from guess: Int, limit: Int, _ isEnough: (Int) -> Bool) -> Int? {
    var known: [Int: Bool] = [:]
    func reaches(_ number: Int) -> Bool {
      if let answer = known[number] { return answer }
      let answer = isEnough(number)
      known[number] = answer
      return answer
    }
    func holds(_ number: Int) -> Bool { reaches(number) && (number == limit || reaches(number + 1)) }
    var (low, high) = (0, min(guess, limit))
    var step = max(1, guess / 64)
    while !holds(high) {
      if high == limit { return nil }
      (low, high) = (high, min(limit, high + step))
      step *= 2
    }
    step = max(1, guess / 64)
    while low == 0, high > 1 {
      let below = max(1, high - step)
      if holds(below) { high = below } else { low = below }
      step *= 2
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle }
    }
    return high
  }

  private init(
    _ chosen: SequentialTest, boundaries: GroupSequentialBoundaries, fixedSize: Int, isExact: Bool,
    alternative: SequentialTest.Chances, hypothesis: SequentialTest.Chances
  ) {
    self.init(
      boundaries: boundaries, test: chosen.test, largest: chosen.looks.last ?? 0,
      looks: chosen.looks.indices.map { index in
        Look(
          items: chosen.looks[index], critical: boundaries.critical[index], nominalLevel: chosen.levels[index],
          rejects: alternative.right[index] + alternative.wrong[index],
          rejectsEqual: hypothesis.right[index] + hypothesis.wrong[index])
      },
      power: alternative.power, level: hypothesis.power, expectedItems: alternative.expectedItems(chosen.looks),
      expectedItemsEqual: hypothesis.expectedItems(chosen.looks), fixedSize: fixedSize, isExact: isExact)
  }
}

extension SequentialTest.Chances {
  /// Takes the chances of a normal statistic's crossings.
  fileprivate init(_ crossings: [(upper: Double, lower: Double)]) {
    self.init(right: crossings.map(\.upper), wrong: crossings.map(\.lower))
  }
}
