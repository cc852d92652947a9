import Foundation
import Simulate

/// Holds a micro-benchmark that a person names: its items in a matrix, and how they are scored.
package struct ItemSubset: Sendable {
  /// Positions in the matrix.
  package let items: [Int]
  /// The micro-benchmark that mdad select wrote; nil for a plain list, scored by the mean.
  private let selection: SelectionFile?

  /// Reads names separated by commas, or a file: names one a line, CSV with a column `item`, or the JSON of mdad
  /// select.
  ///
  /// - Parameters:
  ///   - list: the names, or the file's path.
  ///   - file: what messages call the matrix.
  package init(_ list: String, matrix: ItemMatrix, file: String) throws {
    var names: [String]
    var selection: SelectionFile?
    if list == "-" || FileManager.default.fileExists(atPath: list) {
      let contents = try ByteSource.contents(of: list)
      let text = String(decoding: contents, as: UTF8.self)
      if text.first(where: { !$0.isWhitespace }) == "{" {
        let read = try SelectionFile(json: contents, file: list)
        guard !read.readsConfidences else {
          throw PlannerError.malformedSelection(
            file: list, message: "it scores by confidences; the audit needs one that scores by right answers")
        }
        (selection, names) = (read, read.items)
      } else {
        names = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        let header = (names.first ?? "").lowercased().split(separator: ",")
        if header.count > 1, list != "-", header.contains("item") {
          let table = try TextColumns.read(path: list, need: "item among them")
          let column = table.columns.firstIndex(of: "item")!  // The header has it.
          names = table.rows.map { $0.values[column] }
        } else if names.first?.lowercased() == "item" {
          names.removeFirst()
        }
      }
    } else {
      names = list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    names.removeAll { $0.isEmpty }
    let positionOf = Dictionary(uniqueKeysWithValues: matrix.items.enumerated().map { ($1, $0) })
    let missing = names.filter { positionOf[$0] == nil }
    if let first = missing.first {
      throw SimulateError.unsatisfiable(
        "there is no item \"\(first)\" in \(file) (\(missing.count) of \(names.count) are not)"
          + (names.count == 1 && first.contains(".") ? ", and no such file" : "")
          + "; give names as the matrix has them")
    }
    guard !names.isEmpty else {
      throw SimulateError.unsatisfiable("the list of items is empty; give at least one item")
    }
    var seen: Set<String> = []
    if let twice = names.first(where: { !seen.insert($0).inserted }) {
      throw SimulateError.unsatisfiable("item \"\(twice)\" is listed twice; once is enough")
    }
    items = names.compactMap { positionOf[$0] }
    self.selection = selection
  }

  /// Returns every model's score on the subset.
  package func scores(of matrix: ItemMatrix) -> [Double] {
    let all = Array(0..<matrix.modelCount)
    guard let selection else { return matrix.referenceScores(of: all, over: items).means }
    return selection.estimator.scores(from: TargetResponses(matrix: matrix, models: all, items: items))
  }

  /// Returns what a person should know of the scores, a sentence each.
  package func notes(_ matrix: ItemMatrix) -> [String] {
    guard let selection, Method.named(selection.method)?.minimumSources ?? 0 > 0 else { return [] }
    var notes = ["Scored by the estimator of \(selection.method), as mdad score does; random subsets by their mean."]
    if selection.matrixHash == matrix.contentHash() {
      notes.append(
        "Its items were chosen from these very models' answers: the figures flatter it. Audit it on other models, or "
          + "see mdad simulate for what the method does on models it has not seen.")
    }
    return notes
  }
}
