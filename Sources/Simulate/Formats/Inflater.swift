import CZlib
import Foundation

/// Decompresses deflated data piece by piece, by the system's zlib.
final class Inflater {
  /// What holds the data.
  enum Container {
    /// A gzip file of one or more members.
    case gzip
    /// Data without a header, as in a zip file.
    case raw
  }

  /// What became of a piece.
  struct Progress {
    /// Bytes of the input that were used.
    let consumed: Int
    /// Bytes that were written.
    let produced: Int
    /// Whether the data end here.
    let isFinished: Bool
  }

  private let container: Container
  /// zlib keeps a pointer to the stream in its own state, so that it must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  init(_ container: Container) {
    self.container = container
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // This fails only without memory, and then the next call fails too.
    _ = container == .gzip ? inflate_gzip(stream) : inflate_raw(stream)
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Decompresses from one buffer into another; nil if the data are damaged.
  func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Progress? {
    let available = min(input.count, Int(UInt32.max))
    let room = min(output.count, Int(UInt32.max))
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(available)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(room)
    let status = CZlib.inflate(stream, Z_NO_FLUSH)
    let progress = Progress(
      consumed: available - Int(stream.pointee.avail_in), produced: room - Int(stream.pointee.avail_out),
      isFinished: status == Z_STREAM_END)
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { return nil }
    return progress
  }

  /// Starts on the next member of a gzip file.
  func restart() { _ = inflateReset(stream) }
}
