/// The long form of an item matrix: a CSV or TSV file with a row per model and item.
enum LongTable: MatrixFormat {
  static let help = "long CSV and TSV (columns model, item and score)"
  static let tableEndings = ["csv", "tsv"]

  /// Columns that number the samples of a model and item, so that several rows of these are no duplicates.
  private static let sampleColumns = ["sample", "epoch", "trial", "attempt"]

  /// CSV, a row per model and item.
  static var form: MatrixForm? {
    .text("long", ending: nil) { matrix in
      let hasSubtasks = !matrix.subtasks.isEmpty
      var text = "model,item,score" + (hasSubtasks ? ",subtask" : "") + "\n"
      for model in matrix.models.indices {
        for item in matrix.items.indices {
          text += "\(csvField(matrix.models[model])),\(csvField(matrix.items[item])),"
          text += matrix.scoreText(model: model, item: item)
          text += (hasSubtasks ? "," + csvField(matrix.subtask(of: item) ?? "") : "") + "\n"
        }
      }
      return text
    }
  }

  /// Names one answer of a model to an item.
  private struct SampleKey: Hashable {
    let model: Int
    let item: Int
    let sample: [String]
  }

  static func recognises(_ start: FileStart, options: MatrixReadingOptions) -> Bool {
    // Rows that are said to be items or models are not scores.
    options.rows == nil && start.mentions("score")
      && Set(start.columnNames.map { $0.lowercased() }).isSuperset(of: ["model", "item", "score"])
  }

  static func read(
    _ source: ByteSource, path: String, options: MatrixReadingOptions
  ) throws(SimulateError) -> MatrixReading {
    var records = try HeaderedRecords(source: source, need: "model, item and score among them")
    let lowered = records.header.map { $0.lowercased() }
    func column(_ name: String) -> Int? { lowered.firstIndex(of: name) }
    guard let model = column("model"), let item = column("item"), let score = column("score") else {
      throw .malformedInput(
        file: records.name, line: records.line, message: "a long table has columns named model, item and score")
    }
    var subtask = ["subtask", "subset", "category"].lazy.compactMap(column).first
    if let wanted = options.subtaskColumn {
      guard let found = records.header.firstIndex(of: wanted) else {
        throw .malformedInput(
          file: records.name, line: records.line,
          message: "no column is named \"\(wanted)\"", remedies: [.chooseSubtaskColumn(nil)])
      }
      subtask = found
    }
    let sampleColumns = LongTable.sampleColumns.compactMap(column)
    var samples: Set<SampleKey> = []
    var collector = ResponseCollector(format: "long", options: options)
    while try records.advance() {
      let (modelName, itemName) = (records.text(model), records.text(item))
      guard !modelName.isEmpty, !itemName.isEmpty else {
        throw .malformedInput(
          file: records.name, line: records.line, message: "the model or the item has no name; every row needs both")
      }
      let value: Double?
      var count = 1
      switch records.score(score, percent: options.percent) {
      case .score(let known): value = known
      case .samples(let share, let all): (value, count) = (share, all)
      case .missing: value = nil
      case .outOfRange(let number):
        throw .malformedInput(
          file: records.name, line: records.line,
          message: "\(shortNumber(number)) is not a score from 0 to "
            + (options.percent ? "100; check the column" : "1"),
          remedies: options.percent ? [] : [.readPercentages])
      case .other:
        throw .malformedInput(
          file: records.name, line: records.line,
          message: "\"\(records.text(score).prefix(40))\" is not a score (0 or 1, true or false, a number from 0 to 1, "
            + "or counts such as 7/12)")
      }
      let place = SampleKey(
        model: collector.model(modelName), item: collector.item(itemName, subtask: subtask.map { records.text($0) }),
        sample: sampleColumns.map { records.text($0) })
      // The same sample twice is a duplicate, such as of a log that was joined to itself.
      let isRepeat = !sampleColumns.isEmpty && samples.insert(place).inserted
      try collector.add(
        model: place.model, item: place.item, score: value, count: count, isRepeat: isRepeat,
        place: (records.name, records.line))
    }
    return try collector.finish(file: records.name)
  }
}
