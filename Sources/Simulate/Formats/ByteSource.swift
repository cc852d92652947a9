import Foundation

/// A file or standard input, read once from beginning to end in chunks; a gzip file is decompressed on the way.
public final class ByteSource {
  /// What messages call it.
  let name: String
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private let progress: (@Sendable (Int) -> Void)?
  private var inflater: Inflater?
  /// Compressed bytes that were read and not used yet, or the first bytes of a file that is not compressed.
  private var pending: [UInt8] = []
  private var position = 0
  private var isExhausted = false
  /// Whether a member of a gzip file has begun and not ended.
  private var isInMember = false
  /// Decompressed bytes that were looked at and not read yet.
  private var lookahead: [UInt8] = []

  /// Opens a file; `-` is standard input.
  ///
  /// - Parameter progress: called with the number of bytes after each read.
  init(path: String, progress: (@Sendable (Int) -> Void)? = nil) throws(SimulateError) {
    self.progress = progress
    if path == "-" {
      name = "standard input"
      descriptor = 0
      ownsDescriptor = false
    } else {
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
    // The first two bytes tell a gzip file (RFC 1952).
    while pending.count < 2, !isExhausted { try fill(16) }
    if pending.starts(with: [0x1F, 0x8B]) {
      inflater = Inflater(.gzip)
      isInMember = true
    }
  }

  /// Bytes at hand, under the name that messages call them.
  init(name: String, data: Data) {
    self.name = name
    progress = nil
    descriptor = -1
    ownsDescriptor = false
    pending = Array(data)
    isExhausted = true
  }

  /// The next bytes, fewer at the end, without reading them.
  func peek(_ count: Int) throws(SimulateError) -> [UInt8] {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { chunk.deallocate() }
    while lookahead.count < count {
      let read = try decompressed(into: chunk)
      if read == 0 { break }
      lookahead.append(contentsOf: chunk[..<read])
    }
    return Array(lookahead.prefix(count))
  }

  /// Reads up to the buffer's size; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SimulateError) -> Int {
    guard !lookahead.isEmpty else { return try decompressed(into: buffer) }
    let count = min(buffer.count, lookahead.count)
    buffer.copyBytes(from: lookahead[..<count])
    lookahead.removeFirst(count)
    return count
  }

  private func decompressed(into buffer: UnsafeMutableRawBufferPointer) throws(SimulateError) -> Int {
    guard let inflater else {
      if position < pending.count {
        let count = min(buffer.count, pending.count - position)
        buffer.copyBytes(from: pending[position..<position + count])
        position += count
        return count
      }
      return isExhausted ? 0 : try readDescriptor(into: buffer)
    }
    while true {
      if position == pending.count {
        pending.removeAll(keepingCapacity: true)
        position = 0
        if !isExhausted { try fill(1 << 16) }
      }
      if pending.isEmpty, isExhausted, !isInMember { return 0 }
      if !isInMember {
        // Another member, or padding, which gzip itself passes over.
        guard pending[position] == 0x1F else {
          position = pending.count
          continue
        }
        inflater.restart()
        isInMember = true
      }
      let progress = pending[position...].withUnsafeBytes { inflater.inflate($0, into: buffer) }
      guard let progress else {
        throw .malformedInput(
          file: name, line: nil, message: "the gzip data are damaged; check the file with gzip -t, or copy it again")
      }
      position += progress.consumed
      if progress.isFinished { isInMember = false }
      if progress.produced > 0 { return progress.produced }
      if isInMember, position == pending.count, isExhausted {
        throw .malformedInput(
          file: name, line: nil, message: "the gzip data end too early; the file is cut short: copy it again")
      }
    }
  }

  /// Adds up to `count` bytes of the file to the pending ones.
  private func fill(_ count: Int) throws(SimulateError) {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { chunk.deallocate() }
    let read = try readDescriptor(into: chunk)
    pending.append(contentsOf: chunk[..<read])
  }

  private func readDescriptor(into buffer: UnsafeMutableRawBufferPointer) throws(SimulateError) -> Int {
    while true {
      #if canImport(Glibc) || canImport(Musl)
        let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      #else
        let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
      #endif
      if count == 0, !buffer.isEmpty { isExhausted = true }
      if count >= 0 {
        progress?(count)
        return count
      }
      if errno == EINTR { continue }
      throw .readFailure(file: name, message: "reading failed: " + String(cString: strerror(errno)).lowercased())
    }
  }

  /// The whole of a file; `-` is standard input.
  ///
  /// - Parameter limit: the most bytes that it may have when decompressed.
  public static func contents(of path: String, limit: Int = .max) throws(SimulateError) -> Data {
    let source = try ByteSource(path: path)
    defer { source.finish() }
    return try source.rest(limit: limit)
  }

  /// All that has not been read.
  ///
  /// - Parameter limit: the most bytes that it may be.
  func rest(limit: Int) throws(SimulateError) -> Data {
    var contents = Data()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
    defer { buffer.deallocate() }
    while true {
      let count = try read(into: buffer)
      if count == 0 { return contents }
      contents.append(contentsOf: buffer[..<count])
      guard contents.count <= limit else {
        throw .malformedInput(
          file: name, line: nil,
          message: "more than \(limit >> 20) MB in one document; split it, or give JSON Lines")
      }
    }
  }

  /// Closes the file; call it once.
  func finish() {
    if ownsDescriptor { _ = close(descriptor) }
  }
}
