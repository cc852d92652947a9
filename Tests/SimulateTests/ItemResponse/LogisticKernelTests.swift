import CKernels
import Foundation
import Testing

@testable import Simulate

/// The logistic kernel in C against plain Swift that adds the same terms in the same order: equal to the last bit.
@Suite struct LogisticKernelBitTests {
  /// Responses in whole tiles, and the factors of their logits.
  private struct Problem {
    let rows: Int
    let columns: Int
    let dimensions: Int
    var responses: [Float] = []
    var weights: [Float] = []
    var rowFactors: [Float] = []
    var columnFactors: [Float] = []

    /// Draws a problem with some responses held out and logits about as large as `scale`.
    init(rows: Int, columns: Int, dimensions: Int, scale: Float) {
      (self.rows, self.columns, self.dimensions) = (rows, columns, dimensions)
      var generator = Philox(seed: 21, trial: rows, purpose: .selection)
      responses = (0..<rows * columns).map { _ in [0, 1, 0.25][generator.uniform(below: 3)] }
      weights = (0..<rows * columns).map { _ in generator.uniform(below: 5) > 0 ? 1 : 0 }
      rowFactors = (0..<rows * dimensions).map { _ in scale * Float(generator.unit() - 0.5) }
      columnFactors = (0..<dimensions * columns).map { _ in scale * Float(generator.unit() - 0.5) }
    }

    /// The place of a response among tiles of four rows by four columns.
    func place(_ row: Int, _ column: Int) -> Int {
      row / 4 * 4 * columns + column / 4 * 16 + row % 4 * 4 + column % 4
    }
  }

  private struct Answer: Equatable {
    var likelihood = 0.0
    var rowGradient: [Float]
    var columnGradient: [Float]
  }

  /// The kernel's answer.
  private func found(_ problem: Problem) -> Answer {
    var (responses, weights) = (problem.responses, problem.weights)
    for row in 0..<problem.rows {
      for column in 0..<problem.columns {
        responses[problem.place(row, column)] = problem.responses[row * problem.columns + column]
        weights[problem.place(row, column)] = problem.weights[row * problem.columns + column]
      }
    }
    var answer = Answer(
      rowGradient: problem.rowFactors, columnGradient: [Float](repeating: 0, count: problem.columnFactors.count))
    var scratch = [Float](repeating: 3, count: 32 * problem.dimensions)
    answer.likelihood = mdad_logistic_likelihood(
      problem.rows, problem.columns, problem.dimensions, responses, weights, problem.rowFactors, problem.columnFactors,
      &answer.rowGradient, &answer.columnGradient, &scratch)
    return answer
  }

  /// e^x for x up to 0, by the kernel's series.
  private func exponential(_ x: Float) -> Float {
    let scaled = max(x, -80) * 1.442_695_04
    let shifted = scaled + 12_582_912
    let f = (scaled - (shifted - 12_582_912)) * 0.693_147_18
    var series: Float = 1.0 / 720 * f + 1.0 / 120
    for coefficient in [1.0 / 24, 1.0 / 6, 0.5, 1, 1] as [Float] { series = series * f + coefficient }
    return x < -80 ? 0 : Float(bitPattern: series.bitPattern &+ shifted.bitPattern << 23)
  }

  private func sum(_ lanes: [Float]) -> Float { (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]) }

  /// Works out one response after another; sums of four lanes by the column within its tile.
  private func plain(_ problem: Problem) -> Answer {
    let (columns, dimensions) = (problem.columns, problem.dimensions)
    var answer = Answer(
      rowGradient: [Float](repeating: 0, count: problem.rowFactors.count),
      columnGradient: [Float](repeating: 0, count: problem.columnFactors.count))
    for start in stride(from: 0, to: problem.rows, by: 4) {
      var sums = [[Float]](repeating: [0, 0, 0, 0], count: 4 * dimensions)
      var (linear, product) = ([Float](repeating: 0, count: 4), [Float](repeating: 1, count: 4))
      var total = 0.0
      for column in 0..<columns {
        let lane = column % 4
        var changes = [[Float]](repeating: [], count: dimensions)
        for row in start..<start + 4 {
          let factors = (0..<dimensions).map {
            (problem.rowFactors[row * dimensions + $0], problem.columnFactors[$0 * columns + column])
          }
          let logit = factors.reduce(Float(0)) { $0 + $1.0 * $1.1 }
          let y = problem.responses[row * columns + column]
          let weight = problem.weights[row * columns + column]
          let positive = logit > 0 ? logit : 0
          let e = exponential(logit - positive - positive)
          let inverse = 1 / (1 + e)
          let residual = weight * (y - (logit > 0 ? inverse : e * inverse))
          linear[lane] += weight * (y * logit - positive)
          product[lane] *= 1 + weight * e
          for d in 0..<dimensions {
            changes[d].append(factors[d].0 * residual)
            sums[4 * d + row - start][lane] += residual * factors[d].1
          }
        }
        for d in 0..<dimensions {
          let change = changes[d]
          let before = answer.columnGradient[d * columns + column]
          answer.columnGradient[d * columns + column] = before + (change[0] + change[1]) + (change[2] + change[3])
        }
        if (column + 1) % 64 == 0 || column + 1 == columns {
          total += Double(sum(linear))
          for lane in 0..<4 { total -= Double(log(product[lane])) }
          (linear, product) = ([0, 0, 0, 0], [1, 1, 1, 1])
        }
      }
      for d in 0..<dimensions {
        for row in 0..<4 { answer.rowGradient[(start + row) * dimensions + d] = sum(sums[4 * d + row]) }
      }
      answer.likelihood += total
    }
    return answer
  }

  @Test(arguments: [(4, 8, 1, 1), (8, 72, 3, 4), (12, 136, 11, 2), (4, 64, 2, 60), (0, 8, 2, 1), (8, 0, 2, 1)])
  func theKernelHasTheBitsOfThePlainSums(rows: Int, columns: Int, dimensions: Int, scale: Int) {
    let problem = Problem(rows: rows, columns: columns, dimensions: dimensions, scale: Float(scale))
    #expect(found(problem) == plain(problem))
  }
}
