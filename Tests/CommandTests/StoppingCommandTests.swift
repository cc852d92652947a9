import Foundation
import Testing

@Suite struct StopEarlyTests {
  private func power(_ line: String) throws -> [String: Any] { try json(run("power \(line) --format json").output) }

  @Test func theRuleStandsBesideTheFixedNumber() throws {
    let stopping = try power("--gap 5 --agreement 0.8 --discordance 0.36 --stop-early")
    let fixed = try power("--gap 5 --agreement 0.8 --discordance 0.36")["k"] as? Int
    #expect(stopping["schema"] as? String == "mdad.stopping/1")
    #expect(stopping["fixed_k"] as? Int == fixed && fixed == 121)
    #expect(stopping["bound"] as? Int == 5 && stopping["batch"] as? Int == 1)
    let gaps = try #require(stopping["gaps"] as? [[String: Any]])
    #expect(gaps.map { $0["gap"] as? Double } == [0, 5, 10])
    #expect(gaps[1]["expected_k"] as? Double == stopping["expected_k"] as? Double)
  }

  @Test func aBenchmarkGivesDiscordanceAndSize() throws {
    let stopping = try power("--gap 5 --agreement 0.8 --benchmark gpqa --batch 10 --stop-early")
    #expect(stopping["items"] as? Int == 448 && stopping["batch"] as? Int == 10)
    let fixed = try #require(stopping["fixed_k"] as? Int)
    let expected = try #require(stopping["expected_k"] as? Double)
    #expect(expected < 0.75 * Double(fixed) && expected > 10)
  }

  @Test func whatNothingReachesIsSaid() {
    let answer = run("power --gap 1 --agreement 0.9999 --discordance 0.91 --items 100 --stop-early")
    #expect(answer.status == 0 && answer.output.hasPrefix("No number of items lets"))
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
    #expect(answer.status == 64 && answer.error.contains(message), "\(answer.error)")
  }
}
