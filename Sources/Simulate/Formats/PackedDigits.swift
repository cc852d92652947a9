/// Holds neighbouring fields of a record that are all 0 or 1, as bits.
///
/// Most of a large matrix is such fields, each a digit and a delimiter: four of them are taken at a time, so that
/// reading them takes little longer than reading the file.
struct PackedDigits {
  /// The number of fields.
  let count: Int
  /// The bits, the first field's lowest.
  private(set) var words: [UInt64]

  init(count: Int) {
    self.count = count
    words = [UInt64](repeating: 0, count: (count + 63) / 64)
  }

  /// Packs the fields that begin at a place.
  ///
  /// - Parameter range: from the first field on, to the end of what may be looked at.
  /// - Returns: where the last field ends, which is at a delimiter, a line end, or the end of the range; nil if any
  ///   field is not 0 or 1 alone. Then the bits mean nothing.
  mutating func pack(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ delimiter: UInt8) -> Int? {
    let length = 2 * count - 1
    guard count > 0, range.count >= length, let base = bytes.baseAddress else { return nil }
    let start = UnsafeRawPointer(base + range.lowerBound)
    let end = range.lowerBound + length
    guard end == range.upperBound || bytes[end] == delimiter || bytes[end] == 0x0A || bytes[end] == 0x0D else {
      return nil
    }
    // In each two bytes the digit is the lower one; its lowest bit may be either.
    let four: UInt64 = 0x0001_0001_0001_0001
    let expected = four * (UInt64(delimiter) << 8 | 0x30)
    return words.withUnsafeMutableBufferPointer { words in
      var (word, unlike): (UInt64, UInt64) = (0, 0)
      var field = 0
      while field + 4 < count {
        let fields = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: 2 * field, as: UInt64.self))
        unlike |= (fields & ~four) ^ expected
        // Moves the bits 0, 16, 32 and 48 to 48, 49, 50 and 51; no two products meet below.
        let packed = ((fields & four) &* 0x0001_0002_0004_0008) >> 48 & 0xF
        word |= packed << UInt64(field & 63)
        field += 4
        if field & 63 == 0 {
          guard unlike == 0 else { return nil }
          words[field / 64 - 1] = word
          word = 0
        }
      }
      while field < count {
        let digit = start.load(fromByteOffset: 2 * field, as: UInt8.self)
        if digit & 0xFE != 0x30 { return nil }
        if field + 1 < count, start.load(fromByteOffset: 2 * field + 1, as: UInt8.self) != delimiter { return nil }
        word |= UInt64(digit & 1) << UInt64(field & 63)
        field += 1
        if field & 63 == 0 {
          words[field / 64 - 1] = word
          word = 0
        }
      }
      if count & 63 != 0 { words[count / 64] = word }
      return unlike == 0 ? end : nil
    }
  }
}
