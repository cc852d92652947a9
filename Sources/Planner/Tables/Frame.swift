import Foundation
import Simulate

/// Holds what drawing items of a benchmark with unequal chances needs to know of its models: for each item how strong
/// models are expected to answer it. It is small enough to ship where a matrix is not.
package struct Frame: Sendable, Equatable {
  /// The benchmark's name.
  package let benchmark: String
  /// The items' identifiers, distinct.
  package let items: [String]
  /// For each item its subtask's name; empty if items carry none.
  package let subtasks: [String]
  /// What is expected of strong models' answers to each item.
  package let answers: ExpectedAnswers
  /// How many models it was learned from, in words.
  package let sources: String
  /// The date of the newest of them, YYYY-MM-DD, or nil if it is not known.
  package let date: String?

  /// The decimals of the numbers in a file.
  private static let decimals = 6
  private static let columns = ["item", "subtask", "expected", "spread", "sources", "date"]

  /// Learns from all models of a matrix.
  ///
  /// Returns nil if the items are called by their positions: such a frame could not be matched with a harness's items.
  ///
  /// - Throws: `SimulateError` if there are fewer than two models.
  package init?(benchmark: String, matrix: ItemMatrix) throws(SimulateError) {
    guard !matrix.itemsAreNumbered else { return nil }
    guard matrix.modelCount >= 2 else {
      throw .unsatisfiable("the matrix has \(plural(matrix.modelCount, "model")); a frame needs at least 2")
    }
    let learned = matrix.expectedAnswers()
    self.benchmark = benchmark
    items = matrix.items
    subtasks = matrix.subtaskOfItem.map { matrix.subtasks[$0] }
    // With a file's digits, so that a frame just made and the same one read choose the same items.
    func read(_ values: [Double]) -> [Double] { values.map { rounded($0, Frame.decimals) } }
    answers = ExpectedAnswers(means: read(learned.means), spreads: read(learned.spreads))
    sources = plural(matrix.modelCount, "model")
    date = matrix.modelLabels.flatMap { $0.dates.compactMap(\.self).max() }
  }

  /// Returns the frame as a file: CSV with a row per item, `item,subtask,expected,spread,sources,date`. Every row names
  /// the sources and the date.
  package var csv: String {
    var text = Frame.columns.joined(separator: ",") + "\n"
    let end = ",\(csvField(sources)),\(date ?? "")\n"
    for (position, item) in items.enumerated() {
      let subtask = subtasks.isEmpty ? "" : csvField(subtasks[position])
      text +=
        "\(csvField(item)),\(subtask),\(compact(answers.means[position], Frame.decimals)),"
        + "\(compact(answers.spreads[position], Frame.decimals))" + end
    }
    return text
  }

  /// Reads a file.
  ///
  /// - Parameter file: what messages call it.
  /// - Throws: ``PlannerError/malformedTable(file:message:)`` naming the line.
  package init(csv text: String, benchmark: String, file: String) throws(PlannerError) {
    let table = try TextColumns.read(csv: text, file: file, columns: Frame.columns)
    guard let first = table.rows.first else { throw .malformedTable(file: file, message: "there is no item") }
    var (means, spreads): ([Double], [Double]) = ([], [])
    var lineOfItem: [String: Int] = [:]
    for (line, fields) in table.rows {
      func fault(_ message: String) -> PlannerError { .malformedTable(file: "\(file):\(line)", message: message) }
      if fields[0].isEmpty { throw fault("the item has no name") }
      if let earlier = lineOfItem.updateValue(line, forKey: fields[0]) {
        throw fault("duplicate item \"\(fields[0])\" (first on line \(earlier)); names must differ")
      }
      guard let mean = Double(plainDecimal: fields[2]), (0...1).contains(mean) else {
        throw fault("\"\(fields[2])\" is not an expected score from 0 to 1")
      }
      guard let spread = Double(plainDecimal: fields[3]), (0...0.5).contains(spread) else {
        throw fault("\"\(fields[3])\" is not a standard deviation from 0 to 0.5")
      }
      guard fields[1].isEmpty == first.values[1].isEmpty else {
        throw fault("some items have a subtask and some have none; give all items one, or none")
      }
      guard fields[4] == first.values[4], fields[5] == first.values[5] else {
        throw fault("sources and date differ from those of line \(first.line); a frame has one of each")
      }
      means.append(mean)
      spreads.append(spread)
    }
    self.benchmark = benchmark
    items = table.rows.map { $0.values[0] }
    subtasks = first.values[1].isEmpty ? [] : table.rows.map { $0.values[1] }
    answers = ExpectedAnswers(means: means, spreads: spreads)
    sources = first.values[4]
    date = first.values[5].isEmpty ? nil : first.values[5]
  }
}

extension ItemMatrix {
  /// Tells whether every item is called by its position, from 0 or from 1, as where a file names none.
  fileprivate var itemsAreNumbered: Bool {
    [0, 1].contains { start in items.enumerated().allSatisfy { $1 == String($0 + start) } }
  }
}
