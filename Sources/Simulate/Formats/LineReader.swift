import Foundation

/// The lines of a file, one at a time, without their line ends.
///
/// Memory is one chunk, or the longest line where that is longer, up to ``longest``.
struct LineReader {
  /// The longest line, bytes.
  static let longest = 1 << 28

  /// What messages call the file.
  var name: String { source.name }
  /// The current line's number, from 1.
  private(set) var line = 0

  private let source: ByteSource
  private var buffer = [UInt8](repeating: 0, count: 1 << 20)
  private var position = 0
  private var end = 0
  private var isExhausted = false

  init(source: ByteSource) { self.source = source }

  /// Calls `body` with the next line; nil at the end.
  mutating func next<Value>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(SimulateError) -> Value
  ) throws(SimulateError) -> Value? {
    var searched = position
    while true {
      let found = buffer.withUnsafeBufferPointer { bytes -> Int? in
        guard searched < end, let base = bytes.baseAddress else { return nil }
        return memchr(base + searched, 0x0A, end - searched).map {
          UnsafeRawPointer(base).distance(to: UnsafeRawPointer($0))
        }
      }
      if let lineEnd = found ?? (isExhausted && position < end ? end : nil) {
        line += 1
        var contentEnd = lineEnd
        if contentEnd > position, buffer[contentEnd - 1] == 0x0D { contentEnd -= 1 }
        let range = position..<contentEnd
        position = min(lineEnd + 1, end)
        return try buffer.withUnsafeBufferPointer { bytes in
          Result { () throws(SimulateError) in try body(UnsafeBufferPointer(rebasing: bytes[range])) }
        }.get()
      }
      if isExhausted { return nil }
      let left = end - position
      buffer.withUnsafeMutableBufferPointer { bytes in
        if position > 0, left > 0 { memmove(bytes.baseAddress!, bytes.baseAddress! + position, left) }
      }
      (position, end) = (0, left)
      searched = left
      if end == buffer.count {
        guard buffer.count < LineReader.longest else {
          throw .malformedInput(
            file: name, line: line + 1,
            message:
              "this line is longer than \(LineReader.longest >> 20) MB; JSON Lines have a line feed after each object")
        }
        buffer.append(contentsOf: repeatElement(0, count: buffer.count))
      }
      let room = end..<buffer.count
      let source = source
      let count = try buffer.withUnsafeMutableBytes { bytes in
        Result { () throws(SimulateError) in
          try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[room]))
        }
      }.get()
      if count == 0 { isExhausted = true }
      end += count
    }
  }
}
