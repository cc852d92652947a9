import Foundation

/// Which parameters of an item are estimated; the others are fixed.
package enum LogisticModel: String, Sendable, CaseIterable {
  /// Slope and intercept; guessing 0, upper asymptote 1.
  case twoParameter = "2pl"
  /// Guessing as well.
  case threeParameter = "3pl"
  /// The upper asymptote as well.
  case fourParameter = "4pl"

  /// The number of parameters of an item.
  var parameterCount: Int {
    switch self {
    case .twoParameter: 2
    case .threeParameter: 3
    case .fourParameter: 4
    }
  }
}

/// An item of a unidimensional logistic model in slope–intercept form, P(right | θ) = g + (u − g)·σ(aθ + d).
///
/// Birnbaum 1968; the upper asymptote after Barton and Lord 1981.
package struct LogisticItem: Sendable, Equatable {
  /// a: how sharply the chance of a right answer rises with ability.
  package var slope: Double
  /// d: the logit of a right answer at ability 0, without the asymptotes.
  package var intercept: Double
  /// g: the chance of a right answer at the lowest ability.
  package var guessing = 0.0
  /// u: the chance of a right answer at the highest ability.
  package var upper = 1.0

  /// The chance of a right answer at an ability.
  package func probability(at ability: Double) -> Double {
    guessing + (upper - guessing) * logistic(slope * ability + intercept)
  }

  /// Fisher's information about the ability, P′²/(P·Q).
  package func information(at ability: Double) -> Double {
    let s = logistic(slope * ability + intercept)
    let p = guessing + (upper - guessing) * s
    let derivative = (upper - guessing) * slope * s * (1 - s)
    let variance = p * (1 - p)
    return variance > 0 ? derivative * derivative / variance : 0
  }

  /// The ability at which the item tells most, and how much that is.
  ///
  /// At −d/a without asymptotes; otherwise by golden-section search about it.
  package func maximumInformation() -> (ability: Double, information: Double)? {
    guard abs(slope) > 1e-9 else { return nil }
    let centre = -intercept / slope
    if guessing == 0, upper == 1 { return (centre, slope * slope / 4) }
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (centre - 6 / abs(slope), centre + 6 / abs(slope))
    for _ in 0..<80 {
      let (a, b) = (high - ratio * (high - low), low + ratio * (high - low))
      if information(at: a) < information(at: b) { low = a } else { high = b }
    }
    let best = (low + high) / 2
    return (best, information(at: best))
  }

  /// Returns the logarithms of the chances of a right and of a wrong answer at an ability, exact far out too.
  func logChances(at ability: Double) -> (right: Double, wrong: Double) {
    let z = slope * ability + intercept
    if guessing == 0, upper == 1 {
      let wrong = -softplus(z)
      return (z + wrong, wrong)
    }
    let (s, c) = logisticBothWays(z)
    let (right, wrong) = chances(s, c)
    return (log(right), log(wrong))
  }

  /// The chances of a right and of a wrong answer from σ(z) and σ(−z); no less than what a logarithm can be taken of.
  private func chances(_ s: Double, _ c: Double) -> (right: Double, wrong: Double) {
    (max(guessing + (upper - guessing) * s, 1e-300), max((1 - upper) + (upper - guessing) * c, 1e-300))
  }

  /// Returns the derivatives of log P and of log(1 − P) by a, d, logit g and logit u.
  func scores(at ability: Double) -> (right: SIMD4<Double>, wrong: SIMD4<Double>) {
    let z = slope * ability + intercept
    let (s, c) = logisticBothWays(z)
    let byLogit = (upper - guessing) * s * c
    let slopes = SIMD4(byLogit * ability, byLogit, c * guessing * (1 - guessing), s * upper * (1 - upper))
    let (right, wrong) = chances(s, c)
    return (slopes / right, -slopes / wrong)
  }

  /// The second derivatives of P by z = a·θ + d, logit g and logit u, those that are not 0, and the chances.
  struct Curvature {
    let byLogitTwice, byLogitAndGuessing, byLogitAndUpper, byGuessingTwice, byUpperTwice: Double
    let right, wrong: Double

    /// Returns the second derivative of P by two of a, d, logit g and logit u, numbered from 0.
    func of(_ first: Int, _ second: Int, at ability: Double) -> Double {
      let (low, high) = (min(first, second), max(first, second))
      let slopes = (low == 0 ? ability : 1) * (high == 0 ? ability : 1)
      switch (low, high) {
      case (_, ...1): return slopes * byLogitTwice
      case (...1, 2): return slopes * byLogitAndGuessing
      case (...1, _): return slopes * byLogitAndUpper
      case (2, 2): return byGuessingTwice
      case (3, 3): return byUpperTwice
      default: return 0
      }
    }
  }

  /// Returns the second derivatives of P at an ability.
  func curvature(at ability: Double) -> Curvature {
    let z = slope * ability + intercept
    let (s, c) = logisticBothWays(z)
    let (g, u) = (guessing * (1 - guessing), upper * (1 - upper))
    let (right, wrong) = chances(s, c)
    return Curvature(
      byLogitTwice: (upper - guessing) * s * c * (c - s), byLogitAndGuessing: -g * s * c, byLogitAndUpper: u * s * c,
      byGuessingTwice: g * (1 - 2 * guessing) * c, byUpperTwice: u * (1 - 2 * upper) * s, right: right, wrong: wrong)
  }
}
