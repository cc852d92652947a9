import Foundation
import Simulate
import Testing

@testable import Planner
@testable import mdad

@Suite struct ScoreCommandTests {
  /// Selects items on the first 20 models of the made-up matrix and scores the other 10.
  private func scored(_ method: String, size: Int, _ body: (_ folder: String, _ files: [String]) throws -> Void) throws
  {
    try withFolder { folder in
      try writeMatrix(folder + "/all.csv")
      let rows = try String(contentsOfFile: folder + "/all.csv", encoding: .utf8).split(separator: "\n")
        .map { $0.split(separator: ",") }
      func write(_ name: String, _ columns: [Int]) throws {
        let text = rows.map { row in columns.map { String(row[$0]) }.joined(separator: ",") + "\n" }.joined()
        try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
      }
      try write("old.csv", Array(0..<22))
      try write("new.csv", [0] + Array(22..<32))
      let built = run([
        "select", "--matrix", folder + "/old.csv", "--method", method, "--size", String(size), "-o", folder + "/b.json",
      ])
      #expect(built.status == 0 && built.error.isEmpty)
      try body(folder, ["-b", folder + "/b.json", "-r", folder + "/new.csv"])
    }
  }

  /// The new models of this matrix are stronger than the old ones. If the method learns from the old ones, the command
  /// says so.
  @Test(arguments: ["gap-targeted-robust", "random"]) func modelsBeyondTheSourcesAreNamed(
    method: String
  ) throws {
    try scored(method, size: 24) { _, files in
      let outcome = run(["score"] + files + ["--format", "json"])
      let answer = try json(outcome.output)
      let models = try #require(answer["models"] as? [[String: Any]])
      let beyond = models.filter { $0["extrapolated"] as? Bool == true }
      #expect(outcome.error.contains("such estimates extrapolate") == (method != "random"))
      guard method != "random" else {
        #expect(beyond.isEmpty && answer["sources_high"] is NSNull)
        return
      }
      let limit = try #require(answer["sources_high"] as? Double)
      #expect(!beyond.isEmpty)
      for model in models {
        #expect((model["extrapolated"] as? Bool) == (try #require(model["estimate"] as? Double) > limit))
      }
    }
  }

  @Test(arguments: [
    "random", "anchor-points", "tiny-benchmarks-gpirt", "anchor-points-predictor", "aipw", "lasso", "metabench",
  ])
  func modelsAreScoredWithIntervalsAndVerdicts(method: String) throws {
    try scored(method, size: 24) { _, files in
      let outcome = run(["score"] + files + ["--format", "json"])
      #expect(outcome.error.contains("ignored 36 items that are not in the micro-benchmark"))
      let answer = try json(outcome.output)
      #expect(answer["interval_basis"] as? String == "held-out-models" && answer["k"] as? Int == 24)
      let models = try #require(answer["models"] as? [[String: Any]])
      let estimates = models.compactMap { $0["estimate"] as? Double }
      #expect(models.count == 10 && estimates == estimates.sorted(by: >))
      var beyond = Set<String>()
      for model in models {
        let estimate = try #require(model["estimate"] as? Double)
        // Nothing is known of estimates beyond the models that the method learned from.
        guard model["extrapolated"] as? Bool == false else {
          beyond.insert(try #require(model["model"] as? String))
          #expect(model["low"] is NSNull)
          continue
        }
        let (low, high) = (try #require(model["low"] as? Double), try #require(model["high"] as? Double))
        #expect(low < estimate)
        #expect(estimate < high)
        #expect(low >= 0)
        #expect(high <= 100)
      }
      #expect(beyond.count < models.count)
      let pairs = try #require(answer["pairs"] as? [[String: Any]])
      let mdad = answer["mdad"] as? Double ?? .infinity
      #expect(pairs.count == 45)
      for pair in pairs {
        let names = [pair["first"] as? String ?? "", pair["second"] as? String ?? ""]
        guard beyond.isDisjoint(with: names) else {
          #expect(pair["verdict"] as? String == "unknown")
          #expect(pair["probability"] is NSNull)
          continue
        }
        let difference = try #require(pair["difference"] as? Double)
        let probability = try #require(pair["probability"] as? Double)
        #expect(probability >= 0.5)
        #expect(probability <= 1)
        #expect(pair["verdict"] as? String == (difference >= mdad ? "ranked" : "below-mdad"))
      }
      // Ranks say in short what the pairs say.
      for model in models {
        let name = try #require(model["model"] as? String)
        let ranked = pairs.filter { $0["verdict"] as? String == "ranked" }
        #expect(model["rank_low"] as? Int == ranked.count { $0["second"] as? String == name } + 1)
        #expect(model["rank_high"] as? Int == 10 - ranked.count { $0["first"] as? String == name })
      }
      #expect(!run(["score"] + files, width: 200).output.contains("do not rank"))
      let text = run(["score", "--pairs", "neighbours"] + files, width: 200).output
      #expect(text.contains("Neighbours\n"))
      #expect(text.contains("do not rank"))
      #expect(
        run(["score"] + files + ["--format", "csv"]).output.hasPrefix(
          "model,estimate,low,high,rank_low,rank_high,extrapolated,sample_mean\n"))
    }
  }

  /// With all items the estimates are the full scores, and every order is certain.
  @Test func allItemsGiveTheFullScores() throws {
    try scored("tiny-benchmarks-pirt", size: 60) { folder, files in
      let answer = try json(run(["score"] + files + ["--format", "json"]).output)
      let models = try #require(answer["models"] as? [[String: Any]])
      let matrix = try WideTable.read(path: folder + "/new.csv").matrix
      let truth = Dictionary(uniqueKeysWithValues: zip(matrix.models, matrix.accuracies()))
      for model in models {
        let name = try #require(model["model"] as? String)
        let score = try #require(truth[name]) * 100
        let estimate = try #require(model["estimate"] as? Double)
        #expect(abs(estimate - score) < 1e-4)
        #expect(model["low"] as? Double == model["high"] as? Double)
      }
      let ranked = try #require(answer["pairs"] as? [[String: Any]]).count { $0["verdict"] as? String == "ranked" }
      let text = run(["score"] + files, width: 200).output
      #expect(ranked > 0 && text.contains("the highest of 10 models; \(ranked) of 45 pairs can be ranked.\n"))
    }
  }

  /// Returns a document with a digest that fits its content.
  private func resealed(_ text: String) throws -> String {
    guard case .object(let members) = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
      return text
    }
    return try JSONValue.object(members.filter { $0.0 != "digest" }).sealed().text(indented: true)
  }

  @Test func missingItemsAndDamagedFilesAreNamed() throws {
    try scored("random", size: 5) { folder, files in
      let some = "item,x\nq0,1\nq1,0\n"
      try some.write(toFile: folder + "/some.csv", atomically: true, encoding: .utf8)
      let missing = run(["score", "-b", folder + "/b.json", "-r", folder + "/some.csv"])
      #expect(missing.status == 65 && missing.error.contains("of the micro-benchmark is missing ("))
      let kept = try String(contentsOfFile: folder + "/b.json", encoding: .utf8)
      for (from, to, isSealed, words) in [
        ("mdad.selection/2", "mdad.selection/9", false, "schema"),
        ("\"random\"", "\"rendom\"", true, "is not known to this version"),
        ("\"weights\": [", "\"weights\": [0.5, ", true, "do not fit together"),
        ("\"items\": 60", "\"items\": 4", true, "do not fit"),
        ("\"weight\": 0.2", "\"weight\": -5.2", false, "was changed after mdad wrote it"),
        ("\"seed\": 1", "\"seed\": 2", false, "was changed after mdad wrote it"),
        ("\"method\"", "\"mehtod\"", false, "\"method\" is missing"),
      ] {
        var damaged = kept.replacingOccurrences(of: from, with: to)
        #expect(damaged != kept)
        // What another version wrote carries a digest that fits.
        if isSealed { damaged = try resealed(damaged) }
        try damaged.write(toFile: folder + "/b.json", atomically: true, encoding: .utf8)
        let outcome = run(["score"] + files)
        #expect(outcome.status == 65 && outcome.error.contains(words), "\(outcome.error)")
      }
    }
  }

  /// A subset chosen without a matrix gives exact intervals, chances from the sample, and no verdict.
  @Test func samplesWithoutAMatrixHaveExactIntervals() throws {
    try withFolder { folder in
      #expect(run(["select", "--items", "40", "--size", "10", "-o", folder + "/b.json"]).status == 0)
      let rows = (0..<40).map { "\($0),\($0 % 3 == 0 ? 0 : 1),\($0 % 2)\n" }.joined()
      try ("item,a,b\n" + rows).write(toFile: folder + "/new.csv", atomically: true, encoding: .utf8)
      let files = ["-b", folder + "/b.json", "-r", folder + "/new.csv"]
      let answer = try json(run(["score"] + files + ["--format", "json"]).output)
      #expect(answer["interval_basis"] as? String == "hypergeometric" && answer["mdad"] is NSNull)
      for model in try #require(answer["models"] as? [[String: Any]]) {
        let estimate = try #require(model["estimate"] as? Double)
        let expected = hypergeometricInterval(
          right: Int((estimate / 10).rounded()), size: 10, population: 40, level: 0.9)
        let (low, high) = (try #require(model["low"] as? Double), try #require(model["high"] as? Double))
        #expect(abs(low - 100 * expected.low) < 1e-4 && abs(high - 100 * expected.high) < 1e-4)
      }
      let pair = try #require((answer["pairs"] as? [[String: Any]])?.first)
      let probability = try #require(pair["probability"] as? Double)
      #expect(pair["verdict"] as? String == "unknown" && probability > 0.5)
      let text = run(["score", "--pairs", "neighbours"] + files, width: 200).output
      #expect(text.contains("Pairs\n"))
      #expect(text.contains("it is not known which gaps this micro-benchmark ranks reliably."))
      #expect(!text.contains("do not rank"))
    }
  }
}

@Suite struct ItemsCommandTests {
  @Test func everyFormatHoldsTheItems() throws {
    try withFolder { folder in
      let matrix = folder + "/m.csv"
      try writeMatrix(matrix)
      let base = ["items", "--matrix", matrix]
      let csv = run(base + ["--format", "csv", "--abilities", folder + "/theta.csv"])
      let lines = csv.output.split(separator: "\n")
      #expect(lines.count == 61)
      #expect(
        lines[0]
          == "item,subtask,easiness,point_biserial,slope,slope_se,intercept,intercept_se,guessing,upper,"
          + "information_max,ability_at_max"
      )
      let theta = try String(contentsOfFile: folder + "/theta.csv", encoding: .utf8).split(separator: "\n")
      #expect(theta.count == 31 && theta[0] == "model,eap,eap_se,map")
      let answer = try json(run(base + ["--model", "3pl", "--format", "json"]).output)
      #expect(answer["model"] as? String == "3pl" && answer["converged"] as? Bool == true)
      #expect((answer["items"] as? [[String: Any]])?.count == 60)
      let text = run(base, width: 60).output
      #expect(text.contains("converged after") && text.split(separator: "\n").count > 60)
      #expect(!run(base + ["--model", "none"]).output.contains("slope"))
      #expect(run(base + ["--threads", "1"]).output == run(base + ["--threads", "2"]).output)
    }
  }

  @Test func dimensionsAreCompared() throws {
    try withFolder { folder in
      let matrix = folder + "/m.csv"
      try writeMatrix(matrix)
      let answer = try json(run(["items", "--matrix", matrix, "--dimensions", "1,3", "-f", "json"]).output)
      let results = try #require(answer["results"] as? [[String: Any]])
      #expect(results.compactMap { $0["dimensions"] as? Int } == [1, 3])
      #expect(results.allSatisfy { ($0["held_out_log_likelihood"] as? Double ?? 0) < 0 })
    }
  }
}
