/// Holds a set of numbers below a bound, a bit for each, which come out in ascending order.
struct MarkedIndices: Sendable {
  private var words: [UInt64]

  /// Makes an empty set.
  ///
  /// - Parameter count: the bound.
  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  /// Returns whether a number is in the set.
  func contains(_ index: Int) -> Bool { words[index >> 6] >> UInt64(index & 63) & 1 == 1 }

  /// Adds a number.
  mutating func insert(_ index: Int) { words[index >> 6] |= 1 << UInt64(index & 63) }

  /// Removes a number.
  mutating func remove(_ index: Int) { words[index >> 6] &= ~(1 << UInt64(index & 63)) }

  /// Removes all numbers and hands them out from the lowest to the highest.
  ///
  /// - Complexity: O(bound / 64 + numbers).
  mutating func removeAll(_ receive: (Int) -> Void) {
    for word in words.indices {
      var left = words[word]
      guard left != 0 else { continue }
      words[word] = 0
      while left != 0 {
        receive(word << 6 | left.trailingZeroBitCount)
        left &= left - 1
      }
    }
  }
}
