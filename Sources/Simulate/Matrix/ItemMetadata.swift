/// What is known of a matrix's items besides the responses to them.
public struct ItemMetadata: Sendable, Equatable {
  /// For each item its text; empty where there is none.
  public let texts: [String]
  /// For each item how hard it is, larger for harder; empty where unknown.
  public let difficulties: [Double]
  /// Columns of quality: a name, and for each item a number.
  public let qualities: [Quality]

  /// One column of quality.
  public struct Quality: Sendable, Equatable {
    /// The column's name.
    public let name: String
    /// A number per item.
    public let values: [Double]

    /// A column.
    public init(name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// Metadata; each list is empty or as long as there are items.
  public init(texts: [String] = [], difficulties: [Double] = [], qualities: [Quality] = []) {
    self.texts = texts
    self.difficulties = difficulties
    self.qualities = qualities
  }

  /// The metadata of some items from a table's columns: `text`, `difficulty`, and those whose names begin with `quality`.
  public init(_ table: LabelTable, items: [String]) throws(SimulateError) {
    let rows = try table.rows(of: items)
    func numbers(_ name: String) throws(SimulateError) -> [Double]? {
      guard let cells = table.column(name, of: rows) else { return nil }
      var values: [Double] = []
      for (line, text) in cells {
        guard let value = text.flatMap({ Double($0) }), value.isFinite else {
          throw .malformedInput(
            file: table.file, line: line,
            message: "column \"\(name)\": \"\(text ?? "")\" is not a number; every item needs one")
        }
        values.append(value)
      }
      return values
    }
    texts = table.column("text", of: rows)?.map { $0.text ?? "" } ?? []
    difficulties = try numbers("difficulty") ?? []
    var qualities: [Quality] = []
    for name in table.columns where name.hasPrefix("quality") {
      qualities.append(Quality(name: name, values: try numbers(name) ?? []))
    }
    self.qualities = qualities
    guard !texts.isEmpty || !difficulties.isEmpty || !qualities.isEmpty else {
      throw .malformedInput(
        file: table.file, line: nil,
        message: "no column is named text or difficulty or begins with quality; give at least one of them")
    }
  }

  /// The SHA-256 of the metadata, in hexadecimal.
  public func contentHash() -> String {
    labelHash(
      "mdad-item-metadata/1",
      [("text", texts), ("difficulty", difficulties.map { String($0) })]
        + qualities.map { ($0.name, $0.values.map { String($0) }) })
  }
}
