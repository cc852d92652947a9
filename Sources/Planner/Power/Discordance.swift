import Simulate

/// Tells where the share of items on which two models differ comes from.
public enum DiscordanceSource: Sendable, Equatable {
  /// Given, a fraction.
  case given(Double)
  /// From the two models' accuracies and the correlation φ of their answers. `accuracy` is the mean of the two.
  case correlated(accuracy: Double, correlation: Double)
  /// From a benchmark's profile: the median among its real pairs near the gap.
  case profile(DiscordanceProfile)

  /// Returns the discordance of a pair with a gap.
  ///
  /// - Parameter gap: a fraction.
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` if no such pair exists.
  public func discordance(atGap gap: Double) throws(PlannerError) -> Double {
    switch self {
    case .given(let value): return value
    case .correlated(let accuracy, let correlation):
      return try correlatedDiscordance(
        better: accuracy + gap / 2, worse: accuracy - gap / 2, correlation: correlation)
    case .profile(let profile): return max(gap, profile.quantile(0.5, atGap: gap))
    }
  }
}

/// Returns the discordance of two models from their accuracies and the correlation φ of their right answers over the
/// items: d = p1 + p2 − 2·p11 with p11 = p1·p2 + φ·√(p1·q1·p2·q2).
///
/// - Throws: ``PlannerError/invalidQuantity(_:)`` if φ lies outside the range that the accuracies allow (Fréchet 1951),
///   which the message names.
package func correlatedDiscordance(
  better: Double, worse: Double, correlation: Double
) throws(PlannerError) -> Double {
  guard better <= 1 + 1e-12, worse >= -1e-12, better >= worse else {
    throw .invalidQuantity(
      "accuracies of \(points(better)) and \(points(worse)) points: both must lie from 0 to 100; "
        + "give an accuracy nearer to 50 or a smaller gap")
  }
  let product = better * worse
  guard let feasible = feasibleCorrelations(better: better, worse: worse) else { return better + worse - 2 * product }
  let (lowest, highest) = (feasible.lowerBound, feasible.upperBound)
  guard correlation >= lowest - 1e-9, correlation <= highest + 1e-9 else {
    throw .invalidQuantity(
      "a correlation of \(fraction(correlation)) is impossible between accuracies of \(points(better)) and "
        + "\(points(worse)) points; it can be from \(fraction(lowest)) to \(fraction(highest))")
  }
  let scale = (better * (1 - better) * worse * (1 - worse)).squareRoot()
  let both = product + min(highest, max(lowest, correlation)) * scale
  return better + worse - 2 * both
}

/// Returns the correlations of right answers that two accuracies allow (Fréchet 1951), or nil if either is 0 or 1, so
/// that there is no correlation.
func feasibleCorrelations(better: Double, worse: Double) -> ClosedRange<Double>? {
  let product = better * worse
  let scale = (better * (1 - better) * worse * (1 - worse)).squareRoot()
  guard scale > 0 else { return nil }
  let lowest = (max(0, better + worse - 1) - product) / scale
  return lowest...max(lowest, (min(better, worse) - product) / scale)
}
