import Simulate
import Testing

@testable import Planner

@Suite struct RunComparisonTests {
  /// Makes a matrix of one run.
  static func source(
    _ file: String, model: String, _ answers: [(String, Double)], contents: [String]? = nil, clusters: [String] = []
  ) -> ComparedRuns.Source {
    let matrix = ItemMatrix(
      models: [model], items: answers.map(\.0), labels: .init(clusters: clusters), scores: [answers.map(\.1)])
    return ComparedRuns.Source(file: file, matrix: matrix, contents: contents)
  }

  /// Two runs of `size` items with these discordant ones.
  static func runs(wins: Int, losses: Int, size: Int) throws -> ComparedRuns {
    let items = (0..<size).map { "q\($0)" }
    let first = items.indices.map { $0 < wins ? 0.0 : $0 < wins + losses ? 1 : 1 }
    let second = items.indices.map { $0 < wins ? 1.0 : $0 < wins + losses ? 0 : 1 }
    return try ComparedRuns([
      source("a.json", model: "base", Array(zip(items, first))),
      source("b.json", model: "new", Array(zip(items.reversed(), second.reversed()))),
    ])
  }

  static func question(_ goal: ComparisonGoal, margin: Double = 0, items: Int? = nil) -> ComparisonQuestion {
    var question = ComparisonQuestion(goal: goal)
    question.margin = margin
    question.items = items
    return question
  }

  /// Of N items, those not drawn are all that is left to chance: less is needed, and smaller gaps show.
  @Test(arguments: [ComparisonGoal.difference, .noWorse, .equivalent])
  func claimsAboutTheItemsAllowForThoseDrawn(goal: ComparisonGoal) throws {
    let runs = try Self.runs(wins: 70, losses: 50, size: 400)
    func pair(_ items: Int?, _ subject: TestSubject) throws -> RunComparison.Pair {
      var question = Self.question(goal, margin: 0.15, items: items)
      question.subject = subject
      return try RunComparison(runs, question).pairs[0]
    }
    let (tasks, sample) = (try pair(500, .population), try pair(500, .items))
    #expect(tasks.resolution == (try pair(nil, .population)).resolution)
    let ratio = try #require(sample.resolution) / #require(tasks.resolution)
    // √((500 − 400)/499) of the standard error.
    #expect(abs(ratio - (100.0 / 499).squareRoot()) < 0.08)
    #expect(sample.enoughItems ?? 501 < tasks.enoughItems ?? 501)
    #expect(sample.sample.test == .amongItems && tasks.sample.test == .exact)
    #expect(try pair(400, .items).resolution == 0)
  }

  @Test func picturesShowIntervalsAndRanks() throws {
    let runs = try Self.runs(wins: 30, losses: 10, size: 100)
    let gate = try RunComparison(runs, Self.question(.noWorse, margin: 0.02))
    let svg = try #require(gate.picture).svg()
    for word in ["new", "base", "margin", "pass", "90 % intervals"] { #expect(svg.contains(word), "\(word)") }
    #expect(svg.components(separatedBy: "<circle").count == 2)
    let ranking = try #require(RunComparison(runs, Self.question(.ranking)).picture).svg()
    #expect(ranking.components(separatedBy: "<circle").count == 3)
    #expect(ranking.hasPrefix("<svg ") && ranking.hasSuffix("</svg>\n"))
  }

  @Test func itemsAreAlignedByName() throws {
    let runs = try ComparedRuns([
      Self.source("a", model: "A", [("q1", 1), ("q2", 0), ("q3", 1)]),
      Self.source("b", model: "B", [("q3", 0), ("q4", 1), ("q1", 1)]),
    ])
    #expect(runs.items == ["q1", "q3"])
    #expect(runs.scores == [[1, 1], [1, 0]])
    #expect(runs.leftOut == 2)
    #expect(runs.names == ["A", "B"])
  }

  @Test func itemsOfOneNameAndOtherContentsAreLeftOut() throws {
    let runs = try ComparedRuns([
      Self.source("a", model: "A", [("q1", 1), ("q2", 0)], contents: ["h1", "h2"]),
      Self.source("b", model: "B", [("q1", 1), ("q2", 1)], contents: ["h1", "other"]),
    ])
    #expect(runs.items == ["q1"])
    #expect(runs.differing == 1)
    #expect(runs.leftOut == 0)
    #expect(throws: SimulateError.self) {
      try ComparedRuns([
        Self.source("a", model: "A", [("q1", 1)], contents: ["h1"]),
        Self.source("b", model: "B", [("q1", 1)], contents: ["h2"]),
      ])
    }
  }

  @Test func oneModelTwiceIsNamedByFile() throws {
    let runs = try ComparedRuns([
      Self.source("logs/old.json", model: "gpt", [("q1", 1)]), Self.source("logs/new.json", model: "gpt", [("q1", 1)]),
    ])
    #expect(runs.names == ["old", "new"])
    let folders = try ComparedRuns([
      Self.source("old/run.json", model: "gpt", [("q1", 1)]), Self.source("new/run.json", model: "gpt", [("q1", 1)]),
    ])
    #expect(folders.names == ["old/run.json", "new/run.json"])
    #expect(throws: SimulateError.self) {
      try ComparedRuns([Self.source("a", model: "x", [("q1", 1)]), Self.source("a", model: "x", [("q1", 1)])])
    }
  }

  @Test func clustersAreNumberedByTheFirstFileThatHasThem() throws {
    let runs = try ComparedRuns([
      Self.source("a", model: "A", [("q1", 1), ("q2", 0), ("q3", 1), ("q4", 0)]),
      Self.source("b", model: "B", [("q4", 0), ("q3", 0), ("q2", 1), ("q1", 1)], clusters: ["x", "y", "x", ""]),
    ])
    #expect(runs.clusterOfItem == [0, 1, 2, 1])
  }

  /// Each goal and each verdict.
  @Test(arguments: [
    (ComparisonGoal.order, 0.0, 40, 20, 200, ComparisonVerdict.ahead),
    (.order, 0, 20, 40, 200, .behind), (.order, 0, 31, 30, 200, .tooClose), (.order, 0, 0, 0, 200, .tooClose),
    (.difference, 0, 40, 18, 200, .significant), (.difference, 0, 40, 30, 200, .notSignificant),
    (.noWorse, 0.05, 30, 28, 400, .pass), (.noWorse, 0.05, 10, 60, 400, .fail),
    (.noWorse, 0.05, 30, 40, 200, .inconclusive), (.equivalent, 0.05, 20, 20, 400, .equivalent),
    (.equivalent, 0.05, 80, 10, 400, .different), (.equivalent, 0.05, 10, 80, 400, .different),
    (.equivalent, 0.05, 30, 20, 200, .inconclusive),
  ])
  func verdictsOfPairs(
    goal: ComparisonGoal, margin: Double, wins: Int, losses: Int, size: Int, verdict: ComparisonVerdict
  ) throws {
    let comparison = try RunComparison(
      try Self.runs(wins: wins, losses: losses, size: size), Self.question(goal, margin: margin))
    #expect(comparison.verdict == verdict)
    #expect(comparison.answer == verdict.answer)
  }

  /// The verdict on the order turns at the resolution, and the number of items that would have been enough at the
  /// number of items there are.
  @Test(arguments: 1...30) func resolutionAndEnoughItemsAgree(lead: Int) throws {
    let comparison = try RunComparison(
      try Self.runs(wins: 30 + lead, losses: 30, size: 300), Self.question(.order))
    let pair = comparison.pairs[0]
    let enough = try #require(pair.enoughItems)
    #expect((pair.verdict == .ahead) == (enough <= 300 || pair.sample.difference >= pair.resolution ?? 1))
    // Whole items and ties make the two turn within a few items of each other.
    if pair.verdict == .ahead { #expect(enough <= 315) } else { #expect(enough >= 285) }
  }

  @Test func theOrderOnAllItemsIsKnown() throws {
    let runs = try Self.runs(wins: 31, losses: 30, size: 200)
    #expect(try RunComparison(runs, Self.question(.order, items: 200)).verdict == .ahead)
    #expect(try RunComparison(runs, Self.question(.order, items: 100_000)).verdict == .tooClose)
    #expect(throws: PlannerError.self) { try RunComparison(runs, Self.question(.order, items: 100)) }
  }

  @Test func severalRunsAreComparedWithTheFirst() throws {
    let items = (0..<300).map { "q\($0)" }
    func run(_ model: String, right: Range<Int>) -> ComparedRuns.Source {
      Self.source(model, model: model, items.indices.map { (items[$0], right.contains($0) ? 1 : 0) })
    }
    let runs = try ComparedRuns([
      run("base", right: 0..<150), run("same", right: 1..<151), run("worse", right: 0..<90),
    ])
    let gate = try RunComparison(runs, Self.question(.noWorse, margin: 0.03))
    #expect(gate.pairs.map(\.verdict) == [.pass, .fail])
    #expect(gate.answer == .no)
    #expect(gate.verdict == nil)
    let best = try RunComparison(runs, Self.question(.best))
    #expect(best.ranks?.mayBeBest == [true, true, false])
    #expect(best.verdict == .severalBest)
    #expect(best.pairs.count == 3)
    // A p-value of one comparison counts for less among two.
    #expect(gate.pairs[0].adjustedP >= PairedSample(runs.scores[0], runs.scores[1]).p(above: -0.03))
  }

  @Test func aRunAloneIsRefused() throws {
    let runs = try ComparedRuns([Self.source("a", model: "A", [("q1", 1)])])
    #expect(throws: PlannerError.self) { try RunComparison(runs, Self.question(.order)) }
  }
}
