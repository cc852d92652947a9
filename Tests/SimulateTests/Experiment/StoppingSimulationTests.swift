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

  /// The rows of a simulation agree with the exact recursion over all pairs near the gap, and say the same on any
  /// number of threads. A draw that is told to look only at the end saves nothing.
  @Test func rowsOfASimulationSayWhatStoppingSaves() throws {
    let matrix = matrix()
    var settings = SimulationSettings()
    settings.methods = [Method.baseline.name]
    settings.sizes = [40]
    settings.trials = 120
    let simulation = try Simulation(matrix: matrix, settings: settings)
    let gap = 0.08
    let found = try #require(simulation.stopping(.uniform, gap: gap, size: 40, batch: 5, threads: 2))
    let again = try #require(simulation.stopping(.uniform, gap: gap, size: 40, batch: 5, threads: 1))
    #expect(found.expectedItems == again.expectedItems && found.bound == again.bound)
    let population = try #require(matrix.pairPopulation(of: Array(0..<40), over: Array(0..<120)))
    let near = population.kinds.filter { (gap - 0.0075...gap + 0.0075).contains(Double($0.difference) / 120) }
    let lead = FiniteLead(itemCount: 120, kinds: near)
    let best = try #require(OptimalStopping(for: lead, target: 0.8, ties: .wrong, batch: 5, limit: 120))
    let items = try #require(found.expectedItems.value)
    let (low, high) = (try #require(found.expectedItems.low), try #require(found.expectedItems.high))
    #expect(abs(items - best.outcome.expectedItems) < 0.2 * best.outcome.expectedItems)
    #expect(low < items && items < high && high - low < 0.4 * items)
    #expect(abs(found.agreement - 0.8) < 0.05)
    let atTheEnd = try #require(simulation.stopping(.uniform, gap: gap, size: 40, batch: 40, threads: 2))
    #expect((atTheEnd.expectedItems.value ?? 0) > 1.2 * items)
    #expect(simulation.stopping(.uniform, gap: 0.9, size: 40, batch: 5, threads: 1) == nil)
  }

  /// With all items the lead is the true one, whatever the chances were.
  @Test func allItemsGiveTheTrueLead() {
    let simulation = StoppingSimulation(
      matrix: matrix(), targets: Array(28..<40), sources: Array(0..<20), gaps: 0.02...0.08)
    let all = simulation.comparisons(.unequal, trials: 0..<2, batch: 120, largest: 120, seed: 1, threads: 1)
    for lead in all.leads { #expect(lead[0] > 2 && lead[0] < 10 && close(lead[0], lead[0].rounded(), 1e-9)) }
  }
}
