import Foundation

/// The lines of a file (JSON Lines: each ends in a line feed), one at a time, without their line ends.
///
/// Memory is one chunk, or the longest line where that is longer, up to ``ReadingLimits/line``.
struct LineReader {
  /// What messages call the file.
  var name: String { window.source.name }
  /// The current line's number, from 1.
  private(set) var line = 0

  private var window: ReadWindow

  init(source: ByteSource) { window = ReadWindow(source: source, size: 1 << 20) }

  /// Calls `body` with the next line; nil at the end.
  mutating func next<Value>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(SimulateError) -> Value
  ) throws(SimulateError) -> Value? {
    var searched = window.position
    while true {
      let isLast = window.isExhausted && window.position < window.end
      if let lineEnd = window.lineFeed(from: searched) ?? (isLast ? window.end : nil) {
        line += 1
        var contentEnd = lineEnd
        if contentEnd > window.position, window.bytes[contentEnd - 1] == 0x0D { contentEnd -= 1 }
        let range = window.position..<contentEnd
        window.position = min(lineEnd + 1, window.end)
        return try window.bytes.withUnsafeBufferPointer { bytes in
          Result { () throws(SimulateError) in try body(UnsafeBufferPointer(rebasing: bytes[range])) }
        }.get()
      }
      if window.isExhausted { return nil }
      let scanned = window.end - window.position
      guard scanned < ReadingLimits.line else {
        throw .malformedInput(
          file: name, line: line + 1,
          message:
            "this line is longer than \(ReadingLimits.line >> 20) MB; JSON Lines have a line feed after each object")
      }
      try window.fill()
      searched = window.position + scanned
    }
  }
}
