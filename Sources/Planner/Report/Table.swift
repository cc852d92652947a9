import Simulate

/// Holds a table of figures, whose columns are declared once and written in every form.
package struct Table: Sendable {
  /// Holds the heads of a column.
  struct Head: Sendable {
    let key: String
    let heading: String
    let dropped: Int?
    let audience: Set<Form>
  }

  let heads: [Head]
  let rows: [[Figure]]

  /// Makes a table of rows by its columns' figures.
  package init<Row>(_ rows: [Row], _ columns: [Column<Row>]) {
    heads = columns.map(\.head)
    self.rows = rows.map { row in columns.map { $0.figure(row) } }
  }

  /// Tells whether there are no rows.
  package var isEmpty: Bool { rows.isEmpty }

  /// Returns the positions of the columns that a form has.
  func columns(of form: Form) -> [Int] { heads.indices.filter { heads[$0].audience.contains(form) } }

  /// The rows as an array of records.
  var json: JSONValue {
    let columns = columns(of: .json)
    return .array(rows.map { row in .object(columns.map { (heads[$0].key, row[$0].json) }) })
  }

  /// The table as CSV after RFC 4180, with line feeds.
  package var csv: String {
    let columns = columns(of: .csv)
    func line(_ fields: [String]) -> String { fields.map(csvField).joined(separator: ",") + "\n" }
    return line(columns.map { heads[$0].key }) + rows.map { row in line(columns.map { row[$0].field }) }.joined()
  }

  /// The table as Markdown, each row one line.
  package var markdown: String {
    let columns = columns(of: .markdown)
    func line(_ cells: [String]) -> String { "| " + cells.map(markdownCell).joined(separator: " | ") + " |\n" }
    return line(columns.map { heads[$0].heading })
      + "| " + columns.map { isNumeric($0) ? "---:" : "---" }.joined(separator: " | ") + " |\n"
      + rows.map { row in line(columns.map { row[$0].shown }) }.joined()
  }

  /// Tells whether a column holds numbers, and is aligned to the right.
  func isNumeric(_ column: Int) -> Bool {
    rows.allSatisfy { $0[column].isAbsent || $0[column].isNumeric }
  }

  /// Returns the table for people: aligned columns two spaces apart, dropping as many columns as it takes to fit a
  /// width.
  ///
  /// - Returns: the text, each line ending in a line feed, and the headings of dropped columns.
  func aligned(width limit: Int) -> (text: String, dropped: [String]) {
    var columns = columns(of: .text).map { column in
      AlignedColumn(
        number: column, cells: [heads[column].heading] + rows.map { visible($0[column].shown) },
        isNumeric: isNumeric(column))
    }
    var dropped: [String] = []
    let expendable = columns.map(\.number).filter { heads[$0].dropped != nil }
      .sorted { heads[$0].dropped! < heads[$1].dropped! }
    for column in expendable where columns.reduce(2 * (columns.count - 1), { $0 + $1.width }) > limit {
      columns.removeAll { $0.number == column }
      dropped.append(heads[column].heading)
    }
    let lines = (0...rows.count).map { row in
      var line = ""
      for (position, column) in columns.enumerated() {
        let cell = column.cells[row]
        let padding = String(repeating: " ", count: column.width - column.lengths[row])
        line += (position > 0 ? "  " : "") + (column.isNumeric ? padding + cell : cell + padding)
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }
    return (lines.joined(), dropped)
  }
}

/// Holds the cells of a column as people read them, the heading first.
private struct AlignedColumn {
  let number: Int
  let cells: [String]
  let isNumeric: Bool
  /// The characters of each cell.
  let lengths: [Int]
  /// The characters of the longest.
  let width: Int

  init(number: Int, cells: [String], isNumeric: Bool) {
    self.number = number
    self.cells = cells
    self.isNumeric = isNumeric
    lengths = cells.map(\.count)
    width = lengths.max() ?? 0
  }
}
