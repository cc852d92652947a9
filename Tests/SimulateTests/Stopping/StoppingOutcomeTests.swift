import Testing

@testable import Simulate

/// The plain recursion: the probability of every state (wins, losses), item by item.
///
/// - Parameter chance: of a win, a loss and neither, after n items with these wins and losses.
private func plainOutcome(
  _ rule: StoppingRule, chance: (_ items: Int, _ wins: Int, _ losses: Int) -> [Double]
) -> (outcome: StoppingOutcome, stops: [Int: Double]) {
  var states: [[Int]: Double] = [[0, 0]: 1]
  var outcome = StoppingOutcome(order: OrderProbabilities(ahead: 0, tied: 0), expectedItems: 0, shareToEnd: 0)
  var stops: [Int: Double] = [:]
  for items in 1...rule.largest {
    var moved: [[Int]: Double] = [:]
    for (state, mass) in states.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let chances = chance(items - 1, state[0], state[1])
      moved[[state[0] + 1, state[1]], default: 0] += mass * chances[0]
      moved[[state[0], state[1] + 1], default: 0] += mass * chances[1]
      moved[state, default: 0] += mass * chances[2]
    }
    states = [:]
    for (state, mass) in moved.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let lead = state[0] - state[1]
      guard rule.stops(after: items, lead: lead) else {
        states[state] = mass
        continue
      }
      if lead > 0 { outcome.order.ahead += mass } else if lead == 0 { outcome.order.tied += mass }
      outcome.expectedItems += Double(items) * mass
      if items == rule.largest { outcome.shareToEnd += mass }
      stops[items, default: 0] += mass
    }
  }
  return (outcome, stops)
}

private func plainOutcome(
  _ rule: StoppingRule, itemCount: Int, wins: Int, losses: Int
) -> (outcome: StoppingOutcome, stops: [Int: Double]) {
  plainOutcome(rule) { items, w, l in
    let neither = itemCount - wins - losses - (items - w - l)
    return [wins - w, losses - l, neither].map { Double($0) / Double(itemCount - items) }
  }
}

private func same(_ first: StoppingOutcome, _ second: StoppingOutcome, _ tolerance: Double = 1e-10) -> Bool {
  close(first.order.ahead, second.order.ahead, tolerance) && close(first.order.tied, second.order.tied, tolerance)
    && close(first.expectedItems, second.expectedItems, tolerance * 100)
    && close(first.shareToEnd, second.shareToEnd, tolerance)
}

private let smallRules = [
  StoppingRule(bound: 1, largest: 1), StoppingRule(bound: 1, largest: 30), StoppingRule(bound: 3, largest: 29),
  StoppingRule(bound: 2, largest: 30, batch: 5), StoppingRule(bound: 4, largest: 23, batch: 10),
  StoppingRule(bound: 40, largest: 30), StoppingRule(bound: 2, largest: 7, batch: 9),
]

@Suite struct StoppingOutcomeTests {
  @Test func outcomesAreThoseOfTheOracle() throws {
    var checked = 0
    for line in sequentialFigures.split(separator: "\n") {
      let fields = line.split(separator: " ")
      let numbers = try fields.dropFirst().map { try #require(Double($0)) }
      let expected = numbers.suffix(3).map { $0 }
      func rule(_ start: Int) -> StoppingRule {
        StoppingRule(bound: Int(numbers[start]), largest: Int(numbers[start + 1]), batch: Int(numbers[start + 2]))
      }
      let found =
        fields[0] == "unlimited"
        ? UnlimitedLead(gap: numbers[4], discordance: numbers[3]).outcome(rule(0))
        : FiniteLead(itemCount: Int(numbers[0]), wins: Int(numbers[1]), losses: Int(numbers[2])).outcome(rule(3))
      #expect(close(found.outcome.order.ahead, expected[0]), "\(line)")
      #expect(close(found.outcome.expectedItems, expected[1], 1e-9), "\(line)")
      #expect(close(found.outcome.shareToEnd, expected[2]), "\(line)")
      checked += 1
    }
    #expect(checked == 100)
  }

  @Test(arguments: smallRules)
  func outcomesAreThoseOfThePlainRecursion(rule: StoppingRule) {
    let unlimited = plainOutcome(rule) { _, _, _ in [0.25, 0.125, 0.625] }
    #expect(same(UnlimitedLead(gap: 0.125, discordance: 0.375).outcome(rule).outcome, unlimited.outcome))
    for (wins, losses) in [(0, 0), (1, 0), (9, 4), (4, 9), (15, 15), (30, 0), (20, 10), (12, 12)] {
      let plain = plainOutcome(rule, itemCount: 30, wins: wins, losses: losses)
      let (outcome, times) = FiniteLead(itemCount: 30, wins: wins, losses: losses).outcome(rule)
      #expect(same(outcome, plain.outcome), "\(wins) wins, \(losses) losses")
      for (look, probability) in times.probabilities.enumerated() {
        #expect(close(probability, plain.stops[times.items(atLook: look)] ?? 0))
      }
      #expect(close(times.probabilities.reduce(0, +), 1))
    }
  }

  @Test func aRuleThatNeverStopsIsAFixedNumberOfItems() {
    let outcome = FiniteLead(itemCount: 448, wins: 100, losses: 80).outcome(StoppingRule(bound: 121, largest: 120))
      .outcome
    let fixed = ExactRandomBaseline.orderProbabilities(itemCount: 448, wins: 100, losses: 80, size: 120)
    #expect(close(outcome.order.ahead, fixed.ahead))
    #expect(close(outcome.order.tied, fixed.tied))
    #expect(close(outcome.expectedItems, 120, 1e-9))
    #expect(close(outcome.shareToEnd, 1))
  }

  @Test func aLargeBenchmarkIsLikeAnUnlimitedOne() {
    let rule = StoppingRule(bound: 7, largest: 531, batch: 3)
    let large = FiniteLead(itemCount: 3_000_000, wins: 495_000, losses: 405_000).outcome(rule).outcome
    let unlimited = UnlimitedLead(gap: 0.03, discordance: 0.3).outcome(rule).outcome
    #expect(same(large, unlimited, 1e-4))
    #expect(!same(large, unlimited, 1e-9))
  }

  @Test func quantilesAreTheSmallestNumbersThatHoldTheShare() {
    let rule = StoppingRule(bound: 3, largest: 40, batch: 4)
    let plain = plainOutcome(rule) { _, _, _ in [0.3, 0.2, 0.5] }.stops
    let times = UnlimitedLead(gap: 0.1, discordance: 0.5).outcome(rule).times
    for share in [0.01, 0.25, 0.5, 0.9, 0.95, 0.999, 1] {
      let expected = (1...40).first { end in
        plain.filter { $0.key <= end }.values.reduce(0, +) >= share - 1e-9
      }
      #expect(times.quantile(share) == expected)
    }
  }

  @Test(arguments: [StoppingRule(bound: 3, largest: 25), StoppingRule(bound: 2, largest: 26, batch: 4)])
  func pairsOnAverageAreTheAverageOfPairs(rule: StoppingRule) {
    let kinds: [PairPopulation.Kind] = [
      .init(discordant: 4, difference: 2, pairs: 3), .init(discordant: 9, difference: 3, pairs: 1),
      .init(discordant: 9, difference: 5, pairs: 2), .init(discordant: 22, difference: 2, pairs: 4),
    ]
    let population = PairPopulation(itemCount: 40, kinds: kinds, zeroGapPairs: 0)
    let plain = kinds.map { plainOutcome(rule, itemCount: 40, wins: $0.wins, losses: $0.losses).outcome }
    for (threads, each) in [(1, 0), (2, 1)] {
      let found = StoppingCurve.outcomes(of: population, rule: rule, threads: threads)
      #expect(found.count == kinds.count, "\(each)")
      for (one, expected) in zip(found, plain) { #expect(same(one, expected)) }
    }
    let average = FiniteLead(itemCount: 40, kinds: kinds).outcome(rule).outcome
    let weights = kinds.map { Double($0.pairs) / 10 }
    #expect(close(average.expectedItems, zip(plain, weights).reduce(0) { $0 + $1.0.expectedItems * $1.1 }))
    #expect(close(average.order.ahead, zip(plain, weights).reduce(0) { $0 + $1.0.order.ahead * $1.1 }))
  }

  @Test func chancesOfLeadsStayRightWhereTheyBeginBelowTheSmallestNumber() {
    // The chance that the first 900 draws are all losses is about 1e-400.
    var chances = LeadChances(reach: 901, mostDiscordant: 3000)
    chances.fill(wins: 2000, losses: 1500)
    let m = 2998
    let distribution = DiscreteWindow.hypergeometric(population: 3500, successes: 2000, draws: m)
    for lead in stride(from: -900, through: 900, by: 2) {
      let entry = ContinuationShares.entry(ofLead: lead, discordant: m, reach: 901)
      #expect(close(chances.chances[m * 902 + entry], distribution.probability(of: (m + lead) / 2)))
    }
  }
}
