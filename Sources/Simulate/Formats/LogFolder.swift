import Foundation

/// A folder of evaluation logs of one format, and of its folders.
enum LogFolder {
  /// Reads the logs of the first format of the registry that has any in the folder. Only regular files are logs: a pipe
  /// among them would be waited for.
  static func read(path: String, options: MatrixReadingOptions) throws(SimulateError) -> MatrixReading {
    guard let walker = FileManager.default.enumerator(atPath: path) else {
      throw .noInput(file: path, message: "this folder cannot be read")
    }
    let files = walker.compactMap { $0 as? String }.sorted()
    for format in MatrixFormats.logs {
      let logs = files.filter { format.isLog(named: FileStart.name(of: $0)) }.map { "\(path)/\($0)" }
        .filter { FileKind(path: $0) == .regular }
      if logs.isEmpty { continue }
      let (chosen, notes) = options.readsEveryRun ? (logs, []) : format.chosen(logs, options: options)
      var reading: any LogFormat = format.init(options: options)
      for log in chosen {
        let source = try ByteSource(path: log, progress: options.progress)
        defer { source.finish() }
        if options.modelsFromPath { reading.collector.modelOfLog = model(ofLog: log, in: path) }
        try reading.add(source, path: log)
      }
      return try reading.finish(file: path, files: chosen.count, notes: notes)
    }
    throw .noInput(
      file: path,
      message: "no log in this folder; there should be "
        + MatrixFormats.logs.map { $0.fileNames }.joined(separator: ", or "))
  }

  /// What the path of a log calls its model: the folders that the log lies in, from the one that is read on; of a log
  /// directly in it, its own name without endings.
  static func model(ofLog path: String, in folder: String) -> String {
    let parts = path.split(separator: "/").dropFirst(folder.split(separator: "/").count).map(String.init)
    let folders = parts.dropLast().filter { $0 != "." && $0 != ".." }
    if !folders.isEmpty { return folders.joined(separator: "/") }
    var name = parts.last ?? path
    for ending in [".gz", ".jsonl", ".json", ".eval"] where name.hasSuffix(ending) {
      name = String(name.dropLast(ending.count))
    }
    return name
  }
}
