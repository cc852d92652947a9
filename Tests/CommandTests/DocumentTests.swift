import Foundation
import Testing

@testable import mdad

/// The repository's root.
private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().path

/// A command in a document and the output shown below it.
struct Shown: Sendable, CustomTestStringConvertible {
  let document: String
  let line: Int
  let command: [String]
  let output: [String]

  var testDescription: String { "\(document):\(line): \(command.prefix(3).joined(separator: " "))" }

  /// Finds the commands in a Markdown file's `console` blocks: `$ mdad …` and the lines that follow.
  static func commands(of document: String) -> [Shown] {
    guard let text = try? String(contentsOfFile: root + "/" + document, encoding: .utf8) else { return [] }
    var shown: [Shown] = []
    var block: [String]?
    for (number, line) in text.components(separatedBy: "\n").enumerated() {
      if line == "```console" {
        block = []
      } else if line == "```", let lines = block {
        if let first = lines.first, first.hasPrefix("$ mdad ") {
          let words = first.dropFirst(7).split(separator: " ").map(String.init)
          shown.append(
            Shown(
              document: document, line: number - lines.count + 1, command: words, output: Array(lines.dropFirst())))
        }
        block = nil
      } else {
        block?.append(line)
      }
    }
    return shown
  }

  /// Returns the lines as the document would show them, with as many as now before and after `…`.
  func shortened(_ lines: [String]) -> [String] {
    let parts = output.split(separator: "…", omittingEmptySubsequences: false).map(Array.init)
    guard parts.count == 2, lines.count > parts[0].count + parts[1].count else { return lines }
    return lines.prefix(parts[0].count) + ["…"] + lines.suffix(parts[1].count)
  }

  /// Returns whether lines are those in the document, where `…` stands for any number of lines.
  func isShown(by lines: [String]) -> Bool {
    let parts = output.split(separator: "…", omittingEmptySubsequences: false).map(Array.init)
    guard let first = parts.first, let last = parts.last, lines.starts(with: first) else { return false }
    guard parts.count > 1 else { return lines == first }
    var rest = lines.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() {
      guard let start = rest.indices.first(where: { rest[$0...].starts(with: part) }) else { return false }
      rest = rest[(start + part.count)...]
    }
    return rest.suffix(last.count).elementsEqual(last)
  }
}

/// Compares what documents show of commands with what they print. `MDAD_RENEW_GOLDEN=1 swift test --filter Document`
/// renews it.
@Suite(.serialized) struct DocumentTests {
  private static let renews = ProcessInfo.processInfo.environment["MDAD_RENEW_GOLDEN"] != nil

  static let documents = [
    "README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/audits.md", "docs/cluster.md", "docs/figures.md",
    "docs/formats.md",
    "docs/goals.md", "docs/guide.md", "docs/measured.md", "docs/methods.md", "docs/prediction.md", "docs/sampling.md",
    "docs/stopping.md", "docs/study.md", "docs/validation.md", "docs/validity.md", "tables/README.md",
  ]
  static let shown = documents.flatMap { Shown.commands(of: $0) }

  @Test func documentsShowCommands() {
    #expect(Shown.commands(of: "docs/guide.md").count >= 12)
    #expect(!Shown.commands(of: "README.md").isEmpty)
  }

  /// Documents cannot go stale: commands print what documents show.
  @Test(arguments: shown)
  func commandsPrintWhatDocumentsSay(shown: Shown) throws {
    // Files of the repository are named from its root, and so are they in what is printed.
    try #require(FileManager.default.changeCurrentDirectoryPath(root))
    let outcome = run(shown.command)
    var lines = outcome.output.components(separatedBy: "\n")
    while lines.last == "" { lines.removeLast() }
    if Self.renews, outcome.status == 0, !shown.isShown(by: lines) { return try renew(shown, lines) }
    #expect(shown.isShown(by: lines), "\(shown.testDescription) prints\n\(outcome.output)\(outcome.error)")
  }

  private func renew(_ shown: Shown, _ lines: [String]) throws {
    let path = root + "/" + shown.document
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let old = (["$ mdad " + shown.command.joined(separator: " ")] + shown.output).joined(separator: "\n") + "\n```"
    let new =
      (["$ mdad " + shown.command.joined(separator: " ")] + shown.shortened(lines)).joined(separator: "\n") + "\n```"
    try text.replacingOccurrences(of: old, with: new).write(toFile: path, atomically: true, encoding: .utf8)
  }

  @Test func linksBetweenDocumentsLeadSomewhere() throws {
    for document in DocumentTests.documents {
      let text = try String(contentsOfFile: root + "/" + document, encoding: .utf8)
      let folder = URL(fileURLWithPath: root + "/" + document).deletingLastPathComponent().path
      for link in text.components(separatedBy: "](").dropFirst().map({ String($0.prefix { $0 != ")" }) })
      where !link.hasPrefix("http") {
        let path = link.prefix { $0 != "#" }
        #expect(path.isEmpty || FileManager.default.fileExists(atPath: folder + "/" + path), "\(document): \(link)")
      }
    }
  }
}
