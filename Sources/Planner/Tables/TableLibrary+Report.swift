import Foundation
import Simulate

extension TableLibrary {
  /// Holds what the list of tables says of a benchmark.
  private struct Entry: Decodable {
    let kind: String?
    let benchmark: String
    let items: Int
    let models: Int?
    let years: String?
    /// Points.
    let lowAccuracy: Double?
    let highAccuracy: Double?
    let subtasks: Int?
    let frame: Bool
    let source: String
    let version: String?
    let matrixHash: String?

    enum CodingKeys: String, CodingKey {
      case kind, benchmark, items, models, years, subtasks, frame, source, version
      case lowAccuracy = "accuracy_q10"
      case highAccuracy = "accuracy_q90"
      case matrixHash = "matrix_sha256"
    }

    init(
      _ table: BenchmarkTable?, published: PublishedFigures?, known: BenchmarkCatalogue.Entry?, hasFrame: Bool
    ) {
      kind = known?.kind
      benchmark = table?.benchmark ?? published?.benchmark ?? ""
      items = table?.items ?? published?.items ?? 0
      models = table?.models
      years = table?.dates.map(Entry.years) ?? known.flatMap { $0.models.isEmpty ? nil : "to \($0.models)" }
      func accuracy(_ level: Double) -> Double? {
        guard let table, let place = BenchmarkTable.quantileLevels.firstIndex(of: level) else { return nil }
        return (1e6 * table.accuracyQuantiles[place]).rounded() / 1e4
      }
      (lowAccuracy, highAccuracy) = (accuracy(0.1), accuracy(0.9))
      subtasks = table?.subtasks
      frame = hasFrame
      source = table == nil ? "published" : published == nil ? "table" : "table, published"
      version = table?.version
      matrixHash = table?.matrixHash
    }

    private static func years(_ dates: ClosedRange<String>) -> String {
      let (first, last) = (dates.lowerBound.prefix(4), dates.upperBound.prefix(4))
      return first == last ? String(last) : "\(first) to \(last)"
    }
  }

  private struct Index: Decodable {
    let tables: [Entry]
  }

  /// Returns what tables there are, as a report, schema `mdad.tables/2`: `index.json` next to tables, and what is
  /// listed, by what the benchmarks are about.
  ///
  /// - Complexity: reads every table of a folder; those inside the program have their index there, too.
  package func report() throws(PlannerError) -> Report {
    let entries: [Entry]
    if let index { entries = try known(index) } else { entries = try read() }
    @Sendable func points(_ value: Double?) -> Figure { .points(value.map { fraction(ofPoints: $0) }, .fixed(0)) }
    let table = Table(
      entries,
      [
        Column("kind", "about") { .text($0.kind) },
        Column("benchmark", "benchmark") { .text($0.benchmark) }, Column("items", "items") { .count($0.items) },
        Column("models", "models") { .count($0.models) }, Column("years", "from") { .text($0.years) },
        Column("accuracy", "accuracy", for: .people) {
          .range(between: points($0.lowAccuracy), and: points($0.highAccuracy))
        },
        Column("accuracy_q10") { points($0.lowAccuracy) }, Column("accuracy_q90") { points($0.highAccuracy) },
        Column("subtasks") { .count($0.subtasks) }, Column("frame") { .flag($0.frame) },
        Column("source") { .text($0.source) }, Column("version") { .text($0.version) },
        Column("matrix_sha256") { .text($0.matrixHash) },
      ])
    return Report(schema: "mdad.tables/2", [.section("tables", table: table)], csv: table)
  }

  private func known(_ index: Data) throws(PlannerError) -> [Entry] {
    do {
      return try JSONDecoder().decode(Index.self, from: index).tables
    } catch {
      throw .malformedTable(file: "index.json", message: "this is not a list of tables; make the tables again")
    }
  }

  private func read() throws(PlannerError) -> [Entry] {
    var entries: [Entry] = []
    for name in benchmarkNames {
      entries.append(
        Entry(
          try table(of: name), published: published(of: name), known: catalogue.entry(of: name),
          hasFrame: hasFrame(of: name)))
    }
    return entries
  }
}
