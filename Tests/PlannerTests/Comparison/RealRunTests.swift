import Foundation
import Simulate
import Testing

@testable import Planner

private let dataFolder = ProcessInfo.processInfo.environment["MDAD_DATA"]

@Suite(.enabled(if: dataFolder != nil, "MDAD_DATA does not name a folder of real matrices"))
struct RealRunTests {
  private func runs(_ benchmark: String, _ names: String...) throws -> ComparedRuns {
    let path = "\(dataFolder ?? "")/\(benchmark).csv"
    var runs = try ComparedRuns([ComparedRuns.Source(file: path, try MatrixFile.read(path: path))])
    if !names.isEmpty { try runs.keep(names) }
    return runs
  }

  /// statsmodels 0.15: OLS(x, ones).fit(cov_type="cluster", cov_kwds={"groups": clusters}, use_t=True) of the
  /// differences by item; the standard error and the p-value.
  @Test(arguments: [
    (
      "swebench_verified", "20250928_trae_doubao_seed_code", "20250603_Refact_Agent_claude-4-sonnet", -0.044,
      0.01510076698834742, 0.01409393431700521
    ),
    ("wmt25_en_cs_cz", "GPT-4.1", "Claude-4", -0.06671875, 0.010092120886279178, 1.3497128946377018e-09),
  ])
  func clusterRobustErrorsAreStatsmodels(
    benchmark: String, first: String, second: String, difference: Double, error: Double, p: Double
  ) throws {
    let runs = try runs(benchmark, first, second)
    let sample = PairedSample(runs.scores[0], runs.scores[1], clusterOfItem: runs.clusterOfItem)
    #expect(abs(sample.mean.value - difference) < 1e-12)
    #expect(abs(sample.mean.standardError - error) < 1e-12)
    #expect(abs(sample.p / p - 1) < 1e-6)
  }

  /// The leaderboard of SWE-bench Verified: a few dozen systems may be the first, and groups of ties are few.
  @Test func theTopOfALeaderboardIsATie() throws {
    let runs = try runs("swebench_verified")
    let ranks = RankIntervals(runs.scores, level: 0.95, seed: 1, draws: 400)
    let groups = ranks.tieGroups
    #expect(groups[0].count > 10)
    #expect(groups.count < runs.names.count / 4)
    for run in groups[0] { #expect(ranks.ranks[run].lowerBound <= groups[0].count) }
  }
}
