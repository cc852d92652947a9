/// Returns a fraction in accuracy points.
///
/// Shares, gaps and MDADs are fractions inside. A product with 100 may miss the decimal that was meant by rounding:
/// 100 · 0.07 is 7.000000000000001. If a decimal of at most twelve digits lies that near, it is the answer.
package func accuracyPoints(_ fraction: Double) -> Double {
  let product = fraction * 100
  let decimal = (product * 1e12).rounded() / 1e12
  return abs(decimal - product) <= 8 * product.ulp ? decimal : product
}

/// Returns accuracy points as a fraction: the inverse of ``accuracyPoints(_:)``, so that 0.7 points are the number that
/// 7 / 1000 is.
package func fraction(ofPoints points: Double) -> Double {
  let quotient = points / 100
  let decimal = (points * 1e12).rounded() / 1e14
  return abs(decimal - quotient) <= 8 * quotient.ulp ? decimal : quotient
}
