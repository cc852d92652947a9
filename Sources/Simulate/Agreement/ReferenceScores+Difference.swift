extension ReferenceScores {
  /// Holds a pair's gap and who is ahead.
  package struct Difference: Sendable, Equatable {
    /// −1, 0 or 1: the sign of the first model's score less the second's.
    package let sign: Int
    /// The bin of the gap.
    package let bin: Int
  }

  /// Returns the ordered difference of two models, by their positions among the scored ones.
  ///
  /// Whole numbers decide for binary scores. Graded scores count as equal within 1e-12, which is above the rounding of
  /// a sum and below any difference that a score has.
  func difference(_ first: Int, _ second: Int, bins: GapBins) -> Difference {
    if let rightCounts {
      let difference = rightCounts[first] - rightCounts[second]
      return Difference(sign: difference.signum(), bin: bins.bin(ofDifference: abs(difference), over: itemCount))
    }
    let difference = means[first] - means[second]
    let gap = abs(difference)
    return Difference(sign: gap <= 1e-12 ? 0 : (difference > 0 ? 1 : -1), bin: bins.bin(ofGap: gap))
  }
}
