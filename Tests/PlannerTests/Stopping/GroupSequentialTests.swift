import Foundation
import Simulate
import Testing

@testable import Planner

/// What rpact 3.3.4 says of two-sided tests at a level of 0.05 with a power of 0.8:
/// `getDesignGroupSequential(kMax = K, alpha = 0.05, beta = 0.2, sided = 2, typeOfDesign = "OF", "P", "asOF" or "asP")`
/// and `getDesignCharacteristics` of it. Spending, looks, inflation, expected share under the alternative and under the
/// hypothesis, critical values.
private let rpactFigures = """
  obf 2 1.007784 0.902166 1.005181 2.796510 1.977431
  pocock 2 1.110388 0.852864 1.094073 2.178272 2.178272
  lan-demets-obf 2 1.003724 0.921386 1.002193 2.962588 1.968596
  lan-demets-pocock 2 1.122524 0.854895 1.105122 2.156999 2.200977
  obf 3 1.017404 0.856210 1.012372 3.471091 2.454432 2.004036
  pocock 3 1.166311 0.818522 1.142989 2.289478 2.289478 2.289478
  lan-demets-obf 3 1.012794 0.865568 1.008640 3.710303 2.511427 1.993047
  lan-demets-pocock 3 1.170341 0.819359 1.146618 2.279428 2.294911 2.295938
  obf 4 1.023844 0.831384 1.017398 4.048591 2.862786 2.337455 2.024295
  pocock 4 1.202331 0.805146 1.174824 2.361298 2.361298 2.361298 2.361298
  lan-demets-obf 4 1.019636 0.838742 1.013935 4.332634 2.963132 2.359044 2.014090
  lan-demets-pocock 4 1.196168 0.804040 1.169172 2.368328 2.367524 2.358168 2.350030
  obf 5 1.028409 0.817569 1.021055 4.561742 3.225639 2.633723 2.280871 2.040073
  pocock 5 1.228369 0.798975 1.197970 2.413176 2.413176 2.413176 2.413176 2.413176
  lan-demets-obf 5 1.024718 0.823662 1.017990 4.876885 3.357012 2.680280 2.289817 2.031032
  lan-demets-pocock 5 1.212417 0.795570 1.183418 2.437977 2.426814 2.410194 2.396645 2.385985
  """

@Suite struct GroupSequentialBoundariesTests {
  @Test func boundariesAreThoseOfRpact() throws {
    let lines = rpactFigures.split(separator: "\n")
    #expect(lines.count == 16)
    for line in lines {
      let fields = line.split(separator: " ")
      let numbers = fields.dropFirst().compactMap { Double($0) }
      let boundaries = GroupSequentialBoundaries(
        looks: Int(numbers[0]), spending: try #require(ErrorSpending(rawValue: String(fields[0]))), alpha: 0.05)
      #expect(boundaries.critical.count == Int(numbers[0]))
      for (found, expected) in zip(boundaries.critical, numbers[4...]) { #expect(close(found, expected, 2e-5)) }
      let factor = boundaries.inflation(power: 0.8)
      #expect(close(factor, numbers[1], 5e-4))
      #expect(close(factor * boundaries.expectedShare(drift: boundaries.drift(power: 0.8)), numbers[2], 5e-4))
      #expect(close(factor * boundaries.expectedShare(drift: 0), numbers[3], 5e-4))
      #expect(close(boundaries.spent.last, 0.05, 1e-6))
    }
  }

  /// Jennison and Turnbull 2000, tables 2.1 to 2.6, at a level of 0.05 and a power of 0.8.
  @Test(arguments: [
    (ErrorSpending.pocock, [2.178, 2.289, 2.361, 2.413], [1.110, 1.166, 1.202, 1.229], [0.853, 0.819, 0.805, 0.799]),
    (.obf, [1.977, 2.004, 2.024, 2.040], [1.008, 1.017, 1.024, 1.028], [0.902, 0.856, 0.831, 0.818]),
  ])
  func constantsAreThePublishedOnes(
    spending: ErrorSpending, constants: [Double], factors: [Double], shares: [Double]
  ) {
    for (index, looks) in (2...5).enumerated() {
      let boundaries = GroupSequentialBoundaries(looks: looks, spending: spending, alpha: 0.05)
      let factor = boundaries.inflation(power: 0.8)
      let share = factor * boundaries.expectedShare(drift: boundaries.drift(power: 0.8))
      #expect(close(boundaries.critical.last, constants[index], 5.1e-4))
      #expect(close(factor, factors[index], 5.1e-4))
      #expect(close(share, shares[index], 5.1e-4))
    }
  }

  /// gsDesign's own example: `gsDesign(k = 5, test.type = 1, alpha = 0.025, beta = 0.1, sfu = sfHSD, sfupar = -4)`.
  @Test func hwangShihDeCaniIsThatOfGsDesign() {
    let boundaries = GroupSequentialBoundaries(looks: 5, spending: .hsd, alpha: 0.05)
    for (found, expected) in zip(boundaries.critical, [3.2527, 2.9860, 2.6917, 2.3737, 2.0253]) {
      #expect(close(found, expected, 5.1e-5))
    }
  }

  @Test func oneLookIsTheFixedTest() {
    for spending in ErrorSpending.allCases {
      let boundaries = GroupSequentialBoundaries(looks: 1, spending: spending, alpha: 0.05)
      #expect(close(boundaries.critical.first, 1.959963984540054, 1e-9))
      #expect(close(boundaries.inflation(power: 0.9), 1, 1e-9))
    }
  }

  @Test func manyLooksSpendTheLevelToo() {
    for spending in [ErrorSpending.lanDeMetsOBF, .lanDeMetsPocock, .hsd] {
      let boundaries = GroupSequentialBoundaries(looks: 40, spending: spending, alpha: 0.05)
      #expect(close(boundaries.spent.last, 0.05, 1e-6))
      #expect(boundaries.spent == boundaries.spent.sorted())
    }
  }
}

@Suite struct SequentialTestTests {
  /// Follows every state (wins, losses), item by item.
  private func plain(
    _ test: SequentialTest, chance: (_ items: Int, _ wins: Int, _ losses: Int) -> [Double]
  ) -> (right: [Double], wrong: [Double]) {
    var states: [[Int]: Double] = [[0, 0]: 1]
    var (right, wrong) = ([Double](), [Double]())
    for items in 1...(test.looks.last ?? 0) {
      var moved: [[Int]: Double] = [:]
      for (state, mass) in states {
        let chances = chance(items - 1, state[0], state[1])
        moved[[state[0] + 1, state[1]], default: 0] += mass * chances[0]
        moved[[state[0], state[1] + 1], default: 0] += mass * chances[1]
        moved[state, default: 0] += mass * chances[2]
      }
      states = moved
      guard let look = test.looks.firstIndex(of: items) else { continue }
      right.append(0)
      wrong.append(0)
      for (state, mass) in states {
        let m = state[0] + state[1]
        let critical = CriticalWins(test.test, size: items, tail: test.levels[look] / 2).wins(discordant: m)
        guard max(state[0], state[1]) >= critical else { continue }
        if state[0] > state[1] { right[look] += mass } else { wrong[look] += mass }
        states[state] = nil
      }
    }
    return (right, wrong)
  }

  @Test(arguments: SignificanceTest.allCases)
  func chancesAreThoseOfThePlainRecursion(test: SignificanceTest) throws {
    let sequential = SequentialTest(test: test, looks: [8, 16, 24], levels: [0.02, 0.05, 0.2])
    let unlimited = sequential.chances(try PairedComparison(gap: 0.2, discordance: 0.6))
    let finite = sequential.chances(try PairedComparison(gap: 0.2, discordance: 0.6, itemCount: 30))
    let alternative = plain(sequential) { _, _, _ in [0.4, 0.2, 0.4] }
    let hypothesis = plain(sequential) { _, _, _ in [0.3, 0.3, 0.4] }
    let withoutReplacement = plain(sequential) { items, wins, losses in
      [12 - wins, 6 - losses, 12 - (items - wins - losses)].map { Double($0) / Double(30 - items) }
    }
    for (found, expected) in [
      (unlimited.alternative, alternative), (unlimited.hypothesis, hypothesis),
      (finite.alternative, withoutReplacement), (finite.hypothesis, hypothesis),
    ] {
      for (one, other) in zip(found.right + found.wrong, expected.right + expected.wrong) {
        #expect(close(one, other, 1e-9))
      }
    }
    #expect(unlimited.alternative.power > 0.1)
  }

  @Test func oneLookIsTheOrdinaryTest() throws {
    let comparison = try PairedComparison(gap: 0.1, discordance: 0.3)
    var power = PairedPower(comparison, test: .mcNemarExact, alpha: 0.05)
    let chances = SequentialTest(test: .mcNemarExact, looks: [150], levels: [0.05]).chances(comparison)
    #expect(close(chances.alternative.power, power.behaviour(size: 150).power, 1e-9))
    #expect(chances.alternative.expectedItems([150]) == 150)
  }

  @Test func repeatedTestsAtTheFullLevelErrTooOften() throws {
    let comparison = try PairedComparison(gap: 0.1, discordance: 0.4)
    let looks = (1...5).map { $0 * 60 }
    let naive = SequentialTest(test: .mcNemarMidP, looks: looks, levels: [Double](repeating: 0.05, count: 5))
    let boundaries = GroupSequentialBoundaries(looks: 5, spending: .pocock, alpha: 0.05)
    let proper = SequentialTest(
      test: .mcNemarMidP, looks: looks, levels: boundaries.critical.map { 2 * NormalDistribution.cumulative(-$0) })
    // Five looks at 0.05 err in 0.142 of all cases in the limit (Armitage, McPherson and Rowe 1969).
    #expect(close(naive.chances(comparison).hypothesis.power, 0.142, 0.02))
    #expect(proper.chances(comparison).hypothesis.power < 0.053)
  }
}

@Suite struct GroupSequentialDesignTests {
  @Test func theDesignReachesThePowerWithFewerItemsOnAverage() throws {
    let comparison = try PairedComparison(gap: 0.1, discordance: 0.3)
    let fixed = 239
    var ordinary = PairedPower(comparison, test: .mcNemarMidP, alpha: 0.05)
    #expect(close(ordinary.behaviour(size: fixed).power, 0.8, 0.02))
    for spending in [ErrorSpending.obf, .pocock] {
      let boundaries = GroupSequentialBoundaries(looks: 4, spending: spending, alpha: 0.05)
      let design = try #require(
        GroupSequentialDesign(
          comparison, test: .mcNemarMidP, boundaries: boundaries, target: 0.8, fixedSize: fixed))
      #expect(design.isExact)
      #expect(design.power >= 0.8)
      #expect(design.power < 0.82)
      #expect(design.level < 0.053)
      #expect(design.largest.isMultiple(of: 4))
      #expect(design.looks.last?.items == design.largest)
      #expect(design.largest > fixed - 8)
      #expect(design.largest < Int(1.25 * Double(fixed)))
      #expect(design.expectedItems < 0.9 * Double(fixed))
      #expect(design.expectedItemsEqual > design.expectedItems)
    }
  }

  /// The simulated comparison runs the test itself on drawn items.
  @Test func simulatedTestsRejectAsOftenAsTheDesignSays() throws {
    let comparison = try PairedComparison(gap: 0.2, discordance: 0.4)
    let boundaries = GroupSequentialBoundaries(looks: 3, spending: .obf, alpha: 0.05)
    let design = try #require(
      GroupSequentialDesign(comparison, test: .mcNemarExact, boundaries: boundaries, target: 0.8, fixedSize: 84))
    for (gap, expected, expectedItems) in [
      (0.2, design.power, design.expectedItems), (0, design.level, design.expectedItemsEqual),
    ] {
      var (rejections, items) = (0, 0)
      let trials = 4000
      for trial in 0..<trials {
        var generator = Philox(seed: 3, trial: trial, purpose: .selection, method: "looks\(gap)")
        var (wins, losses, n) = (0, 0, 0)
        for look in design.looks {
          while n < look.items {
            let draw = Double(generator.uniform(below: 1 << 30)) / Double(1 << 30)
            if draw < 0.2 + gap / 2 { wins += 1 } else if draw < 0.4 { losses += 1 }
            n += 1
          }
          if PairedDifference(wins: wins, losses: losses, size: n).exactP <= look.nominalLevel {
            rejections += 1
            break
          }
        }
        items += n
      }
      #expect(close(Double(rejections) / Double(trials), expected, 4 * (0.25 / Double(trials)).squareRoot()))
      #expect(close(Double(items) / Double(trials), expectedItems, 0.03 * expectedItems))
    }
  }

  @Test func aBenchmarkThatIsTooSmallHasNoDesign() throws {
    let comparison = try PairedComparison(gap: 0.02, discordance: 0.3, itemCount: 100)
    let boundaries = GroupSequentialBoundaries(looks: 3, spending: .obf, alpha: 0.05)
    #expect(
      GroupSequentialDesign(comparison, test: .mcNemarExact, boundaries: boundaries, target: 0.8, fixedSize: 90)
        == nil)
  }

  @Test func beyondTheExactSizesTheLimitOfManyItemsStands() throws {
    let comparison = try PairedComparison(gap: 0.01, discordance: 0.3)
    let boundaries = GroupSequentialBoundaries(looks: 2, spending: .pocock, alpha: 0.05)
    let design = try #require(
      GroupSequentialDesign(comparison, test: .wald, boundaries: boundaries, target: 0.8, fixedSize: 23_546))
    #expect(!design.isExact)
    #expect(close(design.power, 0.8, 1e-3))
    #expect(close(design.level, 0.05, 1e-6))
    #expect(close(Double(design.largest), 1.1104 * 23_546, 8))
    #expect(close(design.expectedItems, 0.8529 * 23_546, 20))
  }
}
