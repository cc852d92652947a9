import Foundation
import Testing

@testable import mdad

/// Logs of harnesses, as small as they come.
enum RecordedLog {
  /// Writes samples of lm-evaluation-harness: `right[i]` is the score of document i.
  static func lmEval(_ path: String, _ right: [Int: Double], hash: (Int) -> String = { "hash-\($0)" }) throws {
    let lines = right.sorted { $0.key < $1.key }.map { document, score in
      "{\"doc_id\": \(document), \"doc\": {\"question\": \"q\"}, \"target\": \"A\", \"filter\": \"none\", "
        + "\"doc_hash\": \"\(hash(document))\", \"acc\": \(score)}\n"
    }
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// Writes a JSON log of Inspect.
  static func inspect(_ path: String, model: String, _ right: [String: Bool]) throws {
    let samples = right.sorted { $0.key < $1.key }.map { id, isRight in
      "{\"id\": \"\(id)\", \"epoch\": 1, \"scores\": {\"match\": {\"value\": \"\(isRight ? "C" : "I")\"}}}"
    }
    try
      ("{\"version\": 2, \"status\": \"success\", \"eval\": {\"task\": \"arithmetic\", \"model\": \"\(model)\"}, "
      + "\"samples\": [\(samples.joined(separator: ", "))]}")
      .write(toFile: path, atomically: true, encoding: .utf8)
  }
}

@Suite struct CompareCommandTests {
  /// Writes two runs of 200 documents: the second has 30 right that the first has not, and 12 the other way.
  private func writeRuns(_ folder: String) throws -> (old: String, new: String) {
    let (old, new) = ("\(folder)/old/samples_arc.jsonl", "\(folder)/new/samples_arc.jsonl")
    try RecordedLog.lmEval(old, Dictionary(uniqueKeysWithValues: (0..<200).map { ($0, $0 < 30 ? 0 : 1) }))
    try RecordedLog.lmEval(new, Dictionary(uniqueKeysWithValues: (0..<198).map { ($0, 30..<42 ~= $0 ? 0 : 1) }))
    return (old, new)
  }

  @Test func harnessLogsAreCompared() throws {
    try withFolder { folder in
      let (old, new) = try writeRuns(folder)
      let text = run(["compare", old, new])
      #expect(text.status == 0)
      #expect(text.output.hasPrefix("new is 9.09 points ahead of old"))
      #expect(text.output.contains("2 items left out that not every run answered"))
      let answer = try json(run(["compare", old, new, "--goal", "difference", "-f", "json"]).output)
      #expect(answer["schema"] as? String == "mdad.compare/1")
      #expect(answer["verdict"] as? String == "significant")
      #expect(answer["items"] as? Int == 198)
      #expect(answer["left_out"] as? Int == 2)
      let pair = try #require((answer["pairs"] as? [[String: Any]])?.first)
      #expect(pair["wins"] as? Int == 30)
      #expect(pair["losses"] as? Int == 12)
      // scipy.stats.binomtest(30, 42).pvalue
      #expect(abs((pair["p"] as? Double ?? 0) - 0.007915897334896727) < 1e-12)
      // A folder of logs is a run, too.
      #expect(run(["compare", folder + "/old", folder + "/new"]).output == text.output)
    }
  }

  @Test func inspectLogsAreCompared() throws {
    try withFolder { folder in
      func answers(_ right: (Int) -> Bool) -> [String: Bool] {
        Dictionary(uniqueKeysWithValues: (0..<60).map { ("s\($0)", right($0)) })
      }
      try RecordedLog.inspect("\(folder)/a.json", model: "m/a", answers { $0 % 3 != 0 })
      try RecordedLog.inspect("\(folder)/b.json", model: "m/b", answers { $0 % 3 != 1 })
      try RecordedLog.inspect("\(folder)/c.json", model: "m/a", answers { $0 % 6 == 0 })
      let outcome = run(["compare", "\(folder)/a.json", "\(folder)/b.json", "--check"])
      #expect(outcome.status == 2)
      #expect(outcome.output.hasPrefix("Too close for these items: m/b is level with m/a"))
      // One model twice: runs are named by file.
      let three = run(["compare", "\(folder)/a.json", "\(folder)/b.json", "\(folder)/c.json", "--check"])
      #expect(three.status == 2)
      #expect(three.output.contains("3 runs are in 2 groups of ties"))
      #expect(three.output.contains("  c "))
    }
  }

  /// The statuses that a pipeline depends on.
  @Test func checkEndsWithTheAnswer() throws {
    try withFolder { folder in
      let (old, new) = try writeRuns(folder)
      func status(_ words: String...) -> Int32 { run(["compare", "--check"] + words).status }
      #expect(status(old, new) == 0)
      #expect(status(new, old) == 1)
      #expect(status(old, new, "--goal", "no-worse", "--margin", "1") == 0)
      #expect(status(new, old, "--goal", "no-worse", "--margin", "1") == 1)
      #expect(status(new, old, "--goal", "no-worse", "--margin", "9") == 2)
      #expect(status(old, new, "--goal", "equivalent", "--margin", "20") == 0)
      #expect(status(old, new, "--goal", "best") == 0)
      // Without --check the question was answered.
      #expect(run(["compare", new, old]).status == 0)
    }
  }

  @Test func onlyTheRunsNamedAreCompared() throws {
    try withFolder { folder in
      let path = folder + "/scores.csv"
      try writeMatrix(path)
      let all = try json(run(["compare", "--matrix", path, "-f", "json"]).output)
      #expect(all["goal"] as? String == "ranking")
      #expect((all["runs"] as? [Any])?.count == 30)
      #expect((all["pairs"] as? [Any])?.count == 435)
      let two = try json(run(["compare", path, "--models", "model3,model20", "-f", "json"]).output)
      #expect(two["goal"] as? String == "order")
      let pair = try #require((two["pairs"] as? [[String: Any]])?.first)
      #expect(pair["baseline"] as? String == "model3")
      #expect(pair["run"] as? String == "model20")
      #expect(two["matrix_sha256"] as? String != nil)
    }
  }

  @Test func clustersOfTheMatrixAreUsed() throws {
    try withFolder { folder in
      let path = folder + "/scores.csv"
      var text = "item,cluster,a,b\n"
      for item in 0..<120 { text += "q\(item),passage\(item / 4),\(item % 2),\(item / 4 % 3 == 0 ? 1 : item % 2)\n" }
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let answer = try json(run(["compare", path, "--goal", "difference", "-f", "json"]).output)
      #expect(answer["clusters"] as? Int == 30)
      let pair = try #require((answer["pairs"] as? [[String: Any]])?.first)
      #expect(pair["test"] as? String == "student")
      #expect(pair["design_effect"] as? Double ?? 0 > 1.5)
    }
  }

  /// The answer in a screen of 24 lines and 80 columns.
  @Test(arguments: [
    "--models model1,model28", "--models model1,model28 --goal difference", "--goal ranking", "--goal best",
    "--goal no-worse --margin 3", "--models model1,model28 --goal equivalent --margin 3",
  ])
  func anAnswerFitsAScreen(options: String) throws {
    try withFolder { folder in
      let path = folder + "/scores.csv"
      try writeMatrix(path)
      let lines = run(["compare", path] + options.split(separator: " ").map(String.init)).output
        .split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 25)  // The last is empty.
      #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.first { $0.count > 80 } ?? "")")
    }
  }

  @Test func mistakesEndInOneLine() throws {
    try withFolder { folder in
      let (old, new) = try writeRuns(folder)
      try RecordedLog.inspect("\(folder)/other.json", model: "m", ["x": true])
      try RecordedLog.lmEval("\(folder)/changed/samples_arc.jsonl", [0: 1, 1: 0]) { "changed-\($0)" }
      func fails(_ words: [String], _ status: Int32, _ message: String) {
        let outcome = run(["compare"] + words)
        #expect(outcome.status == status, "\(outcome.error)")
        #expect(outcome.error.contains(message), "\(outcome.error)")
        #expect(outcome.output.isEmpty)
        #expect(outcome.error.split(separator: "\n").count == 1)
      }
      fails([], 64, "nothing to compare; give two logs")
      fails([old], 65, "there is one run, \"old\"; give another log")
      fails([old, old], 64, "is given twice")
      fails([old, "\(folder)/none.json"], 66, "none.json")
      fails([old, "\(folder)/other.json"], 65, "no item is in all of them (the first are \"arc/0\" and \"x\")")
      fails([old, "\(folder)/changed/samples_arc.jsonl"], 65, "have other contents (doc_hash)")
      fails([old, new, "--goal", "no-worse"], 64, "--goal no-worse needs --margin")
      fails([old, new, "--margin", "2"], 64, "--margin needs --goal no-worse or equivalent")
      fails([old, new, "--items", "100"], 64, "--items: 100 is fewer than the 198 items compared")
      fails([old, new, "--about", "items"], 64, "--about needs --items")
      fails([old, new, "--models", "old,nwe"], 64, "there is no run \"nwe\"; did you mean new?")
      fails([old, new, "--goal", "win"], 64, "unknown value \"win\"")
    }
  }
}
