import Foundation

/// 1/(1 + e^−x), without overflow.
func logistic(_ x: Double) -> Double {
  let e = exp(-abs(x))
  return x >= 0 ? 1 / (1 + e) : e / (1 + e)
}

/// The same of x and of −x.
func logisticBothWays(_ x: Double) -> (of: Double, ofOpposite: Double) {
  let e = exp(-abs(x))
  let (near, far) = (1 / (1 + e), e / (1 + e))
  return (x >= 0 ? near : far, -x >= 0 ? near : far)
}

/// log(1 + e^x), without overflow: minus the logarithm of the chance of the answer that is not x's.
func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
