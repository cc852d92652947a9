import Foundation
import Planner
import Testing

/// Plans where few models, or few pairs at a gap, are known.
@Suite struct FewModelsTests {
  /// Where no gap has enough pairs for a curve, random sampling is planned as `power` does: at the median discordance
  /// of the pairs near the gap.
  @Test func planAndPowerAgreeOnAFewModels() throws {
    let file = "docs/examples/passages.csv"
    let plan = try json(run(["plan", "--matrix", file, "--gap", "10", "--format", "json"]).output)
    let row = try #require((plan["methods"] as? [[String: Any]])?.first { $0["method"] as? String == "random" })
    let power = try json(
      run(["power", "--matrix", file, "--gap", "10", "--agreement", "0.8", "--format", "json"]).output)
    #expect(row["basis"] as? String == "analytic")
    #expect(row["k"] as? Int == power["k"] as? Int && row["k"] as? Int == 32)
  }

  /// Nothing is claimed of gaps that no pairs have if no theory covers the scores.
  @Test func whatWasNotMeasuredIsNotKnown() {
    let outcome = run(["plan", "--benchmark", "wmt25_en_cs_cz", "--gap", "50"])
    #expect(outcome.status == 0)
    let text = outcome.output.replacingOccurrences(of: "\n", with: " ")
    #expect(text.contains("not known, because too few pairs of models lie that far apart"))
    #expect(text.contains("what is enough is not known there") && !text.contains("no smaller subset"))
  }

  /// A regime that leaves a method too few sources has no row of it, and the plan stands.
  @Test func aRegimeWithoutSourcesIsLeftOut() throws {
    try withFolder { folder in
      try writeMatrix(folder + "/made.csv")
      let models = (0..<30).map { "model\($0),\($0 < 29 ? "a" : "b")\n" }.joined()
      try ("model,family\n" + models).write(toFile: folder + "/made.labels.csv", atomically: true, encoding: .utf8)
      let words = ["--gap", "10", "--method", "random,stratified-confidence", "--trials", "4", "--format", "json"]
      let outcome = run(["plan", "--matrix", folder + "/made.csv"] + words)
      #expect(outcome.status == 0, "\(outcome.error)")
      let methods = try #require(try json(outcome.output)["methods"] as? [[String: Any]])
      func regimes(_ name: String) -> [String] {
        let row = methods.first { $0["method"] as? String == name }
        return (row?["regimes"] as? [[String: Any]] ?? []).compactMap { $0["regime"] as? String }
      }
      #expect(regimes("random").contains("similar"))
      #expect(regimes("stratified-confidence").contains("similar"))
      #expect(!regimes("stratified-confidence").contains("family"))
    }
  }

  /// The same sample twice is a duplicate, whatever else the rows are.
  @Test func aSampleGivenTwiceIsADuplicate() throws {
    try withFolder { folder in
      let rows = "model,item,sample,score\na,q1,1,1\na,q1,2,0\nb,q1,1,0\na,q2,1,0\nb,q2,1,1\n"
      try rows.write(toFile: folder + "/once.csv", atomically: true, encoding: .utf8)
      try (rows + "a,q1,2,0\n").write(toFile: folder + "/twice.csv", atomically: true, encoding: .utf8)
      #expect(run(["describe", "--matrix", folder + "/once.csv"]).status == 0)
      let twice = run(["describe", "--matrix", folder + "/twice.csv"])
      #expect(twice.status == 65)
      #expect(twice.error.contains("twice.csv:7: model \"a\" has a second score on item \"q1\""))
    }
  }
}
