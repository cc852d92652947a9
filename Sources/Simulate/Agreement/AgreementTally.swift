/// Holds how many pairs fell into each bin of full gap, how many of them agreed and how many tied.
///
/// Counts are kept as doubles, which hold whole numbers exactly up to 2^53: simulated tallies add up exactly in any
/// order, and expected ones (see ``ExactRandomBaseline``) have the same form.
package struct AgreementTally: Sendable, Equatable, Codable {
  /// Per bin, the pairs.
  package private(set) var pairs: [Double] = []
  /// Per bin, the pairs that the micro-benchmark ranked as the reference does.
  package private(set) var agreeing: [Double] = []
  /// Per bin, the pairs to which the micro-benchmark gave equal scores.
  package private(set) var tied: [Double] = []
  /// Pairs with equal reference scores, which belong to no bin.
  package var zeroGapPairs = 0.0

  private enum CodingKeys: String, CodingKey {
    case pairs, agreeing, tied
    case zeroGapPairs = "zero_gap_pairs"
  }

  /// Creates a tally of nothing.
  package init() {}

  /// Tells whether the counts are possible, which a damaged file may violate: as many of each kind, no more than bins,
  /// none negative, and in each bin no more that agree or tie than there are.
  var isWellFormed: Bool {
    // Expected tallies are sums of probabilities, which may exceed the number of pairs by rounding.
    pairs.count == agreeing.count && pairs.count == tied.count && pairs.count <= GapBins.count
      && (0...AgreementTally.largestCount).contains(zeroGapPairs)
      && pairs.indices.allSatisfy { bin in
        (0...AgreementTally.largestCount).contains(pairs[bin]) && agreeing[bin] >= 0 && tied[bin] >= -1e-9
          && agreeing[bin] + tied[bin] <= pairs[bin] * (1 + 1e-9) + 1e-9
      }
  }

  /// The largest count, 2⁵³: beyond it a double skips whole numbers.
  package static let largestCount = 9_007_199_254_740_992.0

  /// Adds pairs to a bin.
  package mutating func add(bin: Int, pairs count: Double, agreeing agreed: Double, tied ties: Double) {
    grow(to: bin + 1)
    pairs[bin] += count
    agreeing[bin] += agreed
    tied[bin] += ties
  }

  /// Adds another tally to this one.
  package mutating func add(_ other: AgreementTally) {
    grow(to: other.pairs.count)
    for bin in other.pairs.indices {
      pairs[bin] += other.pairs[bin]
      agreeing[bin] += other.agreeing[bin]
      tied[bin] += other.tied[bin]
    }
    zeroGapPairs += other.zeroGapPairs
  }

  private mutating func grow(to count: Int) {
    guard pairs.count < count else { return }
    let missing = repeatElement(0.0, count: count - pairs.count)
    pairs.append(contentsOf: missing)
    agreeing.append(contentsOf: missing)
    tied.append(contentsOf: missing)
  }

  /// Returns the number that agreement in a bin is a share of, under a tie policy.
  func weight(_ bin: Int, ties: TiePolicy) -> Double { ties == .exclude ? pairs[bin] - tied[bin] : pairs[bin] }

  /// Returns what counts as agreeing in a bin under a tie policy.
  func successes(_ bin: Int, ties: TiePolicy) -> Double {
    ties == .half ? agreeing[bin] + tied[bin] / 2 : agreeing[bin]
  }
}
