extension ModelLabels {
  /// The labels of some models from the columns `family`, `size` and `date` of a table.
  package init(_ table: LabelTable, models: [String]) throws(SimulateError) {
    let rows = try table.rows(of: models)
    for (line, text) in table.column("date", of: rows) ?? [] {
      if let text, !ModelLabels.isDate(text) {
        throw .malformedInput(file: table.file, line: line, message: ModelLabels.dateFault(text))
      }
    }
    guard ["family", "size", "date"].contains(where: { table.columns.contains($0) }) else {
      throw .malformedInput(
        file: table.file, line: nil, message: "no column is named family, size or date; give at least one of them")
    }
    try self.init(
      families: table.column("family", of: rows)?.map(\.text) ?? [],
      sizes: table.column("size", of: rows)?.map(\.text) ?? [],
      dates: table.column("date", of: rows)?.map(\.text) ?? [])
  }
}

extension ItemMetadata {
  /// The metadata of some items from a table's columns: `text`, `difficulty`, and those whose names begin with
  /// `quality`.
  package init(_ table: LabelTable, items: [String]) throws(SimulateError) {
    let rows = try table.rows(of: items)
    func numbers(_ name: String) throws(SimulateError) -> [Double]? {
      guard let cells = table.column(name, of: rows) else { return nil }
      var values: [Double] = []
      for (line, text) in cells {
        guard let value = text.flatMap({ Double(plainDecimal: $0) }) else {
          throw .malformedInput(
            file: table.file, line: line,
            message: "column \"\(name)\": \"\(text ?? "")\" is not a number; every item needs one")
        }
        values.append(value)
      }
      return values
    }
    let texts = table.column("text", of: rows)?.map { $0.text ?? "" } ?? []
    let difficulties = try numbers("difficulty") ?? []
    var qualities: [Quality] = []
    for name in table.columns where name.hasPrefix("quality") {
      qualities.append(Quality(name: name, values: try numbers(name) ?? []))
    }
    guard !texts.isEmpty || !difficulties.isEmpty || !qualities.isEmpty else {
      throw .malformedInput(
        file: table.file, line: nil,
        message: "no column is named text or difficulty or begins with quality; give at least one of them")
    }
    self.init(texts: texts, difficulties: difficulties, qualities: qualities)
  }
}
