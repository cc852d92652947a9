import Simulate

/// Tells what a significant difference is claimed of, on a benchmark of N items.
public enum TestSubject: String, Sendable, CaseIterable {
  /// The tasks that the benchmark stands for: its N items are a sample of them, and so are the k.
  case population
  /// The N items themselves, of which the k are drawn without replacement.
  case items

  /// Returns a sentence that says so for a benchmark of some items.
  func sentence(items: Int) -> String {
    let count = plural(items, "item")
    switch self {
    case .population: return "Significance is about the tasks that the \(count) stand for, not the \(count) alone."
    case .items:
      return "Significance is about the \(count) themselves: the test allows for how many of them are drawn "
        + "(normal approximation)."
    }
  }
}
