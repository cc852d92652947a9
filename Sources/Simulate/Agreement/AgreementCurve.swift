/// Holds the Minimum Detectable Ability Difference in its three readings, fractions.
///
/// Yauney, Warraich and Swayamdipta 2025 (arXiv 2510.08730) define the first. A reading is nil if no bin reaches the
/// threshold.
public struct MDAD: Sendable, Equatable {
  /// τ, the agreement to reach if none is given.
  public static let standardThreshold = 0.8
  /// The pairs that a bin needs to count for the sustained reading, if no number is given.
  public static let standardMinimumPairs = 30

  /// The smallest bin whose agreement reaches the threshold; noisy if bins hold few pairs.
  public var first: Double?
  /// Among bins with enough pairs, the smallest from which on all reach the threshold.
  public var sustained: Double?
  /// Where the isotonic regression of agreement on gap crosses the threshold.
  public var smoothed: Double?
  /// Tells whether the lowest populated bin already reaches the threshold, so that `smoothed` is that bin's centre and
  /// the true value is at most that.
  public var smoothedIsUpperBound: Bool
}

/// Holds agreement with the full benchmark as a function of the gap on it.
public struct AgreementCurve: Sendable, Equatable {
  /// Holds a bin with pairs in it.
  public struct Point: Sendable, Equatable {
    /// The bin's number.
    public let bin: Int
    /// All pairs in the bin.
    public let pairs: Double
    /// What `agreement` is a share of: the pairs, without tied ones if these are excluded.
    public let weight: Double
    /// The share of agreeing pairs, from 0 to 1.
    public let agreement: Double
  }

  /// The bins.
  public let bins: GapBins
  /// The populated bins in ascending order.
  public let points: [Point]
  /// The isotonic regression of agreement at each point.
  public let smoothed: [Double]

  /// Creates the curve of a tally.
  package init(tally: AgreementTally, bins: GapBins, ties: TiePolicy) {
    self.init(
      bins: bins,
      points: tally.pairs.indices.compactMap { bin in
        let weight = tally.weight(bin, ties: ties)
        guard weight > 1e-9 else { return nil }
        let agreement = min(1, tally.successes(bin, ties: ties) / weight)
        return Point(bin: bin, pairs: tally.pairs[bin], weight: weight, agreement: agreement)
      })
  }

  /// Creates a curve from its points, in ascending order of bin.
  public init(bins: GapBins, points: [Point]) {
    self.bins = bins
    self.points = points
    smoothed = isotonicRegression(points.map(\.agreement), weights: points.map(\.weight))
  }

  /// The middles of the populated bins of gap, fractions.
  public var centers: [Double] { points.map { bins.center(of: $0.bin) } }

  /// Returns the smoothed agreement at a gap, by linear interpolation between bin centres and constant beyond the first
  /// and the last; nil for a curve of no pairs.
  ///
  /// - Parameter gap: a fraction.
  public func agreement(atGap gap: Double) -> Double? {
    interpolate(atGap: gap, gaps: centers, y: smoothed)
  }

  /// Returns the same at several gaps in ascending order, fractions.
  package func agreement(atGaps gaps: [Double]) -> [Double]? {
    interpolate(at: gaps.lazy.map(GapBins.position), x: centers.map(GapBins.position), y: smoothed)
  }

  /// Returns the three readings of the minimum detectable ability difference.
  ///
  /// - Parameters:
  ///   - threshold: τ, the agreement to reach.
  ///   - minimumPairs: what a bin needs to count for `sustained`.
  public func mdad(threshold: Double, minimumPairs: Int) -> MDAD {
    let first = points.first { reaches($0.agreement, threshold) }.map { bins.name(of: $0.bin) }
    var sustained: Double?
    for point in points.reversed() where point.pairs >= Double(minimumPairs) {
      guard reaches(point.agreement, threshold) else { break }
      sustained = bins.name(of: point.bin)
    }
    let crossing = Crossing(of: threshold, gaps: centers, y: smoothed)
    return MDAD(
      first: first, sustained: sustained, smoothed: crossing?.position,
      smoothedIsUpperBound: crossing?.isFirst ?? false)
  }
}
