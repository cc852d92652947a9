import Simulate

extension PairedSample {
  /// Holds the p-values that decide a goal: of its being so, and of the opposite's, where that can be shown.
  struct Evidence {
    /// Small if what is asked for is so.
    let forIt: Double
    /// Small if the opposite is; nil for a goal without one.
    let against: Double?
  }

  /// Returns the p-values of a goal about a pair.
  func evidence(_ question: ComparisonQuestion) -> Evidence {
    let margin = question.margin
    switch question.goal {
    case .noWorse: return Evidence(forIt: p(above: -margin), against: p(below: -margin))
    case .equivalent:
      // Two one-sided tests (Schuirmann 1987): both must reject.
      return Evidence(
        forIt: max(p(above: -margin), p(below: margin)), against: min(p(below: -margin), p(above: margin)))
    case .order, .difference, .best, .ranking: return Evidence(forIt: p, against: nil)
    }
  }

  /// Returns the verdict of a goal about a pair.
  ///
  /// - Parameters:
  ///   - adjusted: the p-values, adjusted for the number of pairs.
  ///   - resolution: the smallest gap that the items resolve; nil if they resolve none.
  func verdict(
    _ question: ComparisonQuestion, adjusted: Evidence, resolution: Double?
  ) -> ComparisonVerdict {
    let isShown = adjusted.forIt <= question.alpha
    let isRefuted = adjusted.against.map { $0 <= question.alpha } ?? false
    switch question.goal {
    case .order:
      guard let resolution, difference != 0, abs(difference) >= resolution - 1e-9 else { return .tooClose }
      return difference > 0 ? .ahead : .behind
    case .difference, .best, .ranking: return isShown ? .significant : .notSignificant
    case .noWorse: return isShown ? .pass : isRefuted ? .fail : .inconclusive
    case .equivalent: return isShown ? .equivalent : isRefuted ? .different : .inconclusive
    }
  }
}
