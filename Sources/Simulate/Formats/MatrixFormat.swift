/// A file format that an item matrix is read from. A new format is a file with a type of this protocol, and a line in
/// ``MatrixFormats``.
protocol MatrixFormat {
  /// The format and the names of its files, as help and errors list it.
  static var help: String { get }
  /// The endings of file names, without the point, that mark a matrix of its own in a folder of matrices.
  static var tableEndings: [String] { get }
  /// The form that a matrix is written in; nil if the format is only read.
  static var form: MatrixForm? { get }

  /// Whether a file that begins like this is of the format.
  static func recognises(_ start: FileStart, options: MatrixReadingOptions) -> Bool
  /// Reads a file from its beginning.
  static func read(
    _ source: ByteSource, path: String, options: MatrixReadingOptions
  ) throws(SimulateError) -> MatrixReading
}

extension MatrixFormat {
  static var tableEndings: [String] { [] }
  static var form: MatrixForm? { nil }
}

/// A format of evaluation logs: a matrix is one log, or a folder of them.
protocol LogFormat: MatrixFormat {
  /// The names of its files in a folder, and whose they are.
  static var fileNames: String { get }

  /// Whether a file of this name is such a log; the name is without folders and without `.gz`.
  static func isLog(named name: String) -> Bool
  /// The logs of a folder to read, and what a person should know of the others.
  static func chosen(_ logs: [String], options: MatrixReadingOptions) -> (logs: [String], notes: [String])

  /// What has been read so far.
  var collector: ResponseCollector { get set }

  init(options: MatrixReadingOptions)
  /// Adds the scores of a log.
  mutating func add(_ source: ByteSource, path: String) throws(SimulateError)
  /// The matrix of all logs added.
  mutating func finish(file: String, files: Int, notes: [String]) throws(SimulateError) -> MatrixReading
}

extension LogFormat {
  static func chosen(_ logs: [String], options: MatrixReadingOptions) -> (logs: [String], notes: [String]) {
    (logs, [])
  }

  static func read(
    _ source: ByteSource, path: String, options: MatrixReadingOptions
  ) throws(SimulateError) -> MatrixReading {
    var log = Self(options: options)
    if options.modelsFromPath { log.collector.modelOfLog = LogFolder.model(ofLog: path, in: "") }
    try log.add(source, path: path)
    return try log.finish(file: source.name, files: 1, notes: [])
  }
}

/// The registry of formats: reading, help, errors and the search through folders all go through it.
enum MatrixFormats {
  /// Every format, in the order in which they are tried; the last takes any text.
  static var all: [any MatrixFormat.Type] {
    [
      NumPyArray.self, NumPyArchive.self, HarnessSamples.self, InspectLog.self, HELMStatistics.self,
      AlpacaAnnotations.self, JSONLines.self, LongTable.self, WideTable.self,
    ]
  }

  /// The formats of logs.
  static var logs: [any LogFormat.Type] { all.compactMap { $0 as? any LogFormat.Type } }
}
