import Testing

@testable import Planner

@Suite struct ClusteredMeanTests {
  private let values: [Double] = [1, 1, 0, -1, 1, 0, 0, 1, -1, -1, 0, 0, 1, 1, 1, 0, 0, -1, 0, 1]
  private let clusters = [0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 6, 6, 7]

  /// statsmodels 0.15: OLS(x, ones).fit(cov_type="cluster", cov_kwds={"groups": g, "df_correction": True}, use_t=True).
  @Test func standardErrorIsStatsmodels() throws {
    let mean = ClusteredMean(values, clusterOfItem: clusters)
    let interval = try #require(mean.interval(level: 0.95, remaining: 1))
    #expect(abs(mean.value - 0.2) < 1e-12)
    #expect(abs(mean.standardError - 0.198853858757775) < 1e-12)
    #expect(abs(2 * mean.p(above: 0, remaining: 1) - 0.34802269470341124) < 1e-9)
    #expect(abs(interval.low + 0.27021466) < 1e-7 && abs(interval.high - 0.67021466) < 1e-7)
  }

  /// The same without cov_type.
  @Test func itemsOnTheirOwnGiveTheUsualError() {
    let mean = ClusteredMean(values)
    #expect(abs(mean.standardError - 0.1716790150557904) < 1e-12)
    #expect(abs(2 * mean.p(above: 0, remaining: 1) - 0.2584516967614453) < 1e-9)
    let alone = ClusteredMean(values, clusterOfItem: Array(values.indices))
    #expect(abs(alone.standardError - mean.standardError) < 1e-12)
    #expect(alone.designEffect.map { abs($0 - 1) < 1e-9 } == true)
  }

  @Test func repeatedAnswersCountOnce() throws {
    // Every item four times over, as a cluster: as much is known as from one of each.
    let repeated = ClusteredMean(
      values.flatMap { [$0, $0, $0, $0] }, clusterOfItem: values.indices.flatMap { [$0, $0, $0, $0] })
    #expect(abs(repeated.standardError - ClusteredMean(values).standardError) < 1e-12)
    #expect(try #require(repeated.designEffect) > 3.5)
  }

  @Test func oneClusterGivesNoInterval() {
    let mean = ClusteredMean(values, clusterOfItem: values.map { _ in 0 })
    #expect(mean.interval(level: 0.95, remaining: 1) == nil)
    #expect(mean.p(above: 0, remaining: 1) == 0.5)
  }
}
