import Foundation
import Planner
import Simulate

extension AnyOption {
  fileprivate static let suite = Option(
    "suite", .file, "the benchmarks and their prices as CSV", excludes: [.given(.benchmarks)])

  static let benchmarks = Option(
    "benchmark", short: "b", .list("NAME,…", of: .text("NAME")),
    "benchmarks with a table or published figures; mdad table show lists them", example: "gpqa,ifeval")

  fileprivate static let models = Option(
    "models", .integer("N", in: 1...1_000_000_000), "the number of models to evaluate", example: "20")

  fileprivate static let inputPrice = Option(
    "input-price", .amount("PRICE"), "the price of a million input tokens", example: "3")

  fileprivate static let outputPrice = Option(
    "output-price", .amount("PRICE"), "the price of a million output tokens", example: "15")

  fileprivate static let inputTokens = Option(
    "input-tokens", .amount("N"), "input tokens per item", example: "900", needs: .given(.inputPrice),
    excludes: [.given(.pricePerItem)])

  fileprivate static let outputTokens = Option(
    "output-tokens", .amount("N"), "output tokens per item", example: "1200", needs: .given(.outputPrice),
    excludes: [.given(.pricePerItem)])

  fileprivate static let pricePerHour = Option("price-per-hour", .amount("PRICE"), "the price of an hour", example: "2")

  fileprivate static let secondsPerItem = Option(
    "seconds-per-item", .amount("S"), "seconds per item", example: "1.5", needs: .given(.pricePerHour),
    excludes: [.given(.pricePerItem), .given(.inputTokens), .given(.outputTokens)])

  static let currency = Option(
    "currency", .currency, "the currency of prices", default: "USD", example: "€")

  fileprivate static let sourcesKnown = Option(
    "sources-known", "you already have the source models' answers to all items; they cost nothing")

  fileprivate static let budget = Option(
    "budget", .amount("AMOUNT"), "an amount; find the smallest gap it resolves, and how to split it", example: "25")

  /// The form of the result, or nil for an HTML page.
  fileprivate static let budgetFormat = Option<Form?>(
    "format", short: "f", .choice(Form.allCases.map { $0 } + [nil]) { $0?.rawValue ?? "html" },
    "the form of the result", default: .text, otherwise: "by -o's suffix, or text")
}

extension ValueKind where Value == String {
  /// A currency's name or sign.
  fileprivate static var currency: ValueKind {
    ValueKind(.text("NAME")) { text throws(ValueError) in
      guard text.count <= 8, !text.isEmpty, text.allSatisfy({ $0.isLetter || $0.isCurrencySymbol }) else {
        throw ValueError("\(quoted(text)) is not a currency", give: "a name or sign")
      }
      return text
    }
  }
}

extension CommandSpecification {
  static let budget = CommandSpecification(
    name: "budget",
    summary: "what an evaluation costs, and what it can resolve",
    discussion: [
      "For one benchmark or a suite: the smallest micro-benchmark of each method, what evaluating your models on it "
        + "costs and saves, what a model-dependent method costs to construct and for how many models that pays off, "
        + "and the frontier of cost and precision. With --budget also the smallest gap that an amount resolves, and "
        + "how to split it over the suite.",
      "--format html writes one page that needs no network: charts, tables, and controls that recompute the answer. "
        + "--format markdown and json are for reports and programs.",
      "A price is per item and model: given directly, from tokens, or from seconds. The benchmarks of a suite may "
        + "differ: --suite reads a CSV with a column benchmark and any of price_per_item, input_tokens and "
        + "output_tokens, seconds_per_item.",
    ],
    options: [
      .benchmarks.excluding(.given(.matrix), .given(.items)), .suite.excluding(.given(.matrix), .given(.items)),
      .matrix.excluding(.given(.items)),
      .items.needing(.either(.given(.discordance), .given(.accuracy))),
      .discordance.needing(.given(.items)),
      .accuracy.needing(.given(.items)).excluding(.given(.discordance)), .correlation, .gap,
      .agreement, .models, .pricePerItem, .inputTokens, .outputTokens, .inputPrice,
      .outputPrice, .secondsPerItem, .pricePerHour, .currency, .sourcesKnown, .budget, .tables, .threads,
      .budgetFormat, .output, .also,
    ] + AnyOption.reading.needing(.given(.matrix)) + [.progress.needing(.given(.matrix))],
    examples: [
      (
        "mdad budget --benchmark gpqa --gap 5 --models 20 --price-per-item 0.01",
        "GPQA for twenty models at a cent an item"
      ),
      (
        "mdad budget -b gpqa,ifeval --gap 3 --models 8 --input-tokens 900 --output-tokens 1200 --input-price 3 "
          + "--output-price 15 -f html -o budget.html", "a page to forward, from token prices"
      ),
      (
        "mdad budget --items 500 --accuracy 60 --correlation 0.5 --gap 5 --models 8 --price-per-item 0.01",
        "a benchmark without a table, by formula"
      ),
      ("mdad budget -b gpqa,ifeval,mmlu-pro --models 8 --price-per-item 0.004 --budget 25", "what 25 dollars resolve"),
    ],
    run: runBudget)
}

private func runBudget(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let gap = arguments[.gap]?.fraction
  let agreement = arguments[.agreement]
  let sum = arguments[.budget].map { Money($0.exact) }
  guard gap != nil || sum != nil else {
    throw UsageError("give --gap POINTS to learn what it costs, or --budget AMOUNT to learn what gap it resolves")
  }
  let models = try arguments.required(.models)
  let currency = arguments[.currency]
  let (prices, benchmarks) = try suite(arguments, console: console)
  let threads = arguments.threads
  let isPage = arguments.form(.budgetFormat) as? Form == nil
  let surfaces = isPage || sum != nil ? RandomSurface.all(of: benchmarks, threads: threads) : [:]
  func costs(gap: Double) throws -> [BenchmarkCosts] {
    try zip(prices, benchmarks).map { price, benchmark in
      var question = BudgetQuestion(gap: gap, agreement: agreement, models: models, price: price)
      question.hasSourceResponses = arguments[.sourcesKnown] || arguments.isGiven(.matrix)
      return try BenchmarkCosts(benchmark, question: question, surface: surfaces[benchmark.name], threads: threads)
    }
  }
  var known = try costs(gap: gap ?? 0.05)
  let affordable = sum.map { SuiteBudget.Affordable(sum: $0, costs: known, surfaces: surfaces) }
  // If no gap is given, use the smallest one that the amount resolves.
  if gap == nil, let found = affordable?.gap, found > 0 { known = try costs(gap: found) }
  let budget = SuiteBudget(
    costs: known, currency: currency, affordable: affordable, average: try average(known, arguments))
  return CommandOutput(budget.report, as: isPage ? BudgetPage(budget, surfaces: surfaces).html() : nil)
}

/// Returns what the gap takes in the average of several benchmarks; nil for a single one, or if one does not say how
/// models differ.
private func average(_ costs: [BenchmarkCosts], _ arguments: ParsedArguments) throws -> SuitePlan? {
  guard costs.count > 1, let question = costs.first?.question else { return nil }
  let library = try arguments.tableLibrary()
  var parts: [SuitePlan.Part] = []
  for cost in costs {
    guard let facts = try? library.facts(of: cost.benchmark.name) else { return nil }
    parts.append(SuitePlan.Part(facts, price: cost.question.price.number))
  }
  return try SuitePlan(parts, gap: question.gap, target: question.agreement)
}

/// Returns what is known about a benchmark.
func budgeted(_ name: String, _ library: TableLibrary) throws -> BudgetedBenchmark {
  if let table = try library.table(of: name, split: .full) {
    return BudgetedBenchmark(table: table, hasFrame: library.hasFrame(of: name))
  }
  guard let published = library.published(of: name) else {
    throw PlannerError.unknownBenchmark(name: name, known: library.benchmarkNames)
  }
  return BudgetedBenchmark(published: published)
}

/// Returns the benchmarks and the price of an answer on each.
private func suite(
  _ arguments: ParsedArguments, console: Console
) throws -> (prices: [ItemPrice], benchmarks: [BudgetedBenchmark]) {
  func price() throws -> ItemPrice { try itemPrice(arguments, row: { _ in nil }, place: nil) }
  if let items = arguments[.items] {
    return (
      [try price()],
      [BudgetedBenchmark(name: "your benchmark", items: items, discordance: try arguments.discordanceSource())]
    )
  }
  if let path = arguments[.matrix] {
    let price = try price()
    return ([price], [try measured(arguments, path: path, console: console)])
  }
  let library = try arguments.tableLibrary()
  if let path = arguments[.suite] {
    let entries = try suite(arguments, path: path)
    return (entries.map(\.price), try entries.map { try budgeted($0.benchmark, library) })
  }
  guard let names = arguments[.benchmarks] else {
    throw UsageError(
      "which benchmark? Give --benchmark NAME,…, --suite FILE, --matrix FILE, or --items N and how models differ: "
        + "--discordance D, or --accuracy POINTS and --correlation PHI")
  }
  let price = try price()
  return (names.map { _ in price }, try names.map { try budgeted($0, library) })
}

/// Returns what the answers in a matrix say of its benchmark.
private func measured(
  _ arguments: ParsedArguments, path: String, console: Console
) throws -> BudgetedBenchmark {
  var matrix = try arguments.readMatrix(path, console: console)
  try arguments.addLabels(beside: path, to: &matrix)
  let plan = MatrixPlan(
    matrix: matrix, question: PlanQuestion(gap: arguments[.gap]?.fraction ?? 0.05, agreement: arguments[.agreement]))
  return BudgetedBenchmark(
    table: try withProgress(arguments, console, total: plan.trialCount) { progress in
      try plan.table(
        benchmark: ParsedArguments.benchmarkName(of: path), threads: arguments.threads, progress: progress)
    })
}

/// Returns the benchmarks of a suite's file with the price of an answer on each.
private func suite(
  _ arguments: ParsedArguments, path: String
) throws -> [(benchmark: String, price: ItemPrice)] {
  let table = try TextColumns.read(path: path, need: "benchmark among them")
  guard let column = table.columns.firstIndex(of: "benchmark") else {
    throw SimulateError.malformedInput(
      file: table.file, line: 1, message: "the suite file needs a column named benchmark")
  }
  var seen: [String] = []
  let entries = try table.rows.map { line, values -> (benchmark: String, price: ItemPrice) in
    let name = values[column]
    if seen.contains(where: { TableLibrary.isSame($0, name) }) {
      throw SimulateError.malformedInput(
        file: table.file, line: line, message: "duplicate benchmark \"\(name)\"; name each once")
    }
    seen.append(name)
    let price = try itemPrice(
      arguments,
      row: { option in
        let name = option.split(separator: "-").joined(separator: "_")
        return table.columns.firstIndex(of: name).map { values[$0] }.flatMap { $0.isEmpty ? nil : $0 }
      }, place: (table.file, line))
    return (name, price)
  }
  guard !entries.isEmpty else {
    throw SimulateError.malformedInput(
      file: table.file, line: nil, message: "no benchmarks; give one row per benchmark")
  }
  return entries
}

/// Returns the price that a suite's row gives, or else the options.
private func itemPrice(
  _ arguments: ParsedArguments, row: (String) -> String?, place: (file: String, line: Int)?
) throws -> ItemPrice {
  func amount(_ option: Option<Amount?>) throws -> Decimal? {
    guard let text = row(option.name) else { return arguments[option]?.exact }
    guard let value = Amount(text) else {
      throw SimulateError.malformedInput(
        file: place?.file ?? "", line: place?.line,
        message: "\(option.name) is \"\(text)\"; give a number of at least 0")
    }
    return value.exact
  }
  let ways: [[Option<Amount?>]] = [[.pricePerItem], [.inputTokens, .outputTokens], [.secondsPerItem]]
  // A row's prices take precedence over the options.
  let given =
    ways.filter { $0.contains { row($0.name) != nil } }.nonEmpty
    ?? ways.filter { $0.contains { arguments.isGiven($0) } }
  let line = place.map { "\($0.file):\($0.line): " } ?? ""
  guard let way = given.first, given.count == 1 else {
    throw UsageError(
      line + (given.isEmpty ? "no price; give" : "two prices; give one of")
        + " --price-per-item, --input-tokens and --output-tokens with their prices, or --seconds-per-item with "
        + "--price-per-hour"
    )
  }
  func price(of option: Option<Amount?>, _ price: Option<Amount?>) throws -> Decimal {
    guard let value = try amount(price) else { throw UsageError("\(line)--\(option.name) needs --\(price.name)") }
    return value
  }
  if let price = try amount(.pricePerItem), way[0].name == AnyOption.pricePerItem.name { return ItemPrice(price) }
  if let seconds = try amount(.secondsPerItem), way[0].name == AnyOption.secondsPerItem.name {
    return ItemPrice(seconds: seconds, hourly: try price(of: .secondsPerItem, .pricePerHour))
  }
  let (input, output) = (try amount(.inputTokens) ?? 0, try amount(.outputTokens) ?? 0)
  return ItemPrice(
    inputTokens: input, outputTokens: output,
    inputPrice: input > 0 ? try price(of: .inputTokens, .inputPrice) : 0,
    outputPrice: output > 0 ? try price(of: .outputTokens, .outputPrice) : 0)
}

extension Array {
  /// The array, or nil if it is empty.
  fileprivate var nonEmpty: [Element]? { isEmpty ? nil : self }
}
