import Foundation

/// Reads an item matrix from whatever holds one: a table, an array, an evaluation log, a folder of logs. The content
/// tells the format; names decide only between JSON and JSON Lines, and between the logs of a folder.
public enum MatrixFile {
  /// What each format that is read is called, with the names of its files.
  public static var formats: [String] { MatrixFormats.all.map { $0.help } }

  /// Reads a file or a folder; `-` is standard input.
  ///
  /// - Throws: ``SimulateError`` naming the file and, if it has lines, the line of the first fault.
  public static func read(path: String, options: MatrixReadingOptions = .init()) throws(SimulateError) -> MatrixReading
  {
    if path != "-", FileKind(path: path) == .folder {
      return try scored(try LogFolder.read(path: path, options: options), file: path, options)
    }
    let source = try ByteSource(path: path, progress: options.progress)
    defer { source.finish() }
    let start = FileStart(path: path, bytes: try source.peek(FileStart.size))
    for format in MatrixFormats.all where format.recognises(start, options: options) {
      return try scored(try format.read(source, path: path, options: options), file: source.name, options)
    }
    throw .malformedInput(
      file: source.name, line: nil,
      message: "no known format begins like this; the formats are \(formats.joined(separator: "; "))")
  }

  /// Takes the score of repeated answers that the options name.
  private static func scored(
    _ reading: MatrixReading, file: String, _ options: MatrixReadingOptions
  ) throws(SimulateError) -> MatrixReading {
    var reading = reading
    do {
      reading.matrix = try reading.matrix.scored(by: options.score)
    } catch .unsatisfiable(let message, let remedies) {
      throw .malformedInput(file: file, line: nil, message: message, remedies: remedies)
    }
    return reading
  }

  /// The tables and arrays that lie directly in a folder, in the order of their names; nil for what is not a folder, or
  /// for one without them, such as a folder of logs.
  public static func tables(inFolder path: String) -> [String]? {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return nil }
    let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
    let endings = MatrixFormats.all.flatMap { $0.tableEndings }
    let tables = names.filter { name in
      let plain = FileStart.name(of: name)
      return !name.hasPrefix(".") && endings.contains { plain.hasSuffix(".\($0)") }
    }
    let files = tables.sorted().map { "\(folder)/\($0)" }.filter { FileKind(path: $0) == .regular }
    return files.isEmpty ? nil : files
  }

  /// The size of a file, or of all files in a folder, bytes; 0 if it is not known.
  public static func size(of path: String) -> Int {
    let manager = FileManager.default
    func own(_ path: String) -> Int { (try? manager.attributesOfItem(atPath: path)[.size] as? Int) ?? 0 }
    guard FileKind(path: path) == .folder else { return own(path) }
    return manager.enumerator(atPath: path)?.reduce(0) { $0 + (($1 as? String).map { own("\(path)/\($0)") } ?? 0) } ?? 0
  }
}

/// What lies at a path, symbolic links followed.
enum FileKind {
  /// A file with a size, which can be read anywhere in it.
  case regular
  /// A folder.
  case folder
  /// A pipe, a socket or a device: opening or reading one may wait for ever.
  case other

  /// The kind of what lies at a path; nil if there is nothing.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(mode: status.st_mode)
  }

  /// The kind by a file's mode.
  init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .regular
    case S_IFDIR: self = .folder
    default: self = .other
    }
  }
}
