import Testing

@testable import Simulate

@Suite struct WholeClustersTests {
  /// Five clusters of three items; a row of answers that differ between them.
  private let answers: [Double] = [1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1, 1]
  private let names = (0..<15).map { "c\($0 / 3)" }

  private func matrix(clusters: [String]) -> ItemMatrix {
    ItemMatrix(
      models: ["a"], items: (0..<15).map { "q\($0)" }, labels: .init(clusters: clusters), rowMajor: answers,
      keepGraded: false)
  }

  private func draw(_ matrix: ItemMatrix, size: Int, seed: UInt64) throws -> MicroBenchmark {
    let context = SelectionContext(matrix: matrix, items: Array(0..<15), sources: [0])
    var generator = Method.wholeClusters.generator(seed: seed, trial: 0, size: size)
    return try Method.wholeClusters.selector.prepare(context).select(size, using: &generator)
  }

  @Test func clustersAreDrawnWholeAndEquallyOften() throws {
    let matrix = matrix(clusters: names)
    var times = [Int](repeating: 0, count: 5)
    for seed in 0..<2000 {
      let drawn = try draw(matrix, size: 7, seed: UInt64(seed))
      #expect(drawn.items.count == 9)
      for cluster in 0..<5 {
        let inside = drawn.items.count { $0 / 3 == cluster }
        #expect(inside == 0 || inside == 3)
        if inside == 3 { times[cluster] += 1 }
      }
    }
    // Each in three fifths of the draws, give or take four standard deviations.
    for count in times { #expect(abs(Double(count) - 1200) < 4 * (2000 * 0.6 * 0.4).squareRoot()) }
  }

  /// Over all draws of g clusters of one size, the mean is right and the mean of the squared errors is the variance.
  @Test(arguments: [2, 3, 4])
  func standardErrorsAreThoseOfAllDraws(drawn: Int) throws {
    let truth = answers.reduce(0, +) / 15
    var (count, bias, squares, estimated) = (0.0, 0.0, 0.0, 0.0)
    for set in 0..<32 where set.nonzeroBitCount == drawn {
      let items = (0..<15).filter { set >> ($0 / 3) & 1 == 1 }
      let score = ClusterScore(population: 5, clusters: items.map { $0 / 3 })
      let values = items.map { answers[$0] }
      let mean = values.reduce(0, +) / Double(values.count)
      let (error, degrees) = try #require(score.standardError(of: values))
      #expect(degrees == Double(drawn - 1))
      count += 1
      bias += mean - truth
      squares += (mean - truth) * (mean - truth)
      estimated += error * error
    }
    #expect(abs(bias / count) < 1e-12)
    #expect(abs(squares / count - estimated / count) < 1e-12)
  }

  @Test func allClustersAndOneClusterAreKnownOrUnknown() throws {
    #expect(ClusterScore(population: 5, clusters: names.indices.map { $0 / 3 }).standardError(of: answers)?.error == 0)
    #expect(ClusterScore(population: 5, clusters: [0, 0, 0]).standardError(of: [1, 0, 1]) == nil)
    // Without clusters each item is one of its own.
    #expect(try draw(matrix(clusters: []), size: 7, seed: 1).items.count == 7)
    #expect(Method.named("whole-clusters") != nil)
    #expect(!Method.all.contains { $0.name == "whole-clusters" })
  }
}
