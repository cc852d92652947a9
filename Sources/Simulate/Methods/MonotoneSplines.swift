import CKernels

/// Adds up monotone cubic splines, one per variable, fitted by penalised least squares.
///
/// Each spline has B-splines on eight equal stretches between the smallest and the largest value seen, coefficients
/// that never fall, and a penalty on their second differences (Eilers and Marx 1996; monotone as in Pya and Wood 2015,
/// by least squares on non-negative rises). Beyond the values seen it continues as a straight line. The penalty is the
/// one of a few with the least error when each fifth of the observations in turn is left out.
package struct MonotoneSplines: Sendable, Codable, Equatable {
  /// The value where every spline is 0.
  let constant: Double
  let terms: [Term]

  /// Represents one variable's spline.
  struct Term: Sendable, Codable, Equatable {
    /// The smallest value seen.
    let low: Double
    /// The largest value seen.
    let high: Double
    /// The coefficients of the B-splines, the first of them 0.
    let coefficients: [Double]
  }

  private static let stretches = 8
  private static let basis = stretches + 3
  private static let penalties = [1e-3, 1e-2, 1e-1, 1, 10, 100]
  private static let folds = 5

  /// Fits splines.
  ///
  /// - Parameters:
  ///   - variables: for each variable a number per observation.
  ///   - responses: a number per observation.
  init(_ variables: [[Double]], responses: [Double]) {
    let ranges = variables.map { (low: $0.min() ?? 0, high: $0.max() ?? 0) }
    let rows = responses.indices.map { row in
      zip(variables, ranges).flatMap { variable, range in
        MonotoneSplines.rises(variable[row], low: range.low, high: range.high)
      }
    }
    let folds = (0..<MonotoneSplines.folds).compactMap { fold in
      let kept = responses.indices.filter { $0 % MonotoneSplines.folds != fold }
      return kept.count > 1 ? (fold: fold, moments: Moments(rows, responses, kept)) : nil
    }
    var best = (error: Double.infinity, penalty: MonotoneSplines.penalties[0])
    for penalty in MonotoneSplines.penalties {
      var error = 0.0
      for (fold, moments) in folds {
        let fit = moments.fit(penalty: penalty)
        for row in responses.indices where row % MonotoneSplines.folds == fold {
          let miss = responses[row] - fit.constant - dot(rows[row], fit.rises)
          error += miss * miss
        }
      }
      if error < best.error { best = (error, penalty) }
    }
    let fit = Moments(rows, responses, Array(responses.indices)).fit(penalty: best.penalty)
    constant = fit.constant
    terms = ranges.indices.map { variable in
      var coefficients = [0.0]
      for rise in fit.rises[variable * (MonotoneSplines.basis - 1)..<(variable + 1) * (MonotoneSplines.basis - 1)] {
        coefficients.append(coefficients[coefficients.count - 1] + rise)
      }
      return Term(low: ranges[variable].low, high: ranges[variable].high, coefficients: coefficients)
    }
  }

  /// Whether there are as many coefficients as the splines need.
  var isComplete: Bool { terms.allSatisfy { $0.coefficients.count == MonotoneSplines.basis } }

  /// Computes the value at a point.
  ///
  /// - Parameter point: a number per variable.
  func value(at point: [Double]) -> Double {
    zip(terms, point).reduce(constant) { sum, part in
      let (term, x) = part
      let rises = MonotoneSplines.rises(x, low: term.low, high: term.high)
      return sum
        + rises.indices.reduce(0) { $0 + rises[$1] * (term.coefficients[$1 + 1] - term.coefficients[$1]) }
    }
  }

  /// Computes for each coefficient but the first what its rise over the one before adds at a point: the sum of the
  /// B-splines from there on. Empty if all values seen were the same.
  static func rises(_ x: Double, low: Double, high: Double) -> [Double] {
    guard high > low else { return [Double](repeating: 0, count: basis - 1) }
    let position = (x - low) / (high - low) * Double(stretches)
    let inside = min(max(position, 0), Double(stretches))
    let stretch = min(stretches - 1, Int(inside))
    let u = inside - Double(stretch)
    // The four B-splines that are not 0 here, and their slopes.
    let values = [
      (1 - u) * (1 - u) * (1 - u) / 6, (3 * u * u * u - 6 * u * u + 4) / 6,
      (-3 * u * u * u + 3 * u * u + 3 * u + 1) / 6,
      u * u * u / 6,
    ]
    let slopes = [-(1 - u) * (1 - u) / 2, (3 * u * u - 4 * u) / 2, (-3 * u * u + 2 * u + 1) / 2, u * u / 2]
    var result = [Double](repeating: 0, count: basis - 1)
    for later in 1..<basis {
      for offset in 0..<4 where stretch + offset >= later {
        result[later - 1] += values[offset] + (position - inside) * slopes[offset]
      }
    }
    return result
  }

  /// Holds what a fit needs to know of some observations, whatever the penalty.
  private struct Moments {
    let mean: Double
    let means: [Double]
    let products: [Double]
    let correlations: [Double]

    init(_ rows: [[Double]], _ responses: [Double], _ kept: [Int]) {
      let width = rows.first?.count ?? 0
      let count = Double(kept.count)
      let mean = kept.reduce(0) { $0 + responses[$1] } / count
      var means = [Double](repeating: 0, count: width)
      for row in kept { for (column, value) in rows[row].enumerated() { means[column] += value } }
      for column in 0..<width { means[column] /= count }
      var products = [Double](repeating: 0, count: width * width)
      var correlations = [Double](repeating: 0, count: width)
      var centred = means
      for row in kept {
        for (column, value) in rows[row].enumerated() { centred[column] = value - means[column] }
        for (a, value) in centred.enumerated() where value != 0 { correlations[a] += value * (responses[row] - mean) }
        // A deviation of 0 adds 0.
        products.withUnsafeMutableBufferPointer {
          mdad_rank_one_update($0.baseAddress, width, width, centred.map { -$0 }, centred, width)
        }
      }
      (self.mean, self.means, self.products, self.correlations) = (mean, means, products, correlations)
    }

    /// Fits non-negative rises and a free constant by coordinate descent.
    func fit(penalty: Double) -> (constant: Double, rises: [Double]) {
      let width = means.count
      var products = products
      // The second differences of coefficients are the differences of neighbouring rises.
      for start in stride(from: 0, to: width, by: basis - 1) {
        for index in start..<start + basis - 2 {
          products[index * width + index] += penalty
          products[(index + 1) * width + index + 1] += penalty
          products[index * width + index + 1] -= penalty
          products[(index + 1) * width + index] -= penalty
        }
      }
      let rises = nonNegativeLeastSquares(products: products, correlations: correlations)
      return (mean - dot(means, rises), rises)
    }
  }
}

/// Finds the w ≥ 0 that minimises wᵀ·A·w/2 − b·w, by coordinate descent.
///
/// - Parameters:
///   - products: A, n × n, symmetric and positive semi-definite.
///   - correlations: b.
/// - Complexity: O(n²) a sweep, at most 1,000 of them.
func nonNegativeLeastSquares(products: [Double], correlations: [Double]) -> [Double] {
  let size = correlations.count
  var solution = [Double](repeating: 0, count: size)
  var gradient = correlations
  products.withUnsafeBufferPointer { products in
    gradient.withUnsafeMutableBufferPointer { gradient in
      for _ in 0..<1000 {
        var largest = 0.0
        for index in 0..<size {
          let row = UnsafeBufferPointer(rebasing: products[index * size..<(index + 1) * size])
          let curvature = row[index]
          guard curvature > 1e-12 else { continue }
          let next = max(0, solution[index] + gradient[index] / curvature)
          let change = next - solution[index]
          guard change != 0 else { continue }
          solution[index] = next
          for other in 0..<size { gradient[other] -= change * row[other] }
          largest = max(largest, abs(change) * curvature.squareRoot())
        }
        if largest < 1e-9 { break }
      }
    }
  }
  return solution
}
