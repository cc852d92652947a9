import Foundation
import Testing

@testable import Planner
@testable import Simulate

@Suite struct ClusteredDifferencesTests {
  private func found(_ path: String) throws -> ClusteredDifferences {
    try #require(ClusteredDifferences(try MatrixFile.read(path: path).matrix))
  }

  /// NumPy: mean squares of each pair's differences between and within clusters, summed over pairs; clusters left out
  /// one by one for the interval.
  @Test func correlationIsThatOfAnAnalysisOfVariance() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    let found = try found(root + "/docs/examples/passages.csv")
    #expect(found.clusters == 60)
    #expect(abs(found.sizeAroundItem - 3.7766990291262137) < 1e-12)
    #expect(abs((found.correlation.value ?? 0) - 0.1610429151040124) < 1e-9)
    #expect(abs((found.correlation.low ?? 0) - 0.09878474605321887) < 1e-6)
    #expect(abs((found.correlation.high ?? 0) - 0.22330108415480593) < 1e-6)
    #expect(abs(found.designEffect - (1 + (found.sizeAroundItem - 1) * (found.correlation.value ?? 0))) < 1e-12)
  }

  @Test func extremesAreExtreme() throws {
    func matrix(_ rows: [[Double]], _ clusters: [String]) -> ItemMatrix {
      ItemMatrix(
        models: rows.indices.map { "m\($0)" }, items: rows[0].indices.map { "q\($0)" },
        labels: .init(clusters: clusters), scores: rows)
    }
    let pairs = ["a", "a", "b", "b", "c", "c", "d", "d"]
    let alike = try #require(
      ClusteredDifferences(matrix([[1, 1, 0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 0, 0, 1, 1]], pairs)))
    #expect(abs((alike.correlation.value ?? 0) - 1) < 1e-12)
    #expect(abs(alike.designEffect - 2) < 1e-12)
    let opposite = try #require(
      ClusteredDifferences(matrix([[1, 0, 1, 0, 1, 0, 1, 0], [0, 1, 0, 1, 0, 1, 0, 1]], pairs)))
    #expect((opposite.correlation.value ?? 0) < -0.9)
    #expect(opposite.designEffect == 1)
    // Nothing to tell: no clusters, one, each item its own, or models that answer alike.
    #expect(ClusteredDifferences(matrix([[1, 0, 1], [0, 0, 1]], [])) == nil)
    #expect(ClusteredDifferences(matrix([[1, 0, 1], [0, 0, 1]], ["a", "a", "a"])) == nil)
    #expect(ClusteredDifferences(matrix([[1, 0, 1], [0, 0, 1]], ["a", "b", "c"])) == nil)
    #expect(ClusteredDifferences(matrix([[1, 0, 1], [1, 0, 1]], ["a", "a", "b"])) == nil)
  }

  /// The variance of a mean over items drawn one by one, with the given correlation within clusters, is that of pairs
  /// of items added up.
  @Test func singleItemsShareFewerClusters() {
    let sizes = [1, 2, 3, 6]
    let items = 12
    let correlation = 0.3
    let around = Double(sizes.reduce(0) { $0 + $1 * $1 }) / Double(items)
    var question = PowerQuestion(source: .given(0.3))
    question.designEffect = 1 + (around - 1) * correlation
    question.itemsDrawnSingly = items
    for size in 1...items {
      // Of k(k − 1) ordered pairs, each lies within a cluster with chance Σ n(n − 1)/(N(N − 1)).
      let within = Double(sizes.reduce(0) { $0 + $1 * ($1 - 1) }) / Double(items * (items - 1))
      let expected = 1 + Double(size - 1) * within * correlation
      #expect(abs(question.designEffect(at: Double(size)) - expected) < 1e-12)
    }
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["MDAD_DATA"] != nil, "MDAD_DATA is not set"))
  func documentsOfTranslationsAreAlike() throws {
    let folder = ProcessInfo.processInfo.environment["MDAD_DATA"] ?? ""
    let found = try found(folder + "/wmt25_en_cs_cz.csv")
    #expect(found.clusters == 113)
    #expect(abs((found.correlation.value ?? 0) - 0.22896874787067228) < 1e-9)
    #expect(abs((found.correlation.low ?? 0) - 0.14483155332613137) < 1e-6)
    #expect(abs((found.correlation.high ?? 0) - 0.31310594241521317) < 1e-6)
    // Control: with clusters dealt out at random, nothing is alike.
    let matrix = try MatrixFile.read(path: folder + "/wmt25_en_cs_cz.csv").matrix
    var generator = Philox(seed: 3, trial: 0, purpose: .models, method: "test")
    let order = generator.sample(matrix.itemCount, from: Array(0..<matrix.itemCount))
    let dealt = ItemMatrix(
      models: matrix.models, items: matrix.items, labels: .init(clusters: order.map { matrix.clusterOfItem[$0] }),
      scores: matrix.models.indices.map { model in
        matrix.items.indices.map { matrix.score(model: model, item: $0) }
      })
    let control = try #require(ClusteredDifferences(dealt))
    #expect(abs(control.correlation.value ?? 1) < 0.05)
  }
}
