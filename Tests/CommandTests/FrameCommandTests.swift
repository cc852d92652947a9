import Foundation
import Testing

@testable import mdad

@Suite struct FrameCommandTests {
  /// Makes a table and a frame of the made-up matrix.
  private func withTables(_ body: (_ folder: String) throws -> Void) throws {
    try withFolder { folder in
      try writeMatrix(folder + "/made.csv")
      let made = run([
        "table", "--matrix", folder + "/made.csv", "-o", folder + "/tables", "--method", "random", "--trials", "2",
        "--sizes", "10",
      ])
      #expect(made.status == 0)
      #expect(made.error.contains("frames/made.csv: 60 items, for mdad select --benchmark made"))
      try body(folder)
    }
  }

  @Test func aFrameChoosesWithoutTheMatrix() throws {
    try withTables { folder in
      let words = ["--method", "disagreement-sampling", "--size", "20", "--seed", "3"]
      let framed = run(["select", "--benchmark", "MADE", "--tables", folder + "/tables"] + words)
      #expect(framed.status == 0)
      #expect(framed.error == "mdad: made: how strong models answer is learned from 30 models\n")
      let whole = run(["select", "--matrix", folder + "/made.csv"] + words)
      func items(_ text: String) throws -> [String] {
        try #require(try json(text)["selected"] as? [[String: Any]]).compactMap { $0["item"] as? String }
      }
      #expect(try items(framed.output) == items(whole.output) && items(framed.output).count == 20)
      try framed.output.write(toFile: folder + "/b.json", atomically: true, encoding: .utf8)
      let scored = run(["score", "-b", folder + "/b.json", "-r", folder + "/made.csv", "--format", "json"])
      let answer = try json(scored.output)
      #expect(answer["interval_basis"] as? String == "design")
      #expect(!scored.error.contains("extrapolate"))
      #expect((answer["models"] as? [[String: Any]])?.count == 30)
      let random = run(["select", "--benchmark", "made", "--tables", folder + "/tables", "--size", "4"])
      #expect(random.status == 0)
      #expect(random.output.contains("\"q"))
    }
  }

  @Test func shippedFramesGiveItemsToAHarness() {
    let words = ["--method", "disagreement-sampling", "--size", "5", "--emit", "inspect"]
    let drawn = run(["select", "--benchmark", "SWE-bench_Verified"] + words)
    #expect(drawn.status == 0 && drawn.error.contains("learned from 147 models, the newest of 2025-12-09"))
    let items = drawn.output.dropLast().split(separator: ",")
    #expect(items.count == 5 && items.allSatisfy { $0.contains("__") })
  }

  @Test func whatAFrameCannotDoIsRefused() throws {
    try withTables { folder in
      let tables = ["--tables", folder + "/tables"]
      let unknown = run(["select", "--benchmark", "other", "--size", "5"] + tables)
      #expect(unknown.status == 65)
      #expect(unknown.error.contains("no frame for benchmark \"other\"; frames: made;"))
      let learned = run(["select", "--benchmark", "made", "--size", "5", "--method", "lasso"] + tables)
      #expect(learned.status == 64)
      #expect(learned.error.contains("--method lasso needs --matrix FILE"))
      let both = run(["select", "--benchmark", "made", "--items", "5", "--size", "5"])
      #expect(both.status == 64)
      let large = run(["select", "--benchmark", "made", "--size", "61"] + tables)
      #expect(large.status == 64)
      #expect(large.error.contains("outside 1 to 60"))
      try "item,subtask\n".write(toFile: folder + "/tables/frames/made.csv", atomically: true, encoding: .utf8)
      let damaged = run(["select", "--benchmark", "made", "--size", "5"] + tables)
      #expect(damaged.status == 65)
      #expect(damaged.error.contains("frames/made.csv:1: the columns are not"))
    }
  }
}
