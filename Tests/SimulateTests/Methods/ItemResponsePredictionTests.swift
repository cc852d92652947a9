import Foundation
import Testing

@testable import Simulate

@Suite struct LogisticItemsTests {
  /// In one dimension the ability is the top of the posterior on a fine grid.
  @Test(arguments: [[1.0, 0, 1, 1], [0, 0, 0, 0], [1, 1, 1, 1], [0.5, 0.25, 1, 0]])
  func abilityIsThePosteriorsMode(responses: [Double]) {
    let (slopes, difficulties) = ([1.5, -0.7, 2.0, 6.0], [0.3, -1.0, 1.2, 2.0])
    let items = LogisticItems(slopes: slopes.map { [$0] }, difficulties: difficulties)
    func posterior(_ ability: Double) -> Double {
      (0..<4).reduce(-0.5 * ability * ability) { sum, item in
        let p = 1 / (1 + exp(difficulties[item] - slopes[item] * ability))
        return sum + responses[item] * log(p) + (1 - responses[item]) * log(1 - p)
      }
    }
    let grid = stride(from: -4.0, through: 4, by: 0.001)
    let best = grid.max { posterior($0) < posterior($1) } ?? .nan
    let found = items.ability(responses)
    #expect(found.count == 1 && abs(found[0] - best) < 0.001)
    #expect(
      close(
        items.meanProbability(at: found),
        (0..<4).reduce(0) { $0 + 0.25 / (1 + exp(difficulties[$1] - slopes[$1] * found[0])) }, 1e-12))
  }

  /// In three dimensions the gradient of the posterior vanishes.
  @Test func gradientVanishesInSeveralDimensions() {
    let made = SimulatedResponses(models: 5, items: 40, dimensions: 3, seed: 4)
    let items = LogisticItems(slopes: made.slopes, difficulties: made.difficulties)
    for model in 0..<5 {
      let responses = (0..<40).map { made.responses[$0, model] }
      let found = items.ability(responses)
      for d in 0..<3 {
        let gradient = (0..<40).reduce(-found[d]) { sum, item in
          let logit = zip(made.slopes[item], found).reduce(-made.difficulties[item]) { $0 + $1.0 * $1.1 }
          return sum + (responses[item] - 1 / (1 + exp(-logit))) * made.slopes[item][d]
        }
        #expect(abs(gradient) < 1e-5)
      }
    }
  }
}

@Suite struct ItemResponsePredictionTests {
  private let items = Array(0..<50)
  private let sources = Array(0..<40)
  private let targets = [42, 47, 55]

  private func matrix() -> ItemMatrix {
    let made = SimulatedResponses(models: 60, items: 50, dimensions: 1, slope: 1, isPositive: true, seed: 6)
    return ItemMatrix(
      models: (0..<60).map { "m\($0)" }, items: items.map { "i\($0)" },
      scores: (0..<60).map { model in items.map { made.responses[$0, model] } })
  }

  /// Writes out p-IRT: (Σ responses to the selected items + Σ probabilities of the others) / N.
  private func plain(
    _ fit: MultidimensionalItemResponse, _ chosen: [Int], _ matrix: ItemMatrix, model: Int
  ) -> Double {
    let ability = LogisticItems(
      slopes: chosen.map { fit.slopes[$0] }, difficulties: chosen.map { fit.difficulties[$0] }
    ).ability(chosen.map { matrix.score(model: model, item: $0) })
    return items.reduce(0) {
      $0
        + (chosen.contains($1)
          ? matrix.score(model: model, item: $1) : fit.probability(item: $1, ability: ability)) / 50
    }
  }

  @Test func pIRTAddsUpResponsesAndPredictions() throws {
    let matrix = matrix()
    let context = SelectionContext(matrix: matrix, items: items, sources: sources)
    let chosen = MicroBenchmark(items: [1, 8, 9, 20, 33, 41])
    let found = try ItemResponsePrediction(isCombined: false).prepare(context).fit(chosen).scores(
      from: TargetResponses(matrix: matrix, models: targets, items: chosen.items))
    let fit = MultidimensionalItemResponse(matrix.responses(items: items, models: sources))
    for (score, model) in zip(found, targets) {
      #expect(close(score, plain(fit, chosen.items, matrix, model: model), 1e-9))
    }
  }

  /// Writes out gp-IRT: λ = b²/(v + b²) from every fifth source, left out of a fit of its own.
  @Test func gpIRTWeighsByErrorsOnHeldOutSources() throws {
    let matrix = matrix()
    let context = SelectionContext(matrix: matrix, items: items, sources: sources)
    let weights = [0.3, 0.1, 0.2, 0.1, 0.25, 0.05]
    let chosen = MicroBenchmark(items: [1, 8, 9, 20, 33, 41], weights: weights)
    let found = try ItemResponsePrediction(isCombined: true).prepare(context).fit(chosen).scores(
      from: TargetResponses(matrix: matrix, models: targets, items: chosen.items))
    let heldOut = sources.filter { $0 % 5 == 4 }
    let reduced = MultidimensionalItemResponse(
      matrix.responses(items: items, models: sources.filter { $0 % 5 != 4 }))
    let full = matrix.referenceScores(of: heldOut, over: items).means
    let b = zip(heldOut, full).reduce(0) { $0 + abs(plain(reduced, chosen.items, matrix, model: $1.0) - $1.1) } / 8
    let variance = full.reduce(0) { $0 + $1 * (1 - $1) } / 8
    let v = variance * weights.reduce(0) { $0 + $1 * $1 } * (50 - 6) / 49
    let lambda = b * b / (v + b * b)
    #expect(lambda > 0.01)
    #expect(lambda < 0.99)
    let fit = MultidimensionalItemResponse(matrix.responses(items: items, models: sources))
    for (score, model) in zip(found, targets) {
      let mean = zip(chosen.items, weights).reduce(0) { $0 + $1.1 * matrix.score(model: model, item: $1.0) }
      #expect(close(score, lambda * mean + (1 - lambda) * plain(fit, chosen.items, matrix, model: model), 1e-9))
    }
  }

  /// If the responses have few dimensions, the prediction is nearer to the full score than the mean is.
  @Test func predictionsHelpWhereTheModelHolds() throws {
    let matrix = matrix()
    let context = SelectionContext(matrix: matrix, items: items, sources: sources)
    let all = Array(40..<60)
    let full = matrix.referenceScores(of: all, over: items).means
    let chosen = MicroBenchmark(items: [3, 11, 19, 27, 35, 43])
    let responses = TargetResponses(matrix: matrix, models: all, items: chosen.items)
    let predicted = try ItemResponsePrediction(isCombined: false).prepare(context).fit(chosen).scores(from: responses)
    func error(_ scores: [Double]) -> Double { zip(scores, full).reduce(0) { $0 + abs($1.0 - $1.1) } }
    #expect(error(predicted) < 0.8 * error(responses.means()))
  }
}
