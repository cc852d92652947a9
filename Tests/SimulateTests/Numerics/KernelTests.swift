import CKernels
import Testing

@testable import Simulate

/// The kernels in C against plain Swift that adds the same terms in the same order: equal to the last bit, whatever
/// instructions this processor has.
@Suite struct KernelTests {
  private func numbers(_ count: Int, seed: Int) -> [Double] {
    var generator = Philox(seed: UInt64(seed), trial: 7, purpose: .selection)
    // Of very different sizes, so that another order of summation would show.
    return (0..<count).map { _ in (generator.unit() - 0.5) * Double(1 << generator.uniform(below: 20)) }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 63, 188, 300]) func onesAreCounted(words: Int) {
    var generator = Philox(seed: 5, trial: words, purpose: .selection)
    for _ in 0..<20 {
      let first = (0..<words).map { _ in generator.next() }
      let second = (0..<words).map { _ in generator.next() }
      let plain = zip(first, second).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
      #expect(mdad_common_ones(first, second, words) == plain)
    }
    let ones = [UInt64](repeating: .max, count: words)
    #expect(mdad_common_ones(ones, ones, words) == 64 * words)
  }

  @Test(arguments: [(0, 5), (3, 5), (64, 1), (65, 7), (100, 12), (600, 9)])
  func onesOfARowAndEachBeforeItAreThoseOfTwoRows(columns: Int, rows: Int) {
    var generator = Philox(seed: 6, trial: columns, purpose: .selection)
    var bits = BitMatrix(rows: rows, columns: columns)
    for row in 0..<rows { for column in 0..<columns { bits[row, column] = generator.uniform(below: 2) == 1 } }
    let mask = BitMatrix.mask(columns: columns, indices: (0..<columns).filter { $0 % 3 > 0 })
    let chosen = (0..<rows).filter { $0 % 4 != 2 }.reversed() + [0]
    let masked = bits.selecting(rows: chosen, mask: mask)
    var visited: [Int] = []
    masked.forEachRowAndThoseBefore { row, counts in
      visited.append(row)
      #expect(counts.count == row)
      for (other, count) in counts.enumerated() {
        #expect(Int(count) == bits.count(rows: chosen[row], chosen[other], mask: mask))
      }
    }
    #expect(visited == Array(0..<chosen.count))
  }

  @Test(arguments: [(0, 3), (1, 1), (7, 5), (8, 4), (9, 6), (300, 11), (303, 4), (16, 0)])
  func productsWithRowsHaveTheBitsOfEightRunningSums(count: Int, rows: Int) {
    let vector = numbers(count, seed: 1)
    let stride = count + 3
    let values = numbers(rows * stride, seed: 2)
    var found = [Double](repeating: 9, count: rows)
    vector.withUnsafeBufferPointer { vector in
      values.withUnsafeBufferPointer { values in
        found.withUnsafeMutableBufferPointer { dotProducts(vector, values, stride: stride, into: $0) }
      }
    }
    for row in 0..<rows {
      let products = (0..<count).map { vector[$0] * values[row * stride + $0] }
      var sums = [Double](repeating: 0, count: 8)
      for index in 0..<count / 8 * 8 { sums[index % 8] += products[index] }
      let plain = products[(count / 8 * 8)...].reduce(sums.reduce(0, +), +)
      let one = vector.withUnsafeBufferPointer { vector in
        values.withUnsafeBufferPointer { dotProduct(vector, $0, from: row * stride) }
      }
      #expect(found[row] == plain && one == plain)
    }
  }

  /// Sums two lanes of a double, or four of a float, over blocks of 1,024 numbers, as the tiles do.
  private func innerProduct<Number: BinaryFloatingPoint>(_ first: [Number], _ second: [Number], lanes: Int) -> Number {
    var total: Number = 0
    for start in stride(from: 0, to: first.count, by: 1024) {
      var sums = [Number](repeating: 0, count: lanes)
      for index in start..<min(first.count, start + 1024) {
        sums[(index - start) % lanes] += first[index] * second[index]
      }
      total += lanes == 2 ? sums[0] + sums[1] : (sums[0] + sums[2]) + (sums[1] + sums[3])
    }
    return total
  }

  @Test(arguments: [(4, 2, 8), (8, 6, 1032), (4, 12, 2056), (12, 4, 304), (16, 8, 1032), (20, 14, 2056), (32, 34, 16)])
  func tilesHaveTheBitsOfTheirLanes(m: Int, n: Int, length: Int) {
    let (a, b) = (numbers(m * length, seed: 3), numbers(n * length, seed: 4))
    func row<Number>(_ values: [Number], _ index: Int) -> [Number] {
      Array(values[index * length..<(index + 1) * length])
    }
    let found = MatrixProducts.innerProducts(a, rows: m, stride: length, b, rows: n, stride: length, length: length)
    let (singleA, singleB) = (a.map { Float($0) }, b.map { Float($0) })
    let single = MatrixProducts.innerProducts(
      singleA, rows: m, stride: length, singleB, rows: n, stride: length, length: length)
    for i in 0..<m {
      for j in 0..<n {
        #expect(found[i * n + j] == innerProduct(row(a, i), row(b, j), lanes: 2))
        #expect(single[i * n + j] == innerProduct(row(singleA, i), row(singleB, j), lanes: 4))
      }
    }
  }

  @Test(arguments: [(4, 1, 8), (8, 130, 1032)]) func combinationsHaveTheBitsOfTheirSums(n: Int, m: Int, length: Int) {
    let (rows, factors) = (numbers(m * length, seed: 5), numbers(m * n, seed: 6))
    let before = numbers(n * length, seed: 7)
    var (found, single) = (before, before.map { Float($0) })
    let (singleRows, singleFactors) = (rows.map { Float($0) }, factors.map { Float($0) })
    MatrixProducts.addCombinations(
      to: &found, rows: n, factors: factors, of: rows, rows: m, stride: length, length: length)
    MatrixProducts.addCombinations(
      to: &single, rows: n, factors: singleFactors, of: singleRows, rows: m, stride: length, length: length)
    for b in 0..<n {
      for t in 0..<length {
        var (sum, singleSum) = (before[b * length + t], Float(before[b * length + t]))
        for a in 0..<m {
          sum += factors[a * n + b] * rows[a * length + t]
          singleSum += singleFactors[a * n + b] * singleRows[a * length + t]
        }
        #expect(found[b * length + t] == sum && single[b * length + t] == singleSum)
      }
    }
  }

  @Test(arguments: [8, 104]) func multiplesHaveTheBitsOfTheirTerms(count: Int) {
    let (vector, before) = (numbers(count, seed: 8).map { Float($0) }, numbers(count, seed: 9).map { Float($0) })
    var target = before
    mdad_add_multiple_float(vector, 0.7, &target, count)
    for index in 0..<count { #expect(target[index] == before[index] + 0.7 * vector[index]) }
  }

  @Test(arguments: [(3, 1), (5, 16), (2, 301)]) func updatesHaveTheBitsOfTheirTerms(rows: Int, count: Int) {
    let stride = count + 2
    let before = numbers(rows * stride, seed: 10)
    let (a, b) = (numbers(rows, seed: 11), numbers(rows, seed: 12))
    let (x, y) = (numbers(count, seed: 13), numbers(count, seed: 14))
    var (one, two) = (before, before)
    mdad_rank_one_update(&one, rows, stride, a, x, count)
    mdad_rank_two_update(&two, rows, stride, a, x, b, y, count)
    for row in 0..<rows {
      for index in 0..<stride {
        let (place, isIn) = (row * stride + index, index < count)
        #expect(one[place] == (isIn ? before[place] - a[row] * x[index] : before[place]))
        #expect(two[place] == (isIn ? before[place] - (a[row] * x[index] + b[row] * y[index]) : before[place]))
      }
    }
  }

  @Test(arguments: [(0, 8), (3, 16), (4, 40), (9, 1008)])
  func subtractedMultiplesHaveTheBitsOfTheirTerms(rows: Int, length: Int) {
    let stride = length + 8
    let values = numbers(rows * stride, seed: 15).map { Float($0) }
    let factors = numbers(rows, seed: 16).map { Float($0) }
    let before = numbers(length, seed: 17).map { Float($0) }
    var found = before
    mdad_subtract_multiples_float(&found, factors, values, rows, stride, length)
    for index in 0..<length {
      var left = before[index]
      for row in 0..<rows { left -= factors[row] * values[row * stride + index] }
      #expect(found[index] == left)
    }
  }
}
