import Foundation

/// Logs of Inspect: `.eval` archives and `.json` files. Epochs are repeated samples; a score is C (1), P (½), I or N (0), a truth
/// value or a number.
struct InspectLog {
  /// A sample's score.
  private struct Sample {
    var id: String?
    var scores: [(scorer: String, value: JSONScanner.Scalar, parts: [(key: String, value: JSONScanner.Scalar)])] = []
  }

  private var collector: ResponseCollector
  private let options: MatrixReadingOptions

  init(options: MatrixReadingOptions) {
    self.options = options
    collector = ResponseCollector(format: "Inspect", options: options)
  }

  /// Whether a JSON document's beginning is that of a log.
  static func isBeginning(_ text: String) -> Bool { text.contains("\"eval\"") || text.contains("\"version\"") }

  /// Adds an archive.
  mutating func add(archive path: String) throws(SimulateError) {
    let archive = try ZipArchive(path: path)
    guard let header = archive.entries.first(where: { $0.name == "header.json" || $0.name == "_journal/start.json" })
    else {
      throw .malformedInput(file: path, line: nil, message: "no log of Inspect: there is no header.json in it")
    }
    var about = About()
    try scan(try archive.contents(of: header), file: "\(path): \(header.name)") { (scanner) throws(JSONScanner.Fault) in
      try scanner.object { (scanner, key) throws(JSONScanner.Fault) in
        if key == "eval" { try about.read(&scanner) } else { try scanner.skip() }
      }
    }
    var samples: [Sample] = []
    if let summaries = archive.entries.first(where: { $0.name == "summaries.json" }) {
      try scan(try archive.contents(of: summaries), file: "\(path): summaries.json") {
        (scanner) throws(JSONScanner.Fault) in
        try scanner.array { (scanner) throws(JSONScanner.Fault) in samples.append(try InspectLog.sample(&scanner)) }
      }
    } else {
      for entry in archive.entries where entry.name.hasPrefix("samples/") && entry.name.hasSuffix(".json") {
        try scan(try archive.contents(of: entry), file: "\(path): \(entry.name)") {
          (scanner) throws(JSONScanner.Fault) in
          samples.append(try InspectLog.sample(&scanner))
        }
      }
    }
    try add(samples, about: about, file: path)
  }

  /// Adds a JSON log.
  mutating func add(json data: Data, file: String) throws(SimulateError) {
    var about = About()
    var samples: [Sample] = []
    try scan(data, file: file) { (scanner) throws(JSONScanner.Fault) in
      try scanner.object { (scanner, key) throws(JSONScanner.Fault) in
        switch key {
        case "eval": try about.read(&scanner)
        case "samples" where scanner.peek() == UInt8(ascii: "["):
          try scanner.array { (scanner) throws(JSONScanner.Fault) in samples.append(try InspectLog.sample(&scanner)) }
        default: try scanner.skip()
        }
      }
    }
    try add(samples, about: about, file: file)
  }

  private mutating func add(_ samples: [Sample], about: About, file: String) throws(SimulateError) {
    guard let model = about.model else {
      throw .malformedInput(file: file, line: nil, message: "no log of Inspect: it names no model")
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

  /// The score to read of a sample; nil where it has none, as after an error.
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

  /// The matrix of all logs.
  mutating func finish(file: String, files: Int = 1, notes: [String] = []) throws(SimulateError) -> MatrixReading {
    try collector.finish(file: file, files: files, notes: notes)
  }

  /// What a log says of itself.
  private struct About {
    var model: String?
    var task: String?

    mutating func read(_ scanner: inout JSONScanner) throws(JSONScanner.Fault) {
      var (model, task) = (model, task)
      try scanner.object { (scanner, key) throws(JSONScanner.Fault) in
        switch key {
        case "model": model = try scanner.scalar().name
        case "task": task = try scanner.scalar().name
        default: try scanner.skip()
        }
      }
      (self.model, self.task) = (model, task)
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

/// Reads a whole JSON document.
func scan(
  _ data: Data, file: String, _ body: (inout JSONScanner) throws(JSONScanner.Fault) -> Void
) throws(SimulateError) {
  let fault: JSONScanner.Fault? = data.withUnsafeBytes { raw in
    var scanner = JSONScanner(raw.bindMemory(to: UInt8.self))
    do throws(JSONScanner.Fault) {
      try body(&scanner)
      return nil
    } catch {
      return error
    }
  }
  guard let fault else { return }
  let line = data.prefix(fault.position).reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
  throw .malformedInput(file: file, line: line, message: "\(fault.message); give whole JSON as it was written")
}
