import Foundation
import Testing

@testable import Simulate

@Suite struct LogisticKernelTests {
  /// Against the formula written out, with responses left out, sizes off whole tiles, and logits far from 0.
  @Test(arguments: [(1, 1, 1), (5, 7, 3), (9, 70, 4)]) func matchesTheFormula(rows: Int, columns: Int, dimensions: Int)
  {
    var generator = Philox(seed: 8, trial: rows, purpose: .selection)
    func numbers(_ count: Int, _ scale: Double) -> [Double] {
      (0..<count).map { _ in scale * (generator.unit() - 0.5) }
    }
    let responses = (0..<rows * columns).map { _ in [0, 1, 0.25][generator.uniform(below: 3)] }
    let isCounted = (0..<rows * columns).map { _ in generator.uniform(below: 5) > 0 }
    let (left, right) = (numbers(rows * dimensions, 6), numbers(dimensions * columns, 6))
    let kernel = LogisticKernel(rows: rows, columns: columns, dimensions: dimensions) {
      isCounted[$0 * columns + $1] ? responses[$0 * columns + $1] : nil
    }
    var rowFactors = [Float](repeating: 0, count: kernel.rows * dimensions)
    for index in left.indices { rowFactors[index] = Float(left[index]) }
    var columnFactors = [Float](repeating: 0, count: dimensions * kernel.columns)
    for d in 0..<dimensions {
      for column in 0..<columns { columnFactors[d * kernel.columns + column] = Float(right[d * columns + column]) }
    }
    var rowGradient = rowFactors
    var columnGradient = columnFactors
    let found = kernel.logLikelihood(
      rowFactors: rowFactors, columnFactors: columnFactors, rowGradient: &rowGradient, columnGradient: &columnGradient)
    var total = 0.0
    var plainRows = [Double](repeating: 0, count: rows * dimensions)
    var plainColumns = [Double](repeating: 0, count: dimensions * columns)
    for row in 0..<rows {
      for column in 0..<columns where isCounted[row * columns + column] {
        let logit = (0..<dimensions).reduce(0) { $0 + left[row * dimensions + $1] * right[$1 * columns + column] }
        let y = responses[row * columns + column]
        total += y * logit - log(1 + exp(logit))
        let residual = y - 1 / (1 + exp(-logit))
        for d in 0..<dimensions {
          plainRows[row * dimensions + d] += residual * right[d * columns + column]
          plainColumns[d * columns + column] += residual * left[row * dimensions + d]
        }
      }
    }
    #expect(abs(found - total) < 1e-5 * max(1, abs(total)))
    #expect(kernel.observed == Double(isCounted.filter { $0 }.count))
    for index in plainRows.indices { #expect(abs(Double(rowGradient[index]) - plainRows[index]) < 1e-4) }
    for d in 0..<dimensions {
      for column in 0..<columns {
        #expect(abs(Double(columnGradient[d * kernel.columns + column]) - plainColumns[d * columns + column]) < 1e-4)
      }
    }
  }
}

@Suite struct LimitedMemoryBFGSTests {
  /// Rosenbrock's function has its minimum, 0, at (1, 1).
  @Test func findsTheMinimumOfRosenbrocksFunction() {
    let found = LimitedMemoryBFGS.minimise(
      from: [-1.2, 1], tolerance: 1e-14, limit: 500,
      evaluate: { x, gradient in
        let (a, b) = (1 - x[0], x[1] - x[0] * x[0])
        gradient = [-2 * a - 400 * x[0] * b, 200 * b]
        return a * a + 100 * b * b
      }, precondition: { $1 })
    #expect(found.hasConverged && abs(found.point[0] - 1) < 1e-5 && abs(found.point[1] - 1) < 1e-5)
  }

  @Test func saysWhenItDidNotConverge() {
    let found = LimitedMemoryBFGS.minimise(
      from: [0], tolerance: 1e-9, limit: 5,
      evaluate: { x, gradient in
        gradient = [-1]
        return -x[0]
      }, precondition: { $1 })
    #expect(!found.hasConverged)
    #expect(found.iterations == 5)
  }
}

@Suite struct CholeskyTests {
  /// numpy.linalg.solve([[4, 2, 1], [2, 5, 3], [1, 3, 6]], [1, 2, 3]) = [0.0298507…, 0.1044776…, 0.4427860…].
  @Test func solvesAndInverts() throws {
    let matrix: [Double] = [4, 2, 1, 2, 5, 3, 1, 3, 6]
    let factor = try #require(Cholesky(matrix, size: 3))
    let x = factor.solve([1, 2, 3])
    for row in 0..<3 {
      #expect(close((0..<3).reduce(0) { $0 + matrix[row * 3 + $1] * x[$1] }, Double(row + 1), 1e-12))
      let unit = (0..<3).map { column in
        (0..<3).reduce(0) { $0 + matrix[row * 3 + $1] * factor.inverse()[$1 * 3 + column] }
      }
      for column in 0..<3 { #expect(close(unit[column], row == column ? 1 : 0, 1e-12)) }
    }
    #expect(Cholesky([1, 2, 2, 1], size: 2) == nil)
  }

  /// A whole matrix is factored by columns, a growing one by rows.
  @Test(arguments: [1, 2, 5, 8, 9, 40]) func bothWaysGiveTheSameBits(size: Int) throws {
    var generator = Philox(seed: 8, trial: size, purpose: .selection)
    let rows = (0..<size).map { _ in (0..<size + 3).map { _ in generator.unit() - 0.4 } }
    let matrix = rows.flatMap { row in rows.map { dot(row, $0) } }
    let factor = try #require(Cholesky(matrix, size: size))
    var grown = Cholesky(capacity: size)
    for row in 0..<size {
      let isTaken = grown.append(Array(matrix[row * size...row * size + row]), tolerance: 1e-14)
      #expect(isTaken)
    }
    let right = (0..<size).map { _ in generator.unit() }
    #expect(factor.forward(right) == grown.forward(right))
    #expect(factor.solve(right) == grown.solve(right))
  }
}

/// Responses drawn from a known model.
struct SimulatedResponses {
  let responses: SourceResponses
  let slopes: [[Double]]
  let difficulties: [Double]
  let abilities: [[Double]]

  init(models: Int, items: Int, dimensions: Int, slope: Double = 1.2, isPositive: Bool = false, seed: UInt64) {
    var generator = Philox(seed: seed, trial: 11, purpose: .selection)
    func normal() -> Double { NormalDistribution.quantile(max(1e-12, generator.unit())) }
    let slopes = (0..<items).map { _ in (0..<dimensions).map { _ in slope * (isPositive ? abs(normal()) : normal()) } }
    let difficulties = (0..<items).map { _ in normal() }
    let abilities = (0..<models).map { _ in (0..<dimensions).map { _ in normal() } }
    var bits = BitMatrix(rows: items, columns: models)
    for item in 0..<items {
      for model in 0..<models {
        let logit = zip(slopes[item], abilities[model]).reduce(-difficulties[item]) { $0 + $1.0 * $1.1 }
        bits[item, model] = generator.unit() < logistic(logit)
      }
    }
    (self.slopes, self.difficulties, self.abilities) = (slopes, difficulties, abilities)
    responses = .binary(bits)
  }
}

@Suite struct MultidimensionalItemResponseTests {
  /// The probabilities, which no rotation changes, are found again.
  @Test func recoversTheProbabilitiesOfASimulatedModel() {
    let made = SimulatedResponses(models: 150, items: 60, dimensions: 2, seed: 1)
    let fit = MultidimensionalItemResponse(made.responses, dimensions: 4)
    #expect(fit.hasConverged)
    var (error, spread) = (0.0, 0.0)
    let mean = (0..<60).reduce(0) { $0 + made.responses.sum($1) } / 9000
    for item in 0..<60 {
      for model in 0..<150 {
        let truth = logistic(
          zip(made.slopes[item], made.abilities[model]).reduce(-made.difficulties[item]) { $0 + $1.0 * $1.1 })
        let found = fit.probability(item: item, ability: fit.abilities[model])
        error += (truth - found) * (truth - found)
        spread += (truth - mean) * (truth - mean)
      }
    }
    #expect(error < 0.15 * spread)
  }

  /// At the solution no coordinate of either factor, nor an intercept, can be moved to a better penalised likelihood;
  /// and abilities have mean 0, variance 1, no correlation.
  @Test func reportsAbilitiesAsPrincipalComponents() {
    let made = SimulatedResponses(models: 80, items: 40, dimensions: 3, seed: 2)
    let fit = MultidimensionalItemResponse(made.responses, dimensions: 3)
    var previous = Double.infinity
    for a in 0..<3 {
      #expect(abs(fit.abilities.reduce(0) { $0 + $1[a] }) < 1e-8)
      for b in 0..<3 {
        let product = fit.abilities.reduce(0) { $0 + $1[a] * $1[b] } / 80
        #expect(abs(product - (a == b ? 1 : 0)) < 1e-6)
      }
      let size = fit.slopes.reduce(0) { $0 + $1[a] * $1[a] }
      #expect(size <= previous && fit.slopes.reduce(0) { $0 + $1[a] } >= 0)
      previous = size
    }
  }

  /// Dimensions that stand out by less than the penalty vanish, so that more of them change nothing.
  @Test func moreDimensionsThanStandOutChangeNothing() {
    let made = SimulatedResponses(models: 40, items: 24, dimensions: 1, seed: 3)
    let few = MultidimensionalItemResponse(made.responses, dimensions: 20)
    let many = MultidimensionalItemResponse(made.responses, dimensions: 24)
    #expect(abs(few.logLikelihood - many.logLikelihood) < 1e-3)
    for item in 0..<24 {
      for model in stride(from: 0, to: 40, by: 7) {
        let difference =
          few.probability(item: item, ability: few.abilities[model])
          - many.probability(item: item, ability: many.abilities[model])
        #expect(abs(difference) < 0.02)
      }
    }
  }

  @Test func constantItemsAndAModelAloneHaveAnAnswer() {
    var bits = BitMatrix(rows: 6, columns: 3)
    for model in 0..<3 { bits[0, model] = true }
    let fit = MultidimensionalItemResponse(.binary(bits), dimensions: 10)
    #expect(fit.difficulties.allSatisfy(\.isFinite) && fit.difficulties[0] < 0 && fit.difficulties[1] > 0)
    let alone = MultidimensionalItemResponse(.binary(BitMatrix(rows: 4, columns: 1)), dimensions: 2)
    #expect(alone.slopes.allSatisfy { $0 == [0, 0] })
  }
}

extension RealMatrixTests {
  /// py-irt 0.7.1, multidim_2pl, 10 dimensions, hierarchical priors, lr 0.1, 2,000 epochs, seed 2 (1 diverged), on the
  /// same split of GPQA's first 300 models and every other item: a fifth of the responses held out by (7·item +
  /// 3·model) mod 5 = 0: −0.4243.
  @Test func heldOutLikelihoodIsNoWorseThanThatOfPyIRT() throws {
    let gpqa = try WideTable.read(path: "\(try #require(dataFolder))/gpqa.csv").matrix
    let responses = gpqa.responses(items: Array(stride(from: 0, to: 448, by: 2)), models: Array(0..<300))
    let isHeldOut = { (item: Int, model: Int) in (7 * item + 3 * model) % 5 == 0 }
    let fit = MultidimensionalItemResponse(responses, dimensions: 10, isHeldOut: isHeldOut)
    let found = fit.logLikelihood(of: responses, where: isHeldOut)
    #expect(fit.hasConverged)
    #expect(found > -0.4243)
  }
}
