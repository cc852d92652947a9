import Foundation
import Simulate
import Testing

@testable import Planner

private let library = Result { try TableLibrary.shipped() }

/// Returns what a shipped table says at a gap.
private func benchmark(_ name: String, gap: Double, agreement: Double = 0.8) throws -> BudgetedBenchmark {
  let table = try #require(try library.get().table(of: name, split: .full))
  let plan = try PlanAnswer(table: table, gap: gap, agreement: agreement, split: .full, published: nil, threads: 2)
  return BudgetedBenchmark(plan: plan, table: table, provenance: Provenance(matrixHash: table.matrixHash))
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
    let costs = BenchmarkCosts(try benchmark("gpqa", gap: 0.05), question: question)
    #expect(costs.full.text == "64.92")  // 448 · 7 · 0.0207 = 64.9152
    let random = try #require(costs.rows.first { $0.row.method == "random" })
    #expect(random.row.size == 97 && random.total?.text == "14.06")  // 97 · 7 · 0.0207 = 14.0553
    #expect(random.saving?.text == "50.86")
    #expect(random.construction == .zero)
    #expect(random.breakEvenModels == nil)
    let lasso = try #require(costs.rows.first { $0.row.method == "lasso" })
    #expect(lasso.row.size == 10 && lasso.evaluation?.text == "1.45")  // 10 · 7 · 0.0207 = 1.449
    #expect(lasso.construction.text == "3,431.23")  // 448 · 370 · 0.0207 = 3,431.232
    #expect(lasso.total?.text == "3,432.68")
    #expect(lasso.saving?.text == "-3,367.76")
    #expect(lasso.breakEvenModels == 1906)  // 448 · 370 / (97 − 10) = 1,905.3
    #expect(costs.recommended?.row.method == "random")
    #expect(costs.recommendedWithSources?.method == "forward-selection")
    question.hasSourceResponses = true
    let free = BenchmarkCosts(try benchmark("gpqa", gap: 0.05), question: question)
    #expect(free.recommended?.row.method == "forward-selection")
    #expect(free.recommended?.total?.text == "1.45")
    question.hasSourceResponses = false
    question.models = 5000
    let many = BenchmarkCosts(try benchmark("gpqa", gap: 0.05), question: question)
    #expect(BenchmarkCosts.needsSources(many.recommended?.row.method ?? "random"))
  }

  @Test func breakEvenIsWhereTotalsMeet() throws {
    let known = try benchmark("gpqa", gap: 0.03)
    for row in known.plan.rows where row.method != "random" {
      func total(_ method: String, _ models: Int) -> Money? {
        let question = BudgetQuestion(gap: 0.03, models: models, price: ItemPrice(1))
        return BenchmarkCosts(known, question: question).rows.first { $0.row.method == method }?.total
      }
      let costs = BenchmarkCosts(known, question: BudgetQuestion(gap: 0.03, models: 1, price: ItemPrice(1)))
      guard let models = costs.rows.first(where: { $0.row.method == row.method })?.breakEvenModels else { continue }
      #expect(try #require(total(row.method, models)) <= #require(total("random", models)))
      #expect(try #require(total(row.method, models - 1)) > #require(total("random", models - 1)))
    }
  }

  @Test func totalsAreSumsOfPrintedLines() throws {
    let price = ItemPrice(decimal("0.00337"))
    let costs = try ["gpqa", "helm_math", "glue_rte"].map {
      BenchmarkCosts(try benchmark($0, gap: 0.04), question: BudgetQuestion(gap: 0.04, models: 3, price: price))
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
    let names = ["helm_math", "glue_rte"]
    let question = BudgetQuestion(gap: 0.05, models: 4, price: ItemPrice(decimal("0.01")))
    let costs = try names.map { BenchmarkCosts(try benchmark($0, gap: 0.05), question: question) }
    var surfaces: [String: RandomSurface] = [:]
    for cost in costs {
      surfaces[cost.benchmark.name] = RandomSurface(population: try #require(cost.benchmark.population), threads: 2)
    }
    let sum = Money(8)
    let found = SuiteBudget.Affordable(sum: sum, costs: costs, surfaces: surfaces)
    let gap = try #require(found.gap)
    #expect(found.total <= sum)
    #expect(found.shares.count == 2)
    #expect(gap > 0)
    func total(_ gap: Double) throws -> Money {
      try names.reduce(.zero) { total, name in
        let costs = BenchmarkCosts(try benchmark(name, gap: gap), question: question)
        return total + (costs.recommended?.total ?? costs.full)
      }
    }
    #expect(try total(gap) == found.total)
    #expect(try total(((gap - 0.1) * 10).rounded() / 10) > sum)
    // All of it on one benchmark resolves at least as much.
    for name in names {
      let alone = try #require(found.alone.first { $0.benchmark == name && $0.method == "random" })
      #expect((alone.gap ?? 1) <= gap)
      #expect(alone.size == 200)
      let k = try #require(try benchmark(name, gap: alone.gap ?? 0).plan.rows.first { $0.method == "random" }?.size)
      #expect(k <= 200)
    }
    #expect(SuiteBudget.Affordable(sum: Money(100_000), costs: costs, surfaces: surfaces).gap == 0)
    let nothing = SuiteBudget.Affordable(sum: Money(decimal("0.03")), costs: costs, surfaces: surfaces)
    #expect(nothing.gap == nil)
    #expect(nothing.shares.isEmpty)
    #expect(nothing.alone.contains { $0.method == "lasso" && $0.size == nil })
  }

  @Test func otherGapsSayWhatPlansSay() throws {
    let known = try benchmark("glue_rte", gap: 0.05)
    let surface = RandomSurface(population: try #require(known.population), threads: 2)
    for gap in [0.004, 0.01, 0.022, 0.075, 0.3] {
      let plan = try benchmark("glue_rte", gap: gap).plan
      let rows = known.rows(atGap: gap, surface: surface)
      #expect(rows.map(\.method) == plan.rows.map(\.method))
      #expect(rows.map(\.size) == plan.rows.map(\.size))
      #expect(rows.map(\.low) == plan.rows.map(\.low))
      #expect(rows.map(\.high) == plan.rows.map(\.high))
    }
  }

  @Test func everyFormSaysTheSame() throws {
    let costs = BenchmarkCosts(
      try benchmark("gpqa", gap: 0.05),
      question: BudgetQuestion(gap: 0.05, models: 1000, price: ItemPrice(decimal("0.5"))))
    let suite = SuiteBudget(costs: [costs], currency: "€")
    #expect(
      suite.report.markdown.contains("- Recommended: random, 97 items: € 48,500.00, a saving of € 175,500.00 (78.3 %).")
    )
    let json = suite.report.json.text(indented: false)
    #expect(json.contains("\"schema\":\"mdad.budget/1\""))
    #expect(json.contains("\"total\":48500.0"))
    #expect(suite.report.csv.contains("gpqa,448,5,0.8,1000,€,0.5,random,97,97,97,false,exact,"))
    #expect(suite.report.csv.contains(",48500,0,48500,224000,175500,,true\n"))
  }

  @Test func thePageHoldsTheScriptAsItLiesInTheSources() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "../../../Sources/Planner/Budget/Page/page.js")
    let script = try String(contentsOf: file, encoding: .utf8)
    #expect(BudgetPage.script == script)
    let costs = BenchmarkCosts(
      try benchmark("glue_rte", gap: 0.05), question: BudgetQuestion(gap: 0.05, models: 3, price: ItemPrice(1)))
    let page = BudgetPage(
      SuiteBudget(costs: [costs], currency: "</script>"), surfaces: [:]
    ).html()
    #expect(page.components(separatedBy: "</script>").count == 3)
    #expect(page.contains(script))
  }
}
