import Simulate

/// Lists what benchmarks are about, in the order in which to show them: the file `benchmarks.csv` of a folder of
/// tables.
package struct BenchmarkCatalogue: Sendable, Equatable {
  /// Holds what is known of a benchmark besides its table.
  package struct Entry: Sendable, Equatable {
    /// The benchmark's name.
    package let benchmark: String
    /// What it asks for, such as code or agents.
    package let kind: String
    /// When its newest models are from, if its table does not know; empty otherwise.
    package let models: String
  }

  /// The benchmarks in the order in which to show them.
  package private(set) var entries: [Entry] = []

  /// Creates an empty catalogue.
  package init() {}

  /// Reads a file.
  ///
  /// - Parameter file: what messages call it.
  /// - Throws: ``PlannerError/malformedTable(file:message:)`` naming the fault.
  package init(csv text: String, file: String) throws(PlannerError) {
    let table = try TextColumns.read(csv: text, file: file, columns: ["benchmark", "table", "kind", "models"])
    entries = table.rows.map { Entry(benchmark: $0.values[0], kind: $0.values[2], models: $0.values[3]) }
  }

  /// Returns what is known of a benchmark, or nil.
  package func entry(of benchmark: String) -> Entry? {
    entries.first { TableLibrary.isSame($0.benchmark, benchmark) }
  }

  /// Returns names in the order in which to show them, those that are not listed last, by the alphabet.
  package func sorted(_ benchmarks: [String]) -> [String] {
    func place(_ name: String) -> Int {
      entries.firstIndex { TableLibrary.isSame($0.benchmark, name) } ?? entries.count
    }
    return benchmarks.map { (place($0), $0) }.sorted { $0 < $1 }.map(\.1)
  }
}
