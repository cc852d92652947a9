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
      let (chosen, notes) = options.readsEveryRun ? (logs, []) : format.chosen(logs)
      var reading: any LogFormat = format.init(options: options)
      for log in chosen {
        let source = try ByteSource(path: log, progress: options.progress)
        defer { source.finish() }
        try reading.add(source, path: log)
      }
      return try reading.finish(file: path, files: chosen.count, notes: notes)
    }
    throw .noInput(
      file: path,
      message: "no log in this folder; there should be "
        + MatrixFormats.logs.map { $0.fileNames }.joined(separator: ", or "))
  }
}
