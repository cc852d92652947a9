import Foundation
import Testing

@testable import Simulate

/// The marginal likelihood written out: every model against every point, no windows, no vectors, no shared sums.
struct PlainMarginalLikelihood {
  let responses: SourceResponses
  let model: LogisticModel
  let nodes: [Double]

  init(_ responses: SourceResponses, model: LogisticModel, points: Int, reach: Double) {
    self.responses = responses
    self.model = model
    nodes = (0..<points).map { -reach + 2 * reach * Double($0) / Double(points - 1) }
  }

  /// Returns the marginal log-likelihood.
  func logLikelihood(_ items: [LogisticItem]) -> Double {
    let chances = items.map { item in
      nodes.map { theta -> (Double, Double) in
        let p = item.guessing + (item.upper - item.guessing) / (1 + exp(-item.slope * theta - item.intercept))
        return (log(p), log(1 - p))
      }
    }
    let densities = nodes.map { exp(-0.5 * $0 * $0) }
    let total = densities.reduce(0, +)
    var sum = 0.0
    for model in 0..<responses.columns {
      let values = nodes.indices.map { node -> Double in
        var value = log(densities[node] / total)
        for item in items.indices {
          let score = responses[item, model]
          if score > 0 { value += score * chances[item][node].0 }
          if score < 1 { value += (1 - score) * chances[item][node].1 }
        }
        return value
      }
      let largest = values.max() ?? 0
      sum += largest + log(values.reduce(0) { $0 + exp($1 - largest) })
    }
    return sum
  }

  /// Returns minus the log-likelihood and the priors' logarithm, of the parameters one after another.
  func penalised(_ point: [Double]) -> Double {
    let width = model.parameterCount
    var value = 0.0
    let items = (0..<responses.rows).map { index -> LogisticItem in
      let x = Array(point[index * width..<(index + 1) * width])
      value += x[0] * x[0] / 200 + x[1] * x[1] / 800
      var item = LogisticItem(slope: x[0], intercept: x[1])
      if width > 2 {
        item.guessing = 1 / (1 + exp(-x[2]))
        value -= log(item.guessing) + 5 * log(1 - item.guessing)
      }
      if width > 3 {
        item.upper = 1 / (1 + exp(-x[3]))
        value -= 9 * log(item.upper) + log(1 - item.upper)
      }
      return item
    }
    return value - logLikelihood(items)
  }
}

@Suite struct ObservedInformationTests {
  private func point(_ fit: MarginalFit) -> [Double] {
    let width = fit.problem.model.parameterCount
    return fit.items.flatMap { item in
      let logits = [log(item.guessing / (1 - item.guessing)), log(item.upper / (1 - item.upper))]
      return [item.slope, item.intercept] + logits.prefix(width - 2)
    }
  }

  /// Second differences of the likelihood written out give the same standard errors.
  @Test(arguments: LogisticModel.allCases) func standardErrorsAreThoseOfTheHessian(model: LogisticModel) throws {
    let fit = SmallFits.of(model)
    #expect(fit.hasConverged)
    let plain = PlainMarginalLikelihood(SmallFits.responses, model: model, points: 101, reach: 8)
    let center = point(fit)
    let h = 2e-3
    var hessian = [Double](repeating: 0, count: center.count * center.count)
    func value(_ a: Int, _ x: Double, _ b: Int, _ y: Double) -> Double {
      var moved = center
      moved[a] += x * h
      moved[b] += y * h
      return plain.penalised(moved)
    }
    for a in center.indices {
      for b in 0...a {
        let second =
          value(a, 1, b, 1) - value(a, 1, b, -1) - value(a, -1, b, 1) + value(a, -1, b, -1)
        hessian[a * center.count + b] = second / (4 * h * h)
      }
    }
    let inverse = try #require(Cholesky(hessian, size: center.count)).inverse()
    let errors = try #require(fit.information).standardErrors().flatMap { $0 }
    for a in center.indices {
      let expected = inverse[a * center.count + a].squareRoot()
      #expect(abs(errors[a] / expected - 1) < 1e-4)
    }
  }

  /// Few models and many items, whose smaller matrix goes by models, and the other way about: against differences of
  /// the score. Items that stand alone have standard errors that are no larger.
  @Test(arguments: [(4, 24), (60, 6)]) func eitherWayAboutItIsTheDerivativeOfTheScore(models: Int, items: Int) throws {
    let made = SimulatedResponses(models: models, items: items, dimensions: 1, slope: 1, seed: 32)
    let varied = (0..<items).filter { made.responses.sum($0) > 0 && made.responses.sum($0) < Double(models) }
    let responses = made.responses.rows(varied)
    let fit = MarginalFit(responses, model: .twoParameter, threads: 2)
    let center = point(fit)
    let h = 1e-4
    var state = MarginalProblem.State()
    let rows = center.indices.map { a -> [Double] in
      var (up, down) = (center, center)
      var moved = center
      moved[a] += h
      _ = fit.problem.evaluate(moved, gradient: &up, state: &state)
      moved[a] -= 2 * h
      _ = fit.problem.evaluate(moved, gradient: &down, state: &state)
      return zip(up, down).map { ($0 - $1) / (2 * h) }
    }
    let inverse = try #require(Cholesky(rows.flatMap { $0 }, size: center.count)).inverse()
    let information = try #require(fit.information)
    let errors = information.standardErrors().flatMap { $0 }
    let vector = center.indices.map { Double($0 % 5) - 2 }
    let solved = information.solve(vector)
    let alone = try #require(
      ObservedInformation(
        fit.problem, items: fit.items, expectation: fit.expectation, responses: responses, largestSize: 0))
    #expect(information.isJoint)
    #expect(!alone.isJoint)
    let ownErrors = alone.standardErrors().flatMap { $0 }
    for a in center.indices {
      #expect(abs(errors[a] / inverse[a * center.count + a].squareRoot() - 1) < 1e-4)
      let expected = center.indices.reduce(0) { $0 + inverse[a * center.count + $1] * vector[$1] }
      #expect(abs(solved[a] - expected) < 1e-3 * max(1, abs(expected)))
      #expect(ownErrors[a] <= errors[a] * (1 + 1e-9))
    }
  }
}

@Suite struct ParallelCholeskyTests {
  @Test(arguments: [(1, 8), (40, 16), (70, 8)]) func solvesAsThePlainFactorDoes(size: Int, length: Int) throws {
    var generator = Philox(seed: 5, trial: size, purpose: .selection)
    let scale = 0.9 / Double(size * length).squareRoot()
    let z = (0..<size * length).map { _ in scale * (generator.unit() - 0.5) * 3 }
    var matrix = [Double](repeating: 0, count: size * size)
    for a in 0..<size {
      for b in 0..<size {
        let product = (0..<length).reduce(0) { $0 + z[a * length + $1] * z[b * length + $1] }
        matrix[a * size + b] = (a == b ? 1 : 0) - product
      }
    }
    let plain = try #require(Cholesky(matrix, size: size))
    let factor = try #require(ParallelCholesky(identityMinusProductsOf: z, size: size, length: length, threads: 2))
    let vector = (0..<size).map { Double($0 % 7) - 3 }
    for (a, b) in zip(factor.solve(vector), plain.solve(vector)) { #expect(close(a, b, 1e-10)) }
    let forward = factor.forward(vector.map { SIMD8(repeating: $0) })
    for (a, b) in zip(forward, plain.forward(vector)) { #expect(close(a[0], b, 1e-10) && close(a[7], b, 1e-10)) }
    let tooLarge = z.map { 100 * $0 }
    #expect(ParallelCholesky(identityMinusProductsOf: tooLarge, size: size, length: length, threads: 1) == nil)
  }
}
