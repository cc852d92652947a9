extension GapBins {
  /// Returns where a gap lies among bins, in widths of a bin, which are half points.
  ///
  /// Lines over gaps are read by these positions: on them the middles of bins are whole numbers or halves, so a gap
  /// halfway between two bins has exactly the mean of both, which the rounding of fractions would miss.
  package static func position(of gap: Double) -> Double { accuracyPoints(gap) * 2 }

  /// Returns the gap at a position.
  static func gap(at position: Double) -> Double { position / 200 }
}

/// Reads a line over gaps, which are ascending fractions, by linear interpolation; constant beyond both ends, and nil
/// without points.
package func interpolate(atGap gap: Double, gaps: [Double], y: [Double]) -> Double? {
  InterpolationPlace(ofGap: gap, among: gaps)?.value(of: y)
}

extension InterpolationPlace {
  /// Finds where a gap lies among others, which are ascending fractions; nil if there are none.
  package init?(ofGap gap: Double, among gaps: [Double]) {
    self.init(of: GapBins.position(of: gap), among: gaps.lazy.map(GapBins.position))
  }
}

extension Crossing {
  /// Finds the gap at which a line over gaps, ascending fractions, first reaches a threshold; nil if it does nowhere.
  package init?(of threshold: Double, gaps: [Double], y: [Double]) {
    guard let found = Crossing(of: threshold, x: gaps.map(GapBins.position), y: y) else { return nil }
    position = GapBins.gap(at: found.position)
    isFirst = found.isFirst
  }
}
