import Foundation

/// Reads an item matrix from whatever holds one: a table, an array, an evaluation log, a folder of logs. The form is told from
/// the content; names decide only between JSON and JSON Lines, and between the logs of a folder.
public enum MatrixFile {
  /// The largest JSON document that is read whole, bytes.
  static let largestDocument = 1 << 30

  /// Reads a file or a folder; `-` is standard input.
  ///
  /// - Throws: ``SimulateError`` naming the file and, where there is one, the line of the first fault.
  public static func read(path: String, options: MatrixReadingOptions = .init()) throws(SimulateError) -> MatrixReading
  {
    var isFolder: ObjCBool = false
    if path != "-", FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      return try LogFolder.read(path: path, options: options)
    }
    let source = try ByteSource(path: path, progress: options.progress)
    defer { source.finish() }
    let start = try source.peek(4096)
    if start.starts(with: [0x93] + Array("NUMPY".utf8)) { return try NumPyArray.read(source, options: options) }
    if start.starts(with: Array("PK\u{3}\u{4}".utf8)) {
      guard path != "-" else {
        throw .malformedInput(
          file: source.name, line: nil, message: "an archive; give the path of the file instead of -")
      }
      if path.hasSuffix(".npz") { return try NumPyArray.readArchive(path: path, options: options) }
      var log = InspectLog(options: options)
      try log.add(archive: path)
      return try log.finish(file: path)
    }
    let text = String(decoding: start, as: UTF8.self)
    switch text.first(where: { !$0.isWhitespace && $0 != "\u{FEFF}" }) {
    case "[":
      let data = try source.rest(limit: largestDocument)
      if text.contains("\"instance_id\"") {
        var statistics = HELMStatistics(options: options)
        try statistics.add(json: data, path: path)
        return try statistics.finish(file: path)
      }
      if text.contains("\"instruction\"") || text.contains("\"preference\"") {
        var annotations = AlpacaAnnotations(options: options)
        try annotations.add(json: data, path: path)
        return try annotations.finish(file: path)
      }
      throw .malformedInput(
        file: path, line: nil,
        message: "a JSON list that is neither HELM's per_instance_stats nor AlpacaEval's annotations; give JSON Lines")
    case "{":
      if !isLines(text, path: path) {
        var log = InspectLog(options: options)
        try log.add(json: try source.rest(limit: largestDocument), file: source.name)
        return try log.finish(file: source.name)
      }
      return try JSONLines.read(source, options: options)
    default:
      let header = text.prefix { !$0.isNewline }
      let names = header.split { ",\t".contains($0) }.map {
        $0.filter { $0 != "\"" && $0 != "\u{FEFF}" }.trimmingSpaces()
      }
      if LongTable.isHeader(names), options.rows == nil { return try LongTable.read(source, options: options) }
      return try WideTable.read(source, options: options)
    }
  }

  /// The tables and arrays that lie directly in a folder, in the order of their names; nil for what is no folder, or one without them,
  /// such as a folder of logs.
  public static func tables(inFolder path: String) -> [String]? {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return nil }
    let tables = names.filter { name in
      let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
      return !name.hasPrefix(".") && ["csv", "tsv", "npy", "npz"].contains { plain.hasSuffix(".\($0)") }
    }
    let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
    return tables.isEmpty ? nil : tables.sorted().map { "\(folder)/\($0)" }
  }

  /// The size of a file, or of all files in a folder, bytes; 0 where it is not known.
  public static func size(of path: String) -> Int {
    let manager = FileManager.default
    func own(_ path: String) -> Int { (try? manager.attributesOfItem(atPath: path)[.size] as? Int) ?? 0 }
    var isFolder: ObjCBool = false
    guard manager.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else { return own(path) }
    return manager.enumerator(atPath: path)?.reduce(0) { $0 + (($1 as? String).map { own("\(path)/\($0)") } ?? 0) } ?? 0
  }

  /// Whether a JSON text is a list of objects a line rather than one document: by its name, or its first line being whole.
  private static func isLines(_ text: String, path: String) -> Bool {
    let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
    if name.hasSuffix(".jsonl") || HarnessSamples.parts(of: path) != nil { return true }
    let first = Array(text.utf8.prefix { $0 != 0x0A })
    guard first.count < text.utf8.count else { return !InspectLog.isBeginning(text) }
    return first.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      do throws(JSONScanner.Fault) {
        try scanner.skip()
        return scanner.isAtEnd()
      } catch {
        return false
      }
    }
  }
}

/// A folder of evaluation logs of one kind, and of its folders.
enum LogFolder {
  /// The kinds of logs by their files' names, in the order they are looked for.
  private enum Kind: String, CaseIterable {
    case harness = "samples_*.jsonl of lm-evaluation-harness"
    case inspect = ".eval and .json logs of Inspect"
    case helm = "per_instance_stats.json of HELM"
    case alpaca = "annotations.json of AlpacaEval"

    func holds(_ path: String) -> Bool {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
      switch self {
      case .harness: return plain.hasPrefix("samples_") && (plain.hasSuffix(".jsonl") || plain.hasSuffix(".json"))
      case .inspect:
        // Inspect's names begin with the time.
        return plain.hasSuffix(".eval") || plain.hasSuffix(".json") && plain.first?.isNumber == true
      case .helm: return plain == "per_instance_stats.json"
      case .alpaca: return plain == "annotations.json"
      }
    }
  }

  static func read(path: String, options: MatrixReadingOptions) throws(SimulateError) -> MatrixReading {
    guard let walker = FileManager.default.enumerator(atPath: path) else {
      throw .noInput(file: path, message: "this folder cannot be read")
    }
    let files = walker.compactMap { $0 as? String }.sorted().map { "\(path)/\($0)" }
    guard let kind = Kind.allCases.first(where: { kind in files.contains { kind.holds($0) } }) else {
      throw .noInput(
        file: path,
        message: "no log in this folder; there should be \(Kind.allCases.map(\.rawValue).joined(separator: ", or "))")
    }
    var logs = files.filter { kind.holds($0) }
    var notes: [String] = []
    switch kind {
    case .harness:
      let newest = newestRuns(logs)
      if newest.count < logs.count { notes.append("\(plural(logs.count - newest.count, "older run")) passed over") }
      logs = newest
      var samples = HarnessSamples(options: options)
      for log in logs {
        samples.begin(path: log)
        let source = try ByteSource(path: log, progress: options.progress)
        defer { source.finish() }
        try add(source, to: &samples)
      }
      return try samples.finish(file: path, files: logs.count, notes: notes)
    case .inspect:
      var reading = InspectLog(options: options)
      for log in logs {
        if log.hasSuffix(".eval") {
          try reading.add(archive: log)
        } else {
          try reading.add(json: try ByteSource.contents(of: log, limit: MatrixFile.largestDocument), file: log)
        }
      }
      return try reading.finish(file: path, files: logs.count)
    case .helm:
      var statistics = HELMStatistics(options: options)
      for log in logs {
        try statistics.add(json: try ByteSource.contents(of: log, limit: MatrixFile.largestDocument), path: log)
      }
      return try statistics.finish(file: path, files: logs.count)
    case .alpaca:
      var annotations = AlpacaAnnotations(options: options)
      for log in logs {
        try annotations.add(json: try ByteSource.contents(of: log, limit: MatrixFile.largestDocument), path: log)
      }
      return try annotations.finish(file: path, files: logs.count)
    }
  }

  /// Of the runs of each model and task the newest, by the time in the file's name.
  private static func newestRuns(_ logs: [String]) -> [String] {
    var newest: [String: (time: String, log: String)] = [:]
    for log in logs {
      guard let (task, time) = HarnessSamples.parts(of: log) else { continue }
      let key = HarnessSamples.model(of: log) + "\u{1}" + task
      if let known = newest[key], known.time >= time { continue }
      newest[key] = (time, log)
    }
    return newest.values.map(\.log).sorted()
  }

  /// Adds the samples of a file: JSON Lines, or one list.
  private static func add(_ source: ByteSource, to samples: inout HarnessSamples) throws(SimulateError) {
    var lines = LineReader(source: source)
    while true {
      let number = lines.line + 1
      let more: Void? = try lines.next { (bytes) throws(SimulateError) in
        guard bytes.contains(where: { $0 > 0x20 }) else { return }
        try samples.add(try FlatObject(bytes, file: source.name, line: number), file: source.name, line: number)
      }
      if more == nil { return }
    }
  }
}
