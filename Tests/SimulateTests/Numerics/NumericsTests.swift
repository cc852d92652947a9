import Foundation
import Simulate
import Testing

/// Returns whether two numbers agree to an absolute tolerance.
func close(_ first: Double?, _ second: Double?, _ tolerance: Double = 1e-12) -> Bool {
  switch (first, second) {
  case (nil, nil): true
  case (let first?, let second?): abs(first - second) <= tolerance
  default: false
  }
}

@Suite struct DiscreteWindowTests {
  /// scipy.stats.hypergeom.pmf([0, 3, 7, 12], 100, 30, 20) and ([480, 500, 530], 100000, 10000, 5000).
  @Test(arguments: [
    (100, 30, 20, 0, 0.00030203), (100, 30, 20, 3, 0.05967425), (100, 30, 20, 7, 0.18028721),
    (100, 30, 20, 12, 0.00152342), (100_000, 10_000, 5000, 480, 0.01222795), (100_000, 10_000, 5000, 500, 0.01929162),
    (100_000, 10_000, 5000, 530, 0.00668503),
  ])
  func hypergeometricMatchesSciPy(population: Int, successes: Int, draws: Int, value: Int, probability: Double) {
    let window = DiscreteWindow.hypergeometric(population: population, successes: successes, draws: draws)
    #expect(close(window.probability(of: value), probability, 6e-9))
  }

  /// Counts with binomial coefficients, for every parameter of small populations.
  @Test func hypergeometricMatchesCountingOnSmallPopulations() {
    func choose(_ n: Int, _ k: Int) -> Double {
      k < 0 || k > n ? 0 : (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    }
    for population in 1...9 {
      for successes in 0...population {
        for draws in 0...population {
          let window = DiscreteWindow.hypergeometric(population: population, successes: successes, draws: draws)
          var tail = 1.0
          for value in 0...draws {
            let expected =
              choose(successes, value) * choose(population - successes, draws - value) / choose(population, draws)
            #expect(close(window.probability(of: value), expected))
            #expect(close(window.probability(upTo: value - 1), 1 - tail))
            tail -= expected
            #expect(close(window.probability(above: value), tail))
          }
        }
      }
    }
  }

  @Test(arguments: [(0, 0.3), (1, 0.5), (5, 0.0), (5, 1.0), (12, 0.25), (30, 0.9)])
  func binomialMatchesItsFormula(trials: Int, probability: Double) {
    let window = DiscreteWindow.binomial(trials: trials, probability: probability)
    var coefficient = 1.0
    for value in 0...trials {
      let expected = coefficient * pow(probability, Double(value)) * pow(1 - probability, Double(trials - value))
      #expect(close(window.probability(of: value), expected))
      coefficient *= Double(trials - value) / Double(value + 1)
    }
    #expect(close(window.probabilities.reduce(0, +), 1))
  }

  @Test func windowsStayNarrowForLargeSamples() {
    let window = DiscreteWindow.binomial(trials: 1_000_000_000, probability: 0.3)
    #expect(window.probabilities.count < 300_000)
    #expect(window.probability(of: 300_000_000) > 0)
  }
}

@Suite struct NormalDistributionTests {
  /// scipy.stats.norm.ppf.
  @Test(arguments: [
    (1e-300, -37.0470962993612), (1e-20, -9.262340089798409), (1e-5, -4.264890793922825),
    (0.025, -1.9599639845400545), (0.3, -0.5244005127080409), (0.999, 3.090232306167813), (0.5, 0),
  ])
  func quantileMatchesSciPy(probability: Double, z: Double) {
    #expect(close(NormalDistribution.quantile(probability), z, 1e-12 * max(1, abs(z))))
  }

  @Test func cumulativeInvertsQuantile() {
    for step in 1..<100 {
      let probability = Double(step) / 100
      #expect(close(NormalDistribution.cumulative(NormalDistribution.quantile(probability)), probability, 1e-14))
    }
  }
}

@Suite struct IsotonicRegressionTests {
  /// Follows the minimax formula: the fit at i is the largest over a ≤ i of the smallest over b ≥ i of the mean of a…b.
  private func plain(_ values: [Double], _ weights: [Double]) -> [Double] {
    func mean(_ a: Int, _ b: Int) -> Double {
      (a...b).reduce(0) { $0 + values[$1] * weights[$1] } / (a...b).reduce(0) { $0 + weights[$1] }
    }
    return values.indices.map { i in
      (0...i).map { a in (i..<values.count).map { mean(a, $0) }.min() ?? 0 }.max() ?? 0
    }
  }

  @Test(arguments: 0..<60) func matchesTheMinimaxFormula(seed: Int) {
    var generator = Philox(seed: UInt64(seed), trial: 0, purpose: .selection)
    let count = 1 + generator.uniform(below: 12)
    let values = (0..<count).map { _ in Double(generator.uniform(below: 6)) / 5 }
    let weights = (0..<count).map { _ in Double(1 + generator.uniform(below: 9)) }
    let fitted = isotonicRegression(values, weights: weights)
    for (a, b) in zip(fitted, plain(values, weights)) { #expect(close(a, b)) }
  }

  @Test func leavesAnIncreasingSequenceAloneAndPoolsADecreasingOne() {
    #expect(isotonicRegression([0.1, 0.2, 0.9], weights: [1, 1, 1]) == [0.1, 0.2, 0.9])
    #expect(isotonicRegression([3, 2, 1], weights: [1, 1, 2]) == [1.75, 1.75, 1.75])
    #expect(isotonicRegression([], weights: []) == [])
  }
}

@Suite struct RankCorrelationTests {
  /// Computes τ-b by its definition, over all pairs.
  private func plainTau(_ x: [Double], _ y: [Double]) -> Double? {
    var (balance, untiedX, untiedY) = (0.0, 0.0, 0.0)
    for i in x.indices {
      for j in x.indices where j < i {
        let (a, b) = (x[i] - x[j], y[i] - y[j])
        balance += a * b > 0 ? 1 : a * b < 0 ? -1 : 0
        untiedX += a == 0 ? 0 : 1
        untiedY += b == 0 ? 0 : 1
      }
    }
    return untiedX * untiedY > 0 ? balance / (untiedX * untiedY).squareRoot() : nil
  }

  @Test(arguments: 0..<80) func kendallMatchesItsDefinition(seed: Int) {
    var generator = Philox(seed: UInt64(seed), trial: 1, purpose: .selection)
    let count = generator.uniform(below: 20)
    let levels = 1 + generator.uniform(below: 12)
    let x = (0..<count).map { _ in Double(generator.uniform(below: levels)) }
    let y = (0..<count).map { _ in Double(generator.uniform(below: levels)) }
    #expect(close(kendallTau(x, y), plainTau(x, y)))
  }

  /// scipy.stats.kendalltau and spearmanr on the same lists.
  @Test func matchesSciPyWithTies() {
    let x: [Double] = [1, 2, 2, 3, 5, 5, 7, 8, 9, 9]
    let y: [Double] = [2, 1, 2, 5, 4, 4, 9, 7, 8, 10]
    #expect(close(kendallTau(x, y), 0.7294622482692682))
    #expect(close(spearmanCorrelation(x, y), 0.8892349786370809))
  }

  @Test func constantRankingsHaveNoCorrelation() {
    #expect(kendallTau([1, 1, 1], [1, 2, 3]) == nil)
    #expect(spearmanCorrelation([1, 2, 3], [4, 4, 4]) == nil)
    #expect(kendallTau([], []) == nil)
    #expect(close(spearmanCorrelation([1, 2, 3], [30, 20, 10]), -1))
  }

  @Test(.timeLimit(.minutes(1))) func whatIsNotANumberHasNoRank() {
    #expect(spearmanCorrelation([1, 2, 3], [.nan, 20, 10]) == nil)
    #expect(spearmanCorrelation([.nan, .nan], [1, 2]) == nil)
  }
}

@Suite struct AllocationTests {
  /// Computes shares by hand: quotas 2.5, 1.5 and 1 of 5 among 5, 3 and 2.
  @Test func givesRemaindersToTheLargestFirst() {
    #expect(largestRemainderAllocation(5, sizes: [5, 3, 2]) == [3, 1, 1])
    #expect(largestRemainderAllocation(1, sizes: [1, 1, 1]) == [1, 0, 0])
    #expect(largestRemainderAllocation(0, sizes: [4, 0]) == [0, 0])
  }

  @Test(arguments: 0..<50) func sharesAddUpAndStayWithinTheirGroups(seed: Int) {
    var generator = Philox(seed: UInt64(seed), trial: 2, purpose: .selection)
    let sizes = (0..<1 + generator.uniform(below: 8)).map { _ in generator.uniform(below: 30) }
    let whole = sizes.reduce(0, +)
    let total = whole == 0 ? 0 : generator.uniform(below: whole + 1)
    let shares = largestRemainderAllocation(total, sizes: sizes)
    #expect(shares.reduce(0, +) == total)
    for (share, size) in zip(shares, sizes) {
      let quota = whole == 0 ? 0 : Double(size * total) / Double(whole)
      #expect(share <= size)
      #expect(Double(share) >= quota.rounded(.down))
      #expect(Double(share) <= quota.rounded(.up))
    }
  }
}

@Suite struct OneDimensionalKMeansTests {
  private func cost(_ values: [Double], _ labels: [Int]) -> Double {
    Dictionary(grouping: values.indices) { labels[$0] }.values.reduce(0) { total, group in
      let mean = group.reduce(0) { $0 + values[$1] } / Double(group.count)
      return total + group.reduce(0) { $0 + (values[$1] - mean) * (values[$1] - mean) }
    }
  }

  /// Finds the best of all ways to cut the sorted values into at most `clusters` runs.
  private func bestCost(_ sorted: [Double], _ clusters: Int) -> Double {
    if sorted.isEmpty { return 0 }
    if clusters == 1 { return cost(sorted, sorted.map { _ in 0 }) }
    return (1...sorted.count).map { cut in
      let head = Array(sorted[..<cut])
      return cost(head, head.map { _ in 0 }) + bestCost(Array(sorted[cut...]), clusters - 1)
    }.min() ?? 0
  }

  @Test(arguments: 0..<40) func findsTheLeastCost(seed: Int) {
    var generator = Philox(seed: UInt64(seed), trial: 3, purpose: .selection)
    let values = (0..<1 + generator.uniform(below: 10)).map { _ in Double(generator.uniform(below: 15)) }
    let clusters = 1 + generator.uniform(below: 4)
    let labels = oneDimensionalKMeans(values, clusters: clusters)
    #expect(close(cost(values, labels), bestCost(values.sorted(), clusters), 1e-9))
    for i in values.indices {
      for j in values.indices where values[i] <= values[j] { #expect(labels[i] <= labels[j]) }
    }
  }

  @Test func fewerDistinctValuesThanClustersEachGetTheirOwn() {
    #expect(oneDimensionalKMeans([2, 1, 2, 1], clusters: 10) == [1, 0, 1, 0])
    #expect(oneDimensionalKMeans([], clusters: 3) == [])
  }

  @Test func farFromZeroNothingCancels() {
    let labels = oneDimensionalKMeans([1e8, 1e8 + 1, 1e8 + 10, 1e8 + 11], clusters: 2)
    #expect(labels == [0, 0, 1, 1])
  }
}

@Suite struct QuantileTests {
  /// numpy.quantile([1, 2, 4, 8], q).
  @Test(arguments: [(0.0, 1.0), (0.25, 1.75), (0.5, 3.0), (0.9, 6.8), (1.0, 8.0)])
  func matchesNumPy(level: Double, value: Double) {
    #expect(close(quantile(level, ofSorted: [1, 2, 4, 8]), value))
  }

  @Test func anInfiniteNeighbourMakesItInfinite() {
    #expect(quantile(0.975, ofSorted: [1, .infinity]) == .infinity)
    #expect(quantile(0.5, ofSorted: [.infinity, .infinity]) == .infinity)
    #expect(quantile(0, ofSorted: [1, .infinity]) == 1)
  }
}
