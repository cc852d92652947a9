import Testing

@testable import Simulate

@Suite struct MatrixOrientationTests {
  @Test(arguments: [
    ("meta-llama/Llama-3-8B", true), ("org__name-7b", true), ("gpt-4o", false), ("q1", false), ("a/b/c", false),
    ("either / or", false), ("django__django-11099", false), ("/x", false), ("HumanEval/7", false), ("__init__", false),
    ("", false),
  ])
  func modelsOnAHubAreRecognised(name: String, isModel: Bool) {
    #expect(MatrixOrientation.looksLikeModel(name) == isModel)
  }

  @Test(arguments: [
    ("q1", true), ("doc_3", true), ("Item-07", true), ("17", true), ("question 4", true), ("m3", false),
    ("gpt4", false), ("q", false), ("HumanEval/7", true), ("/7", false), ("org/model", false), ("3b", false),
    ("", false),
  ])
  func itemsAreRecognised(name: String, isItem: Bool) {
    #expect(MatrixOrientation.looksLikeItem(name) == isItem)
  }

  @Test(arguments: [
    // Names decide.
    (["org/a", "org/b"], ["x", "y", "z"], true), (["a", "b", "c"], ["q1", "q2"], true),
    (["q1", "q2"], ["a", "b", "c"], false), (["a", "b"], ["org/a", "org/b", "org/c"], false),
    // Where they say nothing, the shape does.
    (["a", "b"], ["x", "y", "z"], true), (["a", "b", "c"], ["x", "y", "z"], false),
  ])
  func namesAndShapeRaiseADoubt(rows: [String], columns: [String], isDoubtful: Bool) {
    #expect((MatrixOrientation.doubt(rows: rows, columns: columns) != nil) == isDoubtful)
  }

  @Test(arguments: ["model", "model_name", "Model_ID", "name"])
  func aColumnOfModelsNamesMakesRowsModels(column: String) throws {
    let matrix = try readWide("\(column),a,b\nfirst,1,0\nsecond,0,0\n").matrix
    #expect(matrix.models == ["first", "second"] && matrix.items == ["a", "b"])
  }

  @Test func aColumnOfItemsLeavesNoDoubt() throws {
    #expect(try readWide("item,a,b,c\norg/x,1,0,1\n").orientationDoubt == nil)
    #expect(try readWide(",a,b,c\norg/x,1,0,1\n").orientationDoubt != nil)
    #expect(try readWide(",a,b,c\norg/x,1,0,1\n", MatrixReadingOptions(rows: .items)).orientationDoubt == nil)
  }

  private func readWide(_ text: String, _ options: MatrixReadingOptions = .init()) throws -> MatrixReading {
    try withFile(text) { try WideTable.read(path: $0, options: options) }
  }
}
