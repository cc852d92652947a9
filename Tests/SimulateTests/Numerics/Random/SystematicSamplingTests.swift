import Testing

@testable import Simulate

@Suite struct SystematicSamplingTests {
  private static func generator(_ trial: Int) -> Philox { Philox(seed: 11, trial: trial, purpose: .selection) }

  /// The plain version: make certain whatever exceeds its share, and share again, until nothing does.
  private static func plainChances(_ sizes: [Double], _ count: Int) -> [Double] {
    var isCertain = sizes.map { _ in false }
    while true {
      let left = count - isCertain.count { $0 }
      let total = zip(sizes, isCertain).reduce(0) { $0 + ($1.1 ? 0 : $1.0) }
      let chances = zip(sizes, isCertain).map { $1 ? 1 : Double(left) * $0 / total }
      let above = chances.indices.filter { !isCertain[$0] && chances[$0] >= 1 }
      if above.isEmpty || left == 0 { return chances }
      for position in above { isCertain[position] = true }
    }
  }

  @Test(arguments: 1...19) func chancesAreProportionalUpToOne(count: Int) {
    let sizes = (0..<20).map { 0.3 + Double($0 * $0) / 40 }
    let chances = inclusionChances(proportionalTo: sizes, count: count)
    for (ours, plain) in zip(chances, Self.plainChances(sizes, count)) { #expect(close(ours, plain, 1e-12)) }
    #expect(close(chances.reduce(0, +), Double(count), 1e-9))
    #expect(chances.allSatisfy { $0 > 0 && $0 <= 1 })
  }

  @Test func allPositionsAreCertainWhereAllAreDrawn() {
    #expect(inclusionChances(proportionalTo: [1, 5, 2], count: 3) == [1, 1, 1])
    #expect(inclusionChances(proportionalTo: [1, 1, 1, 1], count: 2) == [0.5, 0.5, 0.5, 0.5])
    // Two sizes as large as all that is left: both are certain, and the others share the third.
    #expect(inclusionChances(proportionalTo: [9, 9, 1, 1], count: 3) == [1, 1, 0.5, 0.5])
  }

  /// Over many draws every position comes as often as its chance says, and every draw has the same size.
  @Test(arguments: [1, 4, 11, 19]) func positionsComeAsOftenAsTheirChances(count: Int) {
    let chances = inclusionChances(proportionalTo: (0..<20).map { 0.5 + Double($0 % 7) }, count: count)
    let draws = 4000
    var counts = [Int](repeating: 0, count: 20)
    for draw in 0..<draws {
      var generator = Self.generator(draw)
      let drawn = generator.systematicSample(chances: chances)
      #expect(drawn.count == count)
      #expect(Set(drawn).count == count)
      #expect(drawn == drawn.sorted())
      for position in drawn { counts[position] += 1 }
    }
    for (number, chance) in zip(counts, chances) {
      let error = (chance * (1 - chance) / Double(draws)).squareRoot()
      let deviation: Double = abs(Double(number) / Double(draws) - chance)
      let limit: Double = 4 * error + 1e-12
      #expect(deviation <= limit)
    }
  }

  /// With equal chances the draw is a uniform one without replacement: every set comes equally often.
  @Test func equalChancesGiveUniformDraws() {
    let chances = [Double](repeating: 3.0 / 7, count: 7)
    let draws = 12_000
    var pairs: [[Int]: Int] = [:]
    for draw in 0..<draws {
      var generator = Self.generator(draw)
      pairs[generator.systematicSample(chances: chances), default: 0] += 1
    }
    // 35 sets of three, each 1/35 of the time.
    #expect(pairs.count == 35)
    let error = (1.0 / 35 * 34 / 35 / Double(draws)).squareRoot()
    for count in pairs.values {
      let deviation: Double = abs(Double(count) / Double(draws) - 1.0 / 35)
      #expect(deviation < 4.5 * error)
    }
  }

  /// Joint chances agree with those found by going through all orders of six positions and every start.
  @Test func jointChancesAreThoseOfAllOrders() {
    let chances = [0.2, 0.3, 0.4, 0.5, 0.75, 0.85]
    var exact = [Double](repeating: 0, count: 36)
    var orders = 0.0
    func visit(_ order: [Int], _ rest: [Int]) {
      guard !rest.isEmpty else {
        orders += 1
        var ends: [Double] = [0]
        for position in order { ends.append(ends[ends.count - 1] + chances[position]) }
        // The sample is the same between the starts at which a point passes an end.
        let cuts = Set(ends.map { $0 - $0.rounded(.down) } + [0, 1]).sorted()
        for (low, high) in zip(cuts, cuts.dropFirst()) {
          let middle = (low + high) / 2
          let drawn = (0..<3).compactMap { step in
            order.indices.first { Double(step) + middle < ends[$0 + 1] }.map { order[$0] }
          }
          for first in drawn { for second in drawn { exact[6 * first + second] += high - low } }
        }
        return
      }
      for next in rest { visit(order + [next], rest.filter { $0 != next }) }
    }
    visit([], Array(0..<6))
    let draws = 12_000
    var found = [Double](repeating: 0, count: 36)
    for draw in 0..<draws {
      var generator = Self.generator(draw)
      let drawn = generator.systematicSample(chances: chances)
      for first in drawn { for second in drawn { found[6 * first + second] += 1 } }
    }
    for first in 0..<6 {
      #expect(close(exact[7 * first] / orders, chances[first], 1e-9))
      for second in 0..<6 {
        let chance = exact[6 * first + second] / orders
        let error = (chance * (1 - chance) / Double(draws)).squareRoot()
        let deviation: Double = abs(found[6 * first + second] / Double(draws) - chance)
        let limit: Double = 4.5 * error + 1e-9
        #expect(deviation < limit)
      }
    }
  }
}
