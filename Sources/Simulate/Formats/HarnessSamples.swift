import Foundation

/// The samples that lm-evaluation-harness logs with each run's results: `samples_<task>_<time>.jsonl`, an object per
/// document, in a folder per model. The details of the Open LLM Leaderboard v2 have the same form.
struct HarnessSamples: LogFormat {
  static let help = "lm-evaluation-harness samples_*.jsonl (a folder per model; of each model and task the newest run)"
  static let fileNames = "samples_*.jsonl of lm-evaluation-harness"

  var collector: ResponseCollector
  private let options: MatrixReadingOptions
  private var model = 0
  private var task: String?
  private var metric: String?
  private var filter: String?
  private var otherFilters: Set<String> = []
  /// For each content hash of the current file the documents that have it, numbered in order.
  private var documentsOfHash: [String: [String: Int]] = [:]
  private var tasks: Set<String> = []

  init(options: MatrixReadingOptions) {
    self.options = options
    collector = ResponseCollector(format: "lm-evaluation-harness", options: options)
  }

  static func isLog(named name: String) -> Bool {
    name.hasPrefix("samples_") && (name.hasSuffix(".jsonl") || name.hasSuffix(".json"))
  }

  static func recognises(_ start: FileStart, options: MatrixReadingOptions) -> Bool {
    guard start.mark == "{" else { return false }
    if let object = start.firstObject { return object["doc_id"] != nil && object["model"] == nil }
    // A line of long documents: the name tells, or the key near its beginning.
    guard !start.hasWholeLine else { return false }
    return isLog(named: start.fileName) || start.text.contains("\"doc_id\"") && !start.text.contains("\"eval\"")
  }

  /// Chooses the newest run of each model and task, by the time in the file's name, and names the others.
  static func chosen(_ logs: [String], options: MatrixReadingOptions) -> (logs: [String], notes: [String]) {
    var newest: [String: (time: String, log: String)] = [:]
    for log in logs {
      guard let (task, time) = parts(of: log) else { continue }
      let folder = log.split(separator: "/").dropLast().joined(separator: "/")
      let key = (options.modelsFromPath ? folder : model(of: log)) + "\u{1}" + task
      if let known = newest[key], known.time >= time { continue }
      newest[key] = (time, log)
    }
    let chosen = Set(newest.values.map(\.log))
    let older = logs.filter { !chosen.contains($0) }.sorted()
    guard !older.isEmpty else { return (chosen.sorted(), []) }
    // The folder is the model; three are enough to see what happened.
    let names = older.prefix(3).map { $0.split(separator: "/").suffix(2).joined(separator: "/") }
    let rest = older.count > names.count ? " and \(older.count - names.count) more" : ""
    return (
      chosen.sorted(), ["ignored \(plural(older.count, "older run")): " + names.joined(separator: ", ") + rest]
    )
  }

  /// The task and the time in a file's name; nil for a name of another form.
  static func parts(of path: String) -> (task: String, time: String)? {
    let file = FileStart.name(of: path)
    guard file.hasPrefix("samples_") else { return nil }
    var stem = file.dropFirst("samples_".count)
    for ending in [".jsonl", ".json"] where stem.hasSuffix(ending) { stem = stem.dropLast(ending.count) }
    // 2024-06-15T12-30-59.123456, after the last underscore.
    guard let mark = stem.lastIndex(of: "_"), stem[stem.index(after: mark)...].first?.isNumber == true else {
      return (String(stem), "")
    }
    return (String(stem[..<mark]), String(stem[stem.index(after: mark)...]))
  }

  /// The model whose samples a file holds: its folder's name.
  static func model(of path: String) -> String {
    let parts = path.split(separator: "/")
    let folder = parts.dropLast().last.map(String.init)
    return folder.flatMap { $0 == "." || $0 == ".." ? nil : $0 } ?? parts.last.map(String.init) ?? path
  }

  mutating func add(_ source: ByteSource, path: String) throws(SimulateError) {
    begin(path: path)
    try FlatObject.forEachLine(of: source) { (object, line) throws(SimulateError) in
      try add(object, file: source.name, line: line)
    }
  }

  /// Starts on a file.
  private mutating func begin(path: String) {
    model = collector.model(HarnessSamples.model(of: path))
    task = HarnessSamples.parts(of: path)?.task
    if let task { tasks.insert(task) }
    documentsOfHash = [:]
    metric = nil
    filter = options.filter
  }

  /// Adds a document's score.
  private mutating func add(_ object: FlatObject, file: String, line: Int?) throws(SimulateError) {
    let place = (file: file, line: line)
    guard let document = object["doc_id"]?.name else {
      throw .malformedInput(
        file: file, line: line, message: "this object has no doc_id; give samples of lm-evaluation-harness")
    }
    if case .string(let name)? = object["filter"] {
      if filter == nil { filter = name }
      guard name == filter else {
        otherFilters.insert(name)
        return
      }
    }
    if metric == nil { metric = try chooseMetric(object, place: place) }
    guard let metric, let value = object[metric] else {
      throw .malformedInput(
        file: file, line: line,
        message: "this document has no \"\(metric ?? "")\"; every document needs the metric", remedies: [.chooseMetric])
    }
    // A document is known by its content if that is hashed; equal ones are distinguished by their order.
    let hash: String? = if case .string(let text)? = object["doc_hash"] { text } else { nil }
    var key = (task ?? "") + "\u{1}#" + document
    if let hash {
      let count = documentsOfHash[hash]?.count ?? 0
      let occurrence = documentsOfHash[hash]?[document] ?? count
      documentsOfHash[hash, default: [:]][document] = occurrence
      key = (task ?? "") + "\u{1}" + hash + (occurrence > 0 ? "\u{1}\(occurrence)" : "")
    }
    let name = task.map { "\($0)/\(document)" } ?? document
    try collector.add(
      model: model, item: collector.item(key, name: name, subtask: task, content: hash),
      score: try value.score(percent: options.percent, what: metric, place: place), isRepeat: true, place: place)
  }

  /// Chooses the score to read: the one asked for, or the first usual one that the document has.
  private func chooseMetric(
    _ object: FlatObject, place: (file: String, line: Int?)
  ) throws(SimulateError) -> String {
    if let wanted = options.metric {
      guard object[wanted] != nil else {
        throw .malformedInput(
          file: place.file, line: place.line,
          message: "there is no metric \"\(wanted)\"; this document has "
            + HarnessSamples.metrics(of: object).joined(separator: ", ")
        )
      }
      return wanted
    }
    let there = HarnessSamples.metrics(of: object)
    let usual = ["acc", "exact_match", "prompt_level_strict_acc", "acc_norm", "pass@1", "f1"]
    guard let found = usual.first(where: { there.contains($0) }) ?? there.first else {
      throw .malformedInput(
        file: place.file, line: place.line, message: "this document has no score", remedies: [.chooseMetric])
    }
    return found
  }

  /// The keys of a document that may be metrics: numbers and truth values.
  private static func metrics(of object: FlatObject) -> [String] {
    object.members.filter { member in
      switch member.value {
      case .number, .bool: member.key != "doc_id"
      default: false
      }
    }.map(\.key)
  }

  mutating func finish(file: String, files: Int, notes: [String]) throws(SimulateError) -> MatrixReading {
    var notes = notes
    if !otherFilters.isEmpty, let filter {
      notes.append(
        "read filter \(filter) and ignored \(otherFilters.sorted().joined(separator: ", ")); the filter can be chosen")
    }
    return try collector.finish(file: file, files: files, notes: notes)
  }
}
