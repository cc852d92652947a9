/// The wide form of an item matrix: a text file (fields separated by commas, tabs or semicolons) with a row per item and a column per model, or the other way round,
/// plus label columns.
///
/// The file is read once in chunks; memory is proportional to the matrix (one bit a score where all are 0 or 1).
public enum WideTable {
  /// Reads a file; `-` is standard input.
  ///
  /// - Throws: ``SimulateError`` naming the file, line and column of the first fault.
  public static func read(path: String, options: MatrixReadingOptions = .init()) throws(SimulateError) -> MatrixReading
  {
    try read(path: path, options: options, chunk: 1 << 20)
  }

  static func read(path: String, options: MatrixReadingOptions, chunk: Int) throws(SimulateError) -> MatrixReading {
    let source = try ByteSource(path: path)
    defer { source.finish() }
    return try read(source, options: options, chunk: chunk)
  }

  /// Reads an open file from its beginning.
  static func read(
    _ source: ByteSource, options: MatrixReadingOptions, chunk: Int = 1 << 20
  ) throws(SimulateError) -> MatrixReading {
    var records = DelimitedRecords(
      source: source, delimiter: UInt8(ascii: ","), chunk: chunk)
    guard try records.advance() else {
      throw .malformedInput(
        file: records.name, line: nil, message: "the file is empty; the first line names the columns")
    }
    if records.fields.count == 1 {
      let header = records.text(0)
      for separator in ["\t", ";"] where header.contains(separator) {
        records.adopt(delimiter: separator.utf8.first!)  // The literals above are one byte each.
        break
      }
    }
    let columns = try WideTableColumns(records: records, options: options)
    var builder = WideTableBuilder(columns: columns, options: options, file: records.name)
    while try records.advance() { try builder.add(records) }
    return try builder.finish()
  }
}

/// What each column of a wide table holds, from its header.
struct WideTableColumns {
  enum Role: UInt8 {
    case score, rowName, subtask, cluster, family, size, date, ignored
  }

  /// The label columns of a table whose rows are models.
  private static let modelLabels: [String: Role] = ["family": .family, "size": .size, "date": .date]

  let names: [String]
  let roles: [Role]
  let rows: RowKind
  /// For each score column, its place among the score columns; −1 for the others.
  let scorePosition: [Int]
  /// The score columns' names: models where rows are items, items where rows are models.
  let scoreNames: [String]
  /// Models named as an earlier one: what they are read as, and where both stand.
  let duplicateModels: [(name: String, places: String)]

  /// Names of columns that are known to be no model: the label columns of released matrices.
  private static let knownLabels: Set<String> = ["subtask_range", "full_score"]
  private static let subtaskNames: Set<String> = ["subtask", "subset", "category"]

  init(records: DelimitedRecords, options: MatrixReadingOptions) throws(SimulateError) {
    let file = records.name
    let line = records.line
    var names: [String] = []
    for field in records.fields.indices {
      names.append(records.text(field).trimmingSpaces())
    }
    let lowered = names.map { $0.lowercased() }
    let rows = options.rows ?? (lowered.contains("model") && !lowered.contains("item") ? .models : .items)
    if let wanted = options.subtaskColumn {
      guard names.contains(wanted) else {
        throw .malformedInput(
          file: file, line: line,
          message: "no column is named \"\(wanted)\"", remedies: [.chooseSubtaskColumn(nil)])
      }
    }
    for wanted in options.ignoredColumns where !names.contains(wanted) {
      throw .malformedInput(
        file: file, line: line,
        message: "no column is named \"\(wanted)\", which was to be ignored; give a name of the header")
    }
    var roles: [Role] = []
    for (column, name) in names.enumerated() {
      let plain = lowered[column]
      if options.ignoredColumns.contains(name) {
        roles.append(.ignored)
      } else if name == options.subtaskColumn {
        roles.append(.subtask)
      } else if plain == (rows == .items ? "item" : "model") || column == 0 && (name.isEmpty || plain == "unnamed: 0") {
        // A first column without a name is the index that pandas writes.
        roles.append(.rowName)
      } else if rows == .items, options.subtaskColumn == nil, Self.subtaskNames.contains(plain) {
        roles.append(.subtask)
      } else if rows == .items, plain == "cluster" {
        roles.append(.cluster)
      } else if rows == .models, let role = Self.modelLabels[plain] {
        roles.append(role)
      } else if Self.knownLabels.contains(plain) {
        roles.append(.ignored)
      } else if name.isEmpty {
        throw .malformedInput(
          file: file, line: line, message: "column \(column + 1) has no name; every column of scores needs one")
      } else {
        roles.append(.score)
      }
    }
    for role in [Role.rowName, .subtask, .cluster, .family, .size, .date] {
      let columns = roles.indices.filter { roles[$0] == role }
      guard columns.count <= 1 else {
        throw .malformedInput(
          file: file, line: line,
          message: "columns \"\(names[columns[0]])\" and \"\(names[columns[1]])\" both look like the "
            + "\(role == .rowName ? "name" : String(describing: role)) of a row", remedies: [.ignoreColumn(nil)])
      }
    }
    if rows == .models, roles.contains(.subtask) {
      throw .malformedInput(
        file: file, line: line, message: "rows are models, which have no subtask",
        remedies: [.omitSubtaskColumn])
    }
    var scorePosition: [Int] = []
    var scoreNames: [String] = []
    var duplicates: [(name: String, places: String)] = []
    var seen: [String: Int] = [:]
    for (column, name) in names.enumerated() {
      guard roles[column] == .score else {
        scorePosition.append(-1)
        continue
      }
      var distinct = name
      if let earlier = seen[name] {
        // A leaderboard lists some models twice, run twice; an item twice is an item counted twice.
        guard rows == .items else {
          throw .malformedInput(
            file: file, line: line,
            message: "columns \(earlier + 1) and \(column + 1) are both named \"\(name)\"; items' names must differ")
        }
        distinct = DuplicateNames.renamed(name) { seen[$0] != nil || names.contains($0) }
        duplicates.append((distinct, "columns \(earlier + 1) and \(column + 1)"))
      }
      seen[distinct] = column
      scorePosition.append(scoreNames.count)
      scoreNames.append(distinct)
    }
    guard !scoreNames.isEmpty else {
      throw .malformedInput(
        file: file, line: line,
        message: "no column holds scores; a row per item needs a column per \(rows == .items ? "model" : "item")")
    }
    self.names = names
    self.roles = roles
    self.rows = rows
    self.scorePosition = scorePosition
    self.scoreNames = scoreNames
    duplicateModels = duplicates
  }
}

/// Models that share a name, told apart.
enum DuplicateNames {
  /// What a person should know of models that were renamed; nil where none was.
  static func note(_ duplicates: [(name: String, places: String)]) -> String? {
    guard let first = duplicates.first else { return nil }
    let others = duplicates.count - 1
    return "\(first.places) share a model's name; the latter is read as \"\(first.name)\""
      + (others > 0 ? ", and \(others) more likewise" : "")
  }

  /// `name#2`, or the first such name that is free.
  static func renamed(_ name: String, isTaken: (String) -> Bool) -> String {
    var number = 2
    while isTaken("\(name)#\(number)") { number += 1 }
    return "\(name)#\(number)"
  }

  /// The name before it was told apart; nil for one that was not.
  static func original(_ name: String) -> String? {
    guard let mark = name.lastIndex(of: "#"), Int(name[name.index(after: mark)...]) != nil else { return nil }
    return String(name[..<mark])
  }
}

extension String {
  /// The text without spaces and tabs at its ends.
  func trimmingSpaces() -> String {
    var slice = self[...]
    while let first = slice.first, first == " " || first == "\t" { slice.removeFirst() }
    while let last = slice.last, last == " " || last == "\t" { slice.removeLast() }
    return String(slice)
  }
}
