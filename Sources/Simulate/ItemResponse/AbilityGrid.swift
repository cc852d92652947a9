import Foundation

/// Equally spaced points of ability with standard normal weights: the trapezoidal rule.
///
/// On a smooth integrand that vanishes at both ends, the rule's error falls exponentially with the spacing h: for a
/// normal posterior of standard deviation s it is 2·exp(−2π²s²/h²), which is 5e-9 at h = s (Trefethen and Weideman
/// 2014).
struct AbilityGrid: Sendable {
  /// The distance between neighbouring points.
  let spacing: Double
  /// The points, padded to whole vectors of eight.
  let nodes: [Double]
  /// The logarithm of each point's weight; −∞ for padding.
  let logWeights: [Double]

  /// The number of points in a vector.
  static let lanes = 8
  /// The greatest ability, of either sign, that a fitted grid reaches: 12 standard deviations.
  static let reach = 12.0

  /// The number of vectors.
  var vectors: Int { nodes.count / AbilityGrid.lanes }

  /// 61 points from −6 to 6.
  static let coarse: AbilityGrid = {
    let padded = 64
    let nodes = (0..<padded).map { $0 < 61 ? -6 + 0.2 * Double($0) : 0 }
    let densities = nodes.prefix(61).map { NormalDistribution.density($0) }
    let total = densities.reduce(0, +)
    // Padding has no weight at all: a large negative number would outweigh the likelihood of many thousand responses.
    let logWeights = (0..<padded).map { $0 < 61 ? log(densities[$0] / total) : -Double.infinity }
    return AbilityGrid(spacing: 0.2, nodes: nodes, logWeights: logWeights)
  }()

  private init(spacing: Double, nodes: [Double], logWeights: [Double]) {
    self.spacing = spacing
    self.nodes = nodes
    self.logWeights = logWeights
  }

  /// Makes the vectors of points that cover some ranges of ability, and for each range the vectors that cover it.
  ///
  /// Points between the ranges, which no range needs, are left out.
  static func covering(
    _ extents: [ClosedRange<Double>], spacing: Double
  ) -> (grid: AbilityGrid, windows: [Range<Int>]) {
    let width = Double(lanes) * spacing
    let numbers = extents.map { extent in
      Int((extent.lowerBound / width).rounded(.down))...Int((extent.upperBound / width).rounded(.down))
    }
    let active = Set(numbers.flatMap { Array($0) }).sorted()
    let positions = Dictionary(uniqueKeysWithValues: active.enumerated().map { ($1, $0) })
    let nodes = active.flatMap { vector in (0..<lanes).map { spacing * Double(vector * lanes + $0) } }
    let logDensity = log(spacing / (2 * Double.pi).squareRoot())
    let grid = AbilityGrid(
      spacing: spacing, nodes: nodes, logWeights: nodes.map { logDensity - 0.5 * $0 * $0 })
    // Every number of a range is active, so its positions are neighbours too.
    let windows = numbers.map { positions[$0.lowerBound, default: 0]..<positions[$0.upperBound, default: 0] + 1 }
    return (grid, windows)
  }
}
