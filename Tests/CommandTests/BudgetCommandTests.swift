import Foundation
import Testing

@testable import mdad

@Suite struct BudgetCommandTests {
  @Test func everyFormatSaysTheSame() throws {
    let line = "budget -b gpqa --gap 5 --models 20 --price-per-item 0.01"
    let text = run(line)
    #expect(text.status == 0)
    let answer = try json(run(line + " -f json").output)
    #expect(answer["schema"] as? String == "mdad.budget/2")
    let benchmark = try #require((answer["benchmarks"] as? [[String: Any]])?.first)
    let methods = try #require(benchmark["methods"] as? [[String: Any]])
    let method = try #require(benchmark["recommended"] as? String)
    let size = try #require(methods.first { $0["method"] as? String == method }?["k"] as? Int)
    let total = try #require(answer["total"] as? Double)
    #expect(abs(total - Double(size) * 0.2) < 1e-9)  // 20 models at a cent an item.
    #expect(text.output.contains("\(method), \(size) items: USD "))
    let plan = try json(run("plan -b gpqa --gap 5 -f json").output)
    #expect(plan["recommended"] as? String == method)
    func sizes(_ value: Any?) -> [String: Int?] {
      Dictionary(
        uniqueKeysWithValues: (value as? [[String: Any]] ?? []).map { ($0["method"] as? String ?? "", $0["k"] as? Int) }
      )
    }
    #expect(sizes(benchmark["methods"]) == sizes(plan["methods"]))
    let markdown = run(line + " -f markdown").output
    #expect(markdown.hasPrefix("# Evaluation budget\n"))
    #expect(markdown.contains("| \(method) | \(size) | "))
    #expect(run(line + " -f csv").output.contains("gpqa,448,5,0.8,20,USD,0.01,\(method),\(size),"))
  }

  @Test func suitesMayDifferInPrice() throws {
    try withFolder { folder in
      let suite = folder + "/suite.csv"
      try "benchmark,input_tokens,output_tokens,price_per_item\ngpqa,900,1200,\nglue_rte,,,0.004\n"
        .write(toFile: suite, atomically: true, encoding: .utf8)
      let outcome = run(
        [
          "budget", "--suite", suite, "--gap", "5", "--models", "7", "--input-price", "3", "--output-price", "15", "-f",
          "json",
        ])
      let benchmarks = try #require(try json(outcome.output)["benchmarks"] as? [[String: Any]])
      #expect(benchmarks.map { $0["price_per_item"] as? Double } == [0.0207, 0.004])
      #expect(benchmarks.map { $0["full"] as? Double } == [64.92, 7.76])  // 277 · 7 · 0.004 = 7.756
      try "benchmark,price_per_item\ngpqa,cheap\n".write(toFile: suite, atomically: true, encoding: .utf8)
      let mistake = run(["budget", "--suite", suite, "--gap", "5", "--models", "7"])
      #expect(mistake.status == 65)
      #expect(mistake.error.contains("suite.csv:2: price-per-item is \"cheap\""))
      try "benchmark,price_per_item\ngpqa,1\nGPQA,1\n".write(toFile: suite, atomically: true, encoding: .utf8)
      #expect(run(["budget", "--suite", suite, "--gap", "5", "--models", "7"]).error.contains("duplicate benchmark"))
    }
  }

  @Test func aSumWithoutAGapAnswersForTheGapItResolves() throws {
    let outcome = run("budget -b glue_rte,bbh --models 4 --price-per-item 0.01 --budget 10 -f json")
    let answer = try json(outcome.output)
    let affordable = try #require(answer["affordable"] as? [String: Any])
    #expect(affordable["gap"] as? Double == answer["gap"] as? Double)
    #expect(affordable["total"] as? Double == answer["total"] as? Double)
    #expect(try #require(affordable["total"] as? Double) <= 10)
  }

  /// The page loads nothing, says without scripts what the report says, and has no identifier twice.
  @Test func thePageIsSelfContained() throws {
    let page = run("budget -b glue_rte,bbh --gap 5 --models 20 --price-per-item 0.01 -f html").output
    #expect(page.hasPrefix("<!doctype html>"))
    #expect(page.contains("default-src 'none'"))
    let addresses = page.components(separatedBy: "http").dropFirst().map { $0.prefix { $0 != "\"" && $0 != ">" } }
    #expect(Set(addresses) == ["-equiv=", "://www.w3.org/2000/svg"])
    let identifiers = page.components(separatedBy: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(Set(identifiers).count == identifiers.count)
    let markdown = run("budget -b glue_rte,bbh --gap 5 --models 20 --price-per-item 0.01 -f markdown").output
    for line in markdown.split(separator: "\n") where line.hasPrefix("- Recommended") || line.hasPrefix("- If you") {
      #expect(page.contains("<p>\(line.dropFirst(2))</p>"))
    }
  }

  @Test(arguments: [
    ("budget -b gpqa", "give --gap POINTS"), ("budget -b gpqa --gap 5", "--models is missing"),
    ("budget --gap 5 --models 3 --price-per-item 1", "which benchmark? Give --benchmark NAME,…"),
    ("budget -b gpqa --gap 5 --models 3", "no price; give"),
    ("budget -b gpqa --gap 5 --models 3 --price-per-item x", "is not a number of at least 0"),
    ("budget -b gpqa --gap 5 --models 3 --price-per-item -1", "is not a number of at least 0"),
    (
      "budget -b gpqa --gap 5 --models 3 --price-per-item 1 --seconds-per-item 2",
      "use either --price-per-item or --seconds-per-item"
    ),
    ("budget -b gpqa --gap 5 --models 3 --seconds-per-item 2", "--seconds-per-item needs --price-per-hour"),
    ("budget -b gpqa --gap 5 --models 3 --input-tokens 2", "--input-tokens needs --input-price"),
    ("budget -b gpqaa --gap 5 --models 3 --price-per-item 1", "did you mean gpqa?"),
    ("budget -b gpqa --gap 5 --models 0 --price-per-item 1", "out of range"),
    ("budget -b gpqa --gap 5 --models 3 --price-per-item 1 --currency <b>", "is not a currency"),
    ("budget -b gpqa,gpqa --gap 5 --models 3 --price-per-item 1", "listed twice"),
  ])
  func mistakesEndInOneLine(line: String, words: String) {
    let outcome = run(line)
    #expect(outcome.status >= 64, "\(outcome.error)")
    #expect(outcome.output.isEmpty, "\(outcome.error)")
    #expect(outcome.error.contains(words), "\(outcome.error)")
    #expect(outcome.error.split(separator: "\n").count == 1)
  }
}
