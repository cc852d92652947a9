import Foundation
import Testing

@testable import Simulate

@Suite struct MatrixSynthesisTests {
  /// At accuracy one half the bivariate normal has a closed form: P(both) = 1/4 + asin(ρ)/2π (Sheppard 1899).
  @Test(arguments: [0, 0.1, 0.5, 0.9]) func discordanceAtOneHalfIsSheppards(correlation: Double) {
    let expected = 1 - 2 * (0.25 + asin(correlation) / (2 * Double.pi))
    #expect(close(MatrixSynthesis.discordance(0.5, 0.5, correlation: correlation), expected, 1e-6))
  }

  /// multivariate_normal.cdf([norm.ppf(.3), norm.ppf(.8)], cov=[[1, .4], [.4, 1]]) of SciPy is 0.275395006.
  @Test func discordanceOfUnequalModels() {
    let independent = 0.3 * 0.2 + 0.7 * 0.8
    #expect(close(MatrixSynthesis.discordance(0.3, 0.8, correlation: 0), independent, 1e-6))
    #expect(close(MatrixSynthesis.discordance(0.3, 0.8, correlation: 0.4), 1.1 - 2 * 0.275395006, 1e-6))
  }

  private func factor(_ correlation: Double, models: Int = 60, items: Int = 800, families: Int = 0, subtasks: Int = 1)
    -> MatrixSynthesis
  {
    MatrixSynthesis(
      kind: .factor(
        accuracies: [(0, 0.3), (0.5, 0.5), (1, 0.8)], correlation: correlation, subtaskSpread: 0.5),
      models: models, items: items, subtasks: subtasks, families: families, familyCorrelation: 0.6)
  }

  @Test func accuraciesAndDiscordanceAreThoseAskedFor() throws {
    let matrix = factor(0.3).matrix(threads: 2)
    let accuracies = matrix.accuracies().sorted()
    // Standard error of an accuracy over 800 items: 1.8 points.
    for (level, wanted) in [(0.1, 0.34), (0.5, 0.5), (0.9, 0.74)] {
      #expect(abs(quantile(level, ofSorted: accuracies) - wanted) < 0.04)
    }
    let order = (0..<60).sorted { matrix.accuracies()[$0] < matrix.accuracies()[$1] }
    let middle = Array(order[25..<35])
    let population = try #require(matrix.pairPopulation(of: middle, over: Array(0..<800)))
    let mean =
      population.kinds.reduce(0.0) { $0 + Double($1.discordant * $1.pairs) } / Double(population.orderedPairs * 800)
    #expect(abs(mean - MatrixSynthesis.discordance(0.5, 0.5, correlation: 0.3)) < 0.02)
  }

  @Test func theSameForAnyNumberOfThreadsAndAnotherForAnotherSeed() {
    let synthesis = factor(0.2, models: 9, items: 70, families: 3, subtasks: 4)
    let matrix = synthesis.matrix(threads: 1)
    #expect(matrix == synthesis.matrix(threads: 4))
    let other = MatrixSynthesis(kind: synthesis.kind, models: 9, items: 70, subtasks: 4, families: 3, seed: 2)
    #expect(other.matrix(threads: 1) != matrix)
    #expect(matrix.subtasks.count == 4)
    #expect(matrix.modelLabels?.families.compactMap { $0 }.count == 9)
    #expect(matrix.models[4] == "family2/model5")
  }

  @Test func familiesAgreeMoreThanStrangers() {
    let matrix = factor(0.2, models: 20, families: 4).matrix(threads: 2)
    func discordance(_ a: Int, _ b: Int) -> Double {
      Double((0..<800).count { matrix.score(model: a, item: $0) != matrix.score(model: b, item: $0) }) / 800
    }
    var (own, others) = ([Double](), [Double]())
    for a in 0..<20 {
      for b in 0..<a { if a % 4 == b % 4 { own.append(discordance(a, b)) } else { others.append(discordance(a, b)) } }
    }
    let (ofFamily, ofStrangers) = (own.reduce(0, +) / Double(own.count), others.reduce(0, +) / Double(others.count))
    #expect(ofFamily + 0.05 < ofStrangers)
  }

  /// Each item's mean over many models of one ability is its logistic probability.
  @Test func itemResponseChancesAreThoseOfTheModel() {
    let items = [
      LogisticItem(slope: 1.5, intercept: 0.5), LogisticItem(slope: 0.7, intercept: -1, guessing: 0.2, upper: 0.9),
    ]
    let matrix = MatrixSynthesis(kind: .itemResponse(items: items, abilities: [0.8]), models: 4000, items: 3)
      .matrix(threads: 2)
    let means = matrix.itemMeans(items: [0, 1, 2], over: Array(0..<4000))
    for (mean, item) in zip(means, items + [items[0]]) { #expect(abs(mean - item.probability(at: 0.8)) < 0.03) }
  }
}
