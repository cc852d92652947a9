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
  GapPlace(of: gap, among: gaps)?.value(of: y)
}

/// Says where a gap lies among the gaps of a line, so that several lines over the same gaps are read there.
package struct GapPlace {
  /// The point at the gap or above it, or one of the ends.
  private let upper: Int
  /// How far the gap is from the point before to this one; nil if this one's value counts.
  private let share: Double?

  /// Finds the place; nil if there are no gaps.
  ///
  /// - Parameter gaps: ascending fractions.
  package init?(of gap: Double, among gaps: [Double]) {
    guard let first = gaps.first, let last = gaps.last else { return nil }
    let position = GapBins.position(of: gap)
    if position <= GapBins.position(of: first) {
      (upper, share) = (0, nil)
    } else if position >= GapBins.position(of: last) {
      (upper, share) = (gaps.count - 1, nil)
    } else {
      var (below, index) = (GapBins.position(of: first), 1)
      var above = GapBins.position(of: gaps[1])
      while above < position {
        index += 1
        (below, above) = (above, GapBins.position(of: gaps[index]))
      }
      (upper, share) = (index, (position - below) / (above - below))
    }
  }

  /// Reads a line at the place, by linear interpolation.
  package func value(of y: [Double]) -> Double {
    guard let share else { return y[upper] }
    return y[upper - 1] + share * (y[upper] - y[upper - 1])
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
