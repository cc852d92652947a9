import Foundation
import Simulate
import Testing

@testable import mdad

@Suite struct AuditCommandTests {
  @Test func everyFormatOfAClaimSaysTheSame() throws {
    let line = "audit claim --k 100 --items 14042 --scores 62,60"
    let text = run(line)
    #expect(text.status == 0)
    #expect(text.output.hasPrefix("Verdict: unsupported."))
    let answer = try json(run(line + " --format json").output)
    #expect(answer["schema"] as? String == "mdad.audit/1")
    #expect(answer["kind"] as? String == "claim")
    #expect(answer["verdict"] as? String == "unsupported")
    #expect((answer["reasons"] as? [String])?.count == 2)
    #expect(answer["gap"] as? Double == 2)
    #expect(answer["items"] as? Int == 14042)
    #expect(run(line + " -f markdown").output.hasPrefix("**Verdict: unsupported."))
    let csv = run(line + " -f csv").output
    #expect(csv.hasPrefix("kind,verdict,reasons,k,items,"))
    #expect(csv.hasSuffix(",254,728,2424,8035\n"))
    for width in [40, 80] {
      for row in run(line, width: width).output.split(separator: "\n") where !row.contains("  ") {
        #expect(row.count <= width, "\(row)")
      }
    }
  }

  @Test(arguments: [
    ("audit claim --k 100 --items 14042 --scores 62,60 --check", 1),
    ("audit claim --k 2000 --items 14042 --scores 66.05,60 --check", 0),
    ("audit claim --k 100 --items 14042 --scores 62,60", 0),
  ])
  func checkTurnsTheVerdictIntoAStatus(line: String, status: Int32) {
    let outcome = run(line)
    #expect(outcome.status == status)
    #expect(outcome.output.hasPrefix("Verdict"))
    #expect(outcome.error.isEmpty)
  }

  @Test func subsetsAreNamedInThreeWays() throws {
    try withFolder { folder in
      let matrix = folder + "/scores.csv"
      try writeMatrix(matrix)
      let micro = folder + "/micro.json"
      #expect(run(["select", "-m", matrix, "--size", "8", "--method", "random", "-o", micro]).status == 0)
      let csv = folder + "/micro.csv"
      #expect(run(["select", "-m", matrix, "--size", "8", "--method", "random", "-f", "csv", "-o", csv]).status == 0)
      let selected = try json(String(contentsOfFile: micro, encoding: .utf8))["selected"] as? [[String: Any]]
      let names = try #require(selected).compactMap { $0["item"] as? String }
      let lines = folder + "/items.txt"
      try (names.joined(separator: "\r\n") + "\n").write(toFile: lines, atomically: true, encoding: .utf8)
      let options = ["--subsets", "50", "--resamples", "50", "--gap", "10", "-f", "json"]
      let answers = [micro, csv, lines, names.joined(separator: ",")].map {
        run(["audit", "subset", "-m", matrix, "--items", $0] + options)
      }
      for answer in answers { #expect(answer.status == 0 && answer.output == answers[0].output) }
      let answer = try json(answers[0].output)
      #expect(answer["k"] as? Int == 8)
      #expect(answer["pairs"] as? Int != nil)
      #expect(answer["matrix_sha256"] as? String != nil)
      let among = try #require(answer["among_random"] as? [String: Any])
      #expect(among["subsets"] as? Int == 50)
      #expect(among["pool"] as? Int == 60)
      let learned = folder + "/learned.json"
      #expect(run(["select", "-m", matrix, "--size", "8", "--method", "random-learn", "-o", learned]).status == 0)
      let warned = run(["audit", "subset", "-m", matrix, "--items", learned] + options)
      #expect(warned.output.contains("these very models' answers"))
    }
  }

  @Test func scoreColumnsAndMatrixAgree() throws {
    try withFolder { folder in
      let matrix = folder + "/scores.csv"
      try writeMatrix(matrix)
      // The same matrix with a row per model and its full score.
      let rows = try String(contentsOfFile: matrix, encoding: .utf8).split(separator: "\n").map {
        $0.split(separator: ",").map(String.init)
      }
      var text = "model,full," + rows.dropFirst().map { $0[0] }.joined(separator: ",") + "\n"
      for model in 2..<rows[0].count {
        let answers = rows.dropFirst().map { $0[model] }
        let full = Double(answers.count { $0 == "1" }) / 60
        text += "\(rows[0][model]),\(full)," + answers.joined(separator: ",") + "\n"
      }
      let columns = folder + "/columns.csv"
      try text.write(toFile: columns, atomically: true, encoding: .utf8)
      let options = ["--subsets", "50", "--resamples", "50", "-f", "json"]
      let subset = try json(run(["audit", "subset", "-m", matrix, "--items", "q3,q5,q8,q9,q20"] + options).output)
      let scores = try json(
        run(
          ["audit", "scores", "--input", columns, "--full", "full", "--micro", "q3,q5,q8,q9,q20", "--among", "q0..q59"]
            + options
        ).output)
      for key in ["mdad", "kendall_tau", "error", "pairs", "kendall_tau_low"] {
        #expect(subset[key] as? Double == scores[key] as? Double, "\(key)")
      }
      #expect((subset["among_random"] as? NSDictionary) == (scores["among_random"] as? NSDictionary))
      #expect(subset["among_random"] != nil)
    }
  }

  @Test func tablesAreJudgedRowByRow() throws {
    try withFolder { folder in
      let file = folder + "/published.csv"
      try "benchmark,method,k,mdad_points\nmmlu-pro,Random (uniform),10,10.0\nmmlu-pro,Diversity,10,8.0\n"
        .write(toFile: file, atomically: true, encoding: .utf8)
      let outcome = run(["audit", "table", "--input", file, "--check", "-f", "json"])
      let answer = try json(outcome.output)
      #expect(outcome.status == 1)
      #expect(answer["verdict"] as? String == "impossible")
      #expect((answer["rows"] as? [Any])?.count == 1)
      #expect(answer["rows_not_judged"] as? Int == 1)
      try "method,k,mdad\nrandom,10,19\n".write(toFile: file, atomically: true, encoding: .utf8)
      #expect(run(["audit", "table", "--input", file, "-b", "mmlu-pro", "--check"]).status == 0)
      let other = ["audit", "table", "--input", file, "-b", "mine", "--items", "5000", "--discordance", "0.25,0.35"]
      #expect(run(other + ["--check"]).status == 0)
      #expect(run(["audit", "table", "--input", file]).error.contains("no column is named benchmark"))
    }
  }

  @Test func twoModelsOfAMatrix() throws {
    try withFolder { folder in
      let matrix = folder + "/scores.csv"
      try writeMatrix(matrix)
      let outcome = run(["audit", "claim", "-m", matrix, "--models", "model29,model0", "--items", "1000", "-f", "json"])
      let answer = try json(outcome.output)
      #expect(outcome.status == 0)
      #expect(answer["verdict"] as? String == "sound")
      #expect(answer["k"] as? Int == 60)
      let turned = run(["audit", "claim", "-m", matrix, "--models", "model0,model29"])
      #expect(turned.output.contains("Verdict: unsupported. model0 ahead of model29, but behind by"))
      let mistake = run(["audit", "claim", "-m", matrix, "--models", "model29,modell0"])
      #expect(mistake.status == 64)
      #expect(mistake.error.contains("did you mean model"))
    }
  }

  @Test(arguments: [
    ("audit", "KIND is missing"), ("audit sub", "unknown kind \"sub\"; did you mean subset?"),
    ("audit claim --gap 4", "--k is missing"), ("audit table --gap 4 --input x.csv", "--gap needs audit subset"),
    ("audit claim --k 100 --gap 4 --scores 62,60", "use either --scores or --gap"),
    ("audit claim --k 100", "--scores is missing; give the two scores, such as --scores 62,60, or the --gap"),
    ("audit claim --scores 62,60", "--k is missing"),
    ("audit claim --k 100 --scores 0.62,0.6", "--scores: scores of 0.62 and 0.6 points are at most 1"),
    ("audit claim --k 100 --scores 62,62", "--scores: the two scores are equal"),
    ("audit claim --k 100 --scores 62,x", "--scores: \"x\" is not a score"),
    ("audit claim --k 100 --items 50 --scores 62,60", "--items: 50 is fewer than the 100 items of --k"),
    (
      "audit claim --matrix docs/examples/scores.csv --models model-01,model-01",
      "--models: the two scores are equal"
    ),
    ("audit subset --matrix docs/examples/scores.csv", "--items is missing; give the items' names"),
    ("audit subset --matrix docs/examples/scores.csv --items nope", "--items: there is no item \"nope\""),
    ("audit scores", "--input is missing; give a CSV file with a row per model"),
    ("audit claim --k 100 --scores 62,60 --discordance 0.4,0.2", "is neither a fraction nor LOW,HIGH"),
    ("audit claim --k 100 --scores 62,60 -b nowhere", "there is no table for benchmark \"nowhere\""),
    ("audit subset", "--matrix is missing"),
    ("audit scores --input x.csv", "--full is missing; give the column of full scores, such as --full full"),
    ("audit table", "--input is missing"),
    ("audit claim --matrix x.csv --k 5", "use either --matrix or --k"),
  ])
  func mistakesEndInOneLine(line: String, words: String) {
    let outcome = run(line)
    #expect(outcome.status >= 64, "\(outcome.error)")
    #expect(outcome.output.isEmpty, "\(outcome.error)")
    #expect(outcome.error.contains(words), "\(outcome.error)")
    #expect(outcome.error.split(separator: "\n").count == 1)
  }
}

private let dataFolder = ProcessInfo.processInfo.environment["MDAD_DATA"]

@Suite(.enabled(if: dataFolder != nil, "MDAD_DATA does not name a folder of real matrices"))
struct RealAuditTests {
  let folder = dataFolder ?? ""

  @Test(arguments: [("secondary_summary_mdad", 1, "impossible"), ("published_mdad", 0, "sound")])
  func secondarySummaryIsFlaggedAndReleasedResultsPass(file: String, status: Int32, verdict: String) throws {
    let outcome = run(["audit", "table", "--input", "\(folder)/reference/\(file).csv", "--check", "-f", "json"])
    let answer = try json(outcome.output)
    #expect(outcome.status == status)
    #expect(answer["verdict"] as? String == verdict)
    let rows = try #require(answer["rows"] as? [[String: Any]])
    let row = rows.first { $0["benchmark"] as? String == "mmlu-pro" && $0["k"] as? Int == 10 }
    #expect(row?["verdict"] as? String == verdict)
  }

  /// Computes τ-b by Knight's algorithm on the two columns, without any tally of pairs, and the error by its
  /// definition.
  @Test func metabenchScoresMatchTheirDefinitions() throws {
    let rows = try String(contentsOfFile: "\(folder)/metabench_arc.csv", encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: ",")
    }
    let full = rows.dropFirst().map { (Double($0[1]) ?? .nan) / 100 }
    let micro = rows.dropFirst().map { Double($0.dropFirst(2).count { $0 == "1" }) / 100 }
    let outcome = run([
      "audit", "scores", "--input", "\(folder)/metabench_arc.csv", "--full", "full_score", "--micro",
      "\(rows[0][2])..\(rows[0][101])", "--resamples", "0", "-f", "json",
    ])
    let answer = try json(outcome.output)
    #expect(answer["models"] as? Int == 4280)
    #expect(answer["k"] as? Int == 100)
    let pairs = try #require(answer["pairs"] as? Int) + (try #require(answer["zero_gap_pairs"] as? Int))
    #expect(pairs == 4280 * 4279 / 2)
    let expected = try #require(kendallTau(full, micro))
    #expect(abs(try #require(answer["kendall_tau"] as? Double) - expected) < 1e-6)
    let error = zip(full, micro).reduce(0) { $0 + abs($1.0 - $1.1) } / 42.80
    #expect(abs(try #require(answer["error"] as? Double) - error) < 1e-5)
  }

  /// The forty items that correlate least with the full score rank models worse than random items do. A random subset
  /// lies somewhere in between.
  @Test func badAndRandomSubsetsStandWhereTheyShould() throws {
    func percentile(_ items: String) throws -> Double {
      let outcome = run([
        "audit", "subset", "-m", "\(folder)/helm_mmlu.csv", "--items", items, "--subsets", "200", "--resamples", "0",
        "-f",
        "json",
      ])
      let among = try #require(try json(outcome.output)["among_random"] as? [String: Any])
      return try #require((among["kendall_tau"] as? [String: Any])?["percentile"] as? Double)
    }
    let analysis = run(["items", "-m", "\(folder)/helm_mmlu.csv", "--model", "none", "-f", "csv"])
    let rows = analysis.output.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let byDiscrimination = rows.sorted { (Double($0[3]) ?? 0) < (Double($1[3]) ?? 0) }.map { String($0[0]) }
    #expect(try percentile(byDiscrimination.prefix(40).joined(separator: ",")) < 1)
    let random = run(["select", "-m", "\(folder)/helm_mmlu.csv", "--size", "40", "--seed", "3", "-f", "csv"])
    let names = random.output.split(separator: "\n").dropFirst().map { String($0.split(separator: ",")[0]) }
    #expect((2...98).contains(try percentile(names.joined(separator: ","))))
  }
}
