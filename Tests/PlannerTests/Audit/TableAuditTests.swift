import Foundation
import Simulate
import Testing

@testable import Planner

@Suite struct TableAuditTests {
  static let library = Result { try TableLibrary.shipped() }

  func audit(_ claims: [(benchmark: String, method: String, size: Int, mdad: Double)]) throws -> TableAudit {
    let library = try TableAuditTests.library.get()
    return try TableAudit(
      claims.enumerated().map {
        .init(line: $0 + 2, benchmark: $1.benchmark, method: $1.method, size: $1.size, mdad: $1.mdad / 100)
      }, agreement: 0.8
    ) { name throws(PlannerError) in try BenchmarkKnowledge.find(name, in: library) }
  }

  static let sizes = [10, 25, 50, 100, 250, 500, 1000]

  /// Uniform random on MMLU-Pro as a secondary summary of the paper printed it, and as its authors released it (arXiv
  /// 2510.08730): at k = 10 and 10 points no pair of models agrees with probability 0.8.
  @Test func tellsASecondarySummaryFromTheReleasedResults() throws {
    let printed = zip(TableAuditTests.sizes, [10.0, 6, 4, 3, 2, 1, 1]).map { ("mmlu-pro", "Random (uniform)", $0, $1) }
    let summary = try audit(printed)
    #expect(summary.findings.verdict == .impossible)
    let first = try #require(summary.rows.first)
    #expect(first.verdict == .impossible)
    #expect((0.6...0.64).contains(first.agreement.lowerBound))
    #expect((first.attainable.low ?? 0) > 0.1 && summary.findings.reasons[0].contains("k = 10"))
    let released = zip(TableAuditTests.sizes, [19, 10, 6.5, 5, 2.5, 1.5, 1]).map { ("mmlu-pro", "random", $0, $1) }
    #expect(try audit(released).findings.verdict == .sound)
  }

  @Test func shippedPublishedFiguresAreSound() throws {
    let library = try TableAuditTests.library.get()
    let claims = library.published.flatMap { figures in
      figures.rows.map {
        (benchmark: figures.benchmark, method: $0.method, size: $0.size, mdad: accuracyPoints($0.mdad))
      }
    }
    let result = try audit(claims)
    #expect(result.findings.verdict == .sound)
    #expect(result.rows.count == 26)
    #expect(result.unjudged.count == claims.count - 26)
  }

  /// Tables that follow theory at any discordance of the band, rounded to half points, are sound. At half the gap they
  /// are impossible.
  @Test(arguments: ["gpqa", "mmlu_pro", "ifeval", "helm_mmlu"])
  func theoryIsSoundAndHalfOfItIsNot(benchmark: String) throws {
    let known = try #require(try BenchmarkKnowledge.find(benchmark, in: TableAuditTests.library.get()))
    let sizes = TableAuditTests.sizes.filter { 2 * $0 < known.fewestItems }
    for share in [0.0, 0.5, 1] {
      let figures = sizes.map { size -> Double in
        let range = known.band.detectableDifference(size: size, items: known.fewestItems, threshold: 0.8)
        let gap = (range.low ?? 0) + share * ((range.high ?? 0) - (range.low ?? 0))
        return max(0.5, (gap * 200).rounded() / 2)
      }
      func table(_ factor: Double) -> [(benchmark: String, method: String, size: Int, mdad: Double)] {
        zip(sizes, figures).map { (benchmark, "uniform", $0, max(0.5, ($1 * factor * 2).rounded() / 2)) }
      }
      #expect(try audit(table(1)).findings.verdict == .sound)
      #expect(try audit(table(0.5)).findings.verdict == .impossible)
    }
  }

  @Test func onlyUniformRandomSamplingIsJudged() throws {
    let result = try audit([("gpqa", "Anchor Points", 10, 1), ("gpqa", "Random (subtask stratified, equal)", 10, 1)])
    #expect(result.rows.isEmpty)
    #expect(result.unjudged.count == 2)
    #expect(result.findings.verdict == .weak)
    for name in ["Random (uniform)", "random", "Uniform random", "uniform", "Random sampling"] {
      #expect(TableAudit.isRandom(name))
    }
  }

  @Test(arguments: [([1.0, 2, 6], 1.0), ([1.5, 2], 0.5), ([19.25], 0.25), ([0.1, 0.3], 0.1), ([1.23], 0.01)])
  func stepsOfRounding(figures: [Double], step: Double) {
    #expect(close(TableAudit.step(of: figures.map { $0 / 100 }), step / 100, 1e-15))
  }

  @Test func unknownBenchmarksAreNamed() {
    let error = #expect(throws: PlannerError.self) { try audit([("nowhere", "random", 10, 5)]) }
    #expect(error?.description.contains("line 2: nothing is known of benchmark \"nowhere\"") == true)
    #expect(throws: PlannerError.self) { try audit([("gpqa", "random", 1000, 5)]) }
  }
}
