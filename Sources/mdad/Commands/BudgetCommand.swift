import Foundation
import Planner
import Simulate

extension CommandSpecification {
  static let budget = CommandSpecification(
    name: "budget",
    summary: "what an evaluation costs, and what it can resolve",
    discussion: [
      "For one benchmark or a suite: the smallest micro-benchmark of each method, what evaluating your models on it costs, "
        + "what it saves, what a model-dependent method costs to construct and from how many models on that pays off, and the "
        + "front of cost and MDAD. With --budget also the smallest gap that a sum resolves, and how to split it over the suite.",
      "--format html writes one page that needs no network: charts, tables, and sliders that work the answer out again. "
        + "--format markdown and json are for reports and programs.",
      "A price is per item and model: as it is, from tokens, or from seconds. A suite's benchmarks may differ in it: --suite "
        + "reads a CSV with a column benchmark and any of price_per_item, input_tokens and output_tokens, seconds_per_item.",
    ],
    options: [
      OptionSpecification(
        "benchmark", short: "b", .list("NAME,…", of: []), "benchmarks with a table; mdad table show lists them"),
      OptionSpecification("suite", .file, "the benchmarks and their prices as CSV"),
      OptionSpecification("gap", short: "g", .text("POINTS"), "the gap on the full benchmark to resolve"),
      OptionSpecification(
        "agreement", .text("P"), "the probability of ranking as the full benchmark does",
        default: shortNumber(MDAD.standardThreshold)),
      OptionSpecification("models", .text("N"), "the number of models to evaluate"),
      OptionSpecification("price-per-item", .text("PRICE"), "the price of one model's answer to one item"),
      OptionSpecification("input-tokens", .text("N"), "tokens read per item"),
      OptionSpecification("output-tokens", .text("N"), "tokens written per item"),
      OptionSpecification("input-price", .text("PRICE"), "the price of a million tokens read"),
      OptionSpecification("output-price", .text("PRICE"), "the price of a million tokens written"),
      OptionSpecification("seconds-per-item", .text("S"), "seconds an item takes"),
      OptionSpecification("price-per-hour", .text("PRICE"), "the price of an hour"),
      OptionSpecification("currency", .text("NAME"), "what prices are in", default: "USD"),
      OptionSpecification(
        "sources-known", .flag, "the source models' answers to all items are at hand and cost nothing"),
      OptionSpecification("budget", .text("SUM"), "a sum: the smallest gap it resolves, and its split"),
      OptionSpecification("tables", .folder, "read tables from a folder instead of the shipped ones"),
      SharedOptions.threads,
      OptionSpecification(
        "format", short: "f", .choice(Form.allCases.map(\.rawValue) + ["html"]), "the form of the result",
        default: "text"),
      SharedOptions.output[1],
    ],
    examples: [
      (
        "mdad budget --benchmark gpqa --gap 5 --models 20 --price-per-item 0.01",
        "GPQA for twenty models at a cent an item"
      ),
      (
        "mdad budget -b gpqa,ifeval --gap 3 --models 8 --input-tokens 900 --output-tokens 1200 --input-price 3 "
          + "--output-price 15 -f html -o budget.html", "a page to forward, from token prices"
      ),
      ("mdad budget -b gpqa,ifeval,mmlu-pro --models 8 --price-per-item 0.004 --budget 25", "what 25 dollars resolve"),
    ],
    run: runBudget)
}

private func runBudget(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let gap = try arguments.number("gap", above: 0, upTo: 100, unit: "accuracy points, such as 5")
  let agreement =
    try arguments.number("agreement", in: 0.5...0.9999, unit: "a probability, such as 0.8")
    ?? MDAD.standardThreshold
  let sum = try arguments.amount("budget").map { Money($0) }
  guard gap != nil || sum != nil else {
    throw UsageError("give --gap POINTS to learn what it costs, or --budget SUM to learn what gap it resolves")
  }
  guard let models = try arguments.integer("models", in: 1...1_000_000_000) else {
    throw UsageError("--models is missing; give the number of models to evaluate, such as --models 20")
  }
  let currency = arguments.text("currency") ?? "USD"
  guard currency.count <= 8, !currency.isEmpty, currency.allSatisfy({ $0.isLetter || $0.isCurrencySymbol }) else {
    throw UsageError("--currency: \"\(currency)\" is no currency; give a name such as USD or €")
  }
  let entries = try suite(arguments)
  let library = try tableLibrary(arguments)
  let threads = try arguments.threads()
  let isPage = arguments.text("format") == "html"
  var surfaces: [String: RandomSurface] = [:]
  func costs(gap: Double) throws -> [BenchmarkCosts] {
    try entries.map { entry in
      let benchmark = try budgeted(entry.benchmark, gap: gap, agreement: agreement, library: library, threads: threads)
      if isPage || sum != nil, surfaces[benchmark.name] == nil, let population = benchmark.population {
        surfaces[benchmark.name] = RandomSurface(population: population, threads: threads)
      }
      var question = BudgetQuestion(gap: gap, agreement: agreement, models: models, price: entry.price)
      question.hasSourceResponses = arguments.flag("sources-known")
      return BenchmarkCosts(benchmark, question: question)
    }
  }
  var known = try costs(gap: gap ?? 5)
  let affordable = sum.map { SuiteBudget.Affordable(sum: $0, costs: known, surfaces: surfaces) }
  // Without a gap of one's own, the one that the sum resolves.
  if gap == nil, let found = affordable?.gap, found > 0 { known = try costs(gap: found) }
  let budget = SuiteBudget(costs: known, currency: currency, affordable: affordable)
  return isPage
    ? CommandOutput(text: BudgetPage(budget, surfaces: surfaces).html()) : CommandOutput(budget.report)
}

/// What is known of a benchmark at a gap.
private func budgeted(
  _ name: String, gap: Double, agreement: Double, library: TableLibrary, threads: Int
) throws -> BudgetedBenchmark {
  if let table = try library.table(of: name, split: .full) {
    let plan = try PlanAnswer(
      table: table, gap: gap, agreement: agreement, split: .full, published: nil, threads: threads)
    return BudgetedBenchmark(
      plan: plan, table: table, provenance: Provenance(matrixHash: table.matrixHash, seed: table.seed))
  }
  guard let published = library.published(of: name) else {
    throw PlannerError.unknownBenchmark(name: name, known: library.benchmarkNames)
  }
  return BudgetedBenchmark(
    plan: try PlanAnswer(published: published, gap: gap, agreement: agreement), published: published)
}

/// The benchmarks and what an answer on each costs.
private func suite(_ arguments: ParsedArguments) throws -> [(benchmark: String, price: ItemPrice)] {
  let names = try arguments.list("benchmark")
  guard let path = arguments.text("suite") else {
    guard let names else {
      throw UsageError(
        "--benchmark is missing; name one or more, such as --benchmark gpqa,ifeval, or give --suite FILE")
    }
    let price = try itemPrice(arguments, row: { _ in nil }, place: nil)
    return names.map { ($0, price) }
  }
  if names != nil { throw UsageError("--benchmark and --suite both name the benchmarks; give one") }
  let table = try TextColumns.read(path: path, need: "benchmark among them")
  guard let column = table.columns.firstIndex(of: "benchmark") else {
    throw SimulateError.malformedInput(
      file: table.file, line: 1, message: "no column is named benchmark; it says which benchmarks the suite has")
  }
  var seen: [String] = []
  let entries = try table.rows.map { line, values -> (benchmark: String, price: ItemPrice) in
    let name = values[column]
    if seen.contains(where: { TableLibrary.isSame($0, name) }) {
      throw SimulateError.malformedInput(
        file: table.file, line: line, message: "benchmark \"\(name)\" is there twice; once is enough")
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
    throw SimulateError.malformedInput(file: table.file, line: nil, message: "no benchmark in it; give a row each")
  }
  return entries
}

/// The price that options, or a suite's row before them, give.
private func itemPrice(
  _ arguments: ParsedArguments, row: (String) -> String?, place: (file: String, line: Int)?
) throws -> ItemPrice {
  func amount(_ name: String) throws -> Decimal? {
    guard let text = row(name) else { return try arguments.amount(name) }
    guard let value = decimalAmount(text) else {
      throw SimulateError.malformedInput(
        file: place?.file ?? "", line: place?.line, message: "\(name) is \"\(text)\"; give a number from 0")
    }
    return value
  }
  let ways = [["price-per-item"], ["input-tokens", "output-tokens"], ["seconds-per-item"]]
  // What a row gives comes before what options give.
  let given =
    ways.filter { $0.contains { row($0) != nil } }.nonEmpty ?? ways.filter { $0.contains { arguments.flag($0) } }
  guard let way = given.first, given.count == 1 else {
    let which = place.map { "\($0.file):\($0.line): " } ?? ""
    throw UsageError(
      which + (given.isEmpty ? "no price; give" : "two prices; give one of")
        + " --price-per-item, --input-tokens and --output-tokens with their prices, or --seconds-per-item with --price-per-hour"
    )
  }
  switch way[0] {
  case "price-per-item": return ItemPrice(try amount("price-per-item") ?? 0)
  case "seconds-per-item":
    guard let hourly = try amount("price-per-hour") else {
      throw UsageError("--seconds-per-item needs --price-per-hour PRICE")
    }
    return ItemPrice(seconds: try amount("seconds-per-item") ?? 0, hourly: hourly)
  default:
    let (input, output) = (try amount("input-tokens") ?? 0, try amount("output-tokens") ?? 0)
    let (inputPrice, outputPrice) = (try amount("input-price"), try amount("output-price"))
    if input > 0, inputPrice == nil { throw UsageError("--input-tokens needs --input-price, per million tokens") }
    if output > 0, outputPrice == nil { throw UsageError("--output-tokens needs --output-price, per million tokens") }
    return ItemPrice(
      inputTokens: input, outputTokens: output, inputPrice: inputPrice ?? 0, outputPrice: outputPrice ?? 0)
  }
}

extension Array {
  /// The array, or nil where it is empty.
  fileprivate var nonEmpty: [Element]? { isEmpty ? nil : self }
}

extension ParsedArguments {
  /// The number of an option as it is written, without rounding; nil where it is not given.
  fileprivate func amount(_ name: String) throws -> Decimal? {
    guard let text = text(name) else { return nil }
    guard let value = decimalAmount(text) else {
      throw UsageError("--\(name): \"\(text)\" is not a number from 0; give such as 0.002 or 25")
    }
    return value
  }
}

/// A number from 0 as it is written, without rounding; nil for anything else.
private func decimalAmount(_ text: String) -> Decimal? {
  guard let value = Double(plainDecimal: text), value >= 0, value <= 1e12 else { return nil }
  return Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
}
