import Foundation
import Testing

@testable import Simulate

@Suite struct EigenvectorTests {
  private func randomSymmetric(_ size: Int, rank: Int, seed: Int) -> [Double] {
    var generator = Philox(seed: UInt64(seed), trial: 5, purpose: .selection)
    let factors = (0..<rank).map { _ in (0..<size).map { _ in Double(generator.uniform(below: 2001)) / 1000 - 1 } }
    return (0..<size * size).map { entry in
      factors.reduce(0) { $0 + $1[entry / size] * $1[entry % size] }
    }
  }

  /// Computes all eigenvalues, descending, by cyclic Jacobi rotations: slow, but plain enough to trust.
  private func jacobiEigenvalues(_ symmetric: [Double], size: Int) -> [Double] {
    var matrix = symmetric
    for _ in 0..<30 {
      for p in 0..<size {
        for q in p + 1..<max(p + 1, size) where abs(matrix[p * size + q]) > 1e-300 {
          let angle = 0.5 * atan2(2 * matrix[p * size + q], matrix[q * size + q] - matrix[p * size + p])
          let (c, s) = (cos(angle), sin(angle))
          for k in 0..<size {
            let (a, b) = (matrix[k * size + p], matrix[k * size + q])
            (matrix[k * size + p], matrix[k * size + q]) = (c * a - s * b, s * a + c * b)
          }
          for k in 0..<size {
            let (a, b) = (matrix[p * size + k], matrix[q * size + k])
            (matrix[p * size + k], matrix[q * size + k]) = (c * a - s * b, s * a + c * b)
          }
        }
      }
    }
    return (0..<size).map { matrix[$0 * size + $0] }.sorted(by: >)
  }

  /// Checks A·v = λ·v, unit length and descending order, and compares the largest with Jacobi's, which finds all.
  @Test(arguments: [(1, 1), (5, 5), (30, 3), (60, 60), (150, 150)]) func satisfyTheirEquation(size: Int, rank: Int) {
    let matrix = randomSymmetric(size, rank: rank, seed: size)
    let pairs = leadingEigenvectors(matrix, size: size, count: min(4, size))
    let all = jacobiEigenvalues(matrix, size: size)
    for (index, pair) in pairs.enumerated() {
      #expect(abs(pair.value - all[index]) < 1e-8 * all[0])
      for row in 0..<size {
        let image = (0..<size).reduce(0) { $0 + matrix[row * size + $1] * pair.vector[$1] }
        #expect(abs(image - pair.value * pair.vector[row]) < 1e-6 * all[0])
      }
      #expect(close(pair.vector.reduce(0) { $0 + $1 * $1 }, 1, 1e-9))
    }
  }

  /// numpy.linalg.eigvalsh([[2, 1, 0], [1, 2, 1], [0, 1, 2]]): 2 ± √2 and 2.
  @Test func tridiagonalMatrixMatchesAClosedForm() {
    let (found, vectors) = tridiagonalEigenvectors(diagonal: [2, 2, 2], offDiagonal: [1, 1])
    let values = found.sorted()
    #expect(close(values[0], 2 - 2.0.squareRoot(), 1e-14) && close(values[1], 2, 1e-14))
    #expect(close(values[2], 2 + 2.0.squareRoot(), 1e-14))
    for (value, v) in zip(found, vectors) {
      #expect(close(2 * v[0] + v[1], value * v[0], 1e-14) && close(v[1] + 2 * v[2], value * v[2], 1e-14))
    }
    // A diagonal matrix, and one in two blocks.
    #expect(tridiagonalEigenvectors(diagonal: [3, 1, 2], offDiagonal: [0, 0]).values == [3, 1, 2])
    let blocks = tridiagonalEigenvectors(diagonal: [1, 1, 5, 5], offDiagonal: [1, 0, 1]).values.sorted()
    #expect(zip(blocks, [0, 2, 4, 6]).allSatisfy { close($0, $1, 1e-14) })
  }

  @Test func nothingButZerosHasAnAnswer() {
    #expect(leadingEigenvectors([Double](repeating: 0, count: 9), size: 3, count: 3).count == 3)
  }
}

@Suite struct OrthogonalPolynomialEnsembleTests {
  private func points(_ count: Int, dimensions: Int, seed: Int) -> [[Double]] {
    var generator = Philox(seed: UInt64(seed), trial: 6, purpose: .selection)
    return (0..<count).map { _ in (0..<dimensions).map { _ in Double(generator.uniform(below: 1999)) / 1000 - 0.999 } }
  }

  @Test func monomialsComeByLargestExponentThenLexicographically() {
    #expect(OrthogonalPolynomials.layer(0, dimensions: 2) == [[0, 0]])
    #expect(OrthogonalPolynomials.layer(1, dimensions: 2) == [[0, 1], [1, 0], [1, 1]])
    #expect(OrthogonalPolynomials.layer(2, dimensions: 2) == [[0, 2], [1, 2], [2, 0], [2, 1], [2, 2]])
    #expect(OrthogonalPolynomials.layer(1, dimensions: 4).count == 15)
  }

  /// The kernel is the projection onto the raw monomials: it leaves each unchanged, and its columns are orthonormal.
  @Test(arguments: [(20, 2, 9), (60, 4, 30), (200, 4, 120)])
  func projectsOntoTheMonomials(count: Int, dimensions: Int, size: Int) {
    let points = points(count, dimensions: dimensions, seed: size)
    let polynomials = OrthogonalPolynomials(points: points, size: size)
    #expect(polynomials.rank == size)
    func feature(_ point: Int, _ column: Int) -> Double { polynomials.values[column * polynomials.stride + point] }
    for a in 0..<size {
      for b in 0...a {
        let product = (0..<count).reduce(0) { $0 + feature($1, a) * feature($1, b) }
        #expect(close(product, a == b ? 1 : 0, 1e-10))
      }
    }
    let exponents = (0..<4).flatMap { OrthogonalPolynomials.layer($0, dimensions: dimensions) }.prefix(size)
    for monomial in exponents.prefix(20) {
      let raw = points.map { point in
        zip(point, monomial).reduce(1) { $0 * pow($1.0, Double($1.1)) }
      }
      let shares = (0..<size).map { column in (0..<count).reduce(0) { $0 + raw[$1] * feature($1, column) } }
      for point in 0..<count {
        #expect(close((0..<size).reduce(0) { $0 + shares[$1] * feature(point, $1) }, raw[point], 1e-9))
      }
    }
    let ensemble = OrthogonalPolynomialEnsemble(polynomials)
    let total = (0..<count).reduce(0) { $0 + ensemble.inclusionProbability(of: $1, size: size) }
    #expect(close(total, Double(size), 1e-5))
    // A smaller set of polynomials is the start of a larger one.
    let fewer = OrthogonalPolynomials(points: points, size: size / 2)
    #expect(fewer.values == Array(polynomials.values.prefix(size / 2 * polynomials.stride)))
  }

  /// Points are drawn as often as the kernel's diagonal says, and pairs as its 2 × 2 determinants K_ii·K_jj − K_ij²
  /// say, at the largest size and below it.
  @Test(arguments: [4, 7]) func drawsHaveTheKernelsProbabilities(largest: Int) {
    let points = points(9, dimensions: 2, seed: 1)
    let polynomials = OrthogonalPolynomials(points: points, size: largest)
    let ensemble = OrthogonalPolynomialEnsemble(polynomials)
    let draws = 6000
    var generator = Philox(seed: 1, trial: 0, purpose: .selection)
    var together = [Double](repeating: 0, count: 81)
    for _ in 0..<draws {
      let drawn = ensemble.draw(4, using: &generator)
      #expect(Set(drawn).count == 4)
      for a in drawn { for b in drawn { together[a * 9 + b] += 1 / Double(draws) } }
    }
    func kernel(_ a: Int, _ b: Int) -> Double {
      (0..<4).reduce(0) {
        $0 + polynomials.values[$1 * polynomials.stride + a] * polynomials.values[$1 * polynomials.stride + b]
      }
    }
    for a in 0..<9 {
      for b in 0..<9 {
        let expected = a == b ? kernel(a, a) : kernel(a, a) * kernel(b, b) - kernel(a, b) * kernel(a, b)
        let error = (max(1e-4, expected * (1 - expected)) / Double(draws)).squareRoot()
        #expect(abs(together[a * 9 + b] - expected) < 4.5 * error)
      }
    }
  }

  /// In large draws, which update directions in many blocks, each point is drawn as often as the kernel's diagonal
  /// says.
  @Test func largeDrawsHaveTheKernelsProbabilities() {
    let points = points(90, dimensions: 4, seed: 2)
    let ensemble = OrthogonalPolynomialEnsemble(OrthogonalPolynomials(points: points, size: 44))
    var generator = Philox(seed: 2, trial: 0, purpose: .selection)
    var counts = [Double](repeating: 0, count: 90)
    let draws = 50
    for _ in 0..<draws {
      let drawn = ensemble.draw(44, using: &generator)
      #expect(Set(drawn).count == 44)
      for point in drawn { counts[point] += 1 }
    }
    var chiSquare = 0.0
    for point in 0..<90 {
      let p = ensemble.inclusionProbability(of: point, size: 44)
      chiSquare +=
        (counts[point] - Double(draws) * p) * (counts[point] - Double(draws) * p) / (Double(draws) * p * (1 - p))
    }
    // Its mean is 90 and its standard deviation, of points that repel each other, less than √180.
    #expect(abs(chiSquare - 90) < 4.5 * 180.0.squareRoot())
  }

  @Test func pointsThatAreAlikeGiveFewerPolynomials() {
    let ensemble = OrthogonalPolynomialEnsemble(
      OrthogonalPolynomials(points: [[0.5], [0.5], [-0.5], [-0.5], [0.5]], size: 4))
    #expect(ensemble.rank == 2)
    var generator = Philox(seed: 1, trial: 0, purpose: .selection)
    let drawn = ensemble.draw(2, using: &generator)
    #expect(drawn.count == 2)
    #expect(Set(drawn.map { [2, 3].contains($0) }).count == 2)
    #expect(OrthogonalPolynomials(points: [[], [], []], size: 2).rank == 1)
    #expect(OrthogonalPolynomials(points: [], size: 2).rank == 0)
  }
}

@Suite struct PrincipalComponentsTests {
  /// The first two components of four sources by hand: the variance of the scores on each is its eigenvalue, scores on
  /// different components are uncorrelated, and both forms of a matrix agree.
  @Test func scoresHaveTheEigenvaluesAsVariances() {
    let (binary, graded) = ItemMatrixTests.bothForms(models: 20, items: 150, seed: 30)
    let sources = Array(0..<20)
    func scores(_ matrix: ItemMatrix) -> [[Double]] {
      PrincipalComponents.scores(
        of: SelectionContext(matrix: matrix, items: Array(0..<150), sources: sources).sourceResponses(),
        components: 4)
    }
    let found = scores(binary)
    #expect(found == scores(graded))
    var previous = Double.infinity
    for a in 0..<4 {
      let mean = found.reduce(0) { $0 + $1[a] } / 150
      #expect(abs(mean) < 1e-9)
      let variance = found.reduce(0) { $0 + $1[a] * $1[a] } / 150
      #expect(variance <= previous + 1e-12)
      previous = variance
      for b in 0..<a { #expect(abs(found.reduce(0) { $0 + $1[a] * $1[b] } / 150) < 1e-8) }
    }
  }
}

extension RealMatrixTests {
  /// The released code on correctness alone (one run of 50 trials): error 11.32, 7.91, 7.05, 4.50, 1.18 points at
  /// k = 10, 25, 50, 100, 200 of the seen half, first MDAD 15, 7.5, 5.5, 3.5, 1.5.
  @Test func diversityMatchesTheReleasedCodeOnGPQA() throws {
    let gpqa = try WideTable.read(path: "\(try #require(dataFolder))/gpqa.csv").matrix
    let settings = SimulationSettings(
      methods: ["diversity"], sizes: [10, 25, 50], trials: 16, split: .half, bins: .floor, countsZeroGaps: true,
      resamples: 0)
    let rows = try Simulation(matrix: gpqa, settings: settings).run(threads: 2).rows.filter { $0.reference == .seen }
    for (row, error) in zip(rows, [11.32, 7.91, 7.05]) {
      #expect(abs((row.error.value ?? 0) * 100 / error - 1) < 0.25)
    }
  }
}
