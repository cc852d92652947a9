import Foundation
import Simulate

/// Computes how often independent normal observations with unit variance and means some distance apart come out as
/// their means are. Observations whose correlations are all equal do so as often, at the variance of their differences.
enum OrderOfNormals {
  /// Returns the chance that the observation with the largest mean is the largest, if all others are a distance behind:
  /// ∫Φ(x + h)^(M − 1) φ(x) dx (Bechhofer 1954). No other means that far behind make it less likely.
  ///
  /// The trapezoidal rule is exact to rounding for such an integrand.
  static func largestIsBest(models: Int, distance h: Double) -> Double {
    integral { x in pow(NormalDistribution.cumulative(x + h), Double(models - 1)) }
  }

  /// Returns the chance that all differ by less than a distance: M·∫φ(x)(Φ(x) − Φ(x − h))^(M − 1) dx (Tukey's
  /// studentized range). Whatever their means, observations so close to them keep every pair in order whose means are
  /// that distance apart.
  static func rangeIsBelow(_ h: Double, models: Int) -> Double {
    Double(models)
      * integral { x in
        pow(NormalDistribution.cumulative(x) - NormalDistribution.cumulative(x - h), Double(models - 1))
      }
  }

  private static func integral(_ weight: (Double) -> Double) -> Double {
    let step = 1.0 / 32
    var sum = 0.0
    for point in -288...288 {
      let x = Double(point) * step
      sum += weight(x) * NormalDistribution.density(x)
    }
    return min(1, sum * step)
  }

  /// Returns the chance that all come out in the order of means a distance apart from neighbour to neighbour, the
  /// hardest case of a complete order of means at least so far apart (Bechhofer 1954).
  ///
  /// From model to model: the density of the i-th with all before it in order is φ(x − ih) times the integral of the
  /// density before it up to x (Hayter 2006). Each step is one pass over a grid, by the trapezoidal rule with its first
  /// correction at the ends.
  static func allInOrder(models: Int, distance h: Double) -> Double {
    let smallest = 0.01
    guard h >= smallest else {
      // Next to 0 the chance is that of any order, and grows straight from there.
      let none = exp(-lgamma(Double(models) + 1))
      return none + (allInOrder(models: models, distance: smallest) - none) * max(0, h) / smallest
    }
    // A whole number of steps to the distance.
    let shift = Int((h / 0.02).rounded(.up))
    let step = h / Double(shift)
    let reach = Int((9 / step).rounded(.up))
    let count = 2 * reach + 1
    let points = (-reach...reach).map { Double($0) * step }
    let density = points.map { NormalDistribution.density($0) }
    var integral = points.map { NormalDistribution.cumulative($0) }
    var before = density
    var total = 1.0
    var lastFactor: Double?
    for model in 1..<models {
      // Seen from the next mean, what came before lies the distance to the left.
      var values = [Double](repeating: 0, count: count)
      var slopes = values
      for index in 0..<count {
        let source = index + shift
        let (below, slope) = source < count ? (integral[source], before[source]) : (total, 0)
        values[index] = density[index] * below
        slopes[index] = density[index] * (slope - points[index] * below)
      }
      var sum = 0.0
      var sums = [Double](repeating: 0, count: count)
      for index in 1..<count {
        sum += step / 2 * (values[index - 1] + values[index]) - step * step / 12 * (slopes[index] - slopes[index - 1])
        sums[index] = sum
      }
      // Once the shape no longer changes, every further model takes the same factor.
      let factor = sum / total
      if sum < 1e-280 { return 0 }
      if model > 8, let last = lastFactor, abs(factor - last) < 1e-14 * factor {
        return min(1, sum * pow(factor, Double(models - 1 - model)))
      }
      lastFactor = factor
      (integral, before, total) = (sums, values, sum)
    }
    return min(1, total)
  }
}
