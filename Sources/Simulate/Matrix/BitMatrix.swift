import CKernels

/// Holds a rows × columns matrix of bits, each row packed into whole 64-bit words, the lowest bit first.
///
/// Invariant: the bits of a row's last word beyond `columns` are zero, so that counts of whole words are counts of the
/// row.
package struct BitMatrix: Sendable, Equatable {
  /// The number of rows.
  package private(set) var rows: Int
  /// The number of columns.
  package let columns: Int
  /// The 64-bit words that hold one row.
  package let wordsPerRow: Int
  private(set) var words: [UInt64]

  /// Creates a matrix of zeros.
  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    wordsPerRow = (columns + 63) / 64
    words = [UInt64](repeating: 0, count: rows * wordsPerRow)
  }

  /// Returns the bit at a row and a column.
  package subscript(row: Int, column: Int) -> Bool {
    get { words[row * wordsPerRow + column >> 6] >> UInt64(column & 63) & 1 == 1 }
    set {
      let word = row * wordsPerRow + column >> 6
      let bit: UInt64 = 1 << UInt64(column & 63)
      if newValue { words[word] |= bit } else { words[word] &= ~bit }
    }
  }

  /// Makes room for as many rows as there will be, so that adding them copies nothing.
  mutating func reserve(rows count: Int) { words.reserveCapacity(count * wordsPerRow) }

  /// Adds a row, given as its packed words.
  mutating func appendRow(_ row: [UInt64]) {
    precondition(row.count == wordsPerRow)
    words.append(contentsOf: row)
    rows += 1
  }

  /// Returns the number of ones in a row.
  package func count(row: Int) -> Int {
    words.withUnsafeBufferPointer { words in
      var total = 0
      for word in row * wordsPerRow..<(row + 1) * wordsPerRow { total += words[word].nonzeroBitCount }
      return total
    }
  }

  /// Returns the number of ones in a row at the columns that a packed mask marks.
  package func count(row: Int, mask: [UInt64]) -> Int {
    precondition(mask.count == wordsPerRow)
    return words.withUnsafeBufferPointer { words in
      mask.withUnsafeBufferPointer { mask in
        countOfCommonBits(words.baseAddress.map { $0 + row * wordsPerRow }, mask.baseAddress, words: wordsPerRow)
      }
    }
  }

  /// Returns the number of columns at which both rows have a one.
  package func count(rows first: Int, _ second: Int) -> Int {
    words.withUnsafeBufferPointer { words in
      countOfCommonBits(
        words.baseAddress.map { $0 + first * wordsPerRow }, words.baseAddress.map { $0 + second * wordsPerRow },
        words: wordsPerRow)
    }
  }

  /// Computes what `mdad_correlations_of_bits` says of a row and some others.
  ///
  /// - Parameters:
  ///   - sums: for each row the number of its ones.
  ///   - scales: for each row what its covariances are multiplied by.
  ///   - results: room for a number for each of the others.
  func correlations(
    of first: Int, with others: Range<Int>, total: Double, sums: [Double], scales: [Double],
    into results: UnsafeMutablePointer<Float>
  ) {
    precondition(sums.count == rows && scales.count == rows && first < rows && others.upperBound <= rows)
    words.withUnsafeBufferPointer { words in
      sums.withUnsafeBufferPointer { sums in
        scales.withUnsafeBufferPointer { scales in
          guard let bits = words.baseAddress, let sum = sums.baseAddress, let scale = scales.baseAddress else { return }
          mdad_correlations_of_bits(
            bits + first * wordsPerRow, bits + others.lowerBound * wordsPerRow, wordsPerRow, others.count, total,
            sum[first], sum + others.lowerBound, scale[first], scale + others.lowerBound, results)
        }
      }
    }
  }

  /// Returns the number of columns that the mask marks at which both rows have a one.
  package func count(rows first: Int, _ second: Int, mask: [UInt64]) -> Int {
    precondition(mask.count == wordsPerRow)
    return words.withUnsafeBufferPointer { words in
      var total = 0
      for word in 0..<wordsPerRow {
        total += (words[first * wordsPerRow + word] & words[second * wordsPerRow + word] & mask[word]).nonzeroBitCount
      }
      return total
    }
  }

  /// Calls `body` with each row, and the number of columns at which it and each row before it have a one.
  ///
  /// - Complexity: O(rows² · columns / 64).
  @inline(__always)
  func forEachRowAndThoseBefore(_ body: (_ row: Int, _ counts: UnsafeBufferPointer<Int32>) -> Void) {
    words.withUnsafeBufferPointer { words in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: max(1, rows)) { counts in
        guard let words = words.baseAddress, let start = counts.baseAddress else { return }
        for row in 0..<rows {
          mdad_common_ones_of_rows(words + row * wordsPerRow, words, wordsPerRow, row, start)
          body(row, UnsafeBufferPointer(rebasing: counts[..<row]))
        }
      }
    }
  }

  /// Returns some rows, in the order given, with zeros at the columns that a packed mask does not mark.
  func selecting(rows chosen: [Int], mask: [UInt64]) -> BitMatrix {
    precondition(mask.count == wordsPerRow)
    var result = BitMatrix(rows: chosen.count, columns: columns)
    for (position, row) in chosen.enumerated() {
      for word in 0..<wordsPerRow {
        result.words[position * wordsPerRow + word] = words[row * wordsPerRow + word] & mask[word]
      }
    }
    return result
  }

  /// Returns the bits at some rows and columns, in the order given.
  ///
  /// - Complexity: O(rows × columns).
  func submatrix(rows chosenRows: [Int], columns chosenColumns: [Int]) -> BitMatrix {
    precondition(chosenColumns.allSatisfy { $0 >= 0 && $0 < columns })
    var result = BitMatrix(rows: chosenRows.count, columns: chosenColumns.count)
    let width = result.wordsPerRow
    words.withUnsafeBufferPointer { words in
      chosenColumns.withUnsafeBufferPointer { chosenColumns in
        for (newRow, row) in chosenRows.enumerated() {
          let source = UnsafeBufferPointer(rebasing: words[row * wordsPerRow..<(row + 1) * wordsPerRow])
          for word in 0..<width {
            var bits: UInt64 = 0
            for place in 64 * word..<min(64 * (word + 1), chosenColumns.count) {
              let column = chosenColumns[place]
              bits |= (source[column >> 6] >> UInt64(column & 63) & 1) << UInt64(place & 63)
            }
            result.words[newRow * width + word] = bits
          }
        }
      }
    }
    return result
  }

  /// Returns a row as numbers, 0 and 1.
  func numbers(row: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: columns) { numbers, count in
      for column in 0..<columns {
        let word = words[row * wordsPerRow + column >> 6]
        numbers.initializeElement(at: column, to: Double(word >> UInt64(column & 63) & 1))
      }
      count = columns
    }
  }

  /// Returns a packed mask over `columns` columns with a one at each of `indices`.
  package static func mask(columns: Int, indices: some Sequence<Int>) -> [UInt64] {
    var mask = [UInt64](repeating: 0, count: (columns + 63) / 64)
    for index in indices { mask[index >> 6] |= 1 << UInt64(index & 63) }
    return mask
  }

  /// Returns the matrix with rows and columns exchanged.
  ///
  /// - Complexity: O(rows × columns / 64 × 6), by 64 × 64 blocks.
  package func transposed() -> BitMatrix {
    var result = BitMatrix(rows: columns, columns: rows)
    var block = [UInt64](repeating: 0, count: 64)
    for rowBlock in stride(from: 0, to: rows, by: 64) {
      let height = min(64, rows - rowBlock)
      for wordColumn in 0..<wordsPerRow {
        for offset in 0..<64 {
          block[offset] = offset < height ? words[(rowBlock + offset) * wordsPerRow + wordColumn] : 0
        }
        transpose64(&block)
        for offset in 0..<min(64, columns - wordColumn * 64) {
          result.words[(wordColumn * 64 + offset) * result.wordsPerRow + rowBlock >> 6] = block[offset]
        }
      }
    }
    return result
  }

  /// Transposes a 64 × 64 block in place by exchanging ever smaller quadrants (Warren, Hacker's Delight, 7–3).
  private func transpose64(_ block: inout [UInt64]) {
    var width = 32
    var mask: UInt64 = 0x0000_0000_FFFF_FFFF
    while width > 0 {
      var row = 0
      while row < 64 {
        let exchanged = (block[row] >> UInt64(width) ^ block[row + width]) & mask
        block[row] ^= exchanged << UInt64(width)
        block[row + width] ^= exchanged
        row = (row + width + 1) & ~width
      }
      width >>= 1
      mask ^= mask << UInt64(width)
    }
  }
}

/// Counts the ones of the AND of two packed rows: the hot kernel of all counting.
@inline(__always)
private func countOfCommonBits(_ first: UnsafePointer<UInt64>?, _ second: UnsafePointer<UInt64>?, words: Int) -> Int {
  guard let first, let second else { return 0 }
  // Counting a few words takes less than a call.
  if words >= 8 { return mdad_common_ones(first, second, words) }
  var total = 0
  for word in 0..<words { total += (first[word] & second[word]).nonzeroBitCount }
  return total
}
