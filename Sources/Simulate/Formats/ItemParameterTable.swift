import Foundation

extension LabelTable {
  /// The names, in the order of the file.
  package var names: [String] { rowsInOrder.map(\.name) }

  /// A column of numbers in the order of the file, nil if a field is empty; nil if there is no such column.
  ///
  /// - Throws: ``SimulateError/malformedInput(file:line:message:remedies:)`` naming the first field that is not a
  ///   number.
  package func numbers(_ column: String) throws(SimulateError) -> [Double?]? {
    guard let place = columns.firstIndex(of: column) else { return nil }
    return try rowsInOrder.map { (row) throws(SimulateError) -> Double? in
      guard !row.values[place].isEmpty else { return nil }
      guard let value = Double(plainDecimal: row.values[place]) else {
        throw .malformedInput(
          file: file, line: row.line, message: "column \(column): \"\(row.values[place])\" is not a number")
      }
      return value
    }
  }

  /// Reads logistic items from columns `slope` and `intercept`, and `guessing` and `upper` if there are any: the table
  /// that a fit writes. An item without parameters, which all models answered alike, has its `easiness` at every
  /// ability.
  ///
  /// - Throws: ``SimulateError/malformedInput(file:line:message:remedies:)`` naming what is missing or out of range.
  package func logisticItems() throws(SimulateError) -> [LogisticItem] {
    guard let slopes = try numbers("slope"), let intercepts = try numbers("intercept") else {
      throw .malformedInput(
        file: file, line: 1, message: "no columns slope and intercept", remedies: [.giveItemParameters])
    }
    guard !slopes.isEmpty else { throw .malformedInput(file: file, line: 1, message: "no items; give one a line") }
    let (guessing, upper, easiness) = (try numbers("guessing"), try numbers("upper"), try numbers("easiness"))
    var items: [LogisticItem] = []
    for (index, row) in rowsInOrder.enumerated() {
      guard let slope = slopes[index], let intercept = intercepts[index] else {
        guard let share = easiness?[index], (0...1).contains(share) else {
          throw .malformedInput(
            file: file, line: row.line,
            message: "no slope and intercept, and no easiness from 0 to 1 to do without them")
        }
        let clipped = min(1 - 1e-12, max(1e-12, share))
        items.append(LogisticItem(slope: 0, intercept: log(clipped / (1 - clipped))))
        continue
      }
      let (low, high) = (guessing?[index] ?? 0, upper?[index] ?? 1)
      guard low >= 0, low < high, high <= 1 else {
        throw .malformedInput(
          file: file, line: row.line,
          message: "guessing \(shortNumber(low)) and upper \(shortNumber(high)) are not 0 ≤ g < u ≤ 1")
      }
      items.append(LogisticItem(slope: slope, intercept: intercept, guessing: low, upper: high))
    }
    return items
  }
}
