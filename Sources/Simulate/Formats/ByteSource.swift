import Foundation

/// A file or standard input, read once from beginning to end in chunks; a gzip file is decompressed on the way.
package final class ByteSource {
  /// What messages call it.
  let name: String
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  /// The size of a regular file, or of bytes at hand; nil for a pipe.
  private let size: Int?
  /// Where in the file this source begins.
  private let startOffset: Int
  private let progress: (@Sendable (Int) -> Void)?
  private var inflater: Inflater?
  /// Compressed bytes that were read and not used yet, or the first bytes of a file that is not compressed.
  private var pending: [UInt8] = []
  private var position = 0
  private var isExhausted = false
  /// Whether a member of a gzip file has begun and not ended.
  private var isInMember = false
  /// Whether zeros were found after a member of a gzip file; only more of them may follow.
  private var isInPadding = false
  /// Decompressed bytes that were looked at and not read yet.
  private var lookahead: ArraySlice<UInt8> = []
  /// How many bytes were read.
  private var readCount = 0

  /// Opens a file; `-` is standard input.
  ///
  /// - Parameter progress: called with the number of bytes after each read.
  init(path: String, progress: (@Sendable (Int) -> Void)? = nil) throws(SimulateError) {
    self.progress = progress
    if path == "-" {
      name = "standard input"
      descriptor = 0
      ownsDescriptor = false
      var status = stat()
      let isRegular = fstat(0, &status) == 0 && FileKind(mode: status.st_mode) == .regular
      size = isRegular ? Int(status.st_size) : nil
      startOffset = isRegular ? max(0, Int(lseek(0, 0, SEEK_CUR))) : 0
    } else {
      name = path
      let opened = FileName.withBytes(of: path) { open($0, O_RDONLY | O_CLOEXEC) }
      guard opened >= 0 else {
        throw .noInput(file: path, message: String(cString: strerror(errno)).lowercased() + "; give the path of a file")
      }
      var status = stat()
      let kind = fstat(opened, &status) == 0 ? FileKind(mode: status.st_mode) : .other
      if kind == .folder {
        _ = close(opened)
        throw .noInput(file: path, message: "this is a directory; give the path of a file in it")
      }
      size = kind == .regular ? Int(status.st_size) : nil
      startOffset = 0
      descriptor = opened
      ownsDescriptor = true
    }
    // A gzip file is known by its first two bytes (RFC 1952).
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
    size = data.count
    startOffset = 0
    pending = Array(data)
    isExhausted = true
  }

  /// The number of bytes that are left; nil if only reading tells, as in a pipe or a compressed file.
  var bytesLeft: Int? { inflater == nil ? size.map { max(0, $0 - startOffset - readCount) } : nil }

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
    guard !lookahead.isEmpty else {
      let count = try decompressed(into: buffer)
      readCount += count
      return count
    }
    let count = min(buffer.count, lookahead.count)
    buffer.copyBytes(from: lookahead.prefix(count))
    // A slice of the array: the bytes stay in their place.
    lookahead = lookahead.dropFirst(count)
    readCount += count
    return count
  }

  /// Reads until a buffer is full or the source ends; returns the number of bytes.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(SimulateError) -> Int {
    var got = 0
    while got < buffer.count {
      let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[got...]))
      if count == 0 { break }
      got += count
    }
    return got
  }

  /// Reads up to some bytes, fewer at the end. Memory grows with the bytes that there are, not with those asked for.
  func bytes(_ count: Int) throws(SimulateError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: min(count - bytes.count, 1 << 20), alignment: 1)
      defer { piece.deallocate() }
      let got = try fill(piece)
      bytes.append(contentsOf: piece[..<got])
      if got < piece.count { break }
    }
    return bytes
  }

  /// The size of a file that can be read anywhere in it; nil for a pipe or a compressed file.
  var seekableSize: Int? { inflater == nil && descriptor >= 0 ? size.map { $0 - startOffset } : nil }

  /// The bytes at a place of a file that can be read anywhere in it; reading in order goes on where it was.
  ///
  /// The file is read and not mapped: one that is cut short meanwhile ends in an error, not in a fault of memory.
  func bytes(at offset: Int, count: Int) throws(SimulateError) -> Data {
    guard let size = seekableSize, offset >= 0, count >= 0, offset <= size, count <= size - offset else {
      throw .malformedInput(file: name, line: nil, message: "a part lies beyond the file's end; copy the file again")
    }
    var data = Data(count: count)
    var got = 0
    while got < count {
      let read = data.withUnsafeMutableBytes { bytes in
        pread(descriptor, bytes.baseAddress! + got, count - got, off_t(startOffset + offset + got))
      }
      if read < 0, errno == EINTR { continue }
      if read < 0 {
        throw .readFailure(file: name, message: "reading failed: " + String(cString: strerror(errno)).lowercased())
      }
      if read == 0 {
        throw .readFailure(file: name, message: "the file became shorter while it was read; read it again")
      }
      progress?(read)
      got += read
    }
    return data
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
        // Another member follows, or padding by zeros, which gzip itself ignores.
        isInPadding = isInPadding || pending[position] == 0
        if isInPadding {
          guard pending[position...].allSatisfy({ $0 == 0 }) else { throw stray }
          position = pending.count
          continue
        }
        guard pending[position] == 0x1F else { throw stray }
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

  private var stray: SimulateError {
    .malformedInput(
      file: name, line: nil, message: "other bytes follow the gzip data; check the file with gzip -t, or copy it again")
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
  /// - Parameter limit: the most bytes that it may have when decompressed; 1 GB if nothing is said.
  package static func contents(of path: String, limit: Int = 1 << 30) throws(SimulateError) -> Data {
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
