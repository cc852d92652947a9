import Planner
import Simulate

extension CommandSpecification {
  static let page = CommandSpecification(
    name: "page",
    summary: "a calculator over the tables as one web page",
    discussion: [
      "Writes one HTML page that needs no network: choose a benchmark, a gap and an agreement, and it says how many "
        + "items are enough, as mdad plan does; with an accuracy, for models of that accuracy; with a price, what it "
        + "costs. The question stands in the page's address, so that an answer can be sent as a link.",
      "The page holds every benchmark with a table, or those that --benchmark names. Publish it where you like: "
        + "nothing that is entered leaves it.",
    ],
    options: [
      .benchmarks.described(as: "the benchmarks to choose from; all that have a table if it is not given"), .currency,
      .tables, .threads, .output,
    ],
    examples: [
      ("mdad page -o index.html", "all benchmarks with tables"),
      ("mdad page -b gpqa,ifeval --currency EUR -o ours.html", "two benchmarks, prices in euros"),
    ],
    run: runPage)
}

private func runPage(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let library = try arguments.tableLibrary()
  let named = arguments[.benchmarks]
  var benchmarks: [BudgetedBenchmark] = []
  for name in named ?? library.benchmarkNames {
    let benchmark = try budgeted(name, library)
    if benchmark.curves != nil {
      benchmarks.append(benchmark)
    } else if named != nil {
      throw UsageError("--benchmark: only published figures exist for \(benchmark.name), and a page needs a table")
    }
  }
  guard !benchmarks.isEmpty else { throw UsageError("there is no benchmark with a table; mdad table makes them") }
  let surfaces = RandomSurface.all(of: benchmarks, threads: arguments.threads)
  return CommandOutput(text: try CalculatorPage(benchmarks, surfaces: surfaces, currency: arguments[.currency]).html())
}
