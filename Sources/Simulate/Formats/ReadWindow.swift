import Foundation

/// The bytes of a source that were read and not used yet, in a buffer that grows where a line needs it.
struct ReadWindow {
  let source: ByteSource
  /// The buffer; what was read and not used lies from ``position`` to ``end``.
  private(set) var bytes: [UInt8]
  var position = 0
  private(set) var end = 0
  private(set) var isExhausted = false

  /// An empty window.
  ///
  /// - Parameter size: of the buffer at first, and of the largest read.
  init(source: ByteSource, size: Int) {
    self.source = source
    bytes = [UInt8](repeating: 0, count: size)
  }

  /// The position of the next line feed from a place on; nil where there is none before ``end``.
  func lineFeed(from start: Int) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      guard start < end, let base = bytes.baseAddress else { return nil }
      return memchr(base + start, 0x0A, end - start).map {
        UnsafeRawPointer(base).distance(to: UnsafeRawPointer($0))
      }
    }
  }

  /// Reads more: moves what is left to the front, grows the buffer where it is full.
  mutating func fill() throws(SimulateError) {
    let left = end - position
    bytes.withUnsafeMutableBufferPointer { bytes in
      if position > 0, left > 0 { memmove(bytes.baseAddress!, bytes.baseAddress! + position, left) }
    }
    (position, end) = (0, left)
    if end == bytes.count { bytes.append(contentsOf: repeatElement(0, count: bytes.count)) }
    let room = end..<bytes.count
    let source = source
    let count = try bytes.withUnsafeMutableBytes { bytes in
      Result { () throws(SimulateError) in
        try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[room]))
      }
    }.get()
    if count == 0 { isExhausted = true }
    end += count
  }
}
