/// Collects the rows of a wide table into a matrix.
struct WideTableBuilder {
  private let columns: WideTableColumns
  private let options: MatrixReadingOptions
  private let file: String
  private var rowNames: [String] = []
  private var lineOfRowName: [String: Int] = [:]
  private var distinctNames = DistinctNames()
  private var subtasks: [String] = []
  private var clusters: [String] = []
  private var families: [String?] = []
  private var sizes: [String?] = []
  private var dates: [String?] = []
  private var bits: BitMatrix
  private var rowBits: [UInt64]
  /// All scores row by row, once one of them is neither 0 nor 1.
  private var graded: [Double]?
  private var rowScores: [Double] = []
  private var samples: SampleSizes
  private var missingCount = 0
  private var firstMissing: (line: Int, column: String)?
  private var rowsWithMissing: [Int] = []
  private var columnHasMissing: [Bool]
  private var duplicates: [(name: String, places: String)]

  /// Whether a score was neither 0 nor 1.
  var isGraded: Bool { graded != nil }

  init(columns: WideTableColumns, options: MatrixReadingOptions, file: String) {
    self.columns = columns
    self.options = options
    self.file = file
    duplicates = columns.duplicateModels
    bits = BitMatrix(rows: 0, columns: columns.scoreNames.count)
    rowBits = [UInt64](repeating: 0, count: bits.wordsPerRow)
    columnHasMissing = [Bool](repeating: false, count: columns.scoreNames.count)
    samples = SampleSizes(width: columns.scoreNames.count)
  }

  /// Adds the current record.
  mutating func add(_ records: DelimitedRecords) throws(SimulateError) {
    let line = records.line
    guard records.fieldCount == columns.names.count else {
      throw .malformedInput(
        file: file, line: line,
        message: "this row has \(plural(records.fieldCount, "field")) and the header \(columns.names.count); "
          + "give every row as many fields as the header")
    }
    for word in rowBits.indices { rowBits[word] = records.hasBits ? records.bits.words[word] : 0 }
    if graded != nil { rowScores.removeAll(keepingCapacity: true) }
    var rowName: String?
    let missingBefore = missingCount
    try records.withBytes { (bytes) throws(SimulateError) in
      for (field, range) in records.fields.enumerated() {
        let column = records.column(ofField: field)
        switch columns.roles[column] {
        case .score:
          if range.count == 1, graded == nil, !options.percent, bytes[range.lowerBound] & 0xFE == 0x30 {
            let position = columns.scorePosition[column]
            rowBits[position >> 6] |= UInt64(bytes[range.lowerBound] & 1) << UInt64(position & 63)
          } else {
            try addScore(UnsafeBufferPointer(rebasing: bytes[range]), column: column, line: line)
          }
        case .rowName: rowName = records.text(field).trimmingSpaces()
        case .subtask: subtasks.append(records.text(field).trimmingSpaces())
        case .cluster: clusters.append(records.text(field).trimmingSpaces())
        case .family: families.append(label(records, field))
        case .size: sizes.append(label(records, field))
        case .date:
          let text = label(records, field)
          if let text, !ModelLabels.isDate(text) {
            throw .malformedInput(
              file: file, line: line,
              message: "column \(column + 1) \"\(columns.names[column])\": \(ModelLabels.dateFault(text))")
          }
          dates.append(text)
        case .ignored: break
        }
      }
    }
    if missingCount > missingBefore { rowsWithMissing.append(rowNames.count) }
    // Rows without a name are called by their position from 0, which is how harnesses count documents.
    var name = rowName ?? String(rowNames.count)
    if rowName != nil {
      if name.isEmpty {
        throw .malformedInput(
          file: file, line: line, message: "this row's name is empty; every row needs its own")
      }
      if let earlier = lineOfRowName[name] {
        guard columns.rows == .models else {
          throw .malformedInput(
            file: file, line: line,
            message: "duplicate item \"\(name)\" (first on line \(earlier)); items' names must differ")
        }
        name = distinctNames.renamed(name)
        duplicates.append((name, "lines \(earlier) and \(line)"))
      } else if columns.rows == .models {
        _ = distinctNames.add(name)
      }
      lineOfRowName[name] = line
    }
    rowNames.append(name)
    try checkSize(graded: graded != nil)
    if graded != nil { graded!.append(contentsOf: rowScores) } else { bits.appendRow(rowBits) }
    samples.finishRow()
  }

  /// Refuses a table that is too large, before the row's scores are kept.
  private func checkSize(graded: Bool) throws(SimulateError) {
    let (rows, columns) = (rowNames.count, columns.scoreNames.count)
    let rowsAreItems = self.columns.rows == .items
    try ReadingLimits.check(
      models: rowsAreItems ? columns : rows, items: rowsAreItems ? rows : columns, graded: graded, file: file)
  }

  /// A label of a model; nil if the field is empty.
  private func label(_ records: DelimitedRecords, _ field: Int) -> String? {
    let text = records.text(field).trimmingSpaces()
    return text.isEmpty ? nil : text
  }

  private mutating func addScore(
    _ cell: UnsafeBufferPointer<UInt8>, column: Int, line: Int
  ) throws(SimulateError) {
    let position = columns.scorePosition[column]
    let score: Double
    switch ScoreText(cell, percent: options.percent) {
    case .score(let value): score = value
    case .samples(let share, let count):
      score = share
      samples.add(count, at: position)
    case .missing:
      missingCount += 1
      columnHasMissing[position] = true
      if firstMissing == nil { firstMissing = (line, columns.names[column]) }
      score = 0
    case .outOfRange(let value):
      throw .malformedInput(
        file: file, line: line,
        message: "column \(column + 1) \"\(columns.names[column])\": \(shortNumber(value)) is not a score from 0 to "
          + (options.percent ? "100" : "1"),
        remedies: (options.percent ? [] : [.readPercentages]) + [.ignoreColumn(nil)])
    case .other:
      throw .malformedInput(
        file: file, line: line,
        message: "column \(column + 1) \"\(columns.names[column])\": \"\(shortened(cell))\" is not a score "
          + "(0 or 1, true or false, a number from 0 to \(options.percent ? "100" : "1"), or counts such as 7/12)",
        remedies: [.ignoreColumn(columns.names[column])]
          + (columns.rows == .items ? [.chooseSubtaskColumn(columns.names[column])] : []))
    }
    if graded == nil {
      if score == 1 { rowBits[position >> 6] |= 1 << UInt64(position & 63) }
      if score != 0, score != 1 {
        try becomeGraded(upTo: position)
        rowScores.append(score)
      }
    } else {
      rowScores.append(score)
    }
  }

  /// Turns the bits read so far into numbers; `position` scores of the current row have been read.
  private mutating func becomeGraded(upTo position: Int) throws(SimulateError) {
    try checkSize(graded: true)
    var values: [Double] = []
    values.reserveCapacity(bits.rows * bits.columns)
    for row in 0..<bits.rows {
      for column in 0..<bits.columns { values.append(bits[row, column] ? 1 : 0) }
    }
    graded = values
    rowScores = (0..<position).map { rowBits[$0 >> 6] >> UInt64($0 & 63) & 1 == 1 ? 1 : 0 }
  }

  /// The matrix of all rows.
  func finish() throws(SimulateError) -> MatrixReading {
    let rowKind = columns.rows == .items ? "item" : "model"
    guard !rowNames.isEmpty else {
      throw .malformedInput(
        file: file, line: nil, message: "the file has a header and no rows; a row per \(rowKind) should follow it")
    }
    var keptRows = Array(rowNames.indices)
    var keptColumns = Array(columns.scoreNames.indices)
    var notes = [DistinctNames.note(duplicates)].compactMap { $0 }
    if let firstMissing {
      let dropsRows = options.missing == (columns.rows == .items ? .dropItems : .dropModels)
      switch options.missing {
      case .error:
        throw .malformedInput(
          file: file, line: firstMissing.line,
          message:
            "column \"\(firstMissing.column)\": the score is missing (\(plural(missingCount, "missing score")) in all)",
          remedies: [.resolveMissing(dropping: [.items, .models])])
      case .wrong: notes.append("\(plural(missingCount, "missing score")) counted as wrong")
      case .dropItems, .dropModels:
        if dropsRows {
          let dropped = Set(rowsWithMissing)
          keptRows.removeAll { dropped.contains($0) }
        } else {
          keptColumns.removeAll { columnHasMissing[$0] }
        }
        let count = dropsRows ? rowNames.count - keptRows.count : columns.scoreNames.count - keptColumns.count
        notes.append(
          "\(plural(missingCount, "missing score")): left out "
            + plural(count, options.missing == .dropItems ? "item" : "model"))
        if keptRows.isEmpty || keptColumns.isEmpty {
          throw .malformedInput(
            file: file, line: nil,
            message: "every \(options.missing == .dropItems ? "item" : "model") has a missing score",
            remedies: [.resolveMissing(dropping: [options.missing == .dropItems ? .models : .items])])
        }
      }
    }
    var matrix = matrix(rows: keptRows, columns: keptColumns)
    matrix.repeatedSamples = try samples.counts(
      of: matrix, rows: keptRows, columns: keptColumns, rowsAreItems: columns.rows == .items, file: file)
    if !families.isEmpty || !sizes.isEmpty || !dates.isEmpty {
      func part(_ labels: [String?]) -> [String?] { labels.isEmpty ? [] : keptRows.map { labels[$0] } }
      matrix.modelLabels = try ModelLabels(families: part(families), sizes: part(sizes), dates: part(dates))
    }
    var reading = MatrixReading(matrix: matrix, missingCount: missingCount, notes: notes)
    if options.rows == nil, columns.rows == .items, !columns.names.contains(where: { $0.lowercased() == "item" }) {
      reading.orientationDoubt = MatrixOrientation.doubt(rows: rowNames, columns: columns.scoreNames)
    }
    return reading
  }

  private func matrix(rows: [Int], columns kept: [Int]) -> ItemMatrix {
    let complete = rows.count == rowNames.count && kept.count == columns.scoreNames.count
    let names = rows.map { rowNames[$0] }
    let scored = kept.map { columns.scoreNames[$0] }
    let labels = ItemMatrix.ItemLabels(
      subtasks: subtasks.isEmpty ? [] : rows.map { subtasks[$0] },
      clusters: clusters.isEmpty ? [] : rows.map { clusters[$0] })
    let rowsAreItems = columns.rows == .items
    if let graded {
      let width = columns.scoreNames.count
      var rowMajor: [Double] = []
      rowMajor.reserveCapacity(rows.count * kept.count)
      if rowsAreItems {
        for column in kept { for row in rows { rowMajor.append(graded[row * width + column]) } }
      } else {
        for row in rows { for column in kept { rowMajor.append(graded[row * width + column]) } }
      }
      return ItemMatrix(
        models: rowsAreItems ? scored : names, items: rowsAreItems ? names : scored, labels: labels,
        rowMajor: rowMajor, keepGraded: false)
    }
    let chosen = complete ? bits : bits.submatrix(rows: rows, columns: kept)
    return ItemMatrix(
      models: rowsAreItems ? scored : names, items: rowsAreItems ? names : scored, labels: labels,
      byItem: rowsAreItems ? chosen : chosen.transposed())
  }
}

private func shortened(_ cell: UnsafeBufferPointer<UInt8>) -> String {
  let text = String(decoding: cell.prefix(43), as: UTF8.self).map { $0.isNewline ? " " : String($0) }.joined()
  return cell.count > 40 ? text.prefix(40) + "…" : text
}
