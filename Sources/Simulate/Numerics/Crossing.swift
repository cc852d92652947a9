/// Finds where a non-decreasing line through points first reaches a threshold.
///
/// Every question of the kind "from which gap on?" or "from which size on?" is answered here, so all answers treat the
/// ends of a line and rounding alike.
package struct Crossing: Sendable, Equatable {
  /// The place on the x axis.
  package let position: Double
  /// Tells whether the first point already reaches the threshold, so that the line may do so before it.
  package let isFirst: Bool

  /// Interpolates linearly between points.
  ///
  /// - Parameters:
  ///   - x: ascending.
  ///   - y: as many numbers, non-decreasing.
  /// - Returns: nil if no point reaches the threshold.
  package init?(of threshold: Double, x: [Double], y: [Double]) {
    guard let index = y.firstIndex(where: { reaches($0, threshold) }) else { return nil }
    isFirst = index == 0
    guard index > 0 else {
      position = x[0]
      return
    }
    let share = (threshold - y[index - 1]) / (y[index] - y[index - 1])
    position = x[index - 1] + min(1, share) * (x[index] - x[index - 1])
  }
}

/// Tells whether an agreement reaches a threshold, allowing for the rounding of a quotient: 4 of 5 pairs reach 0.8.
package func reaches(_ agreement: Double, _ threshold: Double) -> Bool { agreement >= threshold - 1e-12 }
