import Foundation
import ShippedTables
import Simulate

/// Gives access to the files of `tables/` as they were when the program was built: packed into it, and unpacked one at
/// a time. `tables/remake.py` packs them.
enum ShippedFiles {
  private struct Place {
    let offset: Int
    let packedSize: Int
    let size: Int
  }

  private static let packed: Data = {
    var length: UInt = 0
    guard let bytes = shipped_tables(&length) else { return Data() }
    // The bytes are the program's own and stay where they are.
    return Data(bytesNoCopy: UnsafeMutableRawPointer(mutating: bytes), count: Int(length), deallocator: .none)
  }()

  /// The index: a line per file with its name, offset, packed size and size, separated by tabs, and then an empty line.
  private static let index: (places: [String: Place], bodyStart: Int) =
    packed.withUnsafeBytes { bytes in
      var places: [String: Place] = [:]
      var start = 0
      while let length = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map({ $0 - start }), length > 0 {
        let fields = bytes[start..<start + length].split(separator: UInt8(ascii: "\t"))
        let numbers = fields.dropFirst().compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        if fields.count == 4, numbers.count == 3 {
          places[String(decoding: fields[0], as: UTF8.self)] = Place(
            offset: numbers[0], packedSize: numbers[1], size: numbers[2])
        }
        start += length + 1
      }
      // Without its empty line the pack is damaged, and holds nothing.
      return start < bytes.count ? (places, start + 1) : ([:], bytes.count)
    }

  /// The files' paths below `tables`.
  static var names: [String] { index.places.keys.sorted() }

  /// Returns a file's content, or nil if there is no such file.
  static func content(of name: String) -> Data? {
    guard let place = index.places[name] else { return nil }
    let start = index.bodyStart + place.offset
    return inflated(packed[start..<start + place.packedSize], size: place.size)
  }
}
