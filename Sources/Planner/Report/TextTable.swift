import Simulate

/// Holds a table of text, written aligned for people, or as Markdown or CSV.
package struct TextTable: Sendable {
  /// Tells how a column is aligned.
  package enum Alignment: Sendable {
    case left, right
  }

  /// The column heads.
  package let heads: [String]
  /// How each column is aligned.
  package let alignments: [Alignment]
  /// The rows; each has as many cells as there are heads.
  package private(set) var rows: [[String]] = []

  /// Creates a table without rows.
  package init(_ columns: [(head: String, alignment: Alignment)]) {
    heads = columns.map(\.head)
    alignments = columns.map(\.alignment)
  }

  /// Adds a row.
  package mutating func add(_ cells: [String]) {
    precondition(cells.count == heads.count)
    rows.append(cells)
  }

  /// Returns the table with aligned columns two spaces apart, each line ending in a line feed.
  package func aligned() -> String {
    let widths = heads.indices.map { column in
      ([heads] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([heads] + rows).map { row in
      var line = ""
      for column in row.indices {
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        line +=
          (column > 0 ? "  " : "") + (alignments[column] == .right ? padding + row[column] : row[column] + padding)
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// The width of the aligned table.
  private var width: Int {
    heads.indices.reduce(2 * (heads.count - 1)) { total, column in
      total + (([heads] + rows).map { $0[column].count }.max() ?? 0)
    }
  }

  /// Returns the table dropping as many columns as it takes to fit a width.
  ///
  /// - Parameter order: the heads of columns that may be dropped, the first to go first.
  /// - Returns: the table and the heads that were dropped.
  package func narrowed(to limit: Int, dropping order: [String]) -> (table: TextTable, dropped: [String]) {
    var table = self
    var dropped: [String] = []
    for head in order where table.width > limit {
      guard let column = table.heads.firstIndex(of: head) else { continue }
      var narrower = TextTable(
        table.heads.indices.filter { $0 != column }.map { (table.heads[$0], table.alignments[$0]) })
      for row in table.rows { narrower.add(row.indices.filter { $0 != column }.map { row[$0] }) }
      table = narrower
      dropped.append(head)
    }
    return (table, dropped)
  }

  /// Returns the table as Markdown.
  package func markdown() -> String {
    func line(_ cells: [String]) -> String {
      "| "
        + cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
        .joined(separator: " | ") + " |\n"
    }
    return line(heads) + line(alignments.map { $0 == .right ? "---:" : "---" }) + rows.map(line).joined()
  }

  /// Returns the table as CSV after RFC 4180, with line feeds; an en dash, which stands for nothing, is an empty field.
  package func csv() -> String {
    ([heads] + rows).map { row in row.map { csvField($0 == "–" ? "" : $0) }.joined(separator: ",") + "\n" }.joined()
  }
}
