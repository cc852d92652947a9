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

  /// P, its derivatives by a, d, logit g and logit u going to `gradient`, which has room for all four.
  func derivatives(at ability: Double, into gradient: UnsafeMutableBufferPointer<Double>) -> Double {
    let s = logistic(slope * ability + intercept)
    let byLogit = (upper - guessing) * s * (1 - s)
    gradient[0] = byLogit * ability
    gradient[1] = byLogit
    gradient[2] = (1 - s) * guessing * (1 - guessing)
    gradient[3] = s * upper * (1 - upper)
    // Probabilities of 0 and 1 are out of reach of any finite parameter; rounding must not reach them either.
    return min(max(guessing + (upper - guessing) * s, 1e-12), 1 - 1e-12)
  }

  /// The same, as an array of as many derivatives as the model has.
  func derivatives(at ability: Double, model: LogisticModel) -> (probability: Double, gradient: [Double]) {
    var probability = 0.0
    let gradient = [Double](unsafeUninitializedCapacity: 4) { buffer, count in
      probability = derivatives(at: ability, into: buffer)
      count = 4
    }
    return (probability, Array(gradient.prefix(model.parameterCount)))
  }
}
