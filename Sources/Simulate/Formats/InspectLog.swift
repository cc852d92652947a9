/// Logs of Inspect: `.eval` archives and `.json` files. Epochs are repeated samples; a score is C (1), P (½), I or N
/// (0), a truth value or a number. A log that did not finish holds scores of some samples only, and is left out.
struct InspectLog: LogFormat {
  static let help = "Inspect .eval and .json logs"
  static let fileNames = ".eval and .json logs of Inspect"

  /// A sample's score.
  private struct Sample {
    var id: String?
    var scores: [(scorer: String, value: JSONScanner.Scalar, parts: [(key: String, value: JSONScanner.Scalar)])] = []
  }

  var collector: ResponseCollector
  private let options: MatrixReadingOptions
  /// How many logs of each status did not finish.
  private var unfinished: [String: Int] = [:]

  init(options: MatrixReadingOptions) {
    self.options = options
    collector = ResponseCollector(format: "Inspect", options: options)
  }

  static func isLog(named name: String) -> Bool {
    // The names of its JSON logs begin with the time.
    name.hasSuffix(".eval") || name.hasSuffix(".json") && name.first?.isNumber == true
  }

  static func recognises(_ start: FileStart, options: MatrixReadingOptions) -> Bool {
    if start.isArchive { return true }
    guard start.mark == "{", !start.fileName.hasSuffix(".jsonl") else { return false }
    if let object = start.firstObject { return object["eval"] == .compound }
    return start.hasWholeLine || start.text.contains("\"eval\"") || start.text.contains("\"version\"")
  }

  mutating func add(_ source: ByteSource, path: String) throws(SimulateError) {
    let isArchive = try source.peek(4).starts(with: Array("PK\u{3}\u{4}".utf8))
    let (about, samples) = isArchive ? try InspectLog.archive(source) : try InspectLog.document(source)
    // Logs of programs that write none have finished.
    if let status = about.status, status != "success" {
      unfinished[status, default: 0] += 1
    } else {
      try add(samples, about: about, file: source.name)
    }
  }

  private static func archive(_ source: ByteSource) throws(SimulateError) -> (About, [Sample]) {
    let archive = try ZipArchive(source)
    func entry(_ name: String) -> ZipArchive.Entry? { archive.entries.first { $0.name == name } }
    func scanned(
      _ entry: ZipArchive.Entry, _ body: (inout JSONScanner) throws(JSONScanner.Fault) -> Void
    ) throws(SimulateError) {
      try scan(try archive.contents(of: entry), file: "\(source.name): \(entry.name)", body)
    }
    var about = About()
    guard let header = entry("header.json") else {
      // The header is written last: without it the run was only begun.
      guard entry("_journal/start.json") != nil else {
        throw .malformedInput(
          file: source.name, line: nil, message: "not a log of Inspect: there is no header.json in it")
      }
      about.status = "started"
      return (about, [])
    }
    try scanned(header) { (scanner) throws(JSONScanner.Fault) in
      try scanner.object { (scanner, key) throws(JSONScanner.Fault) in
        if try !about.read(key, &scanner) { try scanner.skip() }
      }
    }
    var samples: [Sample] = []
    if let summaries = entry("summaries.json") {
      try scanned(summaries) { (scanner) throws(JSONScanner.Fault) in
        try scanner.array { (scanner) throws(JSONScanner.Fault) in samples.append(try InspectLog.sample(&scanner)) }
      }
    } else {
      for entry in archive.entries where entry.name.hasPrefix("samples/") && entry.name.hasSuffix(".json") {
        try scanned(entry) { (scanner) throws(JSONScanner.Fault) in samples.append(try InspectLog.sample(&scanner)) }
      }
    }
    return (about, samples)
  }

  private static func document(_ source: ByteSource) throws(SimulateError) -> (About, [Sample]) {
    var about = About()
    var samples: [Sample] = []
    try scan(try source.rest(limit: ReadingLimits.document), file: source.name) { (scanner) throws(JSONScanner.Fault) in
      try scanner.object { (scanner, key) throws(JSONScanner.Fault) in
        if try about.read(key, &scanner) { return }
        if key == "samples", scanner.peek() == UInt8(ascii: "[") {
          try scanner.array { (scanner) throws(JSONScanner.Fault) in samples.append(try InspectLog.sample(&scanner)) }
        } else {
          try scanner.skip()
        }
      }
    }
    return (about, samples)
  }

  private mutating func add(_ samples: [Sample], about: About, file: String) throws(SimulateError) {
    guard let model = about.model else {
      throw .malformedInput(file: file, line: nil, message: "not a log of Inspect: it names no model")
    }
    let position = collector.model(model)
    for sample in samples {
      guard let id = sample.id else {
        throw .malformedInput(file: file, line: nil, message: "a sample has no id; give a log that Inspect wrote")
      }
      let item = collector.item((about.task ?? "") + "\u{1}" + id, name: id, subtask: about.task)
      let value = try score(of: sample, id: id, file: file)
      try collector.add(model: position, item: item, score: value, isRepeat: true, place: (file, nil))
    }
  }

  /// The score of a sample; nil if it has none, as after an error.
  private func score(of sample: Sample, id: String, file: String) throws(SimulateError) -> Double? {
    guard let first = sample.scores.first else { return nil }
    var chosen = first
    var part: String?
    if let metric = options.metric {
      let names = metric.split(separator: "/", maxSplits: 1).map(String.init)
      guard let found = sample.scores.first(where: { $0.scorer == names.first }) else {
        throw .malformedInput(
          file: file, line: nil,
          message: "sample \(id) has no scorer \"\(names.first ?? "")\"; it has "
            + sample.scores.map(\.scorer).joined(separator: ", "))
      }
      chosen = found
      part = names.count > 1 ? names[1] : nil
    }
    var value = chosen.value
    if value == .compound, !chosen.parts.isEmpty {
      guard let member = part.map({ name in chosen.parts.first { $0.key == name } }) ?? chosen.parts.first else {
        throw .malformedInput(
          file: file, line: nil,
          message: "score \(chosen.scorer) of sample \(id) has no part \"\(part ?? "")\"; it has "
            + chosen.parts.map(\.key).joined(separator: ", "))
      }
      value = member.value
    }
    switch value {
    case .string("C"): return 1
    case .string("P"): return 0.5
    case .string("I"), .string("N"): return 0
    default:
      return try value.score(
        percent: options.percent, what: "score \(chosen.scorer) of sample \(id)", place: (file, nil))
    }
  }

  mutating func finish(file: String, files: Int, notes: [String]) throws(SimulateError) -> MatrixReading {
    guard !unfinished.isEmpty else { return try collector.finish(file: file, files: files, notes: notes) }
    let count = unfinished.values.reduce(0, +)
    let statuses = unfinished.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    guard count < files else {
      throw .malformedInput(
        file: file, line: nil, message: "no log of Inspect that finished (\(statuses)); give one of status success")
    }
    let note = "left out \(plural(count, "log")) that did not finish (\(statuses))"
    return try collector.finish(file: file, files: files - count, notes: notes + [note])
  }

  /// What a log says of itself.
  private struct About {
    var model: String?
    var task: String?
    var status: String?

    /// Reads a member of the log if it is about the log itself; false if it is not.
    mutating func read(_ key: String, _ scanner: inout JSONScanner) throws(JSONScanner.Fault) -> Bool {
      switch key {
      case "status": status = try scanner.scalar().name
      case "eval":
        var (model, task) = (String?.none, String?.none)
        try scanner.object { (scanner, key) throws(JSONScanner.Fault) in
          switch key {
          case "model": model = try scanner.scalar().name
          case "task": task = try scanner.scalar().name
          default: try scanner.skip()
          }
        }
        (self.model, self.task) = (model, task)
      default: return false
      }
      return true
    }
  }

  private static func sample(_ scanner: inout JSONScanner) throws(JSONScanner.Fault) -> Sample {
    var sample = Sample()
    try scanner.object { (scanner, key) throws(JSONScanner.Fault) in
      switch key {
      case "id": sample.id = try scanner.scalar().name
      case "scores" where scanner.peek() == UInt8(ascii: "{"):
        try scanner.object { (scanner, scorer) throws(JSONScanner.Fault) in
          guard scanner.peek() == UInt8(ascii: "{") else { return try scanner.skip() }
          var value = JSONScanner.Scalar.null
          var parts: [(key: String, value: JSONScanner.Scalar)] = []
          try scanner.object { (scanner, key) throws(JSONScanner.Fault) in
            guard key == "value" else { return try scanner.skip() }
            if scanner.peek() == UInt8(ascii: "{") {
              parts = try FlatObject(&scanner).members
              value = .compound
            } else {
              value = try scanner.scalar()
            }
          }
          sample.scores.append((scorer, value, parts))
        }
      default: try scanner.skip()
      }
    }
    return sample
  }
}
