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

  /// Returns a logarithmic axis that holds some values above 0, marked at 1, 2 and 5 times powers of ten.
  static func logarithmic(_ title: String, holding values: some Sequence<Double>) -> ChartAxis {
    let (low, high) = values.reduce((Double.infinity, 0.0)) { (min($0.0, $1), max($0.1, $1)) }
    let range = low < .infinity ? low / 1.12...max(low * 2, high * 1.12) : 1...10
    let powers = Int(log10(range.lowerBound).rounded(.down))...Int(log10(range.upperBound).rounded(.up))
    let ticks = powers.flatMap { power in [1, 2, 5].map { $0 * pow(10, Double(power)) } }
    return ChartAxis(title: title, range: range, isLogarithmic: true, ticks: ticks.filter { range.contains($0) })
  }

  /// Returns the smallest of 1, 2 and 5 times a power of ten that is at least a number.
  static func niceStep(_ least: Double) -> Double {
    guard least > 0 else { return 1 }
    let power = pow(10, log10(least).rounded(.down))
    return power * ([1, 2, 5].first { $0 * power >= least * (1 - 1e-9) } ?? 10)
  }

  /// Returns the smallest whole number of tenths that is at least a number, or of hundredths below a tenth.
  static func roundedUp(_ value: Double) -> Double {
    let parts = value < 0.1 ? 100.0 : 10
    return max(1, (value * parts - 1e-9).rounded(.up)) / parts
  }

  /// Returns where a value lies between the ends: 0 to 1 for values within.
  func share(_ value: Double) -> Double {
    if isLogarithmic {
      return (log(max(value, 1e-9)) - log(range.lowerBound)) / (log(range.upperBound) - log(range.lowerBound))
    }
    return (value - range.lowerBound) / (range.upperBound - range.lowerBound)
  }
}
