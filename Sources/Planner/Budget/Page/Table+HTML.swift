import Simulate

extension Table {
  /// Writes what people read as an HTML table that scrolls on its own if it is too wide, also by keyboard.
  func html(caption: String, identifier: String? = nil) -> String {
    let columns = columns(of: .text)
    func alignment(_ column: Int) -> String { isNumeric(column) ? " class=\"n\"" : "" }
    let header = columns.map { "<th scope=\"col\"\(alignment($0))>\(escaped(heads[$0].heading))</th>" }.joined()
    let lines = rows.map { row in
      let cells = columns.map { column in
        let cell = escaped(row[column].shown)
        return column == columns.first
          ? "<th scope=\"row\"\(alignment(column))>\(cell)</th>" : "<td\(alignment(column))>\(cell)</td>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(escaped(caption))\"><table"
      + (identifier.map { " id=\"\($0)\"" } ?? "")
      + "><caption>\(escaped(caption))</caption><thead><tr>\(header)</tr></thead><tbody>"
      + lines.joined(separator: "\n") + "</tbody></table></div>\n"
  }
}
