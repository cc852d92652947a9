/// Computes what uniform sampling without replacement achieves, instead of simulating it.
///
/// For a pair with n10 > n01 on n items and a sample of k: M ~ Hypergeometric(n, n10 + n01, k) discordant items are
/// drawn, and of m drawn the better model wins X ~ Hypergeometric(n10 + n01, n10, m). The pair agrees when X > m/2.
package enum ExactRandomBaseline {
  /// Returns the order probabilities of one pair.
  ///
  /// - Parameters:
  ///   - itemCount: n, the items sampled from.
  ///   - wins: n10, items that only the better model answers right.
  ///   - losses: n01, items that only the worse one does; with `wins` at most n.
  ///   - size: k, from 0 to n.
  /// - Complexity: O(√k).
  package static func orderProbabilities(itemCount: Int, wins: Int, losses: Int, size: Int) -> OrderProbabilities {
    let drawn = DiscreteWindow.hypergeometric(population: itemCount, successes: wins + losses, draws: size)
    return LeadSequence(wins: wins, losses: losses, range: drawn.bounds).orderProbabilities(drawn: drawn)
  }

  /// Returns the order probabilities of every kind of pair at every size.
  ///
  /// Kinds with the same discordance share the distributions of the number of items drawn; the sizes of one kind share
  /// its lead sequence.
  ///
  /// - Returns: `result[kind * sizes.count + size]`.
  /// - Complexity: O(kinds · (k + sizes · √k)) for the largest size k.
  package static func orderProbabilities(
    of population: PairPopulation, sizes: [Int], threads: Int
  ) -> [OrderProbabilities] {
    let kinds = population.kinds
    // Runs of equal discordance, in pieces small enough to share out.
    var runs: [Range<Int>] = []
    var start = 0
    for index in kinds.indices {
      let isLast = index + 1 == kinds.count
      if isLast || kinds[index + 1].discordant != kinds[start].discordant || index - start >= 255 {
        runs.append(start..<index + 1)
        start = index + 1
      }
    }
    // What takes less than a few hundred microseconds is over before another thread has begun.
    let isShort = kinds.count * (sizes.max() ?? 0) < 500_000
    let pieces = parallelMap(count: runs.count, threads: isShort ? 1 : threads) { [runs] run in
      probabilities(of: kinds[runs[run]], itemCount: population.itemCount, sizes: sizes)
    }
    return pieces.flatMap { $0 }
  }

  /// Returns the probabilities of kinds with the same discordance.
  private static func probabilities(
    of kinds: ArraySlice<PairPopulation.Kind>, itemCount: Int, sizes: [Int]
  ) -> [OrderProbabilities] {
    guard let discordant = kinds.first?.discordant else { return [] }
    let drawn = sizes.map {
      DiscreteWindow.hypergeometric(population: itemCount, successes: discordant, draws: $0)
    }
    let length = (drawn.map(\.upperBound).max() ?? 0) + 1
    var result: [OrderProbabilities] = []
    result.reserveCapacity(kinds.count * sizes.count)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: length) { ahead in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: length) { tied in
        for kind in kinds {
          LeadSequence.fill(ahead, tied, wins: kind.wins, losses: kind.losses)
          for window in drawn {
            window.probabilities.withUnsafeBufferPointer { weights in
              result.append(
                OrderProbabilities(
                  ahead: dotProduct(weights, UnsafeBufferPointer(ahead), from: window.lowerBound),
                  tied: dotProduct(weights, UnsafeBufferPointer(tied), from: window.lowerBound)))
            }
          }
        }
      }
    }
    return result
  }

  /// Returns, for each size, the tally that random sampling is expected to give over a population of pairs.
  package static func tallies(
    of population: PairPopulation, sizes: [Int], bins: GapBins, threads: Int
  ) -> [AgreementTally] {
    let probabilities = orderProbabilities(of: population, sizes: sizes, threads: threads)
    return sizes.indices.map { size in
      var tally = AgreementTally()
      tally.zeroGapPairs = Double(population.zeroGapPairs)
      for (index, kind) in population.kinds.enumerated() {
        let order = probabilities[index * sizes.count + size]
        let pairs = Double(kind.pairs)
        tally.add(
          bin: bins.bin(ofDifference: kind.difference, over: population.itemCount), pairs: pairs,
          agreeing: pairs * order.ahead, tied: pairs * order.tied)
      }
      return tally
    }
  }

  /// Returns the expected absolute error, as a fraction, of a model's score from a random sample: E|X/k − R/n| for
  /// X ~ Hypergeometric(n, R, k).
  ///
  /// - Parameters:
  ///   - right: R, the items that the model answers right.
  ///   - size: k, from 1 to n.
  package static func expectedError(itemCount: Int, right: Int, size: Int) -> Double {
    let sampled = DiscreteWindow.hypergeometric(population: itemCount, successes: right, draws: size)
    let accuracy = Double(right) / Double(itemCount)
    return sampled.probabilities.enumerated().reduce(0) { sum, term in
      sum + term.element * abs(Double(sampled.lowerBound + term.offset) / Double(size) - accuracy)
    }
  }

  /// Returns the order probabilities of a graded pair, by the normal approximation: the pair's own variance of
  /// differences and the finite-population correction. There is no exact form, and no probability of a tie.
  ///
  /// - Parameters:
  ///   - difference: the mean difference of the better model over the worse, a fraction.
  ///   - variance: of the differences over the n items, with divisor n.
  package static func normalOrderProbabilities(
    itemCount: Int, difference: Double, variance: Double, size: Int
  ) -> OrderProbabilities {
    let correction = itemCount > 1 ? Double(itemCount - size) / Double(itemCount - 1) : 0
    let deviation = (variance / Double(size) * correction).squareRoot()
    guard deviation > 0 else { return OrderProbabilities(ahead: 1, tied: 0) }
    return OrderProbabilities(ahead: NormalDistribution.cumulative(difference / deviation), tied: 0)
  }
}
