import Foundation

/// Writing results: whole or not at all.
enum OutputFile {
  /// Writes a file under a temporary name beside its place and renames it. A pipe or device is written to as it is.
  static func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

  /// Writes bytes likewise.
  static func write(_ bytes: Data, to path: String) throws {
    var status = stat()
    let exists = stat(path, &status) == 0
    try check(path)
    if exists, status.st_mode & S_IFMT != S_IFREG {
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw failure(path) }
      defer { close(descriptor) }
      guard writeAll(bytes, to: descriptor) else { throw failure(path, .inputOutput) }
      return
    }
    // Through a link to the file itself, so that the link stays.
    let target =
      exists
      ? (realpath(path, nil).map { pointer in
        defer { free(pointer) }
        return String(cString: pointer)
      } ?? path) : path
    var template = Array((target + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure(path) }
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let mask = umask(0)
    umask(mask)
    let mode = exists ? status.st_mode & 0o7777 : 0o666 & ~mask
    guard writeAll(bytes, to: descriptor), fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else {
      let error = failure(path, .inputOutput)
      close(descriptor)
      unlink(temporary)
      throw error
    }
    guard close(descriptor) == 0, rename(temporary, target) == 0 else {
      let error = failure(path)
      unlink(temporary)
      throw error
    }
  }

  /// Finds out before long work whether a file can be written.
  static func check(_ path: String) throws {
    var status = stat()
    if stat(path, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR {
        throw CommandFailure(status: .cannotCreate, message: "\(path): this is a directory; give the path of a file")
      }
      if status.st_mode & S_IFMT != S_IFREG { return }
    }
    let folder = (path as NSString).deletingLastPathComponent
    if access(folder.isEmpty ? "." : folder, W_OK) != 0 { throw failure(path) }
  }

  /// Writes to standard output.
  static func writeToStandardOutput(_ text: String) throws {
    guard writeAll(Data(text.utf8), to: 1) else { throw failure("standard output", .inputOutput) }
  }

  private static func failure(_ path: String, _ status: ExitStatus = .cannotCreate) -> CommandFailure {
    let reason = String(cString: strerror(errno)).lowercased()
    let remedy = errno == ENOENT ? "; give a path in a folder that exists" : ""
    return CommandFailure(status: status, message: "\(path): writing failed: \(reason)\(remedy)")
  }

  private static func writeAll(_ data: Data, to descriptor: Int32) -> Bool {
    data.withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        #if canImport(Darwin)
          let count = Darwin.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
        #else
          let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
        #endif
        if count < 0 {
          if errno == EINTR { continue }
          return false
        }
        written += count
      }
      return true
    }
  }
}
