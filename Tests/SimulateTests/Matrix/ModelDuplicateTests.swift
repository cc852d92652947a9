import Testing

@testable import Simulate

@Suite struct ModelDuplicateTests {
  private func matrix(_ rows: [[Double]], graded: Bool) throws -> ItemMatrix {
    var matrix = ItemMatrix(
      models: rows.indices.map { "m\($0)" }, items: rows[0].indices.map { "i\($0)" }, labels: .init(),
      rowMajor: rows.flatMap { $0 }, keepGraded: graded)
    matrix.modelLabels = try ModelLabels(families: rows.indices.map { "f\($0)" })
    return matrix
  }

  /// A row of a hundred answers, of which the first `wrong` are wrong.
  private func row(wrong: Int) -> [Double] { (0..<100).map { $0 < wrong ? 0 : 1 } }

  @Test(arguments: [false, true]) func aModelThatAnswersAsAnEarlierOneIsNotDistinct(graded: Bool) throws {
    let matrix = try matrix(
      [row(wrong: 3), row(wrong: 9), row(wrong: 3), row(wrong: 8), row(wrong: 9)], graded: graded)
    #expect(matrix.distinctModels() == [0, 1, 3])
    let distinct = matrix.selecting(models: matrix.distinctModels())
    #expect(distinct.models == ["m0", "m1", "m3"])
    #expect(distinct.modelLabels?.families == ["f0", "f1", "f3"])
    #expect(distinct.isBinary == !graded)
    for (position, model) in [0, 1, 3].enumerated() {
      for item in 0..<100 {
        #expect(distinct.score(model: position, item: item) == matrix.score(model: model, item: item))
      }
    }
  }

  /// 0 and 1 differ on two of a hundred items, 1 and 2 on two: all three are together, although 0 and 2 differ on four.
  /// Three of a hundred is too many.
  @Test(arguments: [false, true]) func nearDuplicatesOfNearDuplicatesAreTogether(graded: Bool) throws {
    let matrix = try matrix(
      [row(wrong: 10), row(wrong: 12), row(wrong: 50), row(wrong: 14), row(wrong: 53)], graded: graded)
    #expect(matrix.nearDuplicateGroups() == [[0, 1, 3], [2], [4]])
  }
}
