import Foundation
import Testing

@testable import mdad

/// Trials spread over processes, kept between runs, or run on several matrices give the same bytes as one run.
@Suite struct ShardCommandTests {
  private static let settings = "--method random,aipw --sizes 5,20 --trials 5 --resamples 60"

  private func contents(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test(arguments: ["json", "csv --curve", "text", "markdown --curve"]) func mergedShardsAreTheWholeRun(format: String)
    throws
  {
    try withFolder { folder in
      try writeMatrix("\(folder)/m.csv")
      let simulate = "simulate --matrix \(folder)/m.csv \(ShardCommandTests.settings)"
      let whole = run("\(simulate) --format \(format)")
      for index in 1...3 {
        #expect(run("\(simulate) --shard \(index)/3 -o \(folder)/\(index).jsonl --threads \(index)").status == 0)
      }
      let merged = run("merge \(folder)/3.jsonl \(folder)/1.jsonl \(folder)/2.jsonl --format \(format)")
      #expect(merged.status == 0)
      #expect(merged.output == whole.output)
      let partial = run("merge \(folder)/3.jsonl \(folder)/1.jsonl")
      #expect(partial.status == 64)
      #expect(partial.error.contains("shard 2 of 3 is missing"))
      let twice = run("merge \(folder)/3.jsonl \(folder)/3.jsonl")
      #expect(twice.status == 65)
      #expect(twice.error.contains("is also in"))
    }
  }

  /// A folder of finished trials gives the same bytes whether it is empty, holds some trials, a torn line, or all
  /// trials.
  @Test func keptTrialsChangeNothing() throws {
    try withFolder { folder in
      try writeMatrix("\(folder)/m.csv")
      let simulate = "simulate --matrix \(folder)/m.csv \(ShardCommandTests.settings) --format json"
      let whole = run(simulate).output
      #expect(
        run("simulate --matrix \(folder)/m.csv --method aipw --sizes 5 --trials 2 --cache \(folder)/kept").status == 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/kept")
      #expect(names.count == 1 && names[0].count == 70)
      let handle = try #require(FileHandle(forWritingAtPath: "\(folder)/kept/\(names[0])"))
      handle.seekToEndOfFile()
      handle.write(Data("\n{\"trial\":3,\"cell\":{\"method\":\"aipw\",\"size\":5,\"outcomes\":[]}}".utf8))
      handle.write(Data("\n{\"trial\":2,\"cell\":{\"meth".utf8))
      try handle.close()
      for _ in 0..<2 {
        let outcome = run("\(simulate) --checkpoint \(folder)/kept")
        #expect(outcome.status == 0)
        #expect(outcome.output == whole)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/kept").count == 4)
      // All trials are known, so nothing is appended.
      let size = try contents("\(folder)/kept/\(names[0])").utf8.count
      #expect(run("\(simulate) --cache \(folder)/kept").output == whole)
      #expect(try contents("\(folder)/kept/\(names[0])").utf8.count == size)
      let blocked = run("\(simulate) --cache \(folder)/m.csv/kept")
      #expect(blocked.status == 73)
      #expect(blocked.error.contains("cannot be made"))
    }
  }

  @Test func toleranceAddsTrialsUntilIntervalsAreNarrow() throws {
    try withFolder { folder in
      try writeMatrix("\(folder)/m.csv")
      let simulate =
        "simulate --matrix \(folder)/m.csv --method stratified-confidence --sizes 40 --resamples 100 --format json"
      let outcome = run("\(simulate) --trials 4 --tolerance 4")
      let answer = try json(outcome.output)
      let settings = try #require(answer["settings"] as? [String: Any])
      let trials = try #require(settings["trials"] as? Int)
      #expect(trials > 4)
      #expect(settings["tolerance"] as? Double == 4)
      let row = try #require((answer["results"] as? [[String: Any]])?.first?["mdad"] as? [String: Any])
      let (low, high) = (try #require(row["low"] as? Double), try #require(row["high"] as? Double))
      #expect(high - low <= 4)
      #expect(outcome.error.contains("\(trials) trials: every interval"))
      // Asking for the same number of trials directly gives the same bytes except for that setting.
      let plain = run("\(simulate) --trials \(trials)").output
      #expect(
        outcome.output.replacingOccurrences(of: "\"tolerance\": 4.0", with: "\"tolerance\": null") == plain)
      #expect(run("\(simulate) --trials 4 --tolerance 0.01 --max-trials 7").error.contains("7 trials, the most"))
    }
  }

  /// Several matrices, or a folder of them, give one table, in which each has the figures of its own run.
  @Test func aSuiteIsOneTable() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(atPath: "\(folder)/suite", withIntermediateDirectories: true)
      try writeMatrix("\(folder)/suite/a.csv")
      try writeMatrix("\(folder)/suite/b.csv")
      let rest = "--method random --sizes 5,20 --trials 4"
      let single = run("simulate --matrix \(folder)/suite/b.csv \(rest) --format csv").output
      let both = run("simulate --matrix \(folder)/suite/a.csv --matrix \(folder)/suite/b.csv \(rest) --format csv")
      #expect(both.output == run("simulate --matrix \(folder)/suite \(rest) --format csv").output)
      #expect(Array(both.output.split(separator: "\n").suffix(2)) == Array(single.split(separator: "\n").suffix(2)))
      let document = try json(run("simulate -m \(folder)/suite \(rest) --format json").output)
      let benchmarks = try #require(document["benchmarks"] as? [[String: Any]])
      #expect(benchmarks.map { $0["benchmark"] as? String } == ["a", "b"])
      let text = run("simulate -m \(folder)/suite \(rest)").output
      #expect(text.contains("benchmark  method"))
      #expect(
        run("simulate -m \(folder)/suite --shard 1/2").error.contains("--shard takes one matrix, not 2"))
      #expect(run("simulate -m \(folder)/suite -m \(folder)/suite/a.csv").error.contains("both called a"))
      #expect(run("table -m \(folder)/suite --sizes 5 --trials 2 --method random -o \(folder)/tables").status == 0)
      #expect(try contents("\(folder)/tables/index.json").contains("\"b\""))
    }
  }

  /// The scripts are valid shell, and their commands are those of this run.
  @Test(arguments: ["slurm", "parallel"]) func scriptsAreShell(engine: String) throws {
    try withFolder { folder in
      try writeMatrix("\(folder)/m.csv")
      let outcome = run(
        [
          "simulate", "--matrix", "\(folder)/m.csv", "--method", "random", "--engine", engine, "--shards", "4",
          "--shard-folder",
          "a folder", "--format", "json", "-o", "\(folder)/out.json",
        ])
      #expect(outcome.status == 0)
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/out.json"))
      for words in [
        "--shard ", "'a folder'", "merge --format json --output \(folder)/out.json", "{1..4}", "set -euo pipefail",
      ] {
        #expect(outcome.output.contains(words), "\(words)")
      }
      #expect(outcome.output.contains(engine == "slurm" ? "--array=1-4 --requeue" : "seq 4 | parallel"))
      let shell = Process()
      shell.executableURL = URL(fileURLWithPath: "/bin/bash")
      shell.arguments = ["-n", "-c", outcome.output]
      try shell.run()
      shell.waitUntilExit()
      #expect(shell.terminationStatus == 0)
    }
  }

  @Test(arguments: [
    ("plain", "plain"), ("two words", "'two words'"), ("it's", "'it'\\''s'"), ("", "''"), ("$x;`y`", "'$x;`y`'"),
  ])
  func wordsAreQuotedForAShell(word: String, quoted: String) { #expect(shellQuoted(word) == quoted) }
}

@Suite struct SynthesizeCommandTests {
  @Test func aMadeMatrixIsLikeItsBenchmarkAndCanBePlannedWith() throws {
    try withFolder { folder in
      let line =
        "synthesize --benchmark gpqa --models 40 --items 300 --families 5 --labels-output \(folder)/families.csv "
        + "-o \(folder)/m.csv"
      let made = run(line)
      #expect(made.status == 0)
      #expect(made.error.contains("accuracies at 10, 50 and 90 %"))
      #expect(made.error.contains("(0.353)"))
      let content = try String(contentsOfFile: "\(folder)/m.csv", encoding: .utf8)
      #expect(run(line + " --threads 1").status == 0)
      #expect(try String(contentsOfFile: "\(folder)/m.csv", encoding: .utf8) == content)
      #expect(run(line + " --seed 2").status == 0)
      #expect(try String(contentsOfFile: "\(folder)/m.csv", encoding: .utf8) != content)
      let simulated = run(
        "simulate -m \(folder)/m.csv --labels \(folder)/families.csv --target-choice family --method random -k 20 "
          + "--trials 3 -f csv"
      )
      #expect(simulated.status == 0)
      #expect(simulated.output.contains(",random,20,"))
    }
  }

  /// Items that are fitted, synthesized from their parameters and fitted again keep their order of difficulty.
  @Test func itemParametersGoRound() throws {
    try withFolder { folder in
      try writeMatrix("\(folder)/m.csv")
      #expect(
        run("items -m \(folder)/m.csv -f csv -o \(folder)/items.csv --abilities \(folder)/abilities.csv").status == 0)
      let made = run(
        "synthesize --item-parameters \(folder)/items.csv --abilities \(folder)/abilities.csv --models 600 "
          + "-o \(folder)/made.npy"
      )
      #expect(made.status == 0)
      let described = try json(run("describe -m \(folder)/made.npy --format json").output)
      #expect(described["models"] as? Int == 600)
      #expect(described["items"] as? Int == 60)
      try "item,easiness\na,0.5\n".write(toFile: "\(folder)/bad.csv", atomically: true, encoding: .utf8)
      let bad = run("synthesize --item-parameters \(folder)/bad.csv")
      #expect(bad.status == 65)
      #expect(bad.error.contains("no columns slope and intercept"))
      try "item,slope,intercept,guessing\na,1,0,1.5\n".write(
        toFile: "\(folder)/bad.csv", atomically: true, encoding: .utf8)
      #expect(run("synthesize --item-parameters \(folder)/bad.csv").error.contains("bad.csv:2: guessing 1.5"))
      try "item,slope,intercept,easiness\na,,,1\n".write(
        toFile: "\(folder)/easy.csv", atomically: true, encoding: .utf8)
      #expect(
        run("synthesize --item-parameters \(folder)/easy.csv --models 2").output == "item,model1,model2\nitem1,1,1\n")
    }
  }
}

@Suite struct KeptTableTests {
  /// A table made in one go and a table to which a method was added later are the same bytes.
  @Test func addingAMethodGivesTheBytesOfTheWhole() throws {
    try withFolder { folder in
      try writeMatrix("\(folder)/m.csv")
      let table = "table --matrix \(folder)/m.csv --sizes 5,20 --trials 3"
      #expect(run("\(table) --method random,aipw,gap-targeted -o \(folder)/whole").status == 0)
      #expect(run("\(table) --method random,gap-targeted -o \(folder)/parts").status == 0)
      #expect(run("\(table) --method random,aipw,gap-targeted --keep -o \(folder)/parts").status == 0)
      for name in ["m.csv", "m.json", "index.json"] {
        let (a, b) = ("\(folder)/whole/\(name)", "\(folder)/parts/\(name)")
        #expect(try String(contentsOfFile: a, encoding: .utf8) == String(contentsOfFile: b, encoding: .utf8))
      }
      // Another seed keeps nothing.
      #expect(run("\(table) --method random --seed 2 --keep -o \(folder)/parts").status == 0)
      #expect(try String(contentsOfFile: "\(folder)/parts/m.csv", encoding: .utf8).contains(",60,2,"))
    }
  }
}
