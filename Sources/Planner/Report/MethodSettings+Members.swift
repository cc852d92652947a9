import Simulate

extension MethodSettings {
  /// Every setting as a member of a JSON object.
  package var members: [(String, JSONValue)] { record.map { ($0.key, .number($0.value)) } }

  /// Every setting as a fact of a report, for programs.
  package var facts: [Report.Part] { record.map { .fact($0.key, nil, .plain($0.value, .upTo(2, exact: 8))) } }
}
