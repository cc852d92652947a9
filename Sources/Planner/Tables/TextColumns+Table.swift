import Simulate

extension TextColumns {
  /// Reads a CSV file of `tables/`, whose columns are fixed.
  ///
  /// - Parameters:
  ///   - text: the file's content.
  ///   - file: what messages call it.
  ///   - columns: the header's names, in order.
  /// - Throws: ``PlannerError/malformedTable(file:message:)`` if it cannot be read or the header differs.
  static func read(csv text: String, file: String, columns: [String]) throws(PlannerError) -> TextColumns {
    let names = columns.joined(separator: ", ")
    let table: TextColumns
    do throws(SimulateError) {
      table = try read(text: text, name: file, need: names)
    } catch {
      throw .malformedTable(file: file, message: error.description)
    }
    guard table.columns == columns else {
      throw .malformedTable(file: "\(file):1", message: "the columns are not \(names)")
    }
    return table
  }
}
