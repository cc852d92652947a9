import Foundation
import Testing

/// The layers of `docs/architecture.md`, lowest first. A folder may mention those of earlier layers only.
private let layers = [
  ["Simulate"],  // the error that all rooms throw
  ["Simulate/Numerics"],
  ["Simulate/Matrix"],
  ["Simulate/Agreement", "Simulate/ItemResponse"],
  ["Simulate/Stopping"],
  ["Simulate/Formats", "Simulate/Methods", "Simulate/Synthesis"],
  ["Simulate/Experiment"],
  ["Planner"],  // the error, and the version
  ["Planner/Report"],
  ["Planner/Power"],
  ["Planner/Stopping"],
  ["Planner/Comparison"],
  ["Planner/Tables", "Planner/Scoring"],
  ["Planner/Analysis", "Planner/Planning", "Planner/Audit", "Planner/Validation"],
  ["Planner/Budget"],
  ["mdad/Console"],
  ["mdad/Arguments"],
  ["mdad/Cluster"],
  ["mdad/Commands"],
  ["mdad"],
]

@Suite struct FolderEdgeTests {
  @Test func foldersMentionOnlyLowerLayers() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources").path
    let edges = FolderEdges(try SourceFile.all(below: sources))
    #expect(edges.mentions.count > 50, "the scan sees few mentions: \(edges.mentions.count)")
    for edge in edges.violations(of: layers) {
      Issue.record("\(edge) is not allowed: \((edges.mentions[edge] ?? []).sorted().prefix(8).joined(separator: ", "))")
    }
    // Printed so that a change in the number is seen.
    print("folder edges: \(edges.mentions.count)")
  }

  @Test func aMadeUpViolationIsFound() {
    let edges = FolderEdges([
      SourceFile(folder: "Simulate/Numerics", name: "Low.swift", text: "func f(_ g: High) { helper() }\n"),
      SourceFile(folder: "Simulate/Matrix", name: "High.swift", text: "struct High {}\npackage func helper() {}\n"),
    ])
    #expect(edges.violations(of: layers).map(\.description) == ["Simulate/Numerics → Simulate/Matrix"])
    #expect(
      edges.mentions[.init(from: "Simulate/Numerics", to: "Simulate/Matrix")] == [
        "Low.swift: High", "Low.swift: helper",
      ])
  }

  @Test func commentsStringsMembersAndLowerLayersAreNoViolation() {
    let edges = FolderEdges([
      SourceFile(
        folder: "Simulate/Numerics", name: "Low.swift",
        text: "// as High does\nlet text = \"High \\(1) helper()\"\nlet x = text.helper()\nprivate struct Own {}\n"),
      SourceFile(
        folder: "Simulate/Matrix", name: "High.swift",
        text: "struct High { let own: Own; let text = text }\nfunc helper() {}\n"),
      SourceFile(folder: "Simulate/Unknown", name: "Lost.swift", text: "let a = High()\n"),
    ])
    #expect(edges.violations(of: layers).map(\.description) == ["Simulate/Unknown → Simulate/Matrix"])
  }
}
