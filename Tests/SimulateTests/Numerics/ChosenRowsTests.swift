import CKernels
import Testing

@testable import Simulate

/// The kernels over chosen rows of a table against plain Swift that adds the same terms in the same order: equal to the
/// last bit.
@Suite struct ChosenRowsTests {
  private func numbers(_ count: Int, seed: Int) -> [Double] {
    var generator = Philox(seed: UInt64(seed), trial: 3, purpose: .selection)
    // Of very different sizes, so that another order of summation would show.
    return (0..<count).map { _ in (generator.unit() - 0.5) * Double(1 << generator.uniform(below: 20)) }
  }

  private func singles(_ count: Int, seed: Int) -> [Float] { numbers(count, seed: seed).map { Float($0) } }

  private func sample(_ count: Int, of all: Int, seed: Int) -> [Int] {
    var generator = Philox(seed: UInt64(seed), trial: 4, purpose: .selection)
    return generator.sample(count, from: Array(0..<all))
  }

  /// More than 512 columns far apart take more than one plan of the fast version.
  @Test(arguments: [(8, 1), (16, 16), (448, 10), (448, 201), (448, 448), (8192, 700), (8192, 5000)])
  func gatheredNumbersAreThoseOfTheTable(all: Int, count: Int) {
    let rows = 5
    let table = singles(rows * all, seed: 1)
    let (chosen, columns) = (sample(4, of: rows, seed: 2), sample(count, of: all, seed: 3).sorted())
    let stride = count + 9
    var found = [Float](repeating: 0, count: chosen.count * stride)
    mdad_gather_float(table, all, chosen, chosen.count, columns, count, &found, stride)
    for (row, number) in chosen.enumerated() {
      let expected = columns.map { table[number * all + $0] }
      #expect(Array(found[row * stride..<row * stride + count]) == expected)
    }
  }

  @Test(arguments: [(0, 16), (1, 16), (4, 48), (7, 16), (130, 208), (201, 16)])
  func rowsTakeTurnsInFourSums(count: Int, stride: Int) {
    let (rows, factors) = (singles(count * stride, seed: 4), singles(count, seed: 5))
    var found = [Float](repeating: 9, count: stride)
    mdad_combine_by_turns_float(rows, count, stride, factors, &found)
    for t in 0..<stride {
      var sums = [Float](repeating: 0, count: 4)
      for row in 0..<count { sums[row % 4] += factors[row] * rows[row * stride + t] }
      #expect(found[t] == (sums[0] + sums[2]) + (sums[1] + sums[3]))
    }
  }

  @Test(arguments: [(0, 16, 3), (1, 16, 1), (9, 80, 3), (60, 144, 5), (33, 240, 1)])
  func chosenRowsAreAddedInTheirOrder(count: Int, stride: Int, sets: Int) {
    let all = count + 4
    let (table, factors) = (singles(all * stride, seed: 6), singles(sets * (count + 1), seed: 7))
    let before = singles(sets * stride, seed: 8)
    let chosen = sample(count, of: all, seed: 9)
    var found = before
    mdad_add_chosen_float(table, stride, chosen, count, factors, count + 1, sets, &found)
    for set in 0..<sets {
      for t in 0..<stride {
        var sum = before[set * stride + t]
        for (position, row) in chosen.enumerated() {
          sum += factors[set * (count + 1) + position] * table[row * stride + t]
        }
        #expect(found[set * stride + t] == sum)
      }
    }
  }

  @Test(arguments: [(0, 3), (1, 1), (5, 8), (40, 63), (12, 64), (30, 225)])
  func chosenRowsOfDoublesAreAddedInTheirOrder(count: Int, length: Int) {
    let (all, stride) = (count + 3, length + 2)
    let (table, factors) = (numbers(all * stride, seed: 10), numbers(count, seed: 11))
    let vector = numbers(length, seed: 12)
    let chosen = sample(count, of: all, seed: 13)
    var (found, written) = (vector, table)
    mdad_add_chosen_double(table, stride, chosen, count, factors, &found, length)
    mdad_add_to_chosen_double(&written, stride, chosen, count, factors, vector, length)
    for t in 0..<length {
      var sum = vector[t]
      for (position, row) in chosen.enumerated() { sum += factors[position] * table[row * stride + t] }
      #expect(found[t] == sum)
    }
    for row in 0..<all {
      let position = chosen.firstIndex(of: row)
      for t in 0..<stride {
        let more = t < length ? position.map { factors[$0] * vector[t] } : nil
        #expect(written[row * stride + t] == table[row * stride + t] + (more ?? 0))
      }
    }
  }

  @Test(arguments: [(0, 8), (3, 64), (20, 488)]) func mixturesAreAddedInTheirOrder(count: Int, stride: Int) {
    let (first, second) = (numbers(count * stride, seed: 14), numbers(count * stride, seed: 15))
    let shares = (0..<count).map { [0, 1, 0.3][$0 % 3] }
    let before = numbers(stride, seed: 16)
    var found = before
    mdad_add_mixtures_double(first, second, stride, shares, count, &found)
    for t in 0..<stride {
      var sum = before[t]
      for row in 0..<count {
        sum += shares[row] * first[row * stride + t] + (1 - shares[row]) * second[row * stride + t]
      }
      #expect(found[t] == sum)
    }
  }

  @Test(arguments: [(0, 8), (1, 8), (4, 232), (11, 240)]) func chosenRowsAreMultipliedInEightTurns(
    count: Int, stride: Int
  ) {
    let all = count + 2
    let (table, vector) = (singles(all * stride, seed: 17), singles(stride, seed: 18))
    let chosen = sample(count, of: all, seed: 19)
    var found = [Float](repeating: 9, count: count)
    mdad_products_with_chosen_float(table, stride, chosen, count, vector, &found)
    for (position, row) in chosen.enumerated() {
      var sums = [Float](repeating: 0, count: 8)
      for t in 0..<stride { sums[t % 8] += table[row * stride + t] * vector[t] }
      let (even, odd) = ((sums[0] + sums[2]) + (sums[1] + sums[3]), (sums[4] + sums[6]) + (sums[5] + sums[7]))
      #expect(found[position] == even + odd)
    }
  }
}
