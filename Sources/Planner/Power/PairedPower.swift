import Simulate

/// Computes the power of a test for a paired comparison, at any number of sizes.
///
/// Power = Σ_m P(M = m)·P(reject | m), where M is the number of discordant items. For McNemar's tests P(reject | m)
/// does not depend on k and is kept.
package struct PairedPower {
  /// The comparison.
  package let comparison: PairedComparison
  /// The test.
  package let test: SignificanceTest
  /// α.
  package let alpha: Double
  /// The differences that the test looks for.
  package let alternative: TestAlternative
  private var known: [ConditionalRejections?]

  /// Creates the power of a test.
  ///
  /// - Parameter alpha: from 1e-9 to 0.5.
  package init(
    _ comparison: PairedComparison, test: SignificanceTest, alpha: Double, alternative: TestAlternative = .twoSided
  ) {
    self.comparison = comparison
    self.test = test
    self.alpha = alpha
    self.alternative = alternative
    known = comparison.populations.map { _ in nil }
  }

  /// Returns the chance of a significant result with k items.
  ///
  /// - Complexity: O(√k).
  package mutating func power(size: Int) -> Double {
    let (right, wrong, _) = chances(size: size)
    return min(1, right + wrong)
  }

  /// Returns the test's behaviour with k items.
  ///
  /// - Complexity: O(√k).
  package mutating func behaviour(size: Int) -> TestBehaviour {
    let (right, wrong, lead) = chances(size: size)
    return TestBehaviour(
      right: right, wrong: wrong, magnitude: lead / Double(size), gap: comparison.realizedGap,
      attainedLevel: attainedLevel(size: size))
  }

  /// Returns the true level with k items: the chance of rejecting if neither model is better.
  ///
  /// - Complexity: O(√k).
  package func attainedLevel(size: Int) -> Double {
    let populations = comparison.populationsWithoutLead
    return populations.reduce(0) { sum, population in
      let drawn = population.discordantItems(size: size)
      let given = rejections(of: population, over: drawn.bounds, size: size)
      let (right, wrong, _) = given.mean(over: drawn)
      return sum + right + wrong
    } / Double(populations.count)
  }

  private mutating func chances(size: Int) -> (right: Double, wrong: Double, lead: Double) {
    var total = (right: 0.0, wrong: 0.0, lead: 0.0)
    let share = 1 / Double(comparison.populations.count)
    for (position, population) in comparison.populations.enumerated() {
      let drawn = population.discordantItems(size: size)
      let (right, wrong, lead) = rejections(position, over: drawn.bounds, size: size).mean(over: drawn)
      total.right += share * right
      total.wrong += share * wrong
      total.lead += share * lead
    }
    return total
  }

  private func rejections(
    of population: PairedPopulation, over range: ClosedRange<Int>, size: Int
  ) -> ConditionalRejections {
    ConditionalRejections(
      population, alternative, CriticalWins(test, size: size, tail: alpha / Double(alternative.tails)), over: range)
  }

  private mutating func rejections(
    _ position: Int, over range: ClosedRange<Int>, size: Int
  ) -> ConditionalRejections {
    let population = comparison.populations[position]
    guard test.isConditional else { return rejections(of: population, over: range, size: size) }
    if let kept = known[position], kept.covers(range) { return kept }
    // Wider than asked for, because the next size to be asked about is often near.
    let margin = max(64, Int(Double(range.upperBound).squareRoot()))
    let highest = range.upperBound + margin
    let wider = max(0, range.lowerBound - margin)...min(highest, population.mostDiscordant ?? highest)
    let found = rejections(of: population, over: wider, size: size)
    known[position] = found
    return found
  }
}

/// Holds, for each number m of discordant items in a range, the chances of rejecting for the better and for the worse
/// model, and the mean of the absolute lead in items if the test rejects.
struct ConditionalRejections {
  private let range: ClosedRange<Int>
  private var right: [Double]
  private var wrong: [Double]
  private var lead: [Double]

  /// Computes them in one pass.
  ///
  /// - Complexity: O(length of `range` + √lower bound).
  init(
    _ population: PairedPopulation, _ alternative: TestAlternative, _ critical: CriticalWins,
    over range: ClosedRange<Int>
  ) {
    self.range = range
    right = [Double](repeating: 0, count: range.count)
    wrong = right
    lead = right
    let boundaries = critical.wins(discordant: range)
    if alternative != .less {
      ConditionalRejections.follow(population.wins, boundaries, from: range.lowerBound, &right, &lead)
    }
    if alternative != .greater {
      ConditionalRejections.follow(population.losses, boundaries, from: range.lowerBound, &wrong, &lead)
    }
  }

  /// Follows the tail of an urn along the boundaries; sets the tails and adds to the leads.
  private static func follow(
    _ urn: BoundaryTail.Urn, _ boundaries: [Int], from start: Int, _ tails: inout [Double], _ leads: inout [Double]
  ) {
    var tail = BoundaryTail(urn, drawn: start, boundary: boundaries[0])
    for (position, boundary) in boundaries.enumerated() {
      if position > 0 { tail.step(boundary: boundary) }
      tails[position] = tail.tail
      leads[position] += tail.lead
    }
  }

  /// Tells whether a range is part of this one.
  func covers(_ other: ClosedRange<Int>) -> Bool {
    range.lowerBound <= other.lowerBound && other.upperBound <= range.upperBound
  }

  /// Returns the means over the distribution of m, whose bounds lie within the range.
  func mean(over drawn: DiscreteWindow) -> (right: Double, wrong: Double, lead: Double) {
    var (right, wrong, lead) = (0.0, 0.0, 0.0)
    let offset = drawn.lowerBound - range.lowerBound
    for (position, weight) in drawn.probabilities.enumerated() {
      right += weight * self.right[offset + position]
      wrong += weight * self.wrong[offset + position]
      lead += weight * self.lead[offset + position]
    }
    return (right, wrong, lead)
  }
}
