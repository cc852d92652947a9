/// Decides whether the rows of a wide table are items or models, and says where the file suggests the other.
enum MatrixOrientation {
  /// The names of columns that hold models' names.
  static let modelColumns: Set<String> = ["model", "model_name", "model_id", "name"]

  /// Returns what rows are, by the names of the columns in lower case.
  static func rows(columns: [String]) -> RowKind {
    !columns.contains("item") && columns.contains { modelColumns.contains($0) } ? .models : .items
  }

  /// Tells why rows that are read as items may be models, or nil if nothing suggests it.
  ///
  /// Names decide; the shape counts only where they say nothing.
  ///
  /// - Parameters:
  ///   - rows: the rows' names.
  ///   - columns: the score columns' names.
  static func doubt(rows: [String], columns: [String]) -> String? {
    let most = { (names: [String], looks: (String) -> Bool) in 2 * names.count(where: looks) > names.count }
    if most(rows, looksLikeModel) {
      return "the rows' names look like models', such as \(rows.first { looksLikeModel($0) } ?? "")"
    }
    if most(columns, looksLikeItem) {
      return "the columns' names look like items', such as \(columns.first { looksLikeItem($0) } ?? "")"
    }
    guard columns.count > rows.count, !most(rows, looksLikeItem), !most(columns, looksLikeModel) else { return nil }
    return "there are more columns than rows"
  }

  /// Tells whether a name is made like a model's on a hub: `organisation/name` or `organisation__name`.
  static func looksLikeModel(_ name: String) -> Bool {
    // Most names have neither, and bytes are looked at much faster than characters.
    guard name.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "_") }) else { return false }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2 {
      return parts.allSatisfy { !$0.isEmpty && $0.first != " " && $0.last != " " } && !parts[1].allSatisfy(\.isNumber)
    }
    guard parts.count == 1, let gap = name.firstRange(of: "__") else { return false }
    // SWE-bench names items organisation__repository-number.
    let number = name.split(separator: "-").last ?? ""
    return gap.lowerBound > name.startIndex && gap.upperBound < name.endIndex && !number.allSatisfy(\.isNumber)
  }

  /// Tells whether a name is made like an item's: a number, a word for item and a number, such as `q1` or `doc_3`, or
  /// the number of an item of a benchmark, such as `HumanEval/7`.
  static func looksLikeItem(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2 { return parts.allSatisfy { !$0.isEmpty } && parts[1].allSatisfy(\.isNumber) }
    let word = name.lowercased().prefix { $0.isLetter }
    let rest = name.dropFirst(word.count).drop { $0 == "_" || $0 == "-" || $0 == " " || $0 == "#" }
    let words: Set<String> = ["", "q", "i", "item", "doc", "question", "task", "sample", "example", "id", "idx"]
    return words.contains(String(word)) && !rest.isEmpty && rest.allSatisfy(\.isNumber)
  }
}
