/// Declares a column of a table: what programs and people call it, and the figure of a row.
package struct Column<Row>: Sendable {
  /// Tells in which forms a column appears.
  package enum Audience: Sendable {
    /// Text and Markdown.
    case people
    /// JSON and CSV.
    case programs
    /// JSON alone, for what has no place in a flat file.
    case json
    /// CSV alone, for what JSON says once, outside the rows.
    case csv
    /// Text, Markdown and CSV, for what JSON nests.
    case flat
    /// All forms.
    case all
  }

  let head: Table.Head
  let figure: @Sendable (Row) -> Figure

  /// Declares a column of all forms, or of those for programs if it has no heading.
  ///
  /// - Parameters:
  ///   - key: its name in JSON and CSV, in snake case.
  ///   - heading: what people read above it; nil if only programs read it.
  ///   - dropped: the order in which columns are dropped on a narrow screen, 1 first; nil for one that stays.
  package init(
    _ key: String, _ heading: String? = nil, dropped: Int? = nil, for audience: Audience? = nil,
    _ figure: @escaping @Sendable (Row) -> Figure
  ) {
    let audience = audience ?? (heading == nil ? .programs : .all)
    head = Table.Head(key: key, heading: heading ?? key, dropped: dropped, audience: audience.forms)
    self.figure = figure
  }
}

extension Column.Audience {
  fileprivate var forms: Set<Form> {
    switch self {
    case .people: [.text, .markdown]
    case .programs: [.json, .csv]
    case .json: [.json]
    case .csv: [.csv]
    case .flat: [.text, .markdown, .csv]
    case .all: Set(Form.allCases)
    }
  }
}
