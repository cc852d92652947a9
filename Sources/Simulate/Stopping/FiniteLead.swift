/// Computes the lead on a benchmark of N items, drawn without replacement, of one pair of models or of many on average.
///
/// A state after n items is the number m of discordant items among them and the lead. Its probability, if nothing
/// stopped, is P(M = m) · P(lead | m), both hypergeometric; times ``ContinuationShares`` it is the probability of being
/// there and still going on. So the pairs enter only through an average, which every rule uses.
package struct FiniteLead: LeadProcess {
  /// N.
  package let itemCount: Int
  /// The kinds of pairs with the same number of discordant items, and their weights, which add up to 1 over all groups.
  let groups: [Group]

  /// Holds kinds of pairs with the same number of discordant items.
  struct Group: Sendable {
    let discordant: Int
    var kinds: [(wins: Int, losses: Int, weight: Double)]
  }

  /// Creates the lead of one pair; `wins` and `losses` together are at most `itemCount`.
  package init(itemCount: Int, wins: Int, losses: Int) {
    precondition(itemCount >= 1 && wins >= 0 && losses >= 0 && wins + losses <= itemCount)
    self.itemCount = itemCount
    groups = [Group(discordant: wins + losses, kinds: [(wins, losses, 1)])]
  }

  /// Creates the average over pairs.
  ///
  /// - Parameters:
  ///   - kinds: in ascending order of discordance; not empty.
  ///   - weight: what one pair of a kind weighs.
  package init(itemCount: Int, kinds: [PairPopulation.Kind], weight: (PairPopulation.Kind) -> Double = { _ in 1 }) {
    self.itemCount = itemCount
    let total = kinds.reduce(0) { $0 + Double($1.pairs) * weight($1) }
    var groups: [Group] = []
    for kind in kinds {
      if groups.last?.discordant != kind.discordant { groups.append(Group(discordant: kind.discordant, kinds: [])) }
      groups[groups.count - 1].kinds.append((kind.wins, kind.losses, Double(kind.pairs) * weight(kind) / total))
    }
    self.groups = groups
  }

  /// The probabilities of states, without stopping, serve all bounds. For few groups they take little time, and bounds
  /// one by one rule each other out.
  package var boundsAtOnce: Int { groups.count > 4 ? 8 : 1 }

  /// Computes what every one of some bounds does at every end.
  ///
  /// - Complexity: O(limit · √limit · (groups + bounds) · (bound + batch)).
  package func forEachEnd(
    bounds: [Int], batch: Int, limit: Int, _ visit: (Int, Int, StoppingOutcome) -> Bool
  ) {
    let limit = min(limit, itemCount)
    let mostDiscordant = min(limit, groups.map(\.discordant).max() ?? 0)
    var states = StateAverage(
      groups: groups, itemCount: itemCount, reach: (bounds.max() ?? 1) + batch, mostDiscordant: mostDiscordant)
    var runs = bounds.map { BoundRun(bound: $0, batch: batch, mostDiscordant: mostDiscordant) }
    var going = Set(bounds.indices)
    for end in 1...limit where !going.isEmpty {
      states.draw(end)
      for position in bounds.indices where going.contains(position) {
        let outcome = runs[position].advance(states)
        if !visit(position, end, outcome) { going.remove(position) }
      }
    }
  }
}

/// Holds the probability of every state after n items, on average over pairs, if nothing stopped the comparisons.
private struct StateAverage {
  private let groups: [(discordant: Int, chances: [Double])]
  private let itemCount: Int
  let reach: Int
  /// The values of m with some probability.
  private(set) var window = 0...0
  /// Rows as in ``ContinuationShares``, from m = 0 on.
  private(set) var probabilities: [Double]

  init(groups: [FiniteLead.Group], itemCount: Int, reach: Int, mostDiscordant: Int) {
    self.itemCount = itemCount
    self.reach = reach
    probabilities = [Double](repeating: 0, count: (mostDiscordant + 1) * (reach + 1))
    self.groups = groups.map { group in
      var chances = LeadChances(reach: reach, mostDiscordant: min(mostDiscordant, group.discordant))
      var sums = [Double](repeating: 0, count: chances.chances.count)
      for kind in group.kinds {
        chances.fill(wins: kind.wins, losses: kind.losses)
        addMultiple(kind.weight, chances.chances, to: &sums)
      }
      return (group.discordant, sums)
    }
  }

  /// Moves on to n items.
  mutating func draw(_ items: Int) {
    let stride = reach + 1
    let drawn = groups.map {
      DiscreteWindow.hypergeometric(population: itemCount, successes: $0.discordant, draws: items)
        .trimmed(below: 1e-16)
    }
    window = (drawn.map(\.lowerBound).min() ?? 0)...(drawn.map(\.upperBound).max() ?? 0)
    probabilities.withUnsafeMutableBufferPointer { probabilities in
      for index in window.lowerBound * stride..<(window.upperBound + 1) * stride { probabilities[index] = 0 }
      for (group, drawn) in zip(groups, drawn) {
        group.chances.withUnsafeBufferPointer { chances in
          for (offset, weight) in drawn.probabilities.enumerated() {
            let row = (drawn.lowerBound + offset) * stride
            for index in row..<row + stride { probabilities[index] += weight * chances[index] }
          }
        }
      }
    }
  }
}

/// Follows one bound through the items.
private struct BoundRun {
  private let bound: Int
  private let batch: Int
  private var shares: ContinuationShares
  private var ahead = 0.0
  private var itemSum = 0.0

  init(bound: Int, batch: Int, mostDiscordant: Int) {
    self.bound = bound
    self.batch = batch
    shares = ContinuationShares(reach: bound + batch, mostDiscordant: mostDiscordant)
  }

  /// Draws one more item, and returns the outcome if the comparison ends with it.
  mutating func advance(_ states: StateAverage) -> StoppingOutcome {
    shares.advance(within: states.window)
    let items = Double(shares.items)
    let now = sums(states, from: 1)
    let outcome = StoppingOutcome(
      order: OrderProbabilities(ahead: ahead + now.ahead, tied: now.tied),
      expectedItems: itemSum + items * now.total, shareToEnd: now.total)
    if shares.items.isMultiple(of: batch) {
      let stopped = sums(states, from: bound)
      ahead += stopped.ahead
      itemSum += items * (stopped.total - stopped.tied)
      shares.stopLeads { _ in bound }
    }
    return outcome
  }

  /// Returns the probabilities of going on up to now with a lead of at least `least`, of a tie, and with leads of at
  /// least `least` either way or a tie.
  private func sums(_ states: StateAverage, from least: Int) -> (ahead: Double, tied: Double, total: Double) {
    var (ahead, tied, behind) = (0.0, 0.0, 0.0)
    let (stride, wide, reach) = (shares.stride, states.reach + 1, shares.reach)
    shares.shares.withUnsafeBufferPointer { shares in
      states.probabilities.withUnsafeBufferPointer { probabilities in
        for m in states.window {
          let first = ContinuationShares.firstLead(discordant: m, reach: reach)
          let shift =
            m * wide + (first - ContinuationShares.firstLead(discordant: m, reach: states.reach)) / 2
          let row = m * stride
          // The first entry with a lead of at least `least`, and the last with one of at most −`least`.
          let above = (least - first + 1) / 2
          let below = (-least - first) >> 1
          for entry in above..<stride { ahead += shares[row + entry] * probabilities[shift + entry] }
          if below >= 0 {
            for entry in 0...below { behind += shares[row + entry] * probabilities[shift + entry] }
          }
          if m & 1 == 0 {
            let entry = -first / 2
            tied += shares[row + entry] * probabilities[shift + entry]
          }
        }
      }
    }
    return (ahead, tied, ahead + behind + tied)
  }
}
