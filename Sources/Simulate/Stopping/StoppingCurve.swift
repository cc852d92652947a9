/// Holds what a stopping rule does to all pairs of a matrix, by their gap: exact, for items drawn at random.
package struct StoppingCurve: Sendable {
  /// The rule.
  package let rule: StoppingRule
  /// Agreement by gap.
  package let agreement: AgreementCurve
  /// The middles of the populated bins of gap, fractions.
  package let gaps: [Double]
  /// The number of items on average, for each of `gaps`.
  package let expectedItems: [Double]
  /// The share of comparisons that no look stops, for each of `gaps`.
  package let sharesToEnd: [Double]

  /// Computes the curve.
  ///
  /// - Complexity: O(kinds · discordant items drawn · (bound + batch)).
  package init(
    population: PairPopulation, rule: StoppingRule, ties: TiePolicy = .wrong, bins: GapBins = .centered,
    threads: Int = 1
  ) {
    self.rule = rule
    let outcomes = Self.outcomes(of: population, rule: rule, threads: threads)
    var tally = AgreementTally()
    tally.zeroGapPairs = Double(population.zeroGapPairs)
    var items = [Double](repeating: 0, count: GapBins.count)
    var ends = items
    for (kind, outcome) in zip(population.kinds, outcomes) {
      let bin = bins.bin(ofDifference: kind.difference, over: population.itemCount)
      let pairs = Double(kind.pairs)
      tally.add(bin: bin, pairs: pairs, agreeing: pairs * outcome.order.ahead, tied: pairs * outcome.order.tied)
      items[bin] += pairs * outcome.expectedItems
      ends[bin] += pairs * outcome.shareToEnd
    }
    agreement = AgreementCurve(tally: tally, bins: bins, ties: ties)
    let populated = tally.pairs.indices.filter { tally.pairs[$0] > 0 }
    gaps = populated.map { bins.center(of: $0) }
    expectedItems = populated.map { items[$0] / tally.pairs[$0] }
    sharesToEnd = populated.map { ends[$0] / tally.pairs[$0] }
  }

  /// Returns the number of items on average at a gap, a fraction, or nil beyond the largest gap of any pair.
  package func expectedItems(atGap gap: Double) -> Double? {
    guard let last = gaps.last, gap <= last + 0.0025 else { return nil }
    return interpolate(atGap: gap, gaps: gaps, y: expectedItems)
  }

  /// Returns what a rule does to every kind of pair.
  package static func outcomes(of population: PairPopulation, rule: StoppingRule, threads: Int) -> [StoppingOutcome] {
    let kinds = population.kinds
    var groups: [Range<Int>] = []
    for index in kinds.indices {
      if let last = groups.last, kinds[last.lowerBound].discordant == kinds[index].discordant {
        groups[groups.count - 1] = last.lowerBound..<index + 1
      } else {
        groups.append(index..<index + 1)
      }
    }
    // Groups of similar discordance share the recursion; more than one piece for every thread.
    let piece = max(1, min(16, groups.count / (4 * threads)))
    let starts = Array(stride(from: 0, to: groups.count, by: piece))
    let pieces = parallelMap(count: starts.count, threads: threads) { [groups] position in
      let own = Array(groups[starts[position]..<min(groups.count, starts[position] + piece)])
      return outcomes(of: kinds, in: own, itemCount: population.itemCount, rule: rule)
    }
    return pieces.flatMap { $0 }
  }

  private static func outcomes(
    of kinds: [PairPopulation.Kind], in groups: [Range<Int>], itemCount: Int, rule: StoppingRule
  ) -> [StoppingOutcome] {
    let largest = min(rule.largest, itemCount)
    let discordant = groups.map { kinds[$0.lowerBound].discordant }
    var shares = ContinuationShares(reach: rule.reach, mostDiscordant: min(largest, discordant.max() ?? 0))
    var endings = discordant.map { EndingWeights(rule: rule, mostDiscordant: min(largest, $0)) }
    for items in 1...largest {
      let drawn = discordant.map {
        DiscreteWindow.hypergeometric(population: itemCount, successes: $0, draws: items)
      }
      shares.advance(within: (drawn.map(\.lowerBound).min() ?? 0)...(drawn.map(\.upperBound).max() ?? 0))
      guard items == largest || items.isMultiple(of: rule.batch) else { continue }
      for position in groups.indices { endings[position].add(drawn[position], shares, isLast: items == largest) }
      if items < largest { shares.stopLeads { _ in rule.bound } }
    }
    return zip(groups, endings).flatMap { group, endings in
      var chances = LeadChances(reach: shares.reach, mostDiscordant: endings.mostDiscordant)
      return group.map { endings.outcome(of: kinds[$0], &chances) }
    }
  }
}

/// Holds the weight of every state in which comparisons end, for pairs with the same number of discordant items.
///
/// A pair's outcome is the sum of these weights times its own chances of the leads.
private struct EndingWeights {
  let mostDiscordant: Int
  private let bound: Int
  private let reach: Int
  /// The share that ends in a state, whatever the number of items.
  private var shares: [Double]
  /// The same times the number of items.
  private var items: [Double]
  /// The share that ends there with the largest number of items.
  private var last: [Double]

  init(rule: StoppingRule, mostDiscordant: Int) {
    bound = rule.bound
    reach = rule.reach
    self.mostDiscordant = mostDiscordant
    shares = [Double](repeating: 0, count: (mostDiscordant + 1) * (reach + 1))
    items = shares
    last = shares
  }

  /// Adds the states in which a look ends comparisons: at the last one all, else those with a lead of the bound.
  mutating func add(_ drawn: DiscreteWindow, _ continuing: ContinuationShares, isLast: Bool) {
    let stride = reach + 1
    let count = Double(continuing.items)
    for (offset, probability) in drawn.probabilities.enumerated() {
      let m = drawn.lowerBound + offset
      let first = ContinuationShares.firstLead(discordant: m, reach: reach)
      func add(_ entries: Range<Int>) {
        for index in m * stride + entries.lowerBound..<m * stride + entries.upperBound {
          let share = probability * continuing.shares[index]
          shares[index] += share
          items[index] += count * share
          if isLast { last[index] += share }
        }
      }
      if isLast {
        add(0..<stride)
      } else {
        let below = (-bound - first) >> 1
        if below >= 0 { add(0..<below + 1) }
        add((bound - first + 1) / 2..<stride)
      }
    }
  }

  func outcome(of kind: PairPopulation.Kind, _ chances: inout LeadChances) -> StoppingOutcome {
    chances.fill(wins: kind.wins, losses: kind.losses)
    let stride = reach + 1
    var (ahead, tied) = (0.0, 0.0)
    return chances.chances.withUnsafeBufferPointer { chances in
      shares.withUnsafeBufferPointer { shares in
        for m in 0...mostDiscordant {
          let first = ContinuationShares.firstLead(discordant: m, reach: reach)
          let row = m * stride
          for index in row + (2 - first) / 2..<row + stride { ahead += shares[index] * chances[index] }
          if m & 1 == 0 { tied += shares[row - first / 2] * chances[row - first / 2] }
        }
      }
      return StoppingOutcome(
        order: OrderProbabilities(ahead: ahead, tied: tied),
        expectedItems: items.withUnsafeBufferPointer { dotProduct($0, chances) },
        shareToEnd: last.withUnsafeBufferPointer { dotProduct($0, chances) })
    }
  }
}
