import Foundation

/// The directory of a zip file (PKWARE's APPNOTE 6.3), checked against its end record: the entries are as many as that
/// says, fill the place that it says, and no two of them overlap.
struct ZipDirectory {
  /// A file in the archive.
  struct Entry {
    /// Its path.
    let name: String
    let method: Int
    let compressedSize: Int
    let size: Int
    let headerOffset: Int
    let checksum: UInt32
    /// Where the next entry or the directory begins: the data must end before.
    fileprivate(set) var limit = 0
  }

  /// Where the directory lies, by the end record.
  private struct Extent {
    var count: Int
    var offset: Int
    var size: Int
    /// Where the record lies that follows the directory.
    var end: Int
  }

  /// The size of an end record without a comment, and of the longest comment.
  private static let (endSize, longestComment) = (22, 65_535)

  /// The entries in the directory's order.
  let entries: [Entry]

  /// Reads the directory of a file that can be read anywhere in it.
  init(_ source: ByteSource, size: Int) throws(SimulateError) {
    let extent = try ZipDirectory.extent(source, size: size)
    guard extent.offset >= 0, extent.size >= 0, extent.size <= ReadingLimits.directory,
      extent.size <= extent.end, extent.offset == extent.end - extent.size
    else { throw ZipDirectory.damaged(source.name, "its directory is not where its end record says") }
    let directory = LittleEndian(try source.bytes(at: extent.offset, count: extent.size))
    var entries: [Entry] = []
    var offset = 0
    while offset < extent.size {
      guard let (entry, next) = ZipDirectory.entry(directory, at: offset) else {
        throw ZipDirectory.damaged(source.name, "its directory is damaged")
      }
      entries.append(entry)
      offset = next
    }
    guard entries.count == extent.count, offset == extent.size else {
      throw ZipDirectory.damaged(
        source.name, "its directory has \(plural(entries.count, "file")) and its end record says \(extent.count)")
    }
    self.entries = try ZipDirectory.checked(entries, end: extent.offset, file: source.name)
  }

  static func damaged(_ file: String, _ message: String) -> SimulateError {
    .malformedInput(file: file, line: nil, message: "the zip file is damaged: \(message); copy it again")
  }

  /// Finds the end record, and the 64-bit one if there is one.
  private static func extent(_ source: ByteSource, size: Int) throws(SimulateError) -> Extent {
    let start = max(0, size - endSize - longestComment)
    let tail = LittleEndian(try source.bytes(at: start, count: size - start))
    // The record ends with a comment that reaches exactly to the file's end.
    let found = stride(from: tail.count - endSize, through: 0, by: -1).first { place in
      tail.number(place, 4) == 0x0605_4B50 && tail.number(place + 20, 2) == tail.count - place - endSize
    }
    guard let found, let count = tail.number(found + 10, 2), let length = tail.number(found + 12, 4),
      let offset = tail.number(found + 16, 4)
    else { throw damaged(source.name, "it has no directory, being cut short or not a zip file") }
    guard tail.number(found + 4, 4) == 0, tail.number(found + 8, 2) == count else {
      throw damaged(source.name, "it is one part of several")
    }
    guard tail.number(found - 20, 4) == 0x0706_4B50 else {
      return Extent(count: count, offset: offset, size: length, end: start + found)
    }
    guard let place = tail.number(found - 12, 8), place >= 0, place <= start + found - 20 - 56 else {
      throw damaged(source.name, "its 64-bit end record is damaged")
    }
    let record = LittleEndian(try source.bytes(at: place, count: 56))
    guard record.number(0, 4) == 0x0606_4B50, let recordSize = record.number(4, 8),
      recordSize == start + found - 20 - place - 12, let total = record.number(32, 8), record.number(24, 8) == total,
      let size64 = record.number(40, 8), let offset64 = record.number(48, 8)
    else { throw damaged(source.name, "its 64-bit end record is damaged") }
    return Extent(count: total, offset: offset64, size: size64, end: place)
  }

  /// The entry at a place of the directory, and where the next begins; nil if it is damaged.
  private static func entry(_ directory: LittleEndian, at offset: Int) -> (Entry, next: Int)? {
    guard directory.number(offset, 4) == 0x0201_4B50, let method = directory.number(offset + 10, 2),
      let checksum = directory.number(offset + 16, 4), var compressed = directory.number(offset + 20, 4),
      var size = directory.number(offset + 24, 4), let nameLength = directory.number(offset + 28, 2),
      let extraLength = directory.number(offset + 30, 2), let commentLength = directory.number(offset + 32, 2),
      var header = directory.number(offset + 42, 4), let name = directory.text(offset + 46, nameLength)
    else { return nil }
    var extra = offset + 46 + nameLength
    let extraEnd = extra + extraLength
    while extra + 4 <= extraEnd {
      guard let kind = directory.number(extra, 2), let length = directory.number(extra + 2, 2),
        extra + 4 + length <= extraEnd
      else { return nil }
      if kind == 1 {
        // The 64-bit extension holds those of the three that do not fit, in this order.
        var place = extra + 4
        func extended(_ value: Int) -> Int? {
          guard value == 0xFFFF_FFFF else { return value }
          defer { place += 8 }
          return place + 8 <= extra + 4 + length ? directory.number(place, 8) : nil
        }
        guard let size64 = extended(size), let compressed64 = extended(compressed), let header64 = extended(header)
        else { return nil }
        (size, compressed, header) = (size64, compressed64, header64)
      }
      extra += 4 + length
    }
    let entry = Entry(
      name: name, method: method, compressedSize: compressed, size: size, headerOffset: header,
      checksum: UInt32(checksum))
    return (entry, extraEnd + commentLength)
  }

  /// The entries with their limits, if none overlaps another, lies beyond the directory, or has another's name.
  private static func checked(_ entries: [Entry], end: Int, file: String) throws(SimulateError) -> [Entry] {
    var checked = entries
    var limit = end
    for index in entries.indices.sorted(by: { entries[$0].headerOffset > entries[$1].headerOffset }) {
      let entry = entries[index]
      let (least, overflow) = entry.headerOffset.addingReportingOverflow(30 + entry.name.utf8.count)
      guard entry.headerOffset >= 0, entry.compressedSize >= 0, entry.size >= 0, !overflow, least <= limit,
        entry.compressedSize <= limit - least
      else { throw damaged(file, "\"\(entry.name)\" overlaps what follows it") }
      checked[index].limit = limit
      limit = entry.headerOffset
    }
    var names: Set<String> = []
    for entry in entries where !names.insert(entry.name).inserted {
      throw damaged(file, "two files in it are named \"\(entry.name)\"")
    }
    return checked
  }
}

/// Little-endian numbers and texts of some data; nil beyond its ends.
struct LittleEndian {
  private let data: [UInt8]

  init(_ data: Data) { self.data = [UInt8](data) }

  /// The number of bytes.
  var count: Int { data.count }

  /// A number of some bytes; nil also if it is 2⁶³ or more.
  func number(_ offset: Int, _ count: Int) -> Int? {
    guard offset >= 0, count <= data.count, offset <= data.count - count else { return nil }
    var value: UInt64 = 0
    for byte in 0..<count { value |= UInt64(data[offset + byte]) << UInt64(8 * byte) }
    return Int(exactly: value)
  }

  /// Some bytes as text.
  func text(_ offset: Int, _ count: Int) -> String? {
    guard offset >= 0, count <= data.count, offset <= data.count - count else { return nil }
    return String(decoding: data[offset..<offset + count], as: UTF8.self)
  }
}
