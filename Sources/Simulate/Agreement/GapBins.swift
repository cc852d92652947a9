/// Bins of a pair's full gap, half an accuracy point wide.
///
/// Yauney et al. 2025 (arXiv 2510.08730) round gaps to the nearest half point in the text and down in the released
/// code; both are here.
public enum GapBins: String, Sendable, CaseIterable, Codable {
  /// [0, .25), [.25, .75), [.75, 1.25) … points, named by their centre 0, 0.5, 1 …
  case centered
  /// [0, .5), [.5, 1), [1, 1.5) … points, named by their lower edge 0, 0.5, 1 …
  case floor

  /// The width of a bin, a fraction.
  public static let width = 0.005

  /// The number of bins that any gap from 0 to 100 points falls into.
  public static let count = 201

  /// Returns the bin of a gap of `difference` items out of `total`, decided in whole numbers so that no gap falls on
  /// the wrong side of an edge through rounding.
  public func bin(ofDifference difference: Int, over total: Int) -> Int {
    switch self {
    case .centered: (400 * difference + total) / (2 * total)
    case .floor: 200 * difference / total
    }
  }

  /// Returns the bin of a graded gap, a fraction from 0 to 1.
  ///
  /// A gap within 1e-9 below an edge belongs to the bin above it: its distance from the edge is rounding.
  public func bin(ofGap gap: Double) -> Int {
    let position = gap * 200 + 1e-9
    return Int((self == .centered ? position + 0.5 : position).rounded(.down))
  }

  /// Returns the gap that a bin is named by, a fraction.
  public func name(of bin: Int) -> Double { GapBins.gap(quarterPoints: 2 * bin) }

  /// Returns the middle of a bin, a fraction: where it lies on a curve of agreement against gap.
  public func center(of bin: Int) -> Double {
    GapBins.gap(quarterPoints: self == .centered ? 2 * bin : 2 * bin + 1)
  }

  /// Returns the bin's edges, fractions, the lower one included.
  public func edges(of bin: Int) -> Range<Double> {
    switch self {
    case .centered: GapBins.gap(quarterPoints: max(0, 2 * bin - 1))..<GapBins.gap(quarterPoints: 2 * bin + 1)
    case .floor: GapBins.gap(quarterPoints: 2 * bin)..<GapBins.gap(quarterPoints: 2 * bin + 2)
    }
  }

  /// Returns the number nearest to some quarters of a point: every edge and middle is one division of whole numbers.
  private static func gap(quarterPoints: Int) -> Double { Double(quarterPoints) / 400 }
}

/// Tells what a micro-benchmark that gives both models of a pair the same score counts as.
public enum TiePolicy: String, Sendable, CaseIterable, Codable {
  /// A disagreement, as in Yauney et al. 2025.
  case wrong
  /// Half an agreement: the outcome of tossing a coin.
  case half
  /// Not counted at all.
  case exclude
}
