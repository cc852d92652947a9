/// JSON Lines: an object per score (`model`, `item`, `score`), or per item or per model (a key per column of a wide
/// table).
enum JSONLines: MatrixFormat {
  static let help = "JSON Lines"

  /// An object per model and item.
  static var form: MatrixForm? {
    .text("jsonl", ending: "jsonl") { matrix in
      var text = ""
      for model in matrix.models.indices {
        for item in matrix.items.indices {
          text += "{\"model\":"
          writeJSONString(matrix.models[model], to: &text)
          text += ",\"item\":"
          writeJSONString(matrix.items[item], to: &text)
          text += ",\"score\":\(scoreText(matrix.score(model: model, item: item)))"
          if !matrix.subtasks.isEmpty {
            text += ",\"subtask\":"
            writeJSONString(matrix.subtask(of: item) ?? "", to: &text)
          }
          text += "}\n"
        }
      }
      return text
    }
  }

  static func recognises(_ start: FileStart, options: MatrixReadingOptions) -> Bool { start.mark == "{" }

  static func read(
    _ source: ByteSource, path: String, options: MatrixReadingOptions
  ) throws(SimulateError) -> MatrixReading {
    let name = source.name
    var collector = ResponseCollector(format: "JSON Lines", options: options)
    try FlatObject.forEachLine(of: source) { (object, line) throws(SimulateError) in
      try add(object, to: &collector, options: options, place: (name, line))
    }
    return try collector.finish(file: name)
  }

  /// Adds what one object says.
  private static func add(
    _ object: FlatObject, to collector: inout ResponseCollector, options: MatrixReadingOptions,
    place: (file: String, line: Int?)
  ) throws(SimulateError) {
    let subtask = (options.subtaskColumn.map { [$0] } ?? ["subtask", "subset", "category"]).lazy
      .compactMap { object[$0]?.name }.first
    if let model = object["model"]?.name, let item = object["item"]?.name, let score = object["score"] {
      try collector.add(
        model: collector.model(model), item: collector.item(item, subtask: subtask),
        score: try score.score(percent: options.percent, what: "score", place: place), isRepeat: false, place: place)
      return
    }
    let labels: Set<String> = ["model", "item", "subtask", "subset", "category", "cluster", "family", "size", "date"]
    let passedOver = labels.union(options.ignoredColumns).union(options.subtaskColumn.map { [$0] } ?? [])
    guard object["item"]?.name != nil || object["model"]?.name != nil else {
      throw .malformedInput(
        file: place.file, line: place.line,
        message:
          "this object has none of the keys item, model and doc_id; give {\"model\": …, \"item\": …, \"score\": …}, or "
          + "an object per item with a key per model")
    }
    for (key, value) in object.members where !passedOver.contains(key) {
      let score = try value.score(percent: options.percent, what: key, place: place)
      if let item = object["item"]?.name {
        try collector.add(
          model: collector.model(key), item: collector.item(item, subtask: subtask), score: score, isRepeat: false,
          place: place)
      } else if let model = object["model"]?.name {
        try collector.add(
          model: collector.model(model), item: collector.item(key), score: score, isRepeat: false, place: place)
      }
    }
  }
}
