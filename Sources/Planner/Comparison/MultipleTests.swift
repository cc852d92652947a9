/// Names the ways to adjust the p-values of several tests.
public enum MultipleTests: String, Sendable, CaseIterable {
  /// Holm (1979): the chance of any false finding stays below the level.
  case holm
  /// Benjamini and Hochberg (1995): the expected share of false findings among all stays below the level.
  case benjaminiHochberg = "bh"
  /// As they are.
  case none

  /// Returns the adjusted p-values, in the order of the p-values.
  package func adjusted(_ values: [Double]) -> [Double] {
    guard self != .none else { return values }
    let count = Double(values.count)
    let order = values.indices.sorted { values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1 }
    var adjusted = values
    switch self {
    case .holm:
      // A p-value is never below that of a stronger finding.
      var largest = 0.0
      for (rank, index) in order.enumerated() {
        largest = max(largest, min(1, values[index] * (count - Double(rank))))
        adjusted[index] = largest
      }
    case .benjaminiHochberg:
      var smallest = 1.0
      for (rank, index) in order.enumerated().reversed() {
        smallest = min(smallest, values[index] * count / Double(rank + 1))
        adjusted[index] = smallest
      }
    case .none: break
    }
    return adjusted
  }
}
