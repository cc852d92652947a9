import Foundation

/// Computes Student's t distribution.
package enum StudentDistribution {
  /// Returns P(T > t).
  ///
  /// Half of the regularised incomplete beta function I_x(ν/2, ½) at x = ν/(ν + t²) (Abramowitz and Stegun 26.7.1).
  ///
  /// - Parameters:
  ///   - t: from 0.
  ///   - degrees: ν, above 0.
  package static func upperTail(_ t: Double, degreesOfFreedom degrees: Double) -> Double {
    precondition(t >= 0 && degrees > 0)
    return 0.5 * regularisedBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
  }

  /// Returns the t with P(T ≤ t) = `probability`, by Newton's method.
  ///
  /// - Parameters:
  ///   - probability: above a half and below 1.
  ///   - degrees: above 0; infinite for the normal distribution.
  package static func quantile(_ probability: Double, degreesOfFreedom degrees: Double) -> Double {
    precondition(probability > 0.5 && probability < 1 && degrees > 0)
    let normal = NormalDistribution.quantile(probability)
    // From there on the next term of the expansion (Abramowitz and Stegun 26.7.5) is below 1e-9.
    guard degrees < 1e5 else { return normal + normal * (normal * normal + 1) / (4 * degrees) }
    let tail = 1 - probability
    let power = (degrees + 1) / 2
    let scale: Double = lgamma(power) - lgamma(degrees / 2) - log(degrees * Double.pi) / 2
    // The tail is convex above 0 and the normal quantile lies below the root, so that the steps go up to it and never
    // beyond, but for rounding.
    var t = normal
    while t < 1e300 {
      let density = exp(scale - power * log1p(t * t / degrees))
      let step = (upperTail(t, degreesOfFreedom: degrees) - tail) / density
      guard step > 1e-13 * t else { break }
      t += step
    }
    return t
  }

  /// Returns I_x(a, b), by its continued fraction (Abramowitz and Stegun 26.5.8) in Lentz's form.
  private static func regularisedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 || x >= 1 { return x <= 0 ? 0 : 1 }
    // The fraction converges fast if x is on the small side of the mean.
    guard x <= (a + 1) / (a + b + 2) else { return 1 - regularisedBeta(1 - x, b, a) }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var fraction = d
    for step in 1...10_000 {
      let m = Double(step)
      for numerator in [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
        -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ] {
        d = 1 + numerator * d
        d = 1 / (abs(d) < tiny ? tiny : d)
        c = 1 + numerator / c
        if abs(c) < tiny { c = tiny }
        fraction *= c * d
      }
      if abs(c * d - 1) < 1e-15 { break }
    }
    return front * fraction
  }
}
