import Planner
import Simulate

/// The results of one matrix or of several, as a command's output.
struct SimulationSuite {
  private let reports: [SimulationReport]

  /// - Parameter reports: at least one.
  init(_ reports: [SimulationReport]) { self.reports = reports }

  /// The output in the form that `--format` asks for: of several matrices one table, or one JSON document with a member for each.
  func text(_ arguments: ParsedArguments, _ console: Console) throws -> String {
    let withCurves = arguments.flag("curve")
    switch arguments.format {
    case .json:
      let documents = reports.map { $0.json() }
      let document: JSONValue =
        documents.count == 1
        ? documents[0] : .object([("schema", .string("mdad.suite/1")), ("benchmarks", .array(documents))])
      return document.text(indented: true) + "\n"
    case .csv:
      return joined(withCurves ? reports.map { $0.curveTable() } : reports.map { $0.csvTable() }, withCurves).csv()
    case .markdown:
      return table.markdown() + (withCurves ? "\n" + joined(reports.map { $0.curveTable() }, true).markdown() : "")
    case .text:
      let foot =
        "MDAD and error in accuracy points, agreement \(compact(reports[0].result.settings.threshold)); first and sust.: its "
        + "other two readings; τ-b, ρ: rank correlations of the targets; top-1: chance that the top model is the top model; unrel.: "
        + "pairs with a gap of at most the MDAD"
      return reports.map { console.bold(console.wrapped(head(of: $0))) + "\n" }.joined() + "\n"
        + console.aligned(
          table, dropping: ["unrel.", "top-1", "ρ", "sust.", "first", "τ-b", "error", "against"])
        + (withCurves ? "\n" + joined(reports.map { $0.curveTable() }, true).aligned() : "") + "\n"
        + console.wrapped(foot) + "\n"
    }
  }

  private var table: TextTable { joined(reports.map { $0.table() }, true) }

  /// The rows of several tables under one head, with the benchmark's name before each where there are several and it is wanted.
  private func joined(_ tables: [TextTable], _ isNamed: Bool) -> TextTable {
    guard tables.count > 1 else { return tables[0] }
    var result = TextTable(
      (isNamed ? [("benchmark", .left)] : []) + zip(tables[0].heads, tables[0].alignments).map { ($0, $1) })
    for (report, table) in zip(reports, tables) {
      for row in table.rows { result.add((isNamed ? [report.benchmark] : []) + row) }
    }
    return result
  }

  private func head(of report: SimulationReport) -> String {
    let result = report.result
    let settings = result.settings
    return "\(report.benchmark): \(result.modelCount) models, \(result.itemCount) items; \(settings.trials) trials of "
      + "\(result.targetCount) targets and \(result.sourceCount) sources, split \(settings.split.rawValue), "
      + "seed \(settings.seed)"
  }
}
