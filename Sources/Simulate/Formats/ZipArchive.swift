import CZlib
import Foundation

/// A zip file (PKWARE's APPNOTE 6.3): its directory, and its entries one at a time. Stored, deflated and Zstandard entries;
/// sizes above 4 GB by the 64-bit extension.
struct ZipArchive {
  /// A file in the archive.
  struct Entry {
    /// Its path.
    let name: String
    fileprivate let method: Int
    fileprivate let compressedSize: Int
    fileprivate let size: Int
    fileprivate let headerOffset: Int
    fileprivate let checksum: UInt32
  }

  /// The largest entry that is read, bytes: larger ones in a log are no scores.
  static let largestEntry = 1 << 30

  /// What messages call the file.
  let file: String
  /// The entries in the directory's order.
  let entries: [Entry]
  private let data: Data

  /// Opens an archive; the file is mapped, not read.
  init(path: String) throws(SimulateError) {
    file = path
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    } catch {
      throw .noInput(file: path, message: "cannot be read; give the path of a zip file")
    }
    let reader = Bytes(data: data)
    // The end record stands within the last 64 KB, before a comment.
    let lowest = max(0, data.count - 65_557)
    guard data.count >= 22,
      let end = stride(from: data.count - 22, through: lowest, by: -1).first(where: {
        reader.number($0, 4) == 0x0605_4B50
      })
    else { throw ZipArchive.damaged(path, "it has no directory; the file is cut short, or no zip file") }
    var count = reader.number(end + 10, 2) ?? 0
    var offset = reader.number(end + 16, 4) ?? 0
    if count == 0xFFFF || offset == 0xFFFF_FFFF {
      guard end >= 20, reader.number(end - 20, 4) == 0x0706_4B50, let record = reader.number(end - 12, 8),
        reader.number(record, 4) == 0x0606_4B50, let total = reader.number(record + 32, 8),
        let start = reader.number(record + 48, 8)
      else { throw ZipArchive.damaged(path, "its 64-bit directory is damaged") }
      (count, offset) = (total, start)
    }
    var entries: [Entry] = []
    for _ in 0..<min(count, data.count / 46 + 1) {
      guard reader.number(offset, 4) == 0x0201_4B50, let method = reader.number(offset + 10, 2),
        let checksum = reader.number(offset + 16, 4),
        var compressed = reader.number(offset + 20, 4), var size = reader.number(offset + 24, 4),
        let nameLength = reader.number(offset + 28, 2), let extraLength = reader.number(offset + 30, 2),
        let commentLength = reader.number(offset + 32, 2), var header = reader.number(offset + 42, 4),
        let name = reader.text(offset + 46, nameLength)
      else { throw ZipArchive.damaged(path, "its directory is damaged") }
      // The 64-bit extension holds those of the three that do not fit, in this order.
      var extra = offset + 46 + nameLength
      while extra + 4 <= offset + 46 + nameLength + extraLength {
        let length = reader.number(extra + 2, 2) ?? 0
        if reader.number(extra, 2) == 1 {
          var place = extra + 4
          for _ in 0..<3 {
            if size == 0xFFFF_FFFF {
              size = reader.number(place, 8) ?? 0
            } else if compressed == 0xFFFF_FFFF {
              compressed = reader.number(place, 8) ?? 0
            } else if header == 0xFFFF_FFFF {
              header = reader.number(place, 8) ?? 0
            } else {
              break
            }
            place += 8
          }
        }
        extra += 4 + length
      }
      entries.append(
        Entry(
          name: name, method: method, compressedSize: compressed, size: size, headerOffset: header,
          checksum: UInt32(checksum)))
      offset += 46 + nameLength + extraLength + commentLength
    }
    self.entries = entries
  }

  private static func damaged(_ file: String, _ message: String) -> SimulateError {
    .malformedInput(file: file, line: nil, message: "the zip file is damaged: \(message)")
  }

  /// The content of an entry, checked against its checksum.
  func contents(of entry: Entry) throws(SimulateError) -> Data {
    let content = try decompressed(entry)
    let checksum = content.withUnsafeBytes { bytes in
      crc32_z(0, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
    }
    guard content.isEmpty || UInt32(truncatingIfNeeded: checksum) == entry.checksum else {
      throw ZipArchive.damaged(file, "entry \(entry.name) does not have its checksum")
    }
    return content
  }

  private func decompressed(_ entry: Entry) throws(SimulateError) -> Data {
    let reader = Bytes(data: data)
    guard reader.number(entry.headerOffset, 4) == 0x0403_4B50,
      let nameLength = reader.number(entry.headerOffset + 26, 2),
      let extraLength = reader.number(entry.headerOffset + 28, 2)
    else { throw ZipArchive.damaged(file, "entry \(entry.name) has no header") }
    let start = entry.headerOffset + 30 + nameLength + extraLength
    guard entry.compressedSize >= 0, start <= data.count, entry.compressedSize <= data.count - start else {
      throw ZipArchive.damaged(file, "entry \(entry.name) ends beyond the file")
    }
    guard entry.size >= 0, entry.size <= ZipArchive.largestEntry else {
      throw .malformedInput(
        file: file, line: nil,
        message:
          "entry \(entry.name) is said to have \(entry.size) bytes, more than \(ZipArchive.largestEntry >> 20) MB; "
          + "no log has such an entry")
    }
    let first = data.startIndex + start
    let compressed = data[first..<first + entry.compressedSize]
    switch entry.method {
    case 0:
      guard compressed.count == entry.size else {
        throw ZipArchive.damaged(file, "entry \(entry.name) has another size")
      }
      return Data(compressed)
    case 8:
      guard let content = inflated(compressed, size: entry.size) else {
        throw ZipArchive.damaged(file, "entry \(entry.name) cannot be decompressed")
      }
      return content
    case 93:
      guard let library = Zstandard() else {
        throw .malformedInput(
          file: file, line: nil,
          message: "compressed by Zstandard, and this machine has no libzstd; install it, or convert the log to JSON "
            + "by inspect log convert")
      }
      guard let content = library.decompress(Data(compressed), size: entry.size) else {
        throw ZipArchive.damaged(file, "entry \(entry.name) cannot be decompressed")
      }
      return content
    default:
      throw .malformedInput(
        file: file, line: nil,
        message: "entry \(entry.name) is compressed by method \(entry.method); stored, deflated and Zstandard are known"
      )
    }
  }

  /// Deflated data; nil where they are damaged or do not have the size said. Never more than that size is written.
  private func inflated(_ compressed: Data, size: Int) -> Data? {
    let inflater = Inflater(.raw)
    // One byte more than said shows data that are longer.
    var output = Data(count: size + 1)
    var (consumed, produced) = (0, 0)
    let isWhole = output.withUnsafeMutableBytes { output -> Bool in
      compressed.withUnsafeBytes { input -> Bool in
        while true {
          guard
            let progress = inflater.inflate(
              UnsafeRawBufferPointer(rebasing: input[consumed...]),
              into: UnsafeMutableRawBufferPointer(rebasing: output[produced...]))
          else { return false }
          consumed += progress.consumed
          produced += progress.produced
          if progress.isFinished { return produced == size }
          if progress.consumed == 0 && progress.produced == 0 || produced > size { return false }
        }
      }
    }
    guard isWhole else { return nil }
    output.removeLast()
    return output
  }

  /// Little-endian numbers and texts of some data; nil beyond its end.
  private struct Bytes {
    let data: Data

    func number(_ offset: Int, _ count: Int) -> Int? {
      guard offset >= 0, count <= data.count, offset <= data.count - count else { return nil }
      var value: UInt64 = 0
      for byte in 0..<count { value |= UInt64(data[data.startIndex + offset + byte]) << UInt64(8 * byte) }
      return Int(exactly: value)
    }

    func text(_ offset: Int, _ count: Int) -> String? {
      guard offset >= 0, count <= data.count, offset <= data.count - count else { return nil }
      return String(decoding: data[data.startIndex + offset..<data.startIndex + offset + count], as: UTF8.self)
    }
  }
}
