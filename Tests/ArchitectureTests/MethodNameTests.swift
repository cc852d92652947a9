import Foundation
import Testing

/// Checks that no method is special-cased by its name: traits set methods apart.
@Suite struct MethodNameTests {
  /// Words that name a method and also something else, such as a choice of targets or a command's word.
  private static let ambiguous: Set<String> = ["random"]

  private let files: [SourceFile]
  private let names: Set<String>

  init() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources").path
    files = try SourceFile.all(below: sources)
    names = Set(
      files.filter { $0.folder == "Simulate/Methods" }.flatMap { file in
        file.text.matches(of: /^    name: "([a-z-]+)",?/.anchorsMatchLineEndings()).map { String($0.1) }
      })
  }

  private func mentions(in text: String) -> [String] {
    text.matches(of: /"([a-z-]+)"/).map { String($0.1) }.filter { word in
      names.contains(word) && !MethodNameTests.ambiguous.contains(word)
        || word.hasSuffix("-") && names.contains { $0.hasPrefix(word) }
    }
  }

  @Test func noSourceOutsideMethodsNamesOne() {
    #expect(names.count > 20)
    #expect(names.contains("head"))
    for file in files where file.folder != "Simulate/Methods" {
      let found = mentions(in: file.text)
      #expect(found.isEmpty, "\(file.folder)/\(file.name) names \(found); give Method a trait instead")
    }
  }

  @Test func aMadeUpMentionIsFound() {
    #expect(mentions(in: #"methods.filter { $0 != "head" && !$0.hasPrefix("subtask-") }"#) == ["head", "subtask-"])
    #expect(mentions(in: #"let targets = "random"; "the head of a file""#).isEmpty)
  }
}
