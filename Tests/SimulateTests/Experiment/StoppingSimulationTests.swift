import Foundation
import Testing

@testable import Simulate

@Suite struct StoppingSimulationTests {
  /// Forty models of different strength on 120 items of different ease.
  private func matrix() -> ItemMatrix {
    var generator = Philox(seed: 21, trial: 0, purpose: .synthesis)
    let ease = (0..<120).map { _ in generator.uniform(below: 100) }
    let rows = (0..<40).map { model in ease.map { generator.uniform(below: 120) < $0 + model ? 1.0 : 0 } }
    return ItemMatrix(
      models: (0..<40).map { "m\($0)" }, items: (0..<120).map { "q\($0)" }, scores: rows)
  }

  @Test func uniformDrawsGiveTheExactOutcome() throws {
    let matrix = matrix()
    let targets = Array(28..<40)
    let gaps = 0.02...0.08
    let simulation = StoppingSimulation(matrix: matrix, targets: targets, sources: Array(0..<20), gaps: gaps)
    let found = simulation.comparisons(.uniform, trials: 0..<1000, batch: 4, largest: 80, seed: 1, threads: 2)
    let population = try #require(matrix.pairPopulation(of: targets, over: Array(0..<120)))
    let near = population.kinds.filter { gaps.contains(Double($0.difference) / 120) }
    #expect(simulation.pairCount == near.reduce(0) { $0 + $1.pairs })
    let exact = FiniteLead(itemCount: 120, kinds: near).outcome(StoppingRule(bound: 4, largest: 80, batch: 4)).outcome
    let outcome = found.outcome(bound: 4, looks: 20)
    #expect(close(outcome.order.ahead, exact.order.ahead, 0.03))
    #expect(close(outcome.expectedItems, exact.expectedItems, 2))
  }

  @Test func resultsDoNotDependOnThreads() {
    let simulation = StoppingSimulation(
      matrix: matrix(), targets: Array(28..<40), sources: Array(0..<20), gaps: 0.02...0.08)
    let one = simulation.comparisons(.unequal, trials: 0..<6, batch: 10, largest: 60, seed: 1, threads: 1)
    let two = simulation.comparisons(.unequal, trials: 0..<6, batch: 10, largest: 60, seed: 1, threads: 2)
    #expect(one.leads == two.leads && one.leads.count == 6 * simulation.pairCount)
  }

  /// With all items the lead is the true one, whatever the chances were.
  @Test func allItemsGiveTheTrueLead() {
    let simulation = StoppingSimulation(
      matrix: matrix(), targets: Array(28..<40), sources: Array(0..<20), gaps: 0.02...0.08)
    let all = simulation.comparisons(.unequal, trials: 0..<2, batch: 120, largest: 120, seed: 1, threads: 1)
    for lead in all.leads { #expect(lead[0] > 2 && lead[0] < 10 && close(lead[0], lead[0].rounded(), 1e-9)) }
  }
}
