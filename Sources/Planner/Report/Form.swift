/// Lists the forms in which a report is written.
package enum Form: String, Sendable, CaseIterable {
  /// For a person at a terminal.
  case text
  /// For a program; keys are stable.
  case json
  /// For a spreadsheet or a data frame: one table.
  case csv
  /// For a document.
  case markdown
}

/// Describes the page that text is written for.
package struct TextPage: Sendable {
  /// The width that sentences are wrapped to.
  package var width: Int
  /// The width that tables are narrowed to.
  package var tableWidth: Int
  /// Tells whether the terminal shows bold.
  package var showsBold: Bool

  /// Describes a page.
  package init(width: Int = 80, tableWidth: Int = 100, showsBold: Bool = false) {
    self.width = width
    self.tableWidth = tableWidth
    self.showsBold = showsBold
  }

  /// Wraps text to the page, with later lines indented.
  package func wrapped(_ text: String, indent: Int = 0, hanging: Int? = nil) -> String {
    Planner.wrapped(text, width: width, indent: indent, hanging: hanging ?? indent)
  }

  /// Sets text in bold if the terminal shows it.
  package func bold(_ text: String) -> String { showsBold ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}

extension Report {
  /// Writes the report in a form; the only place that knows all forms.
  package func written(as form: Form, on page: TextPage = TextPage()) -> String {
    switch form {
    case .text: text(on: page)
    case .json: (isSealed ? (try? json.sealed()) ?? json : json).text(indented: true) + "\n"
    case .csv: csv
    case .markdown: markdown
    }
  }
}
