import Foundation

/// A file or standard input, read once from beginning to end in chunks.
public struct ByteSource {
  /// What messages call it.
  let name: String
  private let descriptor: Int32
  private let ownsDescriptor: Bool

  /// Opens a file; `-` is standard input.
  init(path: String) throws(SimulateError) {
    guard path != "-" else {
      name = "standard input"
      descriptor = 0
      ownsDescriptor = false
      return
    }
    name = path
    let opened = open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else {
      throw .noInput(file: path, message: String(cString: strerror(errno)).lowercased() + "; give the path of a file")
    }
    var status = stat()
    if fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      _ = close(opened)
      throw .noInput(file: path, message: "this is a directory; give the path of a file in it")
    }
    descriptor = opened
    ownsDescriptor = true
  }

  /// Reads up to the buffer's size; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SimulateError) -> Int {
    while true {
      #if canImport(Glibc) || canImport(Musl)
        let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      #else
        let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
      #endif
      if count >= 0 { return count }
      if errno == EINTR { continue }
      throw .readFailure(file: name, message: "reading failed: " + String(cString: strerror(errno)).lowercased())
    }
  }

  /// The whole of a file; `-` is standard input.
  public static func contents(of path: String) throws(SimulateError) -> Data {
    let source = try ByteSource(path: path)
    defer { source.finish() }
    var contents = Data()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(into: buffer)
      if count == 0 { return contents }
      contents.append(contentsOf: buffer[..<count])
    }
  }

  /// Closes the file; call it once.
  func finish() {
    if ownsDescriptor { _ = close(descriptor) }
  }
}
