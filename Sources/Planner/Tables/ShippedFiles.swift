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
  private static let index: (places: [String: Place], bodyStart: Int) = {
    guard let end = packed.firstRange(of: Data("\n\n".utf8)) else { return ([:], packed.count) }
    var places: [String: Place] = [:]
    for line in String(decoding: packed[..<end.lowerBound], as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: "\t")
      let numbers = fields.dropFirst().compactMap { Int($0) }
      guard fields.count == 4, numbers.count == 3 else { continue }
      places[String(fields[0])] = Place(offset: numbers[0], packedSize: numbers[1], size: numbers[2])
    }
    return (places, end.upperBound)
  }()

  /// The files' paths below `tables`.
  static var names: [String] { index.places.keys.sorted() }

  /// Returns a file's content, or nil if there is no such file.
  static func content(of name: String) -> Data? {
    guard let place = index.places[name] else { return nil }
    let start = index.bodyStart + place.offset
    return inflated(packed.subdata(in: start..<start + place.packedSize), size: place.size)
  }
}
