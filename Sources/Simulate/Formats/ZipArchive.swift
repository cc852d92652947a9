import CZlib
import Foundation

/// The files in a zip archive, one at a time: stored, deflated and Zstandard entries; sizes above 4 GB by the 64-bit
/// extension.
struct ZipArchive {
  typealias Entry = ZipDirectory.Entry

  /// The entries in the directory's order.
  var entries: [Entry] { directory.entries }
  private let source: ByteSource
  private let directory: ZipDirectory

  /// Opens an archive.
  init(_ source: ByteSource) throws(SimulateError) {
    guard let size = source.seekableSize else {
      throw .malformedInput(
        file: source.name, line: nil,
        message: "an archive can be read only from a file that is neither a pipe nor compressed; give the path of one")
    }
    self.source = source
    directory = try ZipDirectory(source, size: size)
  }

  private func damaged(_ entry: Entry, _ message: String) -> SimulateError {
    ZipDirectory.damaged(source.name, "\"\(entry.name)\" \(message)")
  }

  /// The content of an entry, checked against its checksum.
  func contents(of entry: Entry) throws(SimulateError) -> Data {
    let content = try decompressed(entry)
    let checksum = content.withUnsafeBytes { bytes in
      crc32_z(0, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
    }
    // Without a byte, zlib gives the checksum's beginning.
    guard UInt32(truncatingIfNeeded: content.isEmpty ? 0 : checksum) == entry.checksum else {
      throw damaged(entry, "does not have its checksum")
    }
    return content
  }

  /// The bytes of an entry as they lie in the file.
  private func compressed(_ entry: Entry) throws(SimulateError) -> Data {
    let header = LittleEndian(try source.bytes(at: entry.headerOffset, count: 30))
    guard header.number(0, 4) == 0x0403_4B50, let nameLength = header.number(26, 2),
      let extraLength = header.number(28, 2)
    else { throw damaged(entry, "has no header") }
    let start = entry.headerOffset + 30 + nameLength + extraLength
    guard start <= entry.limit, entry.compressedSize <= entry.limit - start else {
      throw damaged(entry, "overlaps what follows it")
    }
    return try source.bytes(at: start, count: entry.compressedSize)
  }

  private func decompressed(_ entry: Entry) throws(SimulateError) -> Data {
    guard entry.size <= ReadingLimits.document else {
      throw .malformedInput(
        file: source.name, line: nil,
        message: "\"\(entry.name)\" is said to have \(entry.size) bytes, more than \(ReadingLimits.document >> 20) MB; "
          + "no log has such a file")
    }
    let compressed = try compressed(entry)
    // No method makes data smaller than by these factors: deflate 258 bytes from 2 bits, Zstandard 128 KB from 4 bytes.
    let mostPerByte = [0: 1, 8: 1032, 93: 1 << 15]
    guard let factor = mostPerByte[entry.method] else {
      throw .malformedInput(
        file: source.name, line: nil,
        message: "\"\(entry.name)\" is compressed by method \(entry.method); supported are stored, deflated and "
          + "Zstandard")
    }
    guard entry.size <= compressed.count * factor + factor else {
      throw damaged(entry, "claims \(entry.size) bytes, more than its \(compressed.count) can hold")
    }
    let content: Data?
    switch entry.method {
    case 0: content = compressed.count == entry.size ? compressed : nil
    case 8: content = inflated(compressed, size: entry.size)
    default:
      guard let library = Zstandard() else {
        throw .malformedInput(
          file: source.name, line: nil,
          message: "compressed by Zstandard, and this machine has no libzstd; install it, or convert the log to JSON "
            + "by inspect log convert")
      }
      content = library.decompress(compressed, size: entry.size)
    }
    guard let content else { throw damaged(entry, "cannot be decompressed to \(entry.size) bytes") }
    return content
  }
}
