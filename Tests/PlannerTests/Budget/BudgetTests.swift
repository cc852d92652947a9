import Foundation
import Simulate
import Testing

@testable import Planner

private let library = Result { try TableLibrary.shipped() }

/// Returns what a shipped table says.
private func benchmark(_ name: String) throws -> BudgetedBenchmark {
  BudgetedBenchmark(table: try #require(try library.get().table(of: name, split: .full)))
}

private func decimal(_ text: String) -> Decimal { Decimal(string: text)! }  // Literals of numbers.

@Suite struct MoneyTests {
  @Test(arguments: [
    ("0.005", "0.01"), ("0.0049", "0.00"), ("1.005", "1.01"), ("1234567.891", "1,234,567.89"), ("-0.005", "-0.01"),
    ("1999.995", "2,000.00"), ("0", "0.00"), ("12", "12.00"),
  ])
  func amountsAreRoundedToTheCentHalfUp(amount: String, text: String) {
    #expect(Money(decimal(amount)).text == text)
  }

  @Test func pricesComeFromTokensAndSeconds() {
    // 900 · 3/10⁶ + 1,200 · 15/10⁶ = 0.0207; 2.5 s at 3.60 an hour = 0.0025.
    let tokens = ItemPrice(inputTokens: 900, outputTokens: 1200, inputPrice: 3, outputPrice: 15)
    #expect(tokens.amount == decimal("0.0207"))
    #expect(ItemPrice(seconds: decimal("2.5"), hourly: decimal("3.6")).amount == decimal("0.0025"))
    #expect(ItemPrice(decimal("0.001")).cost(items: 3, models: 7).text == "0.02")
  }
}

@Suite struct BudgetTests {
  /// GPQA, a gap of 5 points, 7 models, 900 tokens in at 3 and 1,200 out at 15 per million: 0.0207 an item.
  @Test func aBudgetByHandToTheCent() throws {
    var question = BudgetQuestion(
      gap: 0.05, models: 7, price: ItemPrice(inputTokens: 900, outputTokens: 1200, inputPrice: 3, outputPrice: 15))
    let known = try benchmark("gpqa")
    let costs = try BenchmarkCosts(known, question: question)
    #expect(costs.full.text == "64.92")  // 448 · 7 · 0.0207 = 64.9152
    let random = try #require(costs.rows.first { $0.row.method == "random" })
    let size = try #require(random.row.size)
    #expect(random.total == Money(Decimal(size * 7) * decimal("0.0207")))
    #expect(random.saving == costs.full - (try #require(random.total)))
    #expect(random.construction == .zero)
    #expect(random.breakEvenModels == nil)
    let lasso = try #require(costs.rows.first { $0.row.method == "lasso" })
    let chosen = try #require(lasso.row.size)
    #expect(lasso.evaluation == Money(Decimal(chosen * 7) * decimal("0.0207")))
    #expect(lasso.construction == Money(Decimal(448 * known.sources) * decimal("0.0207")))
    #expect(lasso.total == (try #require(lasso.evaluation)) + lasso.construction)
    let needed = Double(448 * known.sources) / Double(size - chosen)
    #expect(lasso.breakEvenModels == Int(needed.rounded(.up)))
    // What rests on a draw is recommended; what was learned only under a condition, and where it costs less.
    #expect(costs.recommended?.row.guarantee == .randomised)
    #expect(costs.conditional == nil)
    question.hasSourceResponses = true
    let free = try BenchmarkCosts(known, question: question)
    #expect(free.recommended?.row.guarantee == .randomised)
    #expect(free.conditional?.row.guarantee == .learned)
    #expect(free.conditional?.construction == .zero)
    question.hasSourceResponses = false
    question.models = 500_000
    let many = try BenchmarkCosts(known, question: question)
    #expect(many.conditional?.row.guarantee == .learned)
  }

  @Test func breakEvenIsWhereTotalsMeet() throws {
    let known = try benchmark("glue_rte")
    let one = try BenchmarkCosts(known, question: BudgetQuestion(gap: 0.03, models: 1, price: ItemPrice(1)))
    for row in one.rows {
      guard let models = row.breakEvenModels else { continue }
      func total(_ method: String, _ models: Int) throws -> Money {
        let question = BudgetQuestion(gap: 0.03, models: models, price: ItemPrice(1))
        let costs = try BenchmarkCosts(known, question: question)
        return try #require(costs.rows.first { $0.row.method == method }?.total)
      }
      #expect(try total(row.row.method, models) <= total("random", models))
      #expect(try total(row.row.method, models - 1) > total("random", models - 1))
    }
    #expect(one.rows.contains { $0.breakEvenModels != nil })
  }

  @Test func totalsAreSumsOfPrintedLines() throws {
    let price = ItemPrice(decimal("0.00337"))
    let costs = try ["swebench_verified", "helm_math", "glue_rte"].map {
      try BenchmarkCosts(try benchmark($0), question: BudgetQuestion(gap: 0.04, models: 3, price: price))
    }
    let suite = SuiteBudget(costs: costs, currency: "USD")
    let rows = suite.suiteTable.rows.map { $0.map(\.shown) }
    func column(_ index: Int) -> Decimal {
      rows.dropLast().reduce(0) { $0 + decimal($1[index].filter { $0 != "," }) }
    }
    for index in 4...6 { #expect(decimal((rows.last?[index] ?? "").filter { $0 != "," }) == column(index)) }
    #expect(suite.total < suite.full)
  }

  @Test func nothingOnTheFrontIsBeaten() {
    func point(_ cost: Int, _ mdad: Double?) -> FrontPoint {
      FrontPoint(method: "m\(cost)", size: cost, cost: Money(Decimal(cost)), mdad: Estimate(exactly: mdad))
    }
    let front = BenchmarkCosts.front([point(3, 5), point(1, 9), point(2, 9), point(5, 5), point(4, nil), point(7, 2)])
    #expect(front.map(\.method) == ["m1", "m3", "m7"])
  }

  @Test func aSumIsSplitAtTheSmallestGapItPaysFor() throws {
    let names = ["gaia", "glue_rte"]
    let question = BudgetQuestion(gap: 0.05, models: 4, price: ItemPrice(decimal("0.01")))
    let costs = try names.map { try BenchmarkCosts(try benchmark($0), question: question) }
    var surfaces: [String: RandomSurface] = [:]
    for cost in costs {
      surfaces[cost.benchmark.name] = RandomSurface(population: try #require(cost.benchmark.population), threads: 2)
    }
    let sum = Money(4)
    let found = SuiteBudget.Affordable(sum: sum, costs: costs, surfaces: surfaces)
    let gap = try #require(found.gap)
    #expect(found.total <= sum && found.shares.count == 2 && gap > 0)
    func total(_ gap: Double) throws -> Money {
      try names.reduce(.zero) { total, name in
        var question = question
        question.gap = gap
        let costs = try BenchmarkCosts(try benchmark(name), question: question)
        return total + (costs.recommended?.total ?? costs.full)
      }
    }
    #expect(try total(gap) == found.total)
    #expect(try total(((gap - 0.001) * 1000).rounded() / 1000) > sum)
    // All of it on one benchmark resolves at least as much.
    for name in names {
      let alone = try #require(found.alone.first { $0.benchmark == name && $0.method == "random" })
      #expect((alone.gap ?? 1) <= gap && alone.size == 100)
      var question = question
      question.gap = alone.gap ?? 0
      let k = try #require(try benchmark(name).plan(question).rows.first { $0.method == "random" }?.size)
      #expect(k <= 100)
    }
    #expect(SuiteBudget.Affordable(sum: Money(100_000), costs: costs, surfaces: surfaces).gap == 0)
    let nothing = SuiteBudget.Affordable(sum: Money(decimal("0.03")), costs: costs, surfaces: surfaces)
    #expect(nothing.gap == nil && nothing.shares.isEmpty)
    #expect(nothing.alone.contains { $0.method == "lasso" && $0.size == nil })
  }

  /// One question, one recommendation: a surface of all sizes says what the search for one says.
  @Test func surfacesSayWhatSearchesSay() throws {
    let known = try benchmark("glue_rte")
    let surface = RandomSurface(population: try #require(known.population), threads: 2)
    for gap in [0.004, 0.01, 0.022, 0.075, 0.3] {
      let question = BudgetQuestion(gap: gap, models: 3, price: ItemPrice(1))
      let (fast, plain) = (try known.plan(question, surface: surface), try known.plan(question))
      #expect(fast.rows.map(\.method) == plain.rows.map(\.method))
      #expect(fast.rows.map(\.size) == plain.rows.map(\.size))
      #expect(fast.rows.map(\.low) == plain.rows.map(\.low))
      #expect(fast.rows.map(\.high) == plain.rows.map(\.high))
      #expect(fast.recommended?.method == plain.recommended?.method)
    }
  }

  @Test func everyFormSaysTheSame() throws {
    let costs = try BenchmarkCosts(
      try benchmark("gpqa"), question: BudgetQuestion(gap: 0.05, models: 1000, price: ItemPrice(decimal("0.5"))))
    let suite = SuiteBudget(costs: [costs], currency: "€")
    let chosen = try #require(costs.recommended)
    let (size, total) = (try #require(chosen.row.size), try #require(chosen.total))
    #expect(
      suite.report.markdown.contains(
        "- Recommended: \(chosen.row.method), \(size) items: € \(total.text), a saving of € "
          + "\((costs.full - total).text)"))
    let json = suite.report.json.text(indented: false)
    #expect(json.contains("\"schema\":\"mdad.budget/2\""))
    #expect(json.contains("\"recommended\":\"\(chosen.row.method)\""))
    #expect(suite.report.csv.contains("gpqa,448,5,0.8,1000,€,0.5,\(chosen.row.method),\(size),"))
    #expect(suite.report.csv.contains(",\(total.amount),224000,"))
  }

  @Test func thePageHoldsTheScriptAsItLiesInTheSources() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "../../../Sources/Planner/Budget/Page/page.js")
    let script = try String(contentsOf: file, encoding: .utf8)
    // Inside a script element "</" would end it.
    let inPage = script.replacingOccurrences(of: "</", with: "<\\/")
    #expect(PageParts.script == inPage)
    let costs = try BenchmarkCosts(
      try benchmark("glue_rte"), question: BudgetQuestion(gap: 0.05, models: 3, price: ItemPrice(1)))
    let page = BudgetPage(
      SuiteBudget(costs: [costs], currency: "</script>"), surfaces: [:]
    ).html()
    #expect(page.components(separatedBy: "</script>").count == 3)
    #expect(page.contains(inPage))
  }
}
