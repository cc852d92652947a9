/// Returns a number whose order among whole numbers is that of a value among values; no value is to be NaN.
private func orderedBits(_ value: Double) -> UInt64 {
  // −0 is equal to 0.
  let bits = (value + 0).bitPattern
  return bits >> 63 == 1 ? ~bits : bits | 1 << 63
}

/// Returns the positions of values from the least to the greatest, or the other way round; equal ones stand in the
/// order of their positions.
///
/// A radix sort, a byte at a time, without the bytes that all share: a few for counts, eight for real numbers.
///
/// - Parameter values: no NaN among them.
/// - Complexity: O(n).
func ordered(_ values: [Double], descending: Bool = false) -> [Int] {
  let count = values.count
  guard count > 1 else { return Array(0..<count) }
  let keys = values.map { descending ? ~orderedBits($0) : orderedBits($0) }
  var counts = [Int](repeating: 0, count: 8 * 256)
  var order = Array(0..<count)
  var other = order
  keys.withUnsafeBufferPointer { keys in
    counts.withUnsafeMutableBufferPointer { counts in
      for key in keys { for byte in 0..<8 { counts[byte << 8 | Int(key >> UInt64(8 * byte) & 255)] += 1 } }
      for byte in 0..<8 {
        let shift = UInt64(8 * byte)
        guard counts[byte << 8 | Int(keys[0] >> shift & 255)] < count else { continue }
        var start = 0
        for digit in byte << 8..<(byte + 1) << 8 { (counts[digit], start) = (start, start + counts[digit]) }
        order.withUnsafeBufferPointer { order in
          other.withUnsafeMutableBufferPointer { other in
            for position in order {
              let digit = byte << 8 | Int(keys[position] >> shift & 255)
              other[counts[digit]] = position
              counts[digit] += 1
            }
          }
        }
        swap(&order, &other)
      }
    }
  }
  return order
}

/// Returns the positions of the greatest values, ascending; of equal ones the first are taken.
///
/// Hoare's selection of the least value that is taken, then one pass.
///
/// - Parameters:
///   - wanted: how many; at most the number of values.
///   - values: no NaN among them.
/// - Complexity: O(n) on average.
func positionsOfGreatest(_ wanted: Int, of values: [Double]) -> [Int] {
  guard wanted > 0 else { return [] }
  var bits = values.map { orderedBits($0) }
  let least = bits.withUnsafeMutableBufferPointer { selected(values.count - wanted, of: $0) }
  var greater = 0
  for value in values where orderedBits(value) > least { greater += 1 }
  var equal = wanted - greater
  var positions: [Int] = []
  positions.reserveCapacity(wanted)
  for (position, value) in values.enumerated() {
    let bits = orderedBits(value)
    if bits > least {
      positions.append(position)
    } else if bits == least, equal > 0 {
      positions.append(position)
      equal -= 1
    }
  }
  return positions
}

/// Returns the number that would stand at a place if the numbers were in order, which changes their places.
private func selected(_ place: Int, of numbers: UnsafeMutableBufferPointer<UInt64>) -> UInt64 {
  var (low, high) = (0, numbers.count - 1)
  while low < high {
    let (a, b, c) = (numbers[low], numbers[low + (high - low) / 2], numbers[high])
    let pivot = max(min(a, b), min(max(a, b), c))
    var (left, right) = (low, high)
    while left <= right {
      while numbers[left] < pivot { left += 1 }
      while numbers[right] > pivot { right -= 1 }
      if left <= right {
        numbers.swapAt(left, right)
        left += 1
        right -= 1
      }
    }
    if place <= right {
      high = right
    } else if place >= left {
      low = left
    } else {
      return numbers[place]
    }
  }
  return numbers[place]
}
