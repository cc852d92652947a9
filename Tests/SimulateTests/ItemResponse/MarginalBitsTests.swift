import Foundation
import Testing

@testable import Simulate

/// The sums over models and abilities against plain loops that add the same terms in the same order: equal to the last
/// bit.
@Suite struct MarginalBitsTests {
  private static let items = (0..<11).map { item in
    var made = LogisticItem(slope: 0.4 + 0.2 * Double(item), intercept: Double(item) / 3 - 1.7)
    if item % 3 == 1 { made.guessing = 0.2 }
    if item % 3 == 2 { (made.guessing, made.upper) = (0.1, 0.93) }
    return made
  }

  /// Right or wrong, and shares of a right answer; a model without any answer.
  private func responses(isBinary: Bool, models: Int) -> SourceResponses {
    var generator = Philox(seed: 3, trial: 0, purpose: .selection)
    let values = MarginalBitsTests.items.indices.map { item in
      (0..<models).map { model -> Double in
        if model == 4 { return 0 }
        let share = generator.unit()
        return isBinary ? (share < 0.2 + 0.05 * Double(item) ? 1 : 0) : item % 2 == 0 ? share : share.rounded()
      }
    }
    guard isBinary else { return .graded(values.flatMap { $0 }, columns: models) }
    var bits = BitMatrix(rows: values.count, columns: models)
    for (item, row) in values.enumerated() { for (model, value) in row.enumerated() { bits[item, model] = value == 1 } }
    return .binary(bits)
  }

  @Test(arguments: [true, false]) func expectationsHaveTheBitsOfTheirSums(isBinary: Bool) {
    let (items, models) = (MarginalBitsTests.items, 70)
    let responses = responses(isBinary: isBinary, models: models)
    let likelihood = MarginalLikelihood(responses, threads: 1)
    let found = likelihood.expectation(of: items, keepsPosteriors: true)
    let grid = likelihood.grid
    let chances = items.map { item in grid.nodes.map { item.logChances(at: $0) } }
    let wrong = grid.nodes.indices.map { node in chances.reduce(0) { $0 + $1[node].wrong } }
    var (counts, total) = (grid.nodes.map { _ in 0.0 }, 0.0)
    var right = items.map { _ in counts }
    for model in 0..<models {
      var weights = grid.nodes.indices.map { grid.logWeights[$0] + wrong[$0] }
      for item in items.indices where responses[item, model] > 0 {
        for node in weights.indices {
          weights[node] += responses[item, model] * (chances[item][node].right - chances[item][node].wrong)
        }
      }
      let largest = weights.max() ?? 0
      weights = weights.map { exp($0 - largest) }
      let sum = weights.reduce(0, +)
      total += largest + log(sum)
      weights = weights.map { $0 * (1 / sum) }
      for node in weights.indices {
        counts[node] += weights[node]
        for item in items.indices { right[item][node] += responses[item, model] * weights[node] }
      }
      #expect(Array(found.posteriors.weights[found.posteriors.range(model)]) == weights)
    }
    #expect(found.logLikelihood == total)
    #expect(found.counts == counts)
    #expect(found.right == right.flatMap { $0 })
  }

  @Test(arguments: [true, false]) func abilitiesHaveTheBitsOfTheirSums(isBinary: Bool) {
    let (items, models) = (MarginalBitsTests.items, 30)
    let responses = responses(isBinary: isBinary, models: models)
    let found = AbilityEstimation(items, isRough: true).expected(models: models) { responses[$1, $0] }
    let nodes = (0...60).map { -6 + 0.2 * Double($0) }
    for model in 0..<models {
      let weights = nodes.map { node in
        items.indices.reduce(-0.5 * node * node) { sum, item in
          let (score, chances) = (responses[item, model], items[item].logChances(at: node))
          return sum + (score * chances.right + (1 - score) * chances.wrong)
        }
      }
      let largest = weights.max() ?? 0
      var (total, sum) = (0.0, 0.0)
      for (node, weight) in zip(nodes, weights.map { exp($0 - largest) }) {
        total += weight
        sum += weight * node
      }
      #expect(found[model] == sum / total)
    }
  }

  @Test func bothAnswersShareAnExponential() {
    for x in [-800, -30, -1.5, -0.0, 0, 1e-9, 0.7, 40, 900] {
      let (of, ofOpposite) = logisticBothWays(x)
      #expect(of == logistic(x) && ofOpposite == logistic(-x))
    }
  }
}
