/// Holds the order of models by one set of scores, with which other scores of the same models are compared, over all
/// pairs and any number of times.
package struct PairOrder: Sendable {
  /// Holds a run of models, in ascending order of score, whose distance from one model falls into the same bin.
  private struct Run: Sendable {
    /// The bin; −1 for models with the same score.
    let bin: Int32
    /// The position after the last one.
    let end: Int32
  }

  /// The bins of gap.
  package let bins: GapBins
  /// Models in ascending order of reference score.
  private let order: [Int]
  /// For each position the runs of the positions after it, one list after the other.
  private let runs: [Run]
  /// Where the runs of each position begin, and the end of all.
  private let starts: [Int]

  /// The number of models.
  package var modelCount: Int { order.count }

  /// Creates an order.
  ///
  /// - Complexity: O(M · bins · log M) time, O(M · bins) memory for M models.
  package init(reference: ReferenceScores, bins: GapBins = .centered) {
    self.bins = bins
    let counts = reference.rightCounts
    let order = reference.means.indices.sorted { first, second in
      if let counts { return (counts[first], first) < (counts[second], second) }
      return (reference.means[first], first) < (reference.means[second], second)
    }
    var runs: [Run] = []
    var starts: [Int] = []
    for position in order.indices {
      starts.append(runs.count)
      func bin(_ other: Int) -> Int {
        let difference = reference.difference(order[other], order[position], bins: bins)
        return difference.sign == 0 ? -1 : difference.bin
      }
      var next = position + 1
      while next < order.count {
        let here = bin(next)
        var (inside, outside) = (next, order.count)
        while outside - inside > 1 {
          let middle = (inside + outside) / 2
          if bin(middle) == here { inside = middle } else { outside = middle }
        }
        runs.append(Run(bin: Int32(here), end: Int32(outside)))
        next = outside
      }
    }
    starts.append(runs.count)
    self.order = order
    self.runs = runs
    self.starts = starts
  }

  /// Returns how other scores order all pairs.
  ///
  /// - Parameter scores: one per model, as in the reference; scores within 1e-12 of each other are equal.
  /// - Complexity: O(M²), a comparison of two whole numbers a pair.
  package func tally(of scores: [Double]) -> OrderTally {
    var result = OrderTally()
    let ranks = ranks(of: scores)
    ranks.withUnsafeBufferPointer { ranks in
      forEachPair { bin, first, seconds in
        let (above, tied) = PairOrder.count(ranks, seconds, against: ranks[first])
        result.add(bin: bin, pairs: Double(seconds.count), agreeing: Double(above), tied: Double(tied))
      }
    }
    return result
  }

  /// Counts how many of some ranks are above one, and how many equal it: the inner loop.
  @inline(__always)
  private static func count(
    _ ranks: UnsafeBufferPointer<Int32>, _ range: Range<Int>, against own: Int32
  ) -> (above: Int32, tied: Int32) {
    // Eight lanes a step.
    var above = SIMD8<Int32>()
    var tied = SIMD8<Int32>()
    let one = SIMD8<Int32>(repeating: 1)
    let zero = SIMD8<Int32>()
    let pivot = SIMD8<Int32>(repeating: own)
    let base = UnsafeRawPointer(ranks.baseAddress!)  // There are models, or no range would be requested.
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      let others = base.loadUnaligned(fromByteOffset: 4 * index, as: SIMD8<Int32>.self)
      above &+= zero.replacing(with: one, where: others .> pivot)
      tied &+= zero.replacing(with: one, where: others .== pivot)
      index += 8
    }
    var counts = (above: above.wrappedSum(), tied: tied.wrappedSum())
    while index < range.upperBound {
      counts.above += ranks[index] > own ? 1 : 0
      counts.tied += ranks[index] == own ? 1 : 0
      index += 1
    }
    return counts
  }

  /// Returns dense ranks of scores, in the reference's order; comparing them is exact and fast.
  private func ranks(of scores: [Double]) -> [Int32] {
    precondition(scores.count == order.count)
    let comparable = scores.map(ReferenceOrder.comparable)
    var rank: Int32 = -1
    var last = Double.nan
    var ranks = [Int32](repeating: 0, count: scores.count)
    for model in comparable.indices.sorted(by: { comparable[$0] < comparable[$1] }) {
      if comparable[model] != last {
        rank += 1
        last = comparable[model]
      }
      ranks[model] = rank
    }
    return order.map { ranks[$0] }
  }

  /// Calls `body` with the tallies of resamples of models, for intervals that hold beyond these models.
  ///
  /// Models are drawn with replacement in groups of equal size (each model is its own group if there are at most 40),
  /// so that a resample costs the same however many models there are. A pair of two copies of one model does not count.
  ///
  /// - Parameter body: called with each resample's tally and how often it holds each model.
  /// - Complexity: O(M² + resamples · groups² · bins).
  package func forEachResample(
    of scores: [Double], resamples: Int, seed: UInt64, _ body: (OrderTally, [Double]) -> Void
  ) {
    let groups = min(40, order.count)
    guard groups > 1 else { return }
    var generator = Philox(seed: seed, trial: 0, purpose: .modelBootstrap, method: "groups")
    var groupOfModel = [Int](repeating: 0, count: order.count)
    for (position, model) in generator.shuffled(Array(order.indices)).enumerated() {
      groupOfModel[model] = position % groups
    }
    let cells = GroupedPairs(self, ranks: ranks(of: scores), groupOf: order.map { groupOfModel[$0] }, groups: groups)
    let bootstrap = TrialBootstrap(trials: groups, resamples: resamples, seed: seed)
    cells.forEachSum(of: bootstrap) { resample, tally in
      body(tally, groupOfModel.map { bootstrap.times($0, inResample: resample) })
    }
  }

  /// Calls `body` with the bin of some pairs, −1 for equal scores, the position of the model that they share in the
  /// order, and those of the others, all of which come later.
  @inline(__always)
  func forEachPair(_ body: (_ bin: Int, _ first: Int, _ seconds: Range<Int>) -> Void) {
    for position in order.indices {
      var next = position + 1
      for run in runs[starts[position]..<starts[position + 1]] {
        body(Int(run.bin), position, next..<Int(run.end))
        next = Int(run.end)
      }
    }
  }

  /// The number of bins that pairs fall into, −1 among them.
  var binCount: Int { Int(runs.map(\.bin).max() ?? -1) + 2 }
}

/// Holds how one set of scores orders pairs that another orders.
package struct OrderTally: Sendable, Equatable {
  /// The pairs that differ in the reference, by their gap on it; equal ones are counted apart.
  package private(set) var tally = AgreementTally()
  /// Pairs that are equal in both.
  package private(set) var zeroGapTied = 0.0

  /// Adds pairs.
  ///
  /// - Parameter bin: of their gap; −1 for pairs with equal reference scores.
  mutating func add(bin: Int, pairs: Double, agreeing: Double, tied: Double) {
    if bin < 0 {
      tally.zeroGapPairs += pairs
      zeroGapTied += tied
    } else {
      tally.add(bin: bin, pairs: pairs, agreeing: agreeing, tied: tied)
    }
  }

  /// Kendall's τ-b of the two orders, or nil if either has no order at all.
  package var kendallTau: Double? {
    let ordered = tally.pairs.reduce(0, +)
    let concordant = tally.agreeing.reduce(0, +)
    let discordant = ordered - concordant - tally.tied.reduce(0, +)
    let untied = ordered * (concordant + discordant + tally.zeroGapPairs - zeroGapTied)
    return untied > 0 ? (concordant - discordant) / untied.squareRoot() : nil
  }
}
