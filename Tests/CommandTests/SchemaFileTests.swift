import Foundation
import Testing

/// The repository's root.
private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// Holds `docs/schemas/NAME-N.json` beside what the program writes. `Checks/schemas.py` validates whole documents.
@Suite struct SchemaFileTests {
  private func files(in folder: String, ending: String) throws -> [URL] {
    let folder = root.appendingPathComponent(folder)
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .map { folder.appendingPathComponent($0) }.filter { $0.pathExtension == ending }
  }

  private func object(_ url: URL) throws -> [String: Any] {
    let document = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
    return try #require(document as? [String: Any])
  }

  private func schema(of name: String) throws -> [String: Any] {
    let file = name.dropFirst("mdad.".count).replacing("/", with: "-") + ".json"
    return try object(root.appendingPathComponent("docs/schemas/\(file)"))
  }

  @Test func everySchemaThatTheSourcesNameHasAFile() throws {
    var names: Set<String> = []
    for file in try files(in: "Sources", ending: "swift") {
      for match in try String(contentsOf: file, encoding: .utf8).matches(of: #/"(mdad\.[a-z-]+/\d+)"/#) {
        names.insert(String(match.1))
      }
    }
    #expect(names.count > 20)
    for name in names {
      let schema = try schema(of: name)
      let properties = try #require(schema["properties"] as? [String: [String: Any]])
      #expect(properties["schema"]?["const"] as? String == name)
    }
    let described = try files(in: "docs/schemas", ending: "json").map { $0.deletingPathExtension().lastPathComponent }
    let named = names.map { $0.dropFirst("mdad.".count).replacing("/", with: "-") }
    #expect(described.sorted() == named.map { String($0) }.sorted())
  }

  @Test func everyKeyOfAGoldenDocumentIsDescribed() throws {
    let documents = try files(in: "Tests/CommandTests/Golden", ending: "json")
    #expect(documents.count > 50)
    for file in documents {
      let document = try object(file)
      let name = try #require(document["schema"] as? String)
      let schema = try schema(of: name)
      let properties = try #require(schema["properties"] as? [String: Any])
      let unknown = document.keys.filter { properties[$0] == nil }
      #expect(unknown.isEmpty, "\(file.lastPathComponent): the schema does not know \(unknown)")
    }
  }
}
