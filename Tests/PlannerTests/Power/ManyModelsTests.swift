import Foundation
import Simulate
import Testing

@testable import Planner

@Suite struct ManyModelsTests {
  /// Bechhofer 1954, table 1: the distance h of the indifference zone, to four decimals.
  @Test(arguments: [
    (0.9, [(2, 1.8124), (3, 2.2302), (4, 2.4516), (5, 2.5997), (10, 2.9829)]),
    (0.95, [(2, 2.3262), (3, 2.7101), (4, 2.9162), (5, 3.0552), (10, 3.4182)]),
  ])
  func theIndifferenceZoneIsBechhofers(probability: Double, constants: [(models: Int, distance: Double)]) throws {
    for (models, distance) in constants {
      let found = try #require(
        Solver.smallestGap(reaching: probability, largest: 10) {
          OrderOfNormals.largestIsBest(models: models, distance: $0)
        })
      #expect(abs(found - distance) <= 0.00005, "\(models) models: \(found)")
    }
  }

  /// Figures of SciPy 1.17.1: `quad(lambda x: norm.cdf(x+h)**(M-1)*norm.pdf(x), -10, 10, epsabs=1e-14)` and
  /// `studentized_range.cdf(h, M, inf)`.
  @Test func integralsMatchSciPy() {
    #expect(close(OrderOfNormals.largestIsBest(models: 3, distance: 1.5), 0.7658119575906859, 1e-12))
    #expect(close(OrderOfNormals.largestIsBest(models: 10, distance: 2.5), 0.8091689657383376, 1e-12))
    #expect(close(OrderOfNormals.largestIsBest(models: 100, distance: 3.5), 0.8205684870542436, 1e-12))
    #expect(close(OrderOfNormals.rangeIsBelow(2.5, models: 3), 0.8194910627933065, 1e-9))
    #expect(close(OrderOfNormals.rangeIsBelow(4, models: 8), 0.9119567886453371, 1e-9))
    #expect(close(OrderOfNormals.rangeIsBelow(5, models: 20), 0.9486353364208663, 1e-9))
  }

  /// Two models are a pair: Φ(h/√2). Three are a bivariate normal with correlation −½, of which SciPy 1.17.1's
  /// `multivariate_normal(cov=[[1, -.5], [-.5, 1]]).cdf([h/sqrt(2)]*2)`; more, `cumulative_simpson` on 200,001 points.
  @Test func completeOrdersMatchOtherFigures() {
    for distance in [0.001, 0.3, 1.7, 4, 12] {
      let pair = NormalDistribution.cumulative(distance / 2.0.squareRoot())
      #expect(close(OrderOfNormals.largestIsBest(models: 2, distance: distance), pair, 1e-12))
      #expect(close(OrderOfNormals.allInOrder(models: 2, distance: distance), pair, 1e-6))
    }
    for (models, distance, probability) in [
      (3, 1.5, 0.7138768472312114), (3, 2.5, 0.9229231024153569), (5, 2, 0.7048437675514767),
      (8, 2.6, 0.785070009850193), (20, 3.2, 0.7956211376596163),
    ] {
      #expect(close(OrderOfNormals.allInOrder(models: models, distance: distance), probability, 1e-7), "\(models)")
    }
    #expect(close(OrderOfNormals.allInOrder(models: 5, distance: 0), 1.0 / 120, 1e-12))
  }

  /// The hundredth model takes the same factor as the twentieth: against counting all of them.
  @Test func longOrdersFollowFromShortOnes() {
    let (distance, models) = (3.5, 60)
    // ln P(60) − ln P(40) = ln P(40) − ln P(20).
    let logarithms = [20, 40, models].map { log(OrderOfNormals.allInOrder(models: $0, distance: distance)) }
    #expect(close(logarithms[2] - logarithms[1], logarithms[1] - logarithms[0], 1e-9))
  }

  /// However many models there are, the answer comes at once.
  @Test func aMillionModelsAreOrderedAtOnce() {
    #expect(OrderOfNormals.allInOrder(models: 1_000_000, distance: 0.3) == 0)
    let (few, many) = (
      OrderOfNormals.allInOrder(models: 1000, distance: 7), OrderOfNormals.allInOrder(models: 1_000_000, distance: 7)
    )
    // A thousand times as many neighbours.
    #expect(close(log(many) / log(few), 1000, 1.1))
  }

  /// Draws the models of which the formula speaks, with scores of k items each, and counts.
  @Test(arguments: [false, true]) func theFormulaMatchesASimulation(ranksAll: Bool) {
    let (models, distance, trials) = (4, 1.8, 40_000)
    var generator = Philox(seed: 5, trial: 0, purpose: .synthesis)
    var right = 0
    for _ in 0..<trials {
      let scores = (0..<models).map { model in
        (ranksAll ? Double(model) : model == models - 1 ? 1 : 0) * distance
          + NormalDistribution.quantile((Double(generator.uniform(below: 1 << 24)) + 0.5) / Double(1 << 24))
      }
      let isRight =
        ranksAll
        ? zip(scores, scores.dropFirst()).allSatisfy(<) : scores.dropLast().allSatisfy { $0 < scores[models - 1] }
      if isRight { right += 1 }
    }
    let expected =
      ranksAll
      ? OrderOfNormals.allInOrder(models: models, distance: distance)
      : OrderOfNormals.largestIsBest(models: models, distance: distance)
    let error = (expected * (1 - expected) / Double(trials)).squareRoot()
    #expect(abs(Double(right) / Double(trials) - expected) < 4 * error)
  }

  private func question(_ goal: Goal, models: Int, items: Int? = nil) -> PowerQuestion {
    var question = PowerQuestion(source: .given(0.3))
    question.goal = goal
    question.items = items
    question.parameters[.models] = Double(models)
    return question
  }

  /// Of two models the best one is the one ahead, and to rank them is to find it.
  @Test func ofTwoModelsBothAreTheOrderOfAPair() throws {
    for size in [100, 700] {
      let order = try PairedComparison(gap: 0.05, discordance: 0.3, itemCount: 1000).normalAgreement(size: size)
      let ranked = try question(.ranking, models: 2, items: 1000).value(gap: 0.05, size: size)
      #expect(close(ranked, order, 1e-6))
      // Of equal scores one is taken at random: as much above half a step's agreement as the other is below.
      let best = try question(.best, models: 2, items: 1000).value(gap: 0.05, size: size)
      #expect(best > order && best - order < 0.03)
    }
  }

  /// k = h²·v/(2δ²) with v = d − δ² of unlimited items.
  @Test func sizesFollowFromTheDistance() throws {
    let question = question(.best, models: 5)
    let size = try #require(try question.smallestSize(gap: 0.04, target: 0.9))
    let expected = 2.5997 * 2.5997 * (0.3 - 0.0016) / (2 * 0.0016)
    #expect(abs(Double(size) - expected) < 1)
    #expect(try question.value(gap: 0.04, size: size) >= 0.9 && question.value(gap: 0.04, size: size - 1) < 0.9)
    #expect(try #require(try question.smallestGap(size: size, target: 0.9)) <= 0.04 + 1e-9)
    #expect(try self.question(.best, models: 5, items: 500).smallestSize(gap: 0.04, target: 0.9) ?? 0 < 500)
  }

  @Test func moreModelsAreHarderAndTheBoundLies() throws {
    for goal in [Goal.best, .ranking] {
      let values = try [2, 3, 8, 40].map { try question(goal, models: $0).value(gap: 0.04, size: 900) }
      for (fewer, more) in zip(values, values.dropFirst()) { #expect(more < fewer) }
    }
    for distance in [1.5, 3, 4.5] {
      // Any arrangement is at least as likely to be ordered as its range is small.
      #expect(
        OrderOfNormals.rangeIsBelow(distance, models: 6) <= OrderOfNormals.allInOrder(models: 6, distance: distance))
    }
    #expect(throws: PlannerError.self) {
      var question = PowerQuestion(source: .given(0.3))
      question.goal = .best
      _ = try question.value(gap: 0.05, size: 10)
    }
  }
}
