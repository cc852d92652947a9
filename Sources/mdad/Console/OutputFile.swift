import Foundation
import Simulate

/// Writes results whole or not at all.
enum OutputFile {
  /// The name that stands for standard output, for every option that names an output.
  static let standardOutput = "-"

  /// Writes a file under a temporary name in the same folder and then renames it. Pipes and devices are written to
  /// directly, and `-` is standard output.
  ///
  /// - Throws: ``CommandFailure``.
  static func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

  /// Writes bytes to a file in the same way.
  static func write(_ bytes: Data, to path: String) throws {
    if path == standardOutput { return try writeToStandardOutput(bytes) }
    try check(path)
    let earlier = status(of: path)
    if let earlier, !earlier.isRegular { return try writeThrough(bytes, to: path) }
    let target = earlier == nil ? path : resolved(path)
    removeLeftovers(of: target)
    let (descriptor, temporary) = try temporaryFile(beside: target)
    let mask = umask(0)
    umask(mask)
    let mode = earlier.map { $0.mode & 0o7777 } ?? 0o666 & ~mask
    guard writeAll(bytes, to: descriptor), fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else {
      let error = failure(path, .inputOutput)
      close(descriptor)
      remove(temporary)
      throw error
    }
    guard close(descriptor) == 0, rename(temporary, to: target) else {
      let error = failure(path)
      remove(temporary)
      throw error
    }
  }

  /// Checks before long work that a file can be written.
  ///
  /// - Throws: ``CommandFailure`` naming what is in the way.
  static func check(_ path: String) throws {
    if path == standardOutput { return }
    if let earlier = status(of: path) {
      if earlier.isFolder || path.hasSuffix("/") {
        throw CommandFailure(status: .cannotCreate, message: "\(path): this is a directory; give the path of a file")
      }
      if !earlier.isRegular { return }
    } else if path.isEmpty || path.hasSuffix("/") {
      throw CommandFailure(status: .cannotCreate, message: "\"\(path)\" is not the path of a file; give one")
    }
    if FileName.withBytes(of: folder(of: path), { access($0, W_OK) }) != 0 { throw failure(path) }
  }

  /// Writes to standard output. If its reader has gone, the process ends as SIGPIPE would end it.
  ///
  /// - Throws: ``CommandFailure`` for any other failure, such as a full disk.
  static func writeToStandardOutput(_ bytes: Data) throws {
    guard !writeAll(bytes, to: 1) else { return }
    if errno == EPIPE {
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    throw failure("standard output", .inputOutput)
  }

  /// Writes what it can to standard error. A stream that is closed or full must not cost the result.
  static func writeToStandardError(_ text: String) { _ = writeAll(Data(text.utf8), to: 2) }

  /// Follows a link to the file itself, so that writing replaces the file and the link stays.
  private static func resolved(_ path: String) -> String {
    FileName.withBytes(of: path) { realpath($0, nil) }.map { pointer in
      defer { free(pointer) }
      return FileName.text(
        of: UnsafeBufferPointer(start: pointer, count: strlen(pointer)).map { UInt8(bitPattern: $0) })
    } ?? path
  }

  /// Returns the folder of a path: what precedes its last slash.
  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func writeThrough(_ bytes: Data, to path: String) throws {
    let descriptor = FileName.withBytes(of: path) { open($0, O_WRONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    guard writeAll(bytes, to: descriptor) else { throw failure(path, .inputOutput) }
  }

  /// The mark of temporary names, which are the file's name, this mark, the writing process's number, and six letters.
  private static let mark = ".mdad-"

  private static func temporaryFile(beside target: String) throws -> (descriptor: Int32, path: String) {
    let template = "\(target)\(mark)\(getpid())-XXXXXX"
    var path = template
    let descriptor = FileName.withBytes(of: template) { bytes in
      var name = Array(UnsafeBufferPointer(start: bytes, count: strlen(bytes) + 1))
      let descriptor = mkstemp(&name)
      path = FileName.text(of: name.dropLast().map { UInt8(bitPattern: $0) })
      return descriptor
    }
    guard descriptor >= 0 else { throw failure(target) }
    return (descriptor, path)
  }

  /// Removes temporary files left by runs that were killed while they wrote the same file.
  private static func removeLeftovers(of target: String) {
    let name = String(target.split(separator: "/").last ?? "") + mark
    let folder = folder(of: target)
    for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where file.hasPrefix(name) {
      let digits = file.dropFirst(name.count).prefix { $0.isASCII && $0.isNumber }
      guard let process = Int32(digits), file.dropFirst(name.count + digits.count).count == 7 else { continue }
      // A process that is still running may be writing.
      if kill(process, 0) != 0, errno == ESRCH { remove("\(folder)/\(file)") }
    }
  }

  private static func remove(_ path: String) { _ = FileName.withBytes(of: path) { unlink($0) } }

  private static func rename(_ path: String, to target: String) -> Bool {
    FileName.withBytes(of: path) { from in FileName.withBytes(of: target) { Foundation.rename(from, $0) } } == 0
  }

  private struct Status {
    let mode: mode_t
    var isRegular: Bool { mode & S_IFMT == S_IFREG }
    var isFolder: Bool { mode & S_IFMT == S_IFDIR }
  }

  private static func status(of path: String) -> Status? {
    var status = stat()
    return FileName.withBytes(of: path) { stat($0, &status) } == 0 ? Status(mode: status.st_mode) : nil
  }

  private static func failure(_ path: String, _ status: ExitStatus = .cannotCreate) -> CommandFailure {
    let reason = String(cString: strerror(errno)).lowercased()
    let remedy = errno == ENOENT ? "; give a path in a folder that exists" : ""
    return CommandFailure(status: status, message: "\(path): writing failed: \(reason)\(remedy)")
  }

  private static func writeAll(_ data: Data, to descriptor: Int32) -> Bool {
    data.withUnsafeBytes { bytes in
      var written = 0
      while let start = bytes.baseAddress, written < bytes.count {
        let count = write(descriptor, start + written, bytes.count - written)
        if count < 0 {
          if errno == EINTR { continue }
          return false
        }
        written += count
      }
      return true
    }
  }

  private static func write(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
    #if canImport(Darwin)
      Darwin.write(descriptor, start, count)
    #else
      Glibc.write(descriptor, start, count)
    #endif
  }
}
