import Simulate

/// Computes what a test of significance does that is repeated as items come in: exact, over all numbers of discordant
/// items and wins.
///
/// A look after n items rejects if the test does at that look's nominal level. The shares of orders that no look
/// stopped (``ContinuationShares``) serve the hypothesis and the alternative alike.
struct SequentialTest {
  let test: SignificanceTest
  /// The numbers of items at the looks, ascending.
  let looks: [Int]
  /// The two-sided nominal level of each look.
  let levels: [Double]

  /// Holds the chance of stopping at each look.
  struct Chances: Sendable {
    /// Of rejecting for the better model.
    var right: [Double] = []
    /// Of rejecting for the worse one.
    var wrong: [Double] = []

    /// The chance of a significant result, in either direction.
    var power: Double { right.reduce(0, +) + wrong.reduce(0, +) }

    /// Returns the number of items on average.
    func expectedItems(_ looks: [Int]) -> Double {
      var (items, going) = (0.0, 1.0)
      for (look, stopped) in zip(looks.dropLast(), zip(right, wrong).map(+)) {
        items += Double(look) * stopped
        going -= stopped
      }
      return items + Double(looks.last ?? 0) * going
    }
  }

  /// How far from the mean, in standard deviations, leads are followed.
  private static let deviations = 7.5

  /// Tails below this take time and change nothing that is shown.
  private static let negligible = 1e-13

  /// Returns the chances if the better model leads as `comparison` says, and if the two are equally good.
  ///
  /// - Complexity: O(k²) for k items at the last look.
  func chances(_ comparison: PairedComparison) -> (alternative: Chances, hypothesis: Chances) {
    let all = comparison.populations.map { chances(comparison, of: $0) }
    let share = 1 / Double(all.count)
    func mean(_ values: KeyPath<Chances, [Double]>) -> [Double] {
      looks.indices.map { look in all.reduce(0) { $0 + share * $1.alternative[keyPath: values][look] } }
    }
    return (Chances(right: mean(\.right), wrong: mean(\.wrong)), all[0].hypothesis)
  }

  private func chances(
    _ comparison: PairedComparison, of population: PairedPopulation
  ) -> (alternative: Chances, hypothesis: Chances) {
    let size = looks.last ?? 0
    let spread = Self.deviations * (Double(size) * comparison.discordance).squareRoot()
    let reach = min(size, Int(spread + Double(size) * comparison.gap)) + 2
    let drawn = (1...size).map { population.discordantItems(size: $0).trimmed(below: Self.negligible) }
    // The hypothesis is about the tasks that the benchmark stands for, which are unlimited.
    let equal = (1...size).map {
      DiscreteWindow.binomial(trials: $0, probability: comparison.discordance).trimmed(below: Self.negligible)
    }
    var shares = ContinuationShares(
      reach: reach, mostDiscordant: min(size, max(drawn[size - 1].upperBound, equal[size - 1].upperBound)))
    var (alternative, hypothesis) = (Chances(), Chances())
    for items in 1...size {
      let (one, other) = (drawn[items - 1], equal[items - 1])
      let window = min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
      shares.advance(within: window)
      guard let look = looks.firstIndex(of: items) else { continue }
      let critical = CriticalWins(test, size: items, tail: levels[look] / 2)
      let bounds = window.map { m in 2 * critical.wins(discordant: m) - m }
      func add(_ drawn: DiscreteWindow, to chances: inout Chances, wins: (Int) -> DiscreteWindow) {
        var (right, wrong) = (0.0, 0.0)
        for (offset, weight) in drawn.probabilities.enumerated() where weight > 0 {
          let m = drawn.lowerBound + offset
          let bound = bounds[m - window.lowerBound]
          guard bound <= m else { continue }
          let lead = wins(m)
          for (position, chance) in lead.probabilities.enumerated() {
            let value = 2 * (lead.lowerBound + position) - m
            guard abs(value) >= bound, abs(value) < reach else { continue }
            let share =
              shares.shares[
                m * shares.stride + ContinuationShares.entry(ofLead: value, discordant: m, reach: reach)]
            if value > 0 { right += weight * chance * share } else { wrong += weight * chance * share }
          }
        }
        chances.right.append(right)
        chances.wrong.append(wrong)
      }
      add(one, to: &alternative) { population.wins.distribution(draws: $0) }
      add(other, to: &hypothesis) { .binomial(trials: $0, probability: 0.5) }
      shares.stopLeads { m in window.contains(m) ? bounds[m - window.lowerBound] : 0 }
    }
    return (alternative, hypothesis)
  }
}
