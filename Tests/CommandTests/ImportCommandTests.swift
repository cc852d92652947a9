import Foundation
import Testing

@testable import mdad

@Suite struct ImportCommandTests {
  /// Converting a form to any other and back gives the same bytes.
  @Test(arguments: ["wide", "long", "jsonl"])
  func formsConvertIntoEachOther(form: String) throws {
    try withFolder { folder in
      let matrix = folder + "/scores.csv"
      try writeMatrix(matrix)
      let (other, back, array) = (
        folder + "/other." + (form == "jsonl" ? "jsonl" : "csv"), folder + "/back.csv", folder + "/x.npy"
      )
      #expect(run(["convert", matrix, "--to", form, "-o", other]).status == 0)
      #expect(run(["import", other, "-o", back]).status == 0)
      #expect(try String(contentsOfFile: back, encoding: .utf8) == String(contentsOfFile: matrix, encoding: .utf8))
      #expect(run(["convert", other, "-o", array]).status == 0)
      let plain = run(["convert", array, "--to", "wide"])
      let rows = plain.output.split(separator: "\n").map { $0.split(separator: ",") }
      let own = try String(contentsOfFile: matrix, encoding: .utf8).split(separator: "\n").map {
        $0.split(separator: ",")
      }
      #expect(rows.dropFirst().map { Array($0.dropFirst()) } == own.dropFirst().map { Array($0.dropFirst(2)) })
    }
  }

  @Test func whatWasFoundIsReported() throws {
    try withFolder { folder in
      let long = folder + "/long.csv"
      try "model,item,score\na,q1,1\na,q2,0.5\nb,q2,1\n".write(toFile: long, atomically: true, encoding: .utf8)
      let report = folder + "/report.json"
      let outcome = run(["import", long, "--join", "inner", "--report", report])
      #expect(outcome.status == 0)
      #expect(outcome.output == "item,a,b\nq2,0.5,1\n")
      #expect(outcome.error.contains("2 models, 1 item, from 3 scores in 1 file (long)"))
      let found = try json(String(contentsOfFile: report, encoding: .utf8))
      #expect(found["schema"] as? String == "mdad.import/1")
      #expect(found["dropped_items"] as? [String] == ["q1"])
      #expect(found["missing"] as? Int == 1)
      #expect(found["scores"] as? Int == 3)
      #expect(run(["simulate", "-m", long, "--join", "inner", "--sizes", "1"]).status != 70)
    }
  }

  /// Items that an import leaves out do not shift the numbers that a harness gets.
  @Test func documentsKeepTheirNumbers() throws {
    try withFolder { folder in
      for (model, documents) in [("a", [0, 1, 2, 5, 7]), ("b", [1, 2, 5, 7, 9])] {
        try FileManager.default.createDirectory(atPath: "\(folder)/logs/\(model)", withIntermediateDirectories: true)
        let lines = documents.map { "{\"doc_id\": \($0), \"doc_hash\": \"h\($0)\", \"acc\": \($0 % 2)}\n" }
        try lines.joined().write(
          toFile: "\(folder)/logs/\(model)/samples_sums_2025-01-01T00-00-00.jsonl", atomically: true, encoding: .utf8)
      }
      let options = ["-m", folder + "/logs", "--join", "inner", "--method", "head", "--size", "3", "--emit", "lm-eval"]
      #expect(run(["select"] + options + ["--task-per-subtask"]).output == "{\"sums\":[1,2,5]}\n")
      #expect(run(["select"] + options + ["--task", "mine"]).output == "{\"mine\":[1,2,5]}\n")
    }
  }

  /// Graded scores, such as win rates, work in every command that takes a matrix.
  @Test func preferencesGoThroughSimulationPlanAndAudit() throws {
    try withFolder { folder in
      var rows: [String] = []
      for model in 0..<12 {
        for item in 0..<30 {
          let preference = 1 + Double((item * 7 + model * 13 + item * model) % 100) / 99
          rows.append(
            "{\"instruction\": \"i\(item)\", \"generator_1\": \"reference\", \"generator_2\": \"m\(model)\", "
              + "\"preference\": \(preference)}"
          )
        }
      }
      let file = folder + "/annotations.json"
      try "[\(rows.joined(separator: ","))]".write(toFile: file, atomically: true, encoding: .utf8)
      let methods = "random,stratified-confidence,anchor-points,random-learn,aipw"
      let simulated = run(
        [
          "simulate", "-m", file, "--method", methods, "--sizes", "5,10", "--trials", "3", "--resamples", "20", "-f",
          "json",
        ])
      let results = try json(simulated.output)["results"] as? [Any]
      #expect(simulated.status == 0)
      #expect(results?.count == 10)
      let plan = run(["plan", "-m", file, "--gap", "5", "--method", "random,aipw", "--sizes", "5,10", "--trials", "3"])
      #expect(plan.status == 0, "\(plan.error)")
      let audit = run(["audit", "subset", "-m", file, "--items", "0,1,2,3,4", "--subsets", "20", "--resamples", "20"])
      #expect(audit.status == 0, "\(audit.error)")
      #expect(audit.output.contains("Kendall"), "\(audit.error)")
      #expect(run(["describe", "-m", file]).output.contains("graded"))
    }
  }

  @Test(arguments: [
    ("import", "PATH is missing"), ("import /no/such", "no such file"),
    ("import FILE --to npy", "--to npy is not text"),
    ("import FILE -o /no/such/x.csv", "no such file"), ("import /bin", "no log in this folder"),
    ("import FILE --join innner", "did you mean inner"), ("import FILE -o /tmp", "this is a directory"),
  ])
  func mistakesEndInOneLine(line: String, words: String) throws {
    try withFolder { folder in
      let matrix = folder + "/scores.csv"
      try writeMatrix(matrix)
      let outcome = run(line.split(separator: " ").map { $0 == "FILE" ? matrix : String($0) })
      #expect(outcome.status >= 64, "\(outcome.error)")
      #expect(outcome.output.isEmpty, "\(outcome.error)")
      #expect(outcome.error.contains(words), "\(outcome.error)")
      #expect(outcome.error.split(separator: "\n").count == 1)
    }
  }
}
