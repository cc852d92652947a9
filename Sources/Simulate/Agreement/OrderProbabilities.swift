/// Holds how often a random micro-benchmark puts a pair of models in their order on the full benchmark.
package struct OrderProbabilities: Sendable, Equatable {
  /// The chance that the better model scores strictly higher.
  package var ahead: Double
  /// The chance that both score the same.
  package var tied: Double

  /// The chance that the worse model scores strictly higher.
  package var behind: Double { max(0, 1 - ahead - tied) }

  /// Creates the two probabilities.
  package init(ahead: Double, tied: Double) {
    self.ahead = ahead
    self.tied = tied
  }

  /// Returns the agreement that a tie policy makes of them; not a number if ties are excluded and nothing else can
  /// happen.
  package func agreement(ties: TiePolicy) -> Double {
    switch ties {
    case .wrong: ahead
    case .half: ahead + tied / 2
    case .exclude: ahead / (1 - tied)
    }
  }
}

/// Holds, for m = 0, 1, 2, … discordant items drawn, the chance that the better model has won more than half of them,
/// and that it has won exactly half.
///
/// One recurrence gives the whole sequence. Only a draw from a tie can take the lead, and only a draw from a lead of
/// one can lose it, so that with h the chance of a tie after 2j draws and g that of a lead of one after 2j + 1:
/// ahead(2j + 1) = ahead(2j) + h · P(win), ahead(2j + 2) = ahead(2j + 1) − g · P(loss). Each h and g follows from the
/// one before by a ratio of neighbouring terms of the (hyper)geometric distribution.
///
/// The sequence depends on neither the size of the sample nor that of the benchmark, so that all sizes share it. It may
/// begin at any m, from one sum over the distribution there.
package struct LeadSequence: Sendable {
  /// The first m of the sequence; even.
  package let start: Int
  /// For each m from `start` on, the chance that more than half of m drawn discordant items were won.
  private var ahead: [Double]
  /// For each m from `start` on, the chance that exactly half were won; 0 for odd m.
  private var tied: [Double]

  /// Computes the sequence for items drawn without replacement, of which the better model wins `wins` and loses
  /// `losses`.
  ///
  /// - Parameter range: the values of m; its upper bound is at most `wins + losses`.
  /// - Complexity: O(length of `range` + √lower bound).
  package init(wins: Int, losses: Int, range: ClosedRange<Int>) {
    precondition(wins >= 0 && losses >= 0 && range.upperBound <= wins + losses)
    start = range.lowerBound & ~1
    ahead = [Double](repeating: 0, count: range.upperBound - start + 1)
    tied = ahead
    let first = DiscreteWindow.hypergeometric(population: wins + losses, successes: wins, draws: start)
    let (start, lead, tie) = (start, first.probability(above: start / 2), first.probability(of: start / 2))
    ahead.withUnsafeMutableBufferPointer { ahead in
      tied.withUnsafeMutableBufferPointer { tied in
        LeadSequence.fill(ahead, tied, wins: wins, losses: losses, start: start, lead: lead, tie: tie)
      }
    }
  }

  /// Computes the sequence for items drawn independently, each won with probability `winProbability`.
  ///
  /// - Complexity: O(length of `range` + √lower bound).
  package init(winProbability p: Double, range: ClosedRange<Int>) {
    precondition(p >= 0 && p <= 1)
    start = range.lowerBound & ~1
    let first = DiscreteWindow.binomial(trials: start, probability: p)
    var lead = first.probability(above: start / 2)
    var tie = first.probability(of: start / 2)
    let count = range.upperBound - start + 1
    ahead = []
    tied = []
    ahead.reserveCapacity(count + 1)
    tied.reserveCapacity(count + 1)
    var j = start / 2
    while ahead.count < count {
      let taken = tie * p
      ahead += [lead, lead + taken]
      tied += [tie, 0]
      let lost = taken * (Double(2 * j + 1) / Double(j + 1)) * (1 - p)
      lead += taken - lost
      tie = 2 * lost
      j += 1
    }
  }

  /// Fills two buffers of the same size, the entry of m at index m − `start`. The inner loop of the exact baseline.
  ///
  /// - Parameters:
  ///   - start: even.
  ///   - lead: the chance of being ahead after `start` draws.
  ///   - tie: the chance of a tie after `start` draws.
  static func fill(
    _ ahead: UnsafeMutableBufferPointer<Double>, _ tied: UnsafeMutableBufferPointer<Double>, wins: Int, losses: Int,
    start: Int = 0, lead: Double = 0, tie: Double = 1
  ) {
    let total = wins + losses
    var (lead, tie) = (lead, tie)
    var j = start / 2
    var index = 0
    while true {
      if index >= ahead.count { return }
      ahead[index] = lead
      tied[index] = tie
      if index + 1 >= ahead.count { return }
      // Past min(wins, losses) draws of each kind a tie is impossible; max keeps its chance at zero.
      let taken = tie * (Double(max(0, wins - j)) / Double(total - 2 * j))
      lead += taken
      ahead[index + 1] = lead
      tied[index + 1] = 0
      if index + 2 >= ahead.count { return }
      let lost = taken * (Double((2 * j + 1) * max(0, losses - j)) / Double((j + 1) * (total - 2 * j - 1)))
      lead -= lost
      tie = 2 * lost
      j += 1
      index += 2
    }
  }

  /// Returns the order probabilities when the number of discordant items drawn has the distribution `drawn`.
  ///
  /// - Parameter drawn: its bounds lie within the sequence.
  package func orderProbabilities(drawn: DiscreteWindow) -> OrderProbabilities {
    var result = OrderProbabilities(ahead: 0, tied: 0)
    let offset = drawn.lowerBound - start
    for (position, weight) in drawn.probabilities.enumerated() {
      result.ahead += weight * ahead[offset + position]
      result.tied += weight * tied[offset + position]
    }
    return result
  }
}
