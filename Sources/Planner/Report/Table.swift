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
    let known = rows.map { $0[column] }.filter { !$0.isAbsent }
    return known.allSatisfy(\.isNumeric)
  }

  /// Returns the table for people: aligned columns two spaces apart, dropping as many columns as it takes to fit a
  /// width.
  ///
  /// - Returns: the text, each line ending in a line feed, and the headings of dropped columns.
  func aligned(width limit: Int) -> (text: String, dropped: [String]) {
    var columns = columns(of: .text)
    var cells = [Int: [String]]()
    for column in columns { cells[column] = [heads[column].heading] + rows.map { visible($0[column].shown) } }
    func width(_ column: Int) -> Int { cells[column]?.map(\.count).max() ?? 0 }
    var dropped: [String] = []
    let expendable = columns.filter { heads[$0].dropped != nil }.sorted { heads[$0].dropped! < heads[$1].dropped! }
    for column in expendable where columns.reduce(2 * (columns.count - 1), { $0 + width($1) }) > limit {
      columns.removeAll { $0 == column }
      dropped.append(heads[column].heading)
    }
    let lines = (0...rows.count).map { row in
      var line = ""
      for (position, column) in columns.enumerated() {
        let cell = cells[column]?[row] ?? ""
        let padding = String(repeating: " ", count: width(column) - cell.count)
        line += (position > 0 ? "  " : "") + (isNumeric(column) ? padding + cell : cell + padding)
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }
    return (lines.joined(), dropped)
  }
}
