import Foundation

/// Holds an axis of a chart: how values become positions, and which are marked.
struct ChartAxis: Sendable {
  /// What it shows, with its unit.
  let title: String
  /// The values at its ends.
  let range: ClosedRange<Double>
  /// Tells whether equal ratios are equal distances.
  let isLogarithmic: Bool
  /// The marked values, ascending.
  let ticks: [Double]

  /// Returns an axis of numbers from one to another, marked at 1, 2 or 5 times a power of ten.
  static func linear(_ title: String, _ range: ClosedRange<Double>, ticks count: Int = 6) -> ChartAxis {
    let step = niceStep((range.upperBound - range.lowerBound) / Double(count))
    let first = Int((range.lowerBound / step - 1e-9).rounded(.up))
    let last = Int((range.upperBound / step + 1e-9).rounded(.down))
    return ChartAxis(
      title: title, range: range, isLogarithmic: false,
      ticks: first <= last ? (first...last).map { Double($0) * step } : [])
  }

  /// Returns an axis of sizes, marked at some of them.
  static func sizes(_ title: String, _ sizes: [Int]) -> ChartAxis {
    let marked = sizes.map { Double($0) }
    let low = max(1, marked.first ?? 1)
    return ChartAxis(
      title: title, range: low / 1.15...max(low * 1.15, (marked.last ?? 10) * 1.15), isLogarithmic: true, ticks: marked)
  }

  /// Returns the smallest of 1, 2 and 5 times a power of ten that is at least a number.
  static func niceStep(_ least: Double) -> Double {
    guard least > 0 else { return 1 }
    let power = pow(10, log10(least).rounded(.down))
    return power * ([1, 2, 5].first { $0 * power >= least * (1 - 1e-9) } ?? 10)
  }

  /// Returns where a value lies between the ends: 0 to 1 for values within.
  func share(_ value: Double) -> Double {
    if isLogarithmic {
      return (log(max(value, 1e-9)) - log(range.lowerBound)) / (log(range.upperBound) - log(range.lowerBound))
    }
    return (value - range.lowerBound) / (range.upperBound - range.lowerBound)
  }
}
