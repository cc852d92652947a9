import Testing

@testable import Simulate

@Suite struct MatrixAlignmentTests {
  @Test func ordersByNameAndNamesWhatIsMissing() throws {
    let matrix = ItemMatrix(models: ["a", "b"], items: ["x", "y"], scores: [[0, 1], [1, 1]])
    let other = ItemMatrix(models: ["b", "a"], items: ["y", "x"], scores: [[0.1, 0.2], [0.3, 0.4]])
    let aligned = try other.aligned(with: matrix)
    #expect(aligned.models == ["a", "b"])
    #expect(aligned.score(model: 0, item: 0) == 0.4)
    #expect(aligned.score(model: 1, item: 1) == 0.1)
    let fewer = ItemMatrix(models: ["a"], items: ["x", "y"], scores: [[0, 1]])
    #expect(throws: SimulateError.self) { try fewer.aligned(with: matrix) }
    #expect(throws: SimulateError.self) { try matrix.aligned(with: fewer) }
  }
}
