import Testing

@testable import Simulate

@Suite struct MatrixProductsTests {
  private func numbers(_ count: Int, seed: Int) -> [Double] {
    var generator = Philox(seed: UInt64(seed), trial: 3, purpose: .selection)
    return (0..<count).map { _ in generator.unit() - 0.5 }
  }

  /// Tries lengths below, at and above the block that is worked on at a time.
  @Test(arguments: [(4, 2, 8), (12, 6, 1032), (8, 32, 2048)]) func innerProductsMatchTheirSum(
    m: Int, n: Int, length: Int
  ) {
    let a = numbers(m * (length + 8), seed: 1)
    let b = numbers(n * length, seed: 2)
    var found = [Double](repeating: 7, count: m * n)
    MatrixProducts.innerProducts(
      a, rows: m, stride: length + 8, b, rows: n, stride: length, length: length, into: &found)
    var single = [Float](repeating: 7, count: m * n)
    MatrixProducts.innerProducts(
      a.map { Float($0) }, rows: m, stride: length + 8, b.map { Float($0) }, rows: n, stride: length, length: length,
      into: &single)
    for row in 0..<m {
      for column in 0..<n {
        let plain = (0..<length).reduce(0) { $0 + a[row * (length + 8) + $1] * b[column * length + $1] }
        #expect(abs(found[row * n + column] - plain) < 1e-12)
        #expect(abs(Double(single[row * n + column]) - plain) < 1e-4)
      }
    }
  }

  @Test(arguments: [(4, 1, 8), (8, 130, 1032)]) func combinationsMatchTheirSum(n: Int, m: Int, length: Int) {
    let rows = numbers(m * length, seed: 3)
    let factors = numbers(m * n, seed: 4)
    let before = numbers(n * length, seed: 5)
    var found = before
    MatrixProducts.addCombinations(
      to: &found, rows: n, factors: factors, of: rows, rows: m, stride: length, length: length)
    for row in 0..<n {
      for column in 0..<length {
        let plain = (0..<m).reduce(before[row * length + column]) {
          $0 + factors[$1 * n + row] * rows[$1 * length + column]
        }
        #expect(abs(found[row * length + column] - plain) < 1e-12)
      }
    }
  }
}
