import Testing

@testable import Simulate

@Suite struct LabelTableTests {
  private func table(_ text: String, key: String = "model") throws -> LabelTable {
    try withFile(text, name: "labels.csv") { try LabelTable.read(path: $0, key: key) }
  }

  @Test func labelsAreFoundByNameInAnyOrder() throws {
    let labels = try ModelLabels(
      try table("\u{FEFF}Date,model,family,notes\r\n2024-05,b,\"llama, 3\",x\r\n,a,,y\r\n2023,c,qwen,\r\n"),
      models: ["a", "b", "c"])
    #expect(labels.families == [nil, "llama, 3", "qwen"])
    #expect(labels.dates == [nil, "2024-05", "2023"])
    #expect(labels.sizes.isEmpty)
    #expect(labels.familyMembers == [[0], [1], [2]])
    #expect(labels.contentHash() != (try ModelLabels(families: labels.families)).contentHash())
  }

  @Test func renamedModelsShareTheirLabels() throws {
    let labels = try ModelLabels(try table("model,family\na,f\nb#2,g\nb,h\n"), models: ["a", "a#2", "b", "b#2"])
    #expect(labels.families == ["f", "f", "h", "g"])
  }

  @Test func metadataHasTextDifficultyAndQualities() throws {
    let metadata = try ItemMetadata(
      try table(
        "item\ttext\tdifficulty\tquality_spelling\tquality\n2\tWhat?\t0.5\t1\t-2\n1\t\t3\t0\t1e2\n", key: "item"),
      items: ["1", "2"])
    #expect(metadata.texts == ["", "What?"])
    #expect(metadata.difficulties == [3, 0.5])
    #expect(
      metadata.qualities.map(\.name) == ["quality_spelling", "quality"] && metadata.qualities[1].values == [100, -2])
  }

  @Test(arguments: [
    ("", "the file is empty"), ("name,family\na,b\n", ":1: the labels file needs a column named model"),
    ("model,family,family\n", "columns 2 and 3 are both named \"family\""),
    ("model,family\na,x\nb\n", ":3: this row has 1 field and the header 2"),
    ("model,family\na,x\nb,y\na,z\n", ":4: duplicate model \"a\" (first on line 2)"),
    ("model,family\na,x\n", "model \"b\" has no row (1 of 2 have none)"),
    ("model,date\na,2024\nb,yesterday\n", ":3: \"yesterday\" is not a date"),
    ("model,colour\na,red\nb,blue\n", "no column is named family, size or date"),
  ])
  func faultsAreNamed(text: String, words: String) {
    let error = #expect(throws: SimulateError.self) { try ModelLabels(try table(text), models: ["a", "b"]) }
    #expect(error?.description.contains(words) ?? false, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    ("item,difficulty\na,1\nb,\n", ":3: column \"difficulty\": \"\" is not a number"),
    ("item,quality\na,nan\nb,1\n", ":2: column \"quality\": \"nan\" is not a number"),
    ("item,length\na,1\nb,2\n", "no column is named text or difficulty"),
  ])
  func faultsOfMetadataAreNamed(text: String, words: String) {
    let error = #expect(throws: SimulateError.self) {
      try ItemMetadata(try table(text, key: "item"), items: ["a", "b"])
    }
    #expect(error?.description.contains(words) ?? false, "\(error?.description ?? "")")
  }

  /// A matrix whose rows are models may hold their labels itself. A dropped model's labels go with it.
  @Test func matricesCarryLabelsOfTheirModels() throws {
    let matrix = try withFile("model,family,date,x,y\na,f,2024-01,1,0\nb,g,,,1\nc,,2023,0,1\n") {
      try WideTable.read(path: $0, options: .init(missing: .dropModels)).matrix
    }
    #expect(matrix.models == ["a", "c"])
    #expect(matrix.items == ["x", "y"])
    #expect(matrix.modelLabels?.families == ["f", nil])
    #expect(matrix.modelLabels?.dates == ["2024-01", "2023"])
    let error = #expect(throws: SimulateError.self) {
      try withFile("model,date,x\na,soon,1\n") { try WideTable.read(path: $0) }
    }
    #expect(error?.description.contains(":2: column 2 \"date\": \"soon\" is not a date") ?? false)
  }
}
