import Simulate
import Testing

@testable import Planner

@Suite struct RandomSurfaceTests {
  @Test(arguments: [(12, 40, 3), (25, 90, 7), (3, 15, 1), (40, 31, 2)])
  func saysWhatExactPlansSay(models: Int, items: Int, seed: UInt64) throws {
    let matrix = ladder(models: models, items: items, seed: seed)
    let population = try #require(
      matrix.pairPopulation(of: Array(0..<models), over: Array(0..<items)))
    let surface = RandomSurface(population: population, threads: 2)
    let plan = ExactRandomPlan(population: population)
    for gap in [0.003, 0.01, 0.025, 0.05, 0.12, 0.4] {
      let agreement = try #require(surface.agreement(atGap: gap))
      #expect(agreement.count == items)
      for size in [1, 2, items / 2, items] {
        #expect(close(agreement[size - 1], plan.agreement(atGap: gap, size: size) ?? .nan))
      }
      for target in [0.6, 0.8, 0.95] {
        #expect(RandomSurface.smallestSize(agreement, target: target) == plan.answer(gap: gap, target: target).size)
      }
    }
  }

  /// Agreement is not monotone in k: the answer is the size from which on it is reached.
  @Test(arguments: [
    ([0.5, 0.8, 0.7, 0.9, 1], Int?.some(4)), ([0.9, 0.9, 1], 1), ([0.1, 0.2, 1], nil), ([0.1, 0.8, 1], 2), ([1], nil),
  ])
  func theSmallestSizeIsTheOneFromWhichOnItIsReached(agreement: [Double], size: Int?) {
    #expect(RandomSurface.smallestSize(agreement, target: 0.8) == size)
  }
}
