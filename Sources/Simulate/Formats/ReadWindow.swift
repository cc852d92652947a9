import Foundation

/// The bytes of a source that were read and not used yet, in a buffer that grows if a line needs it.
struct ReadWindow {
  let source: ByteSource
  /// The buffer; what was read and not used lies from ``position`` to ``end``.
  private(set) var bytes: [UInt8]
  var position = 0
  private(set) var end = 0
  private(set) var isExhausted = false
  /// The first carriage return at or after some place, if it was looked for: doing so anew for each line would take
  /// quadratic time in a file without any.
  private var knownReturn: (from: Int, at: Int)?

  /// An empty window.
  ///
  /// - Parameter size: of the buffer at first, and of the largest read; less if less is left to read.
  init(source: ByteSource, size: Int) {
    self.source = source
    // One byte more, so that the read which finds the end has room. What a file says of its size may be wrong.
    let left = source.bytesLeft.map { max(4096, $0 + 1) } ?? size
    bytes = [UInt8](repeating: 0, count: min(size, left))
  }

  /// The position of the next line feed from a place on; nil if there is none before ``end``.
  func lineFeed(from start: Int) -> Int? { position(of: 0x0A, from: start) }

  /// The next line end from a place on: a line feed, a carriage return, or both in this order. Nil if there is none
  /// before ``end``, or if more bytes must say whether a line feed follows.
  mutating func lineEnd(from start: Int) -> Range<Int>? {
    let feed = lineFeed(from: start)
    let mark = carriageReturn(from: start)
    guard mark < feed ?? end else { return feed.map { $0..<$0 + 1 } }
    if mark + 1 < end { return mark..<mark + (bytes[mark + 1] == 0x0A ? 2 : 1) }
    return isExhausted ? mark..<mark + 1 : nil
  }

  /// The position of the next carriage return from a place on; ``end`` if there is none.
  private mutating func carriageReturn(from start: Int) -> Int {
    if let known = knownReturn, known.from <= start, start <= known.at { return known.at }
    let found = position(of: 0x0D, from: start) ?? end
    knownReturn = (start, found)
    return found
  }

  private func position(of byte: UInt8, from start: Int) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      guard start < end, let base = bytes.baseAddress else { return nil }
      return memchr(base + start, Int32(byte), end - start).map {
        UnsafeRawPointer(base).distance(to: UnsafeRawPointer($0))
      }
    }
  }

  /// Reads more: moves what is left to the front, grows the buffer if it is full.
  mutating func fill() throws(SimulateError) {
    let left = end - position
    knownReturn = nil
    bytes.withUnsafeMutableBufferPointer { bytes in
      if position > 0, left > 0 { memmove(bytes.baseAddress!, bytes.baseAddress! + position, left) }
    }
    (position, end) = (0, left)
    if end == bytes.count { bytes += [UInt8](repeating: 0, count: bytes.count) }
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
