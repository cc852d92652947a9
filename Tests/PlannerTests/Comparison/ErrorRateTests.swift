import Simulate
import Testing

@testable import Planner

/// Verdicts are wrong at most as often as they say, over simulated studies; the naive test beside them is wrong more
/// often.
@Suite struct ErrorRateTests {
  private static let studies = 1_500
  /// Three standard errors of a rate of 5 % over so many studies.
  private static let slack = 3 * (0.05 * 0.95 / 1_500).squareRoot()

  /// Draws two runs of `size` items with a discordance and a difference.
  private func runs(size: Int, discordance: Double, difference: Double, _ study: Int) -> ([Double], [Double]) {
    var generator = Philox(
      seed: 5, trial: study, purpose: .synthesis, method: "\(discordance) \(difference)", size: size)
    var (first, second): ([Double], [Double]) = ([], [])
    for _ in 0..<size {
      let draw = Double(generator.uniform(below: 1 << 30)) / Double(1 << 30)
      let win = (discordance + difference) / 2
      first.append(draw < win ? 0 : draw < discordance ? 1 : 0)
      second.append(draw < win ? 1 : 0)
    }
    return (first, second)
  }

  @Test(arguments: [(50, 0.05), (50, 0.5), (200, 0.2), (400, 0.1)])
  func equalRunsAreSeldomDifferent(size: Int, discordance: Double) {
    let rejections = (0..<Self.studies).count { study in
      let (first, second) = runs(size: size, discordance: discordance, difference: 0, study)
      return PairedSample(first, second).p <= 0.05
    }
    #expect(Double(rejections) / Double(Self.studies) <= 0.05 + Self.slack)
  }

  /// At the margin itself. The score test is asymptotic, and may exceed its level by a little.
  @Test(arguments: [(50, 0.2), (200, 0.1), (200, 0.5), (400, 0.2)])
  func runsAtTheMarginSeldomPass(size: Int, discordance: Double) {
    let passes = (0..<Self.studies).count { study in
      let (first, second) = runs(size: size, discordance: discordance, difference: -0.03, study)
      return PairedSample(first, second).p(above: -0.03) <= 0.05
    }
    #expect(Double(passes) / Double(Self.studies) <= 0.055 + Self.slack)
  }

  /// Items of a cluster share what they differ by. Student's t with the robust error keeps its level; McNemar's test,
  /// which takes them for independent, does not.
  @Test func clustersAreAllowedFor() {
    let (clusters, items) = (40, 8)
    var (robust, naive) = (0, 0)
    for study in 0..<Self.studies {
      var generator = Philox(seed: 6, trial: study, purpose: .synthesis)
      var (first, second, numbers): ([Double], [Double], [Int]) = ([], [], [])
      for cluster in 0..<clusters {
        let lean = generator.uniform(below: 3)
        for _ in 0..<items {
          // A cluster leans to one run, to the other or to neither; either way alike.
          let differs = generator.uniform(below: 10) < (lean == 2 ? 1 : 5)
          let second1 = lean == 2 ? generator.uniform(below: 2) == 1 : lean == 1
          first.append(differs && !second1 ? 1 : 0)
          second.append(differs && second1 ? 1 : 0)
          numbers.append(cluster)
        }
      }
      if PairedSample(first, second, clusterOfItem: numbers).p <= 0.05 { robust += 1 }
      if PairedSample(first, second).p <= 0.05 { naive += 1 }
    }
    #expect(Double(robust) / Double(Self.studies) <= 0.05 + Self.slack)
    #expect(Double(naive) / Double(Self.studies) > 0.1)
  }
}
