/// Scores of models on a full benchmark and on a micro-benchmark of it, from a CSV or TSV file with a row per model.
package struct ScoreColumns: Sendable {
  /// Where the columns are.
  package struct Choice: Sendable {
    /// The column with scores on the full benchmark.
    package var full: String
    /// The columns of the micro-benchmark: a name, names separated by commas, or a range of neighbours `FIRST..LAST`.
    package var micro: String
    /// The item columns that random subsets are drawn from, in the same form; nil if they are not known.
    package var among: String?

    /// A choice.
    package init(full: String, micro: String, among: String? = nil) {
      self.full = full
      self.micro = micro
      self.among = among
    }
  }

  /// The models, by the column `model`, or by their rows if there is none.
  package let models: [String]
  /// Each model's score on the full benchmark, a fraction.
  package let full: [Double]
  /// The item columns, or the one column of scores; fractions.
  package let columns: ItemMatrix
  /// The micro-benchmark's columns, as positions in ``columns``.
  package let micro: [Int]
  /// Whether the full scores, and the columns, were percentages.
  package let percentages: (full: Bool, columns: Bool)

  /// Reads a file; `-` is standard input. Scores are fractions if all of them are at most 1, and percentages otherwise.
  ///
  /// - Throws: ``SimulateError`` naming the file, line and column of the first fault.
  package static func read(path: String, choice: Choice) throws(SimulateError) -> ScoreColumns {
    var records = try HeaderedRecords(
      path: path, need: "those of the full scores and of the micro-benchmark among them")
    defer { records.finish() }
    func columns(_ text: String, _ scores: Remedy.Scores) throws(SimulateError) -> [Int] {
      try positions(of: text, in: records, scores: scores)
    }
    let fullColumn = try columns(choice.full, .full)
    guard fullColumn.count == 1, let fullColumn = fullColumn.first else {
      throw .unsatisfiable("\"\(choice.full)\" names more than one column", remedies: [.chooseColumns(.full)])
    }
    let micro = try columns(choice.micro, .micro)
    let pool = try choice.among.map { text throws(SimulateError) in try columns(text, .among) } ?? micro
    let known = Dictionary(uniqueKeysWithValues: pool.enumerated().map { ($1, $0) })
    guard !pool.contains(fullColumn), !micro.contains(fullColumn) else {
      throw .unsatisfiable(
        "column \"\(records.header[fullColumn])\" is both the full score and part of the micro-benchmark; name another")
    }
    var positionsOfMicro: [Int] = []
    for column in micro {
      guard let position = known[column] else {
        throw .unsatisfiable(
          "column \"\(records.header[column])\" of the micro-benchmark is not among the item columns",
          remedies: [.chooseColumns(.among)])
      }
      positionsOfMicro.append(position)
    }
    let nameColumn = records.header.firstIndex { $0.lowercased() == "model" }
    var models: [String] = []
    var full: [Double] = []
    var scores: [Double] = []
    while try records.advance() {
      models.append(nameColumn.map { records.text($0) } ?? "line \(records.line)")
      full.append(try number(fullColumn, in: records))
      for column in pool { scores.append(try number(column, in: records)) }
    }
    guard models.count >= 2 else {
      throw .malformedInput(
        file: records.name, line: nil,
        message: "\(plural(models.count, "model")) in the file; an order needs at least 2, a row each")
    }
    let percentages = (full: full.contains { $0 > 1 }, columns: scores.contains { $0 > 1 })
    let scale = percentages.columns ? 100.0 : 1
    let matrix = ItemMatrix(
      models: models, items: pool.map { records.header[$0] }, labels: .init(),
      rowMajor: scores.map { $0 / scale }, keepGraded: false)
    return ScoreColumns(
      models: models, full: full.map { percentages.full ? $0 / 100 : $0 }, columns: matrix, micro: positionsOfMicro,
      percentages: percentages)
  }

  /// A score as the file has it, from 0 to 100.
  private static func number(_ column: Int, in records: HeaderedRecords) throws(SimulateError) -> Double {
    let wrong: String
    switch records.score(column) {
    case .score(let value), .samples(let value, _): return value
    case .outOfRange(let value) where value > 1 && value <= 100: return value
    case .outOfRange(let value):
      wrong = "\(shortNumber(value)) is not a score; give fractions from 0 to 1, or percentages"
    case .missing: wrong = "the score is missing; leave out the model, or fill it in"
    case .other: wrong = "\"\(records.text(column))\" is not a number; give a score"
    }
    throw .malformedInput(
      file: records.name, line: records.line, message: "column \"\(records.header[column])\": \(wrong)")
  }

  /// The positions of columns that a person named.
  private static func positions(
    of text: String, in records: HeaderedRecords, scores: Remedy.Scores
  ) throws(SimulateError) -> [Int] {
    let header = records.header
    func position(_ name: String) throws(SimulateError) -> Int {
      guard
        let found = header.firstIndex(of: name) ?? header.firstIndex(where: { $0.lowercased() == name.lowercased() })
      else {
        throw .malformedInput(
          file: records.name, line: records.line,
          message: "no column is named \"\(name)\"", remedies: [.chooseColumns(scores)])
      }
      return found
    }
    if let whole = header.firstIndex(of: text) { return [whole] }
    var found: [Int] = []
    for part in text.split(separator: ",").map(String.init) {
      guard let dots = part.firstRange(of: "..") else {
        found.append(try position(part))
        continue
      }
      let first = try position(String(part[..<dots.lowerBound]))
      let last = try position(String(part[dots.upperBound...]))
      guard first <= last else {
        throw .unsatisfiable(
          "\"\(part)\" runs backwards: the column named first comes later in the file; exchange them")
      }
      found += Array(first...last)
    }
    guard !found.isEmpty, Set(found).count == found.count else {
      throw .unsatisfiable(
        "\"\(text)\" names no column, or one of them twice", remedies: [.chooseColumns(scores)])
    }
    return found
  }
}
