import Testing

@testable import Simulate

@Suite struct HypergeometricIntervalTests {
  /// The least R with scipy.stats.hypergeom.sf(x − 1, N, R, k) > 0.05 and the greatest with cdf(x, N, R, k) > 0.05.
  @Test(arguments: [
    (0, 50, 448, 0, 24), (22, 50, 448, 147, 250), (50, 50, 448, 424, 448), (3, 10, 12, 3, 5), (7, 7, 7, 7, 7),
  ])
  func matchesSciPy(right: Int, size: Int, population: Int, low: Int, high: Int) {
    let found = hypergeometricInterval(right: right, size: size, population: population, level: 0.9)
    #expect(found.low == Double(low) / Double(population))
    #expect(found.high == Double(high) / Double(population))
  }
}
