import Testing

@testable import Simulate

@Suite struct TridiagonalFormTests {
  /// Makes products of random rows: of full rank, of low rank, diagonal, zero.
  static func matrix(_ kind: String, size: Int, seed: Int) -> [Double] {
    var generator = Philox(seed: UInt64(seed), trial: size, purpose: .selection)
    switch kind {
    case "zero": return [Double](repeating: 0, count: size * size)
    case "diagonal": return (0..<size * size).map { $0 % (size + 1) == 0 ? Double(1 + $0 % 3) : 0 }
    default:
      let rank = kind == "full" ? size + 2 : min(2, size)
      let rows = (0..<size).map { _ in (0..<rank).map { _ in generator.normal() } }
      return rows.flatMap { a in rows.map { dot(a, $0) } }
    }
  }

  /// The squares of these numbers are denormal or 0; without scaling, a reflection would have infinite length.
  @Test(arguments: [1e-158, 1e-160, 1e-162, 1e-200, 1e-300]) func numbersTooSmallToSquareStayFinite(size: Double) {
    let matrix = [1, size, size, 0, size, 1, size, size, size, size, 1, size, 0, size, size, 1]
    let form = TridiagonalForm(matrix, size: 4)
    for number in form.diagonal + form.offDiagonal { #expect(number.isFinite) }
    let vector = [1.0, -2, 3, 4]
    let solved = form.restored(form.system(shift: 1).solve(form.rotated(vector, count: 1)))
    for (a, b) in zip(solved, vector) { #expect(close(a, b / 2, 1e-12)) }
  }

  @Test(arguments: ["full", "low", "diagonal", "zero"], [1, 2, 3, 17])
  func turnsBackAndSolvesAsCholeskyDoes(kind: String, size: Int) throws {
    let matrix = TridiagonalFormTests.matrix(kind, size: size, seed: 4)
    let form = TridiagonalForm(matrix, size: size)
    var generator = Philox(seed: 5, trial: size, purpose: .selection)
    let vector = (0..<size).map { _ in generator.normal() }
    for (a, b) in zip(form.restored(form.rotated(vector, count: 1)), vector) { #expect(close(a, b, 1e-12)) }
    // Q·T·Qᵀ·x is A·x.
    let turned = form.rotated(vector, count: 1)
    let image = (0..<size).map { row in
      form.diagonal[row] * turned[row] + (row > 0 ? form.offDiagonal[row - 1] * turned[row - 1] : 0)
        + (row + 1 < size ? form.offDiagonal[row] * turned[row + 1] : 0)
    }
    let plain = (0..<size).map { row in dot(Array(matrix[row * size..<(row + 1) * size]), vector) }
    for (a, b) in zip(form.restored(image), plain) { #expect(close(a, b, 1e-10)) }
    for penalty in [0.01, 1, 100] {
      let solved = form.restored(form.system(shift: penalty).solve(turned))
      let expected = RidgeSystem(matrix, penalty: penalty).solve(vector)
      for (a, b) in zip(solved, expected) { #expect(close(a, b, 1e-8)) }
      #expect(close(form.system(shift: penalty).squaredLengths(turned, count: 1)[0], dot(vector, expected), 1e-8))
    }
  }
}
