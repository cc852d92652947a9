import Foundation
import Planner
import Testing

@testable import mdad

/// A comparison that stops early, from the plan to the verdict, by the logs that harnesses leave after each batch.
@Suite struct DesignCommandTests {
  /// Which of 200 documents a run answers right; the new one has more.
  private func isRight(_ run: String, _ document: Int) -> Bool {
    (document * 37 + (run == "new" ? 11 : 0)) % 100 < (run == "new" ? 80 : 45)
  }

  private func makeDesign(_ folder: String, _ more: String...) throws -> String {
    let path = folder + "/design.json"
    let outcome = run(
      "plan --gap 10 --items 200 --discordance 0.4".split(separator: " ").map(String.init) + ["--design", path] + more,
      width: 200)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("looks after every 10 items and stops at a lead of"))
    return path
  }

  /// Each batch leaves a log of its own in the folder of its run, as both harnesses do.
  @Test(arguments: ["lm-eval", "inspect"]) func batchesAreRunUntilItIsDecided(harness: String) throws {
    try withFolder { folder in
      let design = try makeDesign(folder)
      let runs = ["old", "new"].map { "\(folder)/\($0)" }
      for path in runs { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
      var (batch, verdict) = (1, "continue")
      var counts: [Int] = []
      while verdict == "continue" {
        try #require(batch <= 10)
        let emitted = run(
          ["select", "--design", design, "--batch", "\(batch)", "--emit", harness]
            + (harness == "lm-eval" ? ["--task", "arc"] : []))
        #expect(emitted.status == 0, "\(emitted.error)")
        for (path, name) in zip(runs, ["old", "new"]) {
          if harness == "lm-eval" {
            let documents = try #require(try json(emitted.output)["arc"] as? [Int])
            try RecordedLog.lmEval(
              "\(path)/samples_arc_2026-01-0\(batch)T00-00-00.000000.jsonl",
              Dictionary(uniqueKeysWithValues: documents.map { ($0, isRight(name, $0) ? 1 : 0) }))
          } else {
            let samples = emitted.output.dropLast().split(separator: ",").map(String.init)
            try RecordedLog.inspect(
              "\(path)/2026-01-0\(batch).json", model: "m/\(name)",
              Dictionary(uniqueKeysWithValues: samples.map { ($0, isRight(name, (Int($0) ?? 0) - 1)) }))
          }
        }
        let outcome = run(["compare", "--design", design] + runs + ["--check", "-f", "json"])
        let answer = try json(outcome.output)
        verdict = try #require(answer["verdict"] as? String)
        counts.append(try #require(answer["items"] as? Int))
        #expect(outcome.status == (verdict == "continue" ? 2 : verdict == "ahead" ? 0 : 1))
        if verdict == "continue" {
          let text = run(["compare", "--design", design] + runs, width: 200).output
          #expect(text.hasPrefix("Continue: the next "))
          #expect(text.contains("--batch \(batch + 1) --emit"))
        }
        batch += 1
      }
      #expect(verdict == "ahead")
      #expect(counts == counts.indices.map { min(40, 10 * ($0 + 1)) })
      let text = run(["compare", "--design", design] + runs).output
      #expect(text.contains("Stop: "))
      #expect(text.contains(" is ahead of "))
    }
  }

  @Test func itemsThatAreMissingOrTooManyAreNamed() throws {
    try withFolder { folder in
      let design = try makeDesign(folder)
      let first = try #require(
        try json(run(["select", "--design", design, "--emit", "lm-eval", "--task", "arc"]).output)["arc"] as? [Int])
      let others = (0..<200).filter { !first.contains($0) }
      let all = try json(run(["select", "--design", design, "--order", "-f", "json"]).output)
      let order = try #require(all["selected"] as? [[String: Any]]).compactMap { $0["position"] as? Int }
      #expect(Array(order[..<10]) == first)
      let stranger = try #require(others.first { !order.contains($0) })
      try RecordedLog.lmEval(
        "\(folder)/old/samples_arc.jsonl", Dictionary(uniqueKeysWithValues: first.map { ($0, 1) }))
      try RecordedLog.lmEval(
        "\(folder)/new/samples_arc.jsonl",
        Dictionary(uniqueKeysWithValues: (first.dropLast() + [stranger]).map { ($0, 1) }))
      let outcome = run(["compare", "--design", design, "\(folder)/old", "\(folder)/new"])
      #expect(outcome.output.hasPrefix("Continue: the next 1 item is \(first[9])."))
      #expect(outcome.output.contains("Only one of the two answered \(first[9])"))
      #expect(outcome.output.contains("left out: arc/\(stranger)"))
    }
  }

  @Test func aBenchmarkWithAFrameGivesNames() throws {
    try withFolder { folder in
      let design = folder + "/design.json"
      let plan = run(["plan", "-b", "swebench_verified", "--gap", "5", "--design", design, "--batch", "5"])
      #expect(plan.status == 0, "\(plan.error)")
      let emitted = run(["select", "--design", design, "--emit", "inspect"])
      #expect(emitted.output.split(separator: ",").count == 5)
      #expect(emitted.output.contains("__"))
      #expect(run(["select", "--design", design, "--emit", "lm-eval"]).error.contains("needs --task NAME"))
      // The same seed draws the same order, another seed another one.
      let again = folder + "/again.json"
      _ = run(["plan", "-b", "swebench_verified", "--gap", "5", "--design", again, "--batch", "5"])
      let other = folder + "/other.json"
      _ = run(["plan", "-b", "swebench_verified", "--gap", "5", "--design", other, "--batch", "5", "--seed", "2"])
      func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
      let (first, second, third) = (try text(design), try text(again), try text(other))
      #expect(first == second)
      #expect(first != third)
    }
  }

  @Test func aMatrixGivesNamesAndItsHash() throws {
    try withFolder { folder in
      let (matrix, design) = (folder + "/scores.csv", folder + "/design.json")
      try writeMatrix(matrix)
      let plan = run(["plan", "-m", matrix, "--gap", "10", "--method", "random", "--design", design])
      #expect(plan.status == 0, "\(plan.error)")
      let file = try json(String(contentsOfFile: design, encoding: .utf8))
      #expect(file["matrix_sha256"] as? String != nil)
      #expect(
        (file["order"] as? [[String: Any]])?.allSatisfy { ($0["item"] as? String)?.hasPrefix("q") == true } == true)
      let outcome = run(["compare", "--design", design, matrix, "--models", "model1,model28"])
      #expect(outcome.output.hasPrefix("Stop: model28 is ahead of model1"), "\(outcome.error)")
    }
  }

  /// The design of the guide is what the guide's command writes.
  @Test func theGuidesDesignIsItsCommands() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    try withFolder { folder in
      let path = folder + "/design.json"
      _ = run("plan --gap 10 --items 300 --discordance 0.35 --design \(path)")
      func design(_ path: String) throws -> StoppingDesign {
        try StoppingDesign(json: Data(contentsOf: URL(fileURLWithPath: path)), file: path)
      }
      let (made, shown) = (try design(path), try design(root + "/docs/examples/stopping/design.json"))
      #expect(made == shown)
    }
  }

  @Test func mistakesEndInOneLine() throws {
    try withFolder { folder in
      let design = try makeDesign(folder)
      try RecordedLog.lmEval("\(folder)/old/samples_arc.jsonl", [0: 1])
      let changed = folder + "/changed.json"
      try String(contentsOfFile: design, encoding: .utf8).replacing("\"batch\": 10", with: "\"batch\": 1")
        .write(toFile: changed, atomically: true, encoding: .utf8)
      func fails(_ words: [String], _ status: Int32, _ message: String) {
        let outcome = run(words)
        #expect(outcome.status == status, "\(outcome.error)")
        #expect(outcome.error.contains(message), "\(outcome.error)")
        #expect(outcome.error.split(separator: "\n").count == 1)
      }
      fails(["select", "--design", changed], 65, "changed.json: this file was changed after mdad wrote it")
      fails(["select", "--design", folder + "/none.json"], 66, "none.json")
      fails(["select", "--design", design, "--batch", "9"], 64, "--batch: 9 is none of the design's batches, 1 to 4")
      fails(["select", "--design", design, "--size", "5"], 64, "use either --design or --size")
      fails(["compare", "--design", design, "\(folder)/old"], 64, "a design compares two runs, and there is 1")
      fails(["compare", "--design", design, "x", "--goal", "best"], 64, "use either")
      fails(["plan", "--gap", "5", "--discordance", "0.4", "--design", changed], 64, "--design needs --items")
      fails(["plan", "--benchmark", "gpqa", "--design", changed], 64, "--design needs --gap")
      fails(
        ["plan", "-b", "gpqa", "--gap", "5", "--method", "anchor-points", "--design", folder + "/x.json"], 64,
        "draws no random order of all items")
      fails(
        ["plan", "-b", "gpqa", "--gap", "5", "--method", "disagreement-sampling", "--design", folder + "/x.json"], 64,
        "which needs --matrix")
      #expect(!FileManager.default.fileExists(atPath: folder + "/x.json"))
    }
  }
}
