import Foundation
import Testing

@testable import Simulate

@Suite struct ParetoSamplingTests {
  /// Returns the exact chance that each position is among the first `count` of an order: over the logarithm of its key,
  /// whose distribution function is logistic, the chance that fewer than `count` others have a smaller key.
  private static func exactChances(_ sizes: [Double], first count: Int, of positions: [Int]? = nil) -> [Double] {
    (positions ?? Array(sizes.indices)).map { position in
      let steps = 400
      let (low, high) = (-25.0, 25.0)
      let width = (high - low) / Double(steps)
      return (0..<steps).reduce(0) { total, step in
        let key = low + (Double(step) + 0.5) * width
        let below = sizes.map { 1 / (1 + exp(-key) / $0) }
        // The number of others below the key has a Poisson binomial distribution.
        var numbers = [1.0] + [Double](repeating: 0, count: count - 1)
        for other in sizes.indices where other != position {
          for number in stride(from: count - 1, through: 0, by: -1) {
            numbers[number] =
              numbers[number] * (1 - below[other]) + (number > 0 ? numbers[number - 1] * below[other] : 0)
          }
        }
        return total + numbers.reduce(0, +) * below[position] * (1 - below[position]) * width
      }
    }
  }

  private static let sizes = (0..<16).map { 0.5 + Double(($0 * 5) % 16) / 8 }

  @Test(arguments: [1, 4, 9, 15]) func positionsComeAsOftenAsTheExactChances(count: Int) {
    let order = ParetoOrder(sizes: Self.sizes)
    let exact = Self.exactChances(Self.sizes, first: count)
    #expect(close(exact.reduce(0, +), Double(count), 1e-6))
    let draws = 4000
    var counts = [Int](repeating: 0, count: 16)
    for draw in 0..<draws {
      var generator = Philox(seed: 5, trial: draw, purpose: .selection)
      for position in order.draw(using: &generator).prefix(count) { counts[position] += 1 }
    }
    for (number, chance) in zip(counts, exact) {
      let error = (chance * (1 - chance) / Double(draws)).squareRoot()
      let deviation: Double = abs(Double(number) / Double(draws) - chance)
      let limit: Double = 4 * error + 1e-9
      #expect(deviation < limit)
    }
  }

  /// The target chances add up, have odds proportional to the sizes, and are near the exact ones already for 16 items.
  @Test(arguments: [1, 4, 9, 15]) func targetChancesAreNearTheExactOnes(count: Int) {
    let chances = ParetoOrder(sizes: Self.sizes).chances(first: count)
    #expect(close(chances.reduce(0, +), Double(count), 1e-9))
    let factor = chances[0] / (1 - chances[0]) / Self.sizes[0]
    for (chance, size) in zip(chances, Self.sizes) {
      let odds: Double = chance / (1 - chance)
      #expect(close(odds, factor * size, 1e-8))
    }
    for (chance, exact) in zip(chances, Self.exactChances(Self.sizes, first: count)) {
      #expect(abs(chance - exact) < 0.01)
    }
  }

  @Test func theyComeNearerAsTheSampleGrows() {
    let sizes = (0..<64).map { 0.5 + Double(($0 * 5) % 16) / 8 }
    let chances = ParetoOrder(sizes: sizes).chances(first: 24)
    let positions = [0, 3, 13]
    for (position, exact) in zip(positions, Self.exactChances(sizes, first: 24, of: positions)) {
      #expect(abs(chances[position] - exact) < 0.001)
    }
  }

  @Test func ordersHoldEveryPositionOnce() {
    var generator = Philox(seed: 1, trial: 0, purpose: .selection)
    let order = ParetoOrder(sizes: [3, 1e-9, 1e9, 1])
    #expect(order.draw(using: &generator).sorted() == [0, 1, 2, 3])
    #expect(order.chances(first: 4) == [1, 1, 1, 1])
    #expect(close(order.chances(first: 2).reduce(0, +), 2, 1e-9))
  }
}
