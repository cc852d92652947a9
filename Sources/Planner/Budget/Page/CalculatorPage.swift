import Simulate

/// Writes a calculator over benchmarks with tables as one self-contained HTML page: a question, its answer with a
/// chart, and folded tables.
///
/// Its answers are those of plans. Without scripts it is the answer to its first question.
package struct CalculatorPage {
  private let benchmarks: [BudgetedBenchmark]
  private let surfaces: [String: RandomSurface]
  private let currency: String
  private let first: PlanAnswer
  private let data: PageData

  /// Lays out a page.
  ///
  /// - Parameters:
  ///   - benchmarks: those to choose from, with tables; at least one, the first of which is shown first.
  ///   - surfaces: exact random sampling at every size, by the benchmark's name, if its pairs are known.
  ///   - currency: the currency of prices.
  /// - Throws: ``PlannerError`` if the first benchmark is too small for any gap that is shown first.
  package init(
    _ benchmarks: [BudgetedBenchmark], surfaces: [String: RandomSurface], currency: String
  ) throws(PlannerError) {
    self.benchmarks = benchmarks
    self.surfaces = surfaces
    self.currency = currency
    let question = PlanQuestion(gap: 0.05)
    first = try benchmarks[0].plan(question, surface: surfaces[benchmarks[0].name])
    data = PageData(gap: question.gap, agreement: question.agreement)
  }

  /// Writes the page.
  package func html() -> String {
    let name = benchmarks[0].name
    let rows = Table(
      first.rows,
      [
        Column("method", "method") { .text($0.method) },
        Column("k", "k") { $0.isUpperBound ? .atMost(.count($0.size)) : .count($0.size) },
        Column("interval", "95 % interval") { $0.shownInterval },
        Column("guarantee", "guarantee") { .text($0.guarantee.rawValue) },
      ]
        + ["evaluation", "construction", "total", "saving", "saving, %", "break-even, models"].map { heading in
          Column(heading, heading) { _ in .amount(nil) }
        })
    let body = """
      <h1>How many benchmark items are enough?</h1>
      <div class="two calculator">
      <div>
      \(controls())</div>
      <section aria-labelledby="b0-name" data-benchmark="0">
      <h2 id="b0-name">\(escaped(name)): \(Figure.count(first.items).shown) items</h2>
      \(PageParts.answer(0, first, isRunInFull: first.recommended == nil, more: more()))\
      \(PageParts.chart(0, first))<p class="command">The same in a terminal: \
      <code id="b0-command">mdad plan --benchmark \(escaped(name)) --gap 5</code></p>
      <details id="b0-all" class="unpriced"><summary>All methods</summary>
      \(rows.html(caption: "What each method needs", identifier: "b0-methods"))\(PageParts.methodsHint)</details>
      <details><summary>Notes</summary>
      <ul>
      <li id="b0-measured">\(escaped(first.measured?.sentence ?? ""))</li>
      <li>Random sampling is exact; other methods are simulated. An answer holds for any models if it was enough in \
      every regime measured: models at random, new families, newer models, the strongest.</li>
      <li>With an accuracy, random sampling is computed by formula from how alike models of that accuracy answer.</li>
      <li>With a price, methods that need other models’ answers to all items pay for these (construction). Break-even \
      is the number of models from which on that costs no more than random sampling.</li>
      </ul>
      </details>
      </section>
      </div>

      """
    return PageParts.document(
      title: "How many benchmark items are enough?", body: body,
      sources: "Nothing you enter leaves this page.", data: scriptData())
  }

  private func more() -> [String] {
    guard let row = first.recommended else { return [] }
    var more = ["It holds for any models."]
    if case .range = row.shownInterval { more[0] += " 95 % interval: \(row.shownInterval.shown) items." }
    if let other = first.conditionallyRecommended {
      more.append(
        "If your models resemble the \(Figure.count(first.measured?.count).shown) measured: \(other.method), "
          + "\(other.isUpperBound ? "at most " : "")\(Figure.count(other.size).shown) items.")
    }
    return more
  }

  private func controls() -> String {
    let choices = benchmarks.map { benchmark in
      "<option value=\"\(escaped(benchmark.name))\">\(escaped(benchmark.name)) (\(Figure.count(benchmark.items).shown))"
        + "</option>"
    }
    return "<form id=\"controls\" hidden>\n<fieldset>\n<legend>Your question</legend>\n"
      + "<p><label for=\"benchmark\">Benchmark (items)</label>"
      + "<select id=\"benchmark\">\(choices.joined())</select></p>\n"
      + PageParts.question
      + PageParts.control(
        "accuracy", "Accuracy, %", hint: "of your models; leave it empty if they are like those measured",
        box: "min=\"1\" max=\"99\" step=\"any\" inputmode=\"decimal\"", hasSlider: true)
      + PageParts.control(
        "models", "Models to evaluate", hint: "each answers the chosen items", box: "min=\"1\" step=\"1\"",
        hasSlider: false)
      + PageParts.control(
        "price", "Price per item and model, \(currency)", hint: "leave it empty to count items alone",
        box: "min=\"0\" step=\"any\" inputmode=\"decimal\"", hasSlider: false)
      + "</fieldset>\n</form>\n"
  }

  private func scriptData() -> JSONValue {
    .object(
      [
        ("mode", .string("one")), ("currency", .string(currency)), ("gap", PageData.points(first.question.gap)),
        ("agreement", .number(first.question.agreement)), ("models", .int(1)), ("known", .bool(false)),
      ] + data.members + [
        (
          "benchmarks",
          .array(
            benchmarks.map { .object(data.benchmark($0, surface: surfaces[$0.name], fixed: [])) })
        )
      ])
  }
}
