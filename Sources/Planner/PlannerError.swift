import Simulate

/// Names what can go wrong in answering a planning question, with what a person needs to correct it.
public enum PlannerError: Error, Equatable, Sendable {
  /// Quantities that contradict each other or are out of range.
  case invalidQuantity(String)
  /// A gap, a fraction, below one item of a benchmark of so many items.
  case gapBelowOneItem(gap: Double, items: Int)
  /// There is no table or published figure for a benchmark; `known` are the names there are.
  case unknownBenchmark(name: String, known: [String])
  /// A table that cannot be read.
  case malformedTable(file: String, message: String)
  /// A micro-benchmark's file that cannot be read, or responses that do not fit it.
  case malformedSelection(file: String, message: String)
}

extension PlannerError: CustomStringConvertible {
  /// The error as one line, without the program's name.
  public var description: String {
    switch self {
    case .invalidQuantity(let message): message
    case .gapBelowOneItem(let gap, let items):
      "a gap of \(points(gap)) points is below one item: among \(items) items gaps are multiples of "
        + "\(points(1 / Double(items))) points"
    case .unknownBenchmark(let name, let known):
      "\(PlannerError.missingTable(of: name)); there are \(known.joined(separator: ", "))"
    case .malformedTable(let file, let message), .malformedSelection(let file, let message): "\(file): \(message)"
    }
  }
}

extension PlannerError {
  /// Says that a benchmark has no table, for whoever knows better what to do about it than to list those that have one.
  package static func missingTable(of name: String) -> String { "there is no table for benchmark \"\(name)\"" }
}

/// Returns a fraction as accuracy points for a message.
func points(_ fraction: Double) -> String { number(accuracyPoints(fraction)) }

/// Returns a fraction for a message.
func fraction(_ value: Double) -> String { number(value) }

/// Returns a number with at most four decimals, without trailing zeros; with all its digits if those are zeros.
private func number(_ value: Double) -> String {
  let rounded = (value * 10_000).rounded() / 10_000
  if rounded == 0 { return value == 0 ? "0" : String(value) }
  return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : String(rounded)
}
