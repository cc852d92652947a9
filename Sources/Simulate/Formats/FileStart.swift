/// The beginning of a file, from which its format is known.
struct FileStart {
  /// How many bytes are looked at.
  static let size = 1 << 16

  /// The file's name without folders and without `.gz`; `-` for standard input.
  let fileName: String
  /// The first bytes, decompressed.
  let bytes: [UInt8]
  /// The first bytes as text.
  let text: String

  init(path: String, bytes: [UInt8]) {
    fileName = FileStart.name(of: path)
    self.bytes = bytes
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// A path's last part without `.gz`.
  static func name(of path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    return last.hasSuffix(".gz") ? String(last.dropLast(3)) : last
  }

  /// The first character that is neither space nor a byte-order mark.
  var mark: Character? { text.first { !$0.isWhitespace && $0 != "\u{FEFF}" } }

  /// Whether the file is a zip archive.
  var isArchive: Bool { bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) }

  /// Whether the first line that is not blank ends here.
  var hasWholeLine: Bool { text.drop { $0.isWhitespace }.contains { $0.isNewline } }

  /// The object that the first line is; nil if the line goes on beyond the beginning or is anything else.
  var firstObject: FlatObject? {
    let line = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.prefix { !$0.isNewline }
    return Array(line.utf8).withUnsafeBufferPointer { bytes in
      do throws(SimulateError) { return try FlatObject(bytes, file: fileName, line: 1) } catch { return nil }
    }
  }

  /// Tells whether a word of small letters is anywhere in the beginning, in letters of any case; this is many times
  /// faster than looking at the characters.
  func mentions(_ word: String) -> Bool {
    let word = Array(word.utf8)
    guard let first = word.first else { return true }
    return bytes.indices.contains { start in
      bytes[start] | 0x20 == first && start + word.count <= bytes.count
        && word.indices.allSatisfy { bytes[start + $0] | 0x20 == word[$0] }
    }
  }

  /// The names in the first line of a table.
  var columnNames: [String] {
    text.prefix { !$0.isNewline }.split { ",\t".contains($0) }.map {
      $0.filter { $0 != "\"" && $0 != "\u{FEFF}" }.trimmingSpaces()
    }
  }
}
