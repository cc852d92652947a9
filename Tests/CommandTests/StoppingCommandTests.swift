import Foundation
import Planner
import Testing

@Suite struct StopEarlyTests {
  private func power(_ line: String) throws -> [String: Any] { try json(run("power \(line) --format json").output) }

  @Test func theRuleStandsBesideTheFixedNumber() throws {
    let stopping = try power("--gap 5 --agreement 0.8 --discordance 0.36 --stop-early")
    let fixed = try power("--gap 5 --agreement 0.8 --discordance 0.36")["k"] as? Int
    #expect(stopping["schema"] as? String == "mdad.stopping/1")
    #expect(stopping["fixed_k"] as? Int == fixed)
    #expect(fixed == 121)
    #expect(stopping["bound"] as? Int == 5)
    #expect(stopping["batch"] as? Int == 1)
    let gaps = try #require(stopping["gaps"] as? [[String: Any]])
    #expect(gaps.map { $0["gap"] as? Double } == [0, 5, 10])
    #expect(gaps[1]["expected_k"] as? Double == stopping["expected_k"] as? Double)
  }

  @Test func aBenchmarkGivesDiscordanceAndSize() throws {
    let stopping = try power("--gap 5 --agreement 0.8 --benchmark gpqa --batch 10 --stop-early")
    #expect(stopping["items"] as? Int == 448)
    #expect(stopping["batch"] as? Int == 10)
    let fixed = try #require(stopping["fixed_k"] as? Int)
    let expected = try #require(stopping["expected_k"] as? Double)
    #expect(expected < 0.75 * Double(fixed))
    #expect(expected > 10)
  }

  @Test func whatNothingReachesIsSaid() {
    let answer = run("power --gap 1 --agreement 0.9999 --discordance 0.91 --items 100 --stop-early")
    #expect(answer.status == 0)
    #expect(answer.output.hasPrefix("No number of items lets"))
  }

  @Test(arguments: [
    ("--gap 5 --discordance 0.3 --stop-early", "--stop-early needs --agreement"),
    ("--gap 5 --k 50 --discordance 0.3 --stop-early --agreement 0.8", "use either"),
    ("--agreement 0.8 --discordance 0.3 --stop-early", "only --agreement is given"),
    ("--gap 5 --agreement 0.8 --discordance 0.3 --batch 5", "--batch needs --stop-early"),
    ("--gap 5 --agreement 0.8 --discordance 0.3 --stop-early --batch 0", "--batch: 0 is out of range"),
    (
      "--gap 5 --agreement 0.8 --discordance 0.3 --stop-early --samples-per-item 4 --resampling-variance 0.01",
      "use either"
    ),
    ("--gap 0.01 --agreement 0.8 --discordance 0.3 --stop-early", "give a larger gap"),
  ])
  func mistakesAreExplained(line: String, message: String) {
    let answer = run("power " + line)
    #expect(answer.status == 64, "\(answer.error)")
    #expect(answer.error.contains(message), "\(answer.error)")
  }
}

@Suite struct LooksTests {
  private func power(_ line: String) throws -> [String: Any] { try json(run("power \(line) --format json").output) }

  @Test(arguments: ErrorSpending.allCases)
  func looksTakeFewerItemsOnAverage(spending: ErrorSpending) throws {
    let line = "--gap 15 --power 0.8 --discordance 0.3 --test mcnemar-midp"
    let answer = try power("\(line) --looks 3 --spending \(spending.rawValue)")
    let fixed = try #require(try power(line)["k"] as? Int)
    #expect(answer["schema"] as? String == "mdad.looks/1")
    #expect(answer["basis"] as? String == "exact")
    #expect(answer["fixed_k"] as? Int == fixed)
    #expect((answer["power"] as? Double ?? 0) >= 0.8)
    #expect((answer["level"] as? Double ?? 1) < 0.055)
    #expect((answer["expected_k"] as? Double ?? .infinity) < Double(fixed))
    let looks = try #require(answer["looks"] as? [[String: Any]])
    let largest = try #require(answer["largest_k"] as? Int)
    #expect(looks.compactMap { $0["items"] as? Int } == [largest / 3, 2 * largest / 3, largest])
    let (rejected, total) = (looks.last?["rejected"] as? Double ?? 0, answer["power"] as? Double ?? 1)
    #expect(abs(rejected - total) < 1e-12)
  }

  @Test func manyItemsAreTheLimit() throws {
    let answer = try power("--gap 2 --power 0.8 --discordance 0.3 --test mcnemar-exact --looks 2")
    #expect(answer["basis"] as? String == "normal")
  }

  @Test func aSmallBenchmarkHasNone() {
    let answer = run("power --gap 2 --power 0.9 --discordance 0.3 --items 50 --test mcnemar-exact --looks 3")
    #expect(answer.status == 0)
    #expect(answer.output.hasPrefix("No number of items lets"))
  }

  @Test(arguments: [
    ("--gap 5 --discordance 0.3 --looks 3", "--looks needs --power"),
    ("--gap 5 --agreement 0.8 --discordance 0.3 --spending obf", "--spending needs --looks"),
    ("--k 50 --power 0.8 --discordance 0.3 --test wald --looks 3", "use either"),
    ("--gap 5 --power 0.8 --discordance 0.3 --test wald --looks 0", "--looks: 0 is out of range"),
    ("--gap 5 --power 0.8 --discordance 0.3 --test wald --looks 3 --spending flat", "unknown value \"flat\""),
    ("--gap 5 --power 0.04 --discordance 0.3 --test wald --looks 3", "not above the level"),
  ])
  func mistakesAreExplained(line: String, message: String) {
    let answer = run("power " + line)
    #expect(answer.status == 64, "\(answer.error)")
    #expect(answer.error.contains(message), "\(answer.error)")
  }

  /// Rows of methods that draw items one by one say how many they take when they stop; no other row does, and no row
  /// where it was not asked for.
  @Test func simulationsSayWhatStoppingSaves() throws {
    try withFolder { folder in
      try writeMatrix(folder + "/made.csv")
      let words = [
        "simulate", "--matrix", folder + "/made.csv", "--method", "random,diversity", "--sizes", "20", "--trials", "40",
        "--threshold", "0.6", "--format", "json",
      ]
      let plain = try rows(run(words))
      #expect(plain.count == 2 && plain.allSatisfy { $0["expected_k"] == nil })
      let stopped = try rows(run(words + ["--stop-early", "--batch", "2"]))
      #expect(stopped.count == 2)
      let row = try #require(stopped.first { $0["method"] as? String == "random" })
      let (items, largest) = (try #require(row["expected_k"] as? Double), try #require(row["largest_k"] as? Int))
      #expect(items > 2 && items < Double(largest))
      #expect(largest <= 60 && (row["bound"] as? Double ?? 0) > 0)
      #expect(stopped.first { $0["method"] as? String == "diversity" }?["expected_k"] is NSNull)
      let half = run(words + ["--stop-early", "--split", "half"])
      #expect(half.status == 64 && half.error.contains("--stop-early"))
    }
  }

  private func rows(_ outcome: Outcome) throws -> [[String: Any]] {
    try #require(try json(outcome.output)["results"] as? [[String: Any]])
  }
}
