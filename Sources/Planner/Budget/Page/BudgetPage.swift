import Simulate

/// Writes a budget's report as one self-contained HTML page: the answer for each benchmark with a chart and folded
/// tables, and controls that recompute it in the page.
///
/// Without scripts it is the report at the settings it was made with.
package struct BudgetPage {
  private let budget: SuiteBudget
  private let surfaces: [String: RandomSurface]
  private let data: PageData

  /// Lays out a page.
  ///
  /// - Parameter surfaces: exact random sampling at every size, by the benchmark's name, if its pairs are known.
  package init(_ budget: SuiteBudget, surfaces: [String: RandomSurface]) {
    self.budget = budget
    self.surfaces = surfaces
    data = PageData(gap: budget.question?.gap, agreement: budget.question?.agreement)
  }

  /// Writes the page.
  package func html() -> String {
    let report = budget.report
    var body =
      "<h1>Evaluation budget</h1>\n<p id=\"question\">\(escaped(report.sentence ?? ""))</p>\n" + controls()
    if budget.costs.count > 1 {
      body += "<section aria-labelledby=\"suite\">\n<h2 id=\"suite\">The suite</h2>\n"
      body += budget.suiteTable.html(
        caption: "Cost of the recommended methods, \(budget.currency)", identifier: "suite-table")
      body += "</section>\n"
    }
    for (number, cost) in budget.costs.enumerated() { body += section(number, cost) }
    for case .section(let section) in budget.affordable?.sections(budget.currency) ?? [] {
      body += "<section>\n<h2>\(escaped(section.heading ?? ""))</h2>\n"
      body += section.sentences.map { "<p>\(escaped($0))</p>\n" }.joined()
      if let table = section.table, !table.isEmpty {
        body += table.html(
          caption: "At agreement \(decimal(budget.question?.agreement, 2)); the sliders do not change it")
      }
      body += "</section>\n"
    }
    body += "<section aria-labelledby=\"notes\">\n<h2 id=\"notes\">Notes</h2>\n<ul>\n"
    body += report.notes.map { "<li>\(escaped($0))</li>\n" }.joined() + "</ul>\n</section>\n"
    let sources = budget.costs.map { cost in
      escaped(cost.benchmark.name)
        + (cost.benchmark.provenance.matrixHash.map { " (matrix SHA-256 <code>\($0.prefix(16))…</code>)" }
          ?? " (published figures)")
    }.joined(separator: ", ")
    return PageParts.document(
      title: "Evaluation budget: \(budget.costs.map(\.benchmark.name).joined(separator: ", "))", body: body,
      sources: "Tables: \(sources).", data: scriptData())
  }

  private func controls() -> String {
    let hasOwnPrices = budget.costs.count > 1
    return "<form id=\"controls\" class=\"several\" hidden>\n<fieldset>\n<legend>Adjust assumptions</legend>\n"
      + PageParts.question
      + PageParts.control(
        "models", "Models to evaluate", hint: "each answers the chosen items", box: "min=\"1\" step=\"1\"",
        hasSlider: false)
      + PageParts.control(
        "price", hasOwnPrices ? "Price, times the given" : "Price per item and model, \(budget.currency)",
        hint: hasOwnPrices ? "1 is the prices as given" : "of one model’s answer to one item",
        box: "min=\"0\" step=\"any\" inputmode=\"decimal\"", hasSlider: false)
      + "<p class=\"check\"><input type=\"checkbox\" id=\"known\">"
      + "<label for=\"known\">I already have the source models’ answers "
      + "(no construction cost)</label></p>\n</fieldset>\n</form>\n"
  }

  private func section(_ number: Int, _ cost: BenchmarkCosts) -> String {
    let name = cost.benchmark.name
    var html =
      "<section aria-labelledby=\"b\(number)\" data-benchmark=\"\(number)\">\n"
      + "<h2 id=\"b\(number)\">\(escaped(name))</h2>\n"
    var plan = cost.plan
    plan.benchmark = name
    html += PageParts.answer(
      number, plan, isRunInFull: cost.recommended == nil, more: cost.sentences(budget.currency))
    html += PageParts.chart(number, plan)
    html += "<details><summary>All methods and what they cost</summary>\n"
    html += cost.table(budget.currency).html(
      caption: "Methods on \(name), money in \(budget.currency)", identifier: "b\(number)-methods")
    html += PageParts.methodsHint + "</details>\n"
    if !cost.front.isEmpty {
      html += "<details><summary>Cost–precision frontier: every cheaper choice has a larger MDAD</summary>\n"
      html += cost.frontTable.html(
        caption: "At the settings the page was made with; the sliders do not change it. Costs in \(budget.currency), "
          + "MDADs in points")
      html += "</details>\n"
    }
    return html + "</section>\n"
  }

  /// Returns the data that the page's script works from.
  private func scriptData() -> JSONValue {
    let question = budget.question
    return .object(
      [
        ("mode", .string("suite")), ("currency", .string(budget.currency)),
        ("gap", PageData.points(question?.gap ?? 0)), ("agreement", .number(question?.agreement ?? 0)),
        ("models", .int(question?.models)), ("known", .bool(question?.hasSourceResponses ?? false)),
      ] + data.members + [
        (
          "benchmarks",
          .array(
            budget.costs.map { cost in
              let benchmark = cost.benchmark
              return .object(
                [("price", Figure.amount(cost.question.price.amount).json)]
                  + data.benchmark(benchmark, surface: surfaces[benchmark.name], fixed: cost.plan.rows))
            })
        )
      ])
  }
}
