/// What each column of a wide table holds, from its header.
struct WideTableColumns {
  enum Role: UInt8 {
    case score, rowName, subtask, cluster, family, size, date, ignored

    /// What a person calls it.
    var name: String { self == .rowName ? "name" : String(describing: self) }
  }

  /// The label columns of a table whose rows are models.
  private static let modelLabels: [String: Role] = ["family": .family, "size": .size, "date": .date]
  /// Names of columns that are known not to be models: the label columns of released matrices.
  private static let knownLabels: Set<String> = ["subtask_range", "full_score"]
  private static let subtaskNames: Set<String> = ["subtask", "subset", "category"]

  let names: [String]
  let roles: [Role]
  let rows: RowKind
  /// For each score column, its place among the score columns; −1 for the others.
  let scorePosition: [Int]
  /// The score columns' names: models if rows are items, items if rows are models.
  let scoreNames: [String]
  /// The score columns, if no other column lies between them.
  var scoreColumns: Range<Int>? {
    guard let first = roles.firstIndex(of: .score), let last = roles.lastIndex(of: .score),
      last - first + 1 == scoreNames.count
    else { return nil }
    return first..<last + 1
  }

  /// Models named as an earlier one: what they are read as, and where both are.
  let duplicateModels: [(name: String, places: String)]

  /// Reads the current record as the header.
  init(records: DelimitedRecords, options: MatrixReadingOptions) throws(SimulateError) {
    let (file, line) = (records.name, records.line)
    let names = records.fields.indices.map { records.text($0).trimmingSpaces() }
    try WideTableColumns.checkOptions(options, names: names, file: file, line: line)
    let lowered = names.map { $0.lowercased() }
    let rows = options.rows ?? MatrixOrientation.rows(columns: lowered)
    var roles: [Role] = []
    for (column, name) in names.enumerated() {
      let role = WideTableColumns.role(of: name, plain: lowered[column], column: column, rows: rows, options: options)
      guard role != .score || !name.isEmpty else {
        throw .malformedInput(
          file: file, line: line, message: "column \(column + 1) has no name; every column of scores needs one")
      }
      roles.append(role)
    }
    try WideTableColumns.checkRoles(roles, names: names, rows: rows, file: file, line: line)
    self.names = names
    self.roles = roles
    self.rows = rows
    (scorePosition, scoreNames, duplicateModels) = try WideTableColumns.scoreColumns(
      names: names, roles: roles, rows: rows, file: file, line: line)
  }

  /// Refuses options that name columns which are not there.
  private static func checkOptions(
    _ options: MatrixReadingOptions, names: [String], file: String, line: Int
  ) throws(SimulateError) {
    let known = Set(names)
    if let wanted = options.subtaskColumn, !known.contains(wanted) {
      throw .malformedInput(
        file: file, line: line, message: "no column is named \"\(wanted)\"", remedies: [.chooseSubtaskColumn(nil)])
    }
    for wanted in options.ignoredColumns where !known.contains(wanted) {
      throw .malformedInput(
        file: file, line: line,
        message: "no column is named \"\(wanted)\", which was to be ignored; give a name of the header")
    }
  }

  /// What a column holds, by its name and place.
  private static func role(
    of name: String, plain: String, column: Int, rows: RowKind, options: MatrixReadingOptions
  ) -> Role {
    if options.ignoredColumns.contains(name) { return .ignored }
    if name == options.subtaskColumn { return .subtask }
    // A first column without a name is the index that pandas writes.
    let isIndex = column == 0 && (name.isEmpty || plain == "unnamed: 0")
    if isIndex { return .rowName }
    if rows == .items ? plain == "item" : MatrixOrientation.modelColumns.contains(plain) { return .rowName }
    switch rows {
    case .items:
      if options.subtaskColumn == nil, subtaskNames.contains(plain) { return .subtask }
      if plain == "cluster" { return .cluster }
    case .models:
      if let role = modelLabels[plain] { return role }
    }
    return knownLabels.contains(plain) ? .ignored : .score
  }

  /// Refuses two columns of one role, and subtasks of models.
  private static func checkRoles(
    _ roles: [Role], names: [String], rows: RowKind, file: String, line: Int
  ) throws(SimulateError) {
    for role in [Role.rowName, .subtask, .cluster, .family, .size, .date] {
      let columns = roles.indices.filter { roles[$0] == role }
      guard columns.count <= 1 else {
        throw .malformedInput(
          file: file, line: line,
          message: "columns \"\(names[columns[0]])\" and \"\(names[columns[1]])\" both look like the "
            + "\(role.name) of a row",
          remedies: [.ignoreColumn(nil)])
      }
    }
    if rows == .models, roles.contains(.subtask) {
      throw .malformedInput(
        file: file, line: line, message: "rows are models, which have no subtask", remedies: [.omitSubtaskColumn])
    }
  }

  /// The places and names of the score columns. Models of one name are renamed: a leaderboard lists some models twice,
  /// run twice. Items of one name are refused: an item twice is an item counted twice.
  private static func scoreColumns(
    names: [String], roles: [Role], rows: RowKind, file: String, line: Int
  ) throws(SimulateError) -> (positions: [Int], names: [String], duplicates: [(name: String, places: String)]) {
    var positions: [Int] = []
    var scoreNames: [String] = []
    var duplicates: [(name: String, places: String)] = []
    var columnOfName: [String: Int] = [:]
    var distinct = DistinctNames(reserved: names)
    for (column, name) in names.enumerated() {
      guard roles[column] == .score else {
        positions.append(-1)
        continue
      }
      var ownName = name
      if let earlier = columnOfName[name] {
        guard rows == .items else {
          throw .malformedInput(
            file: file, line: line,
            message: "columns \(earlier + 1) and \(column + 1) are both named \"\(name)\"; items' names must differ")
        }
        ownName = distinct.renamed(name)
        duplicates.append((ownName, "columns \(earlier + 1) and \(column + 1)"))
      }
      columnOfName[name] = column
      positions.append(scoreNames.count)
      scoreNames.append(ownName)
    }
    guard !scoreNames.isEmpty else {
      throw .malformedInput(
        file: file, line: line,
        message: "no column holds scores; a row per item needs a column per \(rows == .items ? "model" : "item")")
    }
    return (positions, scoreNames, duplicates)
  }
}
