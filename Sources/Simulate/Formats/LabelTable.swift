/// A table of labels: a CSV or TSV file with a column of names and columns of what is known of each.
package struct LabelTable: Sendable {
  /// What messages call the file.
  package let file: String
  /// The header's names in lowercase, without the key's.
  package let columns: [String]
  /// What the names are of: `model`, `item`.
  let key: String
  private let rows: [String: (line: Int, values: [String])]

  /// Reads a file; `-` is standard input.
  ///
  /// - Parameter key: the name of the column with names, such as `model`.
  /// - Throws: ``SimulateError`` naming the file, line and column of the first fault.
  package static func read(path: String, key: String) throws(SimulateError) -> LabelTable {
    var table = try HeaderedRecords(path: path, need: "\(key) among them")
    defer { table.finish() }
    let header = table.header.map { $0.lowercased() }
    guard let keyColumn = header.firstIndex(of: key) else {
      throw .malformedInput(
        file: table.name, line: table.line, message: "the labels file needs a column named \(key)")
    }
    var rows: [String: (line: Int, values: [String])] = [:]
    while try table.advance() {
      let values = header.indices.map { table.text($0) }
      let name = values[keyColumn]
      if let earlier = rows[name] {
        throw .malformedInput(
          file: table.name, line: table.line,
          message: "duplicate \(key) \"\(name)\" (first on line \(earlier.line)); names must differ")
      }
      rows[name] = (table.line, values.indices.filter { $0 != keyColumn }.map { values[$0] })
    }
    return LabelTable(
      file: table.name, columns: header.indices.filter { $0 != keyColumn }.map { header[$0] }, key: key, rows: rows)
  }

  /// The rows of some names, in their order; a name made distinct from an earlier one, `name#2`, has the row of the
  /// other if it has none of its own.
  ///
  /// - Throws: ``SimulateError/malformedInput(file:line:message:remedies:)`` naming the first name without a row.
  func rows(of names: [String]) throws(SimulateError) -> [(line: Int, values: [String])] {
    var found: [(line: Int, values: [String])] = []
    func row(_ name: String) -> (line: Int, values: [String])? {
      rows[name] ?? DistinctNames.original(name).flatMap { rows[$0] }
    }
    for name in names {
      guard let row = row(name) else {
        let missing = names.count { row($0) == nil }
        throw .malformedInput(
          file: file, line: nil,
          message:
            "\(key) \"\(name)\" has no row (\(missing) of \(names.count) have none); give a row for every \(key) "
            + "of the matrix")
      }
      found.append(row)
    }
    return found
  }

  /// The rows in the order of the file.
  var rowsInOrder: [(name: String, line: Int, values: [String])] {
    rows.map { ($0.key, $0.value.line, $0.value.values) }.sorted { $0.1 < $1.1 }
  }

  /// A column as one value per row, nil if a field is empty; nil if there is no such column.
  func column(_ name: String, of rows: [(line: Int, values: [String])]) -> [(line: Int, text: String?)]? {
    columns.firstIndex(of: name).map { column in
      rows.map { ($0.line, $0.values[column].isEmpty ? nil : $0.values[column]) }
    }
  }
}
