/// Holds the reference order of one trial's targets.
struct ReferenceOrder: Sendable {
  /// Holds a pair of targets, the better one first, by their positions among the targets.
  struct OrderedPair: Sendable {
    let better: Int
    let worse: Int
    let bin: Int
  }

  let means: [Double]
  let pairs: [OrderedPair]
  /// Pairs with equal reference scores.
  let equalPairs: [(first: Int, second: Int)]
  /// Tells whether such pairs are among `pairs`, their first model counted as ahead.
  let countsEqualPairs: Bool

  /// The pairs with equal scores that are left out.
  var zeroGapPairs: Int { countsEqualPairs ? 0 : equalPairs.count }

  /// Orders the targets by their reference scores.
  ///
  /// - Complexity: O(T²) for T targets.
  init(scores: ReferenceScores, bins: GapBins, countsEqualPairs: Bool) {
    means = scores.means
    var pairs: [OrderedPair] = []
    pairs.reserveCapacity(means.count * (means.count - 1) / 2)
    var equalPairs: [(first: Int, second: Int)] = []
    for first in means.indices {
      for second in means.indices where second > first {
        let difference = scores.difference(first, second, bins: bins)
        if difference.sign == 0 { equalPairs.append((first, second)) }
        if difference.sign == 0, !countsEqualPairs { continue }
        pairs.append(
          difference.sign >= 0
            ? OrderedPair(better: first, worse: second, bin: difference.bin)
            : OrderedPair(better: second, worse: first, bin: difference.bin))
      }
    }
    self.pairs = pairs
    self.equalPairs = equalPairs
    self.countsEqualPairs = countsEqualPairs
  }

  /// Returns a score rounded to 1e-12 for comparison: sums of the same numbers in another order are the same score.
  static func comparable(_ score: Double) -> Double { (score * 1e12).rounded() / 1e12 }

  /// Returns the chance that a model drawn from those estimated best is among those that are best.
  ///
  /// - Parameter multiplicity: how often each target counts; nil for once each.
  func topAgreement(estimates: [Double], multiplicity: [Double]? = nil) -> Double? {
    let times = multiplicity ?? estimates.map { _ in 1 }
    let present = estimates.indices.filter { times[$0] > 0 }
    guard let best = present.map({ means[$0] }).max(), let bestEstimate = present.map({ estimates[$0] }).max()
    else { return nil }
    let candidates = present.filter { estimates[$0] == bestEstimate }
    let right = candidates.filter { means[$0] == best }
    return right.reduce(0) { $0 + times[$1] } / candidates.reduce(0) { $0 + times[$1] }
  }
}
