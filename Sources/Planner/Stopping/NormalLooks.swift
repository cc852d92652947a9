import Foundation
import Simulate

/// Follows the statistic of a group-sequential test from look to look, in the limit of many items: a Brownian motion
/// seen at shares of its information.
///
/// With t the share of information and θ the drift, S = Z·√t has independent normal increments of mean θ·Δt and
/// variance Δt. The density of S at a look, among tests that no look stopped, is the integral of the one before times
/// the increment's density (Armitage, McPherson and Rowe 1969), by Gauss–Legendre quadrature between the boundaries.
struct NormalLooks {
  /// The mean of Z at the end.
  let drift: Double
  private var information = 0.0
  /// The points at which the density at the last look is known, with weight times density.
  private var points: [(position: Double, mass: Double)] = [(0, 1)]

  /// Starts before the first look.
  init(drift: Double) {
    self.drift = drift
  }

  /// Returns P(S ≥ c) at a look, among tests that no earlier look stopped.
  func upper(_ critical: Double, at next: Double) -> Double {
    let deviation = (next - information).squareRoot()
    return points.reduce(0) { sum, point in
      sum + point.mass
        * NormalDistribution.cumulative(
          (point.position + drift * (next - information) - critical * next.squareRoot()) / deviation)
    }
  }

  /// Returns P(S ≤ −c) at a look.
  func lower(_ critical: Double, at next: Double) -> Double {
    let deviation = (next - information).squareRoot()
    return points.reduce(0) { sum, point in
      sum + point.mass
        * NormalDistribution.cumulative(
          (-critical * next.squareRoot() - point.position - drift * (next - information)) / deviation)
    }
  }

  /// Goes on to a look, at which tests with |Z| ≥ c stop.
  mutating func advance(past critical: Double, at next: Double) {
    let deviation = (next - information).squareRoot()
    // Beyond eight deviations of the mean there is nothing left to count.
    let scale = next.squareRoot()
    let low = max(-critical * scale, drift * next - 8 * scale)
    let high = min(critical * scale, drift * next + 8 * scale)
    let step = drift * (next - information)
    var moved: [(position: Double, mass: Double)] = []
    if low < high {
      for node in GaussLegendre.nodes {
        let position = (low + high) / 2 + (high - low) / 2 * node.position
        let density = points.reduce(0) { sum, point in
          sum + point.mass * NormalDistribution.density((position - point.position - step) / deviation) / deviation
        }
        moved.append((position, density * node.weight * (high - low) / 2))
      }
    }
    (points, information) = (moved, next)
  }
}

/// Holds the nodes and weights of Gauss–Legendre quadrature on [−1, 1], with 96 points: for densities a tenth as wide
/// as the interval, right to rounding.
enum GaussLegendre {
  static let nodes: [(position: Double, weight: Double)] = {
    let count = 96
    return (1...count).map { index in
      var x = cos(Double.pi * (Double(index) - 0.25) / (Double(count) + 0.5))
      var slope = 0.0
      for _ in 0..<100 {
        // The Legendre polynomial and its derivative, by the three-term recurrence.
        var (value, below) = (1.0, 0.0)
        for degree in 1...count {
          (value, below) = ((Double(2 * degree - 1) * x * value - Double(degree - 1) * below) / Double(degree), value)
        }
        slope = Double(count) * (x * value - below) / (x * x - 1)
        let step = value / slope
        x -= step
        if abs(step) < 1e-15 { break }
      }
      return (x, 2 / ((1 - x * x) * slope * slope))
    }
  }()
}
