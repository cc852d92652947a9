import Foundation
import Testing

@testable import Simulate

/// Fits of forty models on four items, made once for all tests: each takes seconds without optimisation.
enum SmallFits {
  static let responses = SimulatedResponses(models: 40, items: 4, dimensions: 1, slope: 1, seed: 31).responses
  private static let fits = LogisticModel.allCases.map { MarginalFit(responses, model: $0, threads: 1) }

  static func of(_ model: LogisticModel) -> MarginalFit { fits[LogisticModel.allCases.firstIndex(of: model)!] }
}

@Suite struct MarginalFitTests {
  /// Steep items know abilities to less than the 0.2 between the first points: 61 points are off by a tenth of a nat.
  @Test func pointsAreCloseEnoughForSteepItems() throws {
    let made = SimulatedResponses(models: 60, items: 40, dimensions: 1, slope: 6, isPositive: true, seed: 41)
    let varied = (0..<40).filter { made.responses.sum($0) > 0 && made.responses.sum($0) < 60 }
    let responses = made.responses.rows(varied)
    let fit = MarginalFit(responses, model: .twoParameter, threads: 2)
    #expect(fit.hasConverged)
    #expect(fit.problem.likelihood.grid.spacing < 0.1)
    let plain = PlainMarginalLikelihood(responses, model: .twoParameter, points: 801, reach: 8)
    let exact = plain.logLikelihood(fit.items)
    #expect(abs(fit.expectation.logLikelihood - exact) < 1e-3)
    let coarse = MarginalLikelihood(responses, threads: 1).expectation(of: fit.items).logLikelihood
    #expect(abs(coarse - exact) > 0.05)
    // No model's standard error is lost between two points.
    let nodes = fit.problem.likelihood.grid.nodes
    for model in 0..<60 {
      let deviation = fit.expectation.posteriors.moments(model, nodes: nodes).deviation
      #expect(deviation >= fit.problem.likelihood.grid.spacing)
    }
  }

  /// At the maximum of the likelihood written out no parameter can be moved by 1e-3 either way to a better value.
  @Test(arguments: LogisticModel.allCases) func noParameterCanBeMovedToABetterValue(model: LogisticModel) {
    let fit = SmallFits.of(model)
    #expect(fit.hasConverged)
    let plain = PlainMarginalLikelihood(SmallFits.responses, model: model, points: 101, reach: 8)
    let point = fit.items.flatMap { item in
      let logits = [log(item.guessing / (1 - item.guessing)), log(item.upper / (1 - item.upper))]
      return [item.slope, item.intercept] + logits.prefix(model.parameterCount - 2)
    }
    let best = plain.penalised(point)
    for index in point.indices {
      for step in [-1e-3, 1e-3] {
        var moved = point
        moved[index] += step
        #expect(plain.penalised(moved) > best)
      }
    }
  }

  /// Windows leave nothing out: on the same points, all of them for every model give the same likelihood.
  @Test func windowsChangeNothing() {
    let made = SimulatedResponses(models: 40, items: 30, dimensions: 1, slope: 2, seed: 43)
    let items = zip(made.slopes, made.difficulties).map { LogisticItem(slope: $0[0], intercept: -$1) }
    let reach = [ClosedRange<Double>](repeating: -AbilityGrid.reach...AbilityGrid.reach, count: 40)
    let all = MarginalLikelihood(made.responses, threads: 1).covering(reach, spacing: 0.2)
    let expected = all.expectation(of: items, keepsPosteriors: true)
    let (extents, isCut) = expected.posteriors.extents(on: all.grid)
    let found = all.covering(extents, spacing: 0.2).expectation(of: items, keepsPosteriors: true)
    #expect(!isCut)
    #expect(found.posteriors.weights.count < expected.posteriors.weights.count)
    #expect(abs(found.logLikelihood - expected.logLikelihood) < 1e-9)
  }

  /// Half-right answers to many thousand items have a likelihood below any number that padding could stand for.
  @Test func manyThousandItemsAreSummedUp() {
    let responses = SourceResponses.graded([Double](repeating: 0.5, count: 3 * 20_000), columns: 3)
    let items = [LogisticItem](repeating: LogisticItem(slope: 0, intercept: 0), count: 20_000)
    let found = MarginalLikelihood(responses, threads: 2).expectation(of: items).logLikelihood
    #expect(abs(found - 60_000 * log(0.5)) < 1e-6)
  }

  /// Two models, models that are all the same, and one that is wrong throughout: finite figures and an end.
  @Test(arguments: LogisticModel.allCases) func degenerateMatricesHaveAnAnswer(model: LogisticModel) {
    func fit(models: Int, items: Int, _ isRight: (Int, Int) -> Bool) -> UnidimensionalItemResponse {
      var bits = BitMatrix(rows: items, columns: models)
      for item in 0..<items { for model in 0..<models { bits[item, model] = isRight(item, model) } }
      return UnidimensionalItemResponse(.binary(bits), model: model, threads: 1)
    }
    func check(_ fit: UnidimensionalItemResponse) {
      #expect(fit.logLikelihood.isFinite)
      #expect(fit.abilities.allSatisfy { $0.expected.isFinite && $0.standardError > 0 && $0.mode.isFinite })
      for case let item? in fit.items {
        #expect(item.parameters.slope.isFinite)
        #expect(item.parameters.intercept.isFinite)
        if fit.hasConverged { #expect(item.slopeStandardError ?? 0 > 0 && item.interceptStandardError ?? 0 > 0) }
      }
    }
    let same = fit(models: 4, items: 6) { item, _ in item % 2 == 0 }
    #expect(same.items.allSatisfy { $0 == nil })
    check(same)
    check(fit(models: 2, items: 6) { item, model in (item + model) % 2 == 0 })
    check(fit(models: 12, items: 8) { item, model in model > 0 && (item * 5 + model * 3) % 7 > 2 })
    check(fit(models: 10, items: 8) { item, model in model > item })
  }
}
