/// Names what can go wrong in answering a planning question, with what a person needs to correct it.
public enum PlannerError: Error, Equatable, Sendable {
  /// Quantities that contradict each other or are out of range.
  case invalidQuantity(String)
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
    case .unknownBenchmark(let name, let known):
      "there is no table for benchmark \"\(name)\". Available: \(known.joined(separator: ", "))"
    case .malformedTable(let file, let message), .malformedSelection(let file, let message): "\(file): \(message)"
    }
  }
}
