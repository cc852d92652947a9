import Foundation
import Simulate

/// Checks whether a printed score can come from a whole number of right answers.
enum PrintedScore {
  /// Finds the two multiples of 1/k that a printed score lies between, or nil if the score is one of them as rounded
  /// (the GRIM test, Brown and Heathers 2017).
  ///
  /// - Parameter score: accuracy points.
  static func nearestWholeItems(_ score: String, size: Int) -> String? {
    guard let value = Double(score) else { return nil }
    let decimals = score.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
    let slack = 0.5 * pow(10, -Double(decimals)) + 1e-9
    let items = value / 100 * Double(size)
    let (below, above) = (items.rounded(.down), items.rounded(.up))
    func printed(_ items: Double) -> Double { items / Double(size) * 100 }
    guard abs(printed(below) - value) > slack, abs(printed(above) - value) > slack else { return nil }
    return
      "\(decimal(printed(below), decimals)) (\(Int(below))) and \(decimal(printed(above), decimals)) (\(Int(above)))"
  }
}
