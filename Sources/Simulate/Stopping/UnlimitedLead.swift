/// Computes the lead on a benchmark of unlimited size: every item is a win, a loss or neither, independently.
package struct UnlimitedLead: LeadProcess {
  private let win: Double
  private let loss: Double
  private let neither: Double

  /// Creates the lead of a pair of models.
  ///
  /// - Parameters:
  ///   - gap: δ, a fraction; at least 0.
  ///   - discordance: d, a fraction from `gap` to 1.
  package init(gap: Double, discordance: Double) {
    precondition(gap >= 0 && gap <= discordance && discordance <= 1)
    win = (discordance + gap) / 2
    loss = (discordance - gap) / 2
    neither = 1 - discordance
  }

  /// Nothing is shared.
  package var boundsAtOnce: Int { 1 }

  /// Computes what every one of some bounds does at every end.
  ///
  /// - Complexity: O(limit · (bound + batch)) for each bound.
  package func forEachEnd(
    bounds: [Int], batch: Int, limit: Int, _ visit: (Int, Int, StoppingOutcome) -> Bool
  ) {
    for (position, bound) in bounds.enumerated() {
      forEachEnd(bound: bound, batch: batch, limit: limit) { visit(position, $0, $1) }
    }
  }

  private func forEachEnd(bound: Int, batch: Int, limit: Int, _ visit: (Int, StoppingOutcome) -> Bool) {
    let reach = bound + batch
    // The probability of each lead from −reach to reach, among comparisons that go on.
    var mass = [Double](repeating: 0, count: 2 * reach + 1)
    var moved = mass
    mass[reach] = 1
    var (ahead, items) = (0.0, 0.0)
    for end in 1...limit {
      for index in 1..<2 * reach {
        moved[index] = neither * mass[index] + win * mass[index - 1] + loss * mass[index + 1]
      }
      swap(&mass, &moved)
      let right = mass[(reach + 1)...].reduce(0, +)
      let going = right + mass[...reach].reduce(0, +)
      let outcome = StoppingOutcome(
        order: OrderProbabilities(ahead: ahead + right, tied: mass[reach]),
        expectedItems: items + Double(end) * going, shareToEnd: going)
      guard visit(end, outcome) else { return }
      guard end.isMultiple(of: batch) else { continue }
      for index in (reach + bound)...2 * reach {
        ahead += mass[index]
        items += Double(end) * (mass[index] + mass[2 * reach - index])
        mass[index] = 0
        mass[2 * reach - index] = 0
      }
    }
  }
}
