import Foundation

/// Computes the standard normal distribution.
package enum NormalDistribution {
  /// Returns P(Z ≤ z), by the complementary error function of the C library.
  package static func cumulative(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  /// Returns the density at z.
  package static func density(_ z: Double) -> Double { exp(-0.5 * z * z) / (2 * Double.pi).squareRoot() }

  /// Returns the z with P(Z ≤ z) = `probability`.
  ///
  /// Newton's method on the cumulative distribution from a rational first guess (Abramowitz and Stegun 26.2.23), run
  /// until it stands still: right to about 1e-15 relative.
  ///
  /// - Parameter probability: above 0 and below 1.
  package static func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1)
    if probability > 0.5 { return -quantile(1 - probability) }
    if probability == 0.5 { return 0 }
    let t = (-2 * log(probability)).squareRoot()
    var z =
      -(t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))))
    for _ in 0..<10 {
      // On the logarithm of the tail, which is nearly quadratic in z, so that far tails also converge.
      let tail = cumulative(z)
      let step = log(tail / probability) * tail / density(z)
      z -= step
      if abs(step) < 1e-15 * abs(z) { break }
    }
    return z
  }
}
