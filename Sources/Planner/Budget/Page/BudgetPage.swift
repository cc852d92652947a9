import Foundation
import PageScript
import Simulate

/// Writes a budget's report as one self-contained HTML page: charts, tables, and sliders that recompute the answer in
/// the page.
///
/// Nothing is loaded from elsewhere, and the page's content security policy forbids it. Without scripts it is the
/// report at the settings it was made with.
package struct BudgetPage {
  private let budget: SuiteBudget
  private let surfaces: [String: RandomSurface]
  private let charts: [PlanCharts?]
  /// The stops of the slider of gaps, fractions.
  private let gaps: [Double]
  /// The stops of the slider of agreements.
  private let agreements: [Double]

  /// Lays out a page.
  ///
  /// - Parameter surfaces: exact random sampling at every size, by the benchmark's name, if its pairs are known.
  package init(_ budget: SuiteBudget, surfaces: [String: RandomSurface]) {
    self.budget = budget
    self.surfaces = surfaces
    charts = budget.costs.map { PlanCharts($0.plan) }
    let question = budget.question
    func stops(_ steps: some Sequence<Double>, _ own: Double?) -> [Double] {
      Set(Array(steps) + [own].compactMap { $0 }).sorted()
    }
    gaps = stops((5...200).map { Double($0) / 1000 }, question?.gap)
    agreements = stops((60...95).map { Double($0) / 100 }, question?.agreement)
  }

  /// Writes the page.
  package func html() -> String {
    let report = budget.report
    let title = "Evaluation budget: \(budget.costs.map(\.benchmark.name).joined(separator: ", "))"
    var html = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy"
        content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
      <meta name="generator" content="mdad \(programVersion)">
      <title>\(escaped(title))</title>
      <style>
      \(BudgetPage.style)\(LineChart.style)</style>
      </head>
      <body>
      <main>
      <h1>Evaluation budget</h1>
      <p id="question">\(escaped(report.sentence ?? ""))</p>

      """
    html += controls()
    if budget.costs.count > 1 {
      html += "<section aria-labelledby=\"suite\">\n<h2 id=\"suite\">The suite</h2>\n"
      html += budget.suiteTable.html(
        caption: "Cost of the recommended methods, \(budget.currency)", identifier: "suite-table")
      html += "</section>\n"
    }
    for (number, cost) in budget.costs.enumerated() { html += section(number, cost) }
    for case .section(let section) in budget.affordable?.sections(budget.currency) ?? [] {
      html += "<section>\n<h2>\(escaped(section.heading ?? ""))</h2>\n"
      html += section.sentences.map { "<p>\(escaped($0))</p>\n" }.joined()
      if let table = section.table, !table.isEmpty {
        html += table.html(
          caption: "At agreement \(decimal(budget.question?.agreement, 2)); the sliders do not change it")
      }
      html += "</section>\n"
    }
    html += "<section aria-labelledby=\"notes\">\n<h2 id=\"notes\">Notes</h2>\n<ul>\n"
    html += report.notes.map { "<li>\(escaped($0))</li>\n" }.joined() + "</ul>\n</section>\n</main>\n<footer>\n"
    html += "<p>Made by mdad \(programVersion). Tables: "
    html += budget.costs.map { cost in
      escaped(cost.benchmark.name)
        + (cost.benchmark.provenance.matrixHash.map { " (matrix SHA-256 <code>\($0.prefix(16))…</code>)" }
          ?? " (published figures)")
    }.joined(separator: ", ")
    html += ".</p>\n</footer>\n<script type=\"application/json\" id=\"data\">"
    // Inside a script element only "</" and "<!--" could end it early.
    html += data().text(indented: false).split(separator: "<", omittingEmptySubsequences: false).joined(
      separator: "\\u003c")
    return html + "</script>\n<script>\n\(BudgetPage.script)</script>\n</body>\n</html>\n"
  }

  private func controls() -> String {
    func slider(_ name: String, _ label: String) -> String {
      "<p><label for=\"\(name)\">\(label)</label><input type=\"range\" id=\"\(name)\" min=\"0\" step=\"1\">"
        + "<output id=\"\(name)-value\" for=\"\(name)\"></output></p>\n"
    }
    return "<form id=\"controls\" hidden>\n<fieldset>\n<legend>Adjust assumptions</legend>\n"
      + slider("gap", "Gap to resolve") + slider("agreement", "Agreement") + slider("models", "Models to evaluate")
      + slider("price", "Price")
      + "<p class=\"check\"><input type=\"checkbox\" id=\"known\">"
      + "<label for=\"known\">I already have the source models’ answers "
      + "(no construction cost)</label></p>\n</fieldset>\n</form>\n"
  }

  private func section(_ number: Int, _ cost: BenchmarkCosts) -> String {
    let name = cost.benchmark.name
    var html =
      "<section aria-labelledby=\"b\(number)\" data-benchmark=\"\(number)\">\n"
      + "<h2 id=\"b\(number)\">\(escaped(name))</h2>\n"
    html += "<div class=\"answer\" id=\"b\(number)-answer\" aria-live=\"polite\">"
    html += cost.sentences(budget.currency).map { "<p>\(escaped($0))</p>" }.joined() + "</div>\n"
    html += cost.table(budget.currency).html(
      caption: "Methods on \(name), money in \(budget.currency)", identifier: "b\(number)-methods")
    if let charts = charts[number] {
      html += "<div class=\"charts\">\n"
      if let chart = charts.agreementChart() {
        html += figure(
          chart, identifier: "b\(number)-agreement", table: charts.agreementTable(),
          caption: "Agreement on \(name) by gap in points, with 95 % intervals")
      }
      html += figure(
        charts.detectableDifferenceChart(), identifier: "b\(number)-mdad", table: charts.detectableDifferenceTable(),
        caption: "MDAD on \(name) by number of items, points, with 95 % intervals")
      html += "</div>\n"
    }
    if !cost.front.isEmpty {
      html += "<details><summary>Cost–precision frontier: every cheaper choice has a larger MDAD</summary>\n"
      html += cost.frontTable.html(
        caption: "At the settings the page was made with; the sliders do not change it. Costs in \(budget.currency), "
          + "MDADs in points")
      html += "</details>\n"
    }
    return html + "</section>\n"
  }

  private func figure(_ chart: LineChart, identifier: String, table: Table, caption: String) -> String {
    "<figure>\n" + chart.svg(identifier: identifier, isStandalone: false) + "<details><summary>The figures</summary>\n"
      + table.html(caption: caption, identifier: identifier + "-table") + "</details>\n</figure>\n"
  }

  /// Returns the data that the page's script works from.
  private func data() -> JSONValue {
    let question = budget.question
    return .object([
      ("currency", .string(budget.currency)), ("gap", BudgetPage.points(question?.gap ?? 0)),
      ("agreement", .number(question?.agreement ?? 0)), ("models", .int(question?.models)),
      ("known", .bool(question?.hasSourceResponses ?? false)), ("gaps", .array(gaps.map(BudgetPage.points))),
      ("agreements", .array(agreements.map { .number($0) })), ("slots", .int(LineChart.slots)),
      ("barDistance", .number(LineChart.barDistance)),
      ("benchmarks", .array(budget.costs.map(data))),
    ])
  }

  /// Returns a gap in accuracy points, which the script works in.
  private static func points(_ gap: Double) -> JSONValue { Figure.mdad(gap, .upTo(4, exact: nil)).json }

  private func data(_ cost: BenchmarkCosts) -> JSONValue {
    let benchmark = cost.benchmark
    var members: [(String, JSONValue)] = [
      ("name", .string(benchmark.name)), ("items", .int(benchmark.items)), ("sources", .int(benchmark.sources)),
      ("price", Figure.amount(cost.question.price.amount).json), ("frame", .bool(benchmark.hasFrame)),
      ("measured", .int(cost.plan.measured?.count)),
    ]
    if let curves = benchmark.curves {
      members += [("groups", .array(curves.groups.map(data))), ("random", randomSizes(cost, curves))]
    } else {
      // Published figures answer at one gap and agreement; only costs are recomputed.
      members.append(
        (
          "fixed",
          .array(
            cost.plan.rows.map { row in
              .object([
                ("method", .string(row.method)), ("guarantee", .string(row.guarantee.rawValue)),
                ("needs", .int(needs(row.method))), ("readsFrame", .bool(false)), ("k", .int(row.size)),
                ("low", .int(row.low)), ("high", .int(row.high)), ("choose", .int(row.sizeToChooseBy)),
                ("bound", .bool(row.isUpperBound)),
              ])
            })
        ))
    }
    return .object(members)
  }

  private func needs(_ method: String) -> Int { Method.needs(of: method).rawValue }

  /// Returns the curves under one choice of targets: gaps in half points and agreement in ten-thousandths, which is how
  /// tables have them.
  private func data(_ group: PlanCurves.Group) -> JSONValue {
    func scaled(_ values: [Double], _ scale: Double) -> JSONValue {
      .array(values.map { .int(Int(($0 * scale).rounded())) })
    }
    return .object([
      ("largest", group.largestGap.map { .number(accuracyPoints($0)) } ?? .null),
      (
        "curves",
        .array(
          group.methods.map { curves in
            let method = Method.named(curves.method)
            return .object([
              ("method", .string(curves.method)), ("guarantee", .string((method?.guarantee ?? .learned).rawValue)),
              ("needs", .int(needs(curves.method))), ("readsFrame", .bool(method?.readsFrame ?? false)),
              ("k", .array(curves.sizes.map { .int($0) })),
              ("gap", .array(curves.curves.map { scaled($0.gaps, 20_000) })),
              ("agreement", .array(curves.curves.map { scaled($0.agreement, 10_000) })),
              ("low", .array(curves.curves.map { scaled($0.low, 10_000) })),
              ("high", .array(curves.curves.map { scaled($0.high, 10_000) })),
              ("choice", .array(curves.choiceCurves.map { scaled($0.agreement, 10_000) })),
            ])
          })
      ),
    ])
  }

  /// Returns what random sampling needs at every stop of the two sliders, agreement by agreement: k and its limits, 0
  /// for none.
  private func randomSizes(_ cost: BenchmarkCosts, _ curves: PlanCurves) -> JSONValue {
    let surface = surfaces[cost.benchmark.name]
    let needs = agreements.map { agreement in
      gaps.map { gap in
        curves.baselineNeed(PlanQuestion(gap: gap, agreement: agreement), exactly: surface?.answer)
      }
    }
    func sizes(_ size: (RegimeNeed) -> Int?) -> JSONValue {
      .array(needs.map { .array($0.map { .int($0.flatMap(size) ?? 0) }) })
    }
    return .object([("k", sizes(\.size)), ("low", sizes(\.low)), ("high", sizes(\.high))])
  }

  /// The page's script, `page.js`, as it was when the program was built.
  ///
  /// Inside a script element only "</" and "<!--" could end it early. Both can only be part of a string, where the
  /// backslash changes nothing.
  static let script = String(
    decoding: UnsafeRawBufferPointer(start: page_script(), count: Int(page_script_length())), as: UTF8.self
  ).replacingOccurrences(of: "</", with: "<\\/").replacingOccurrences(of: "<!--", with: "<\\!--")

  /// The page's style sheet.
  private static let style = """
    :root{color-scheme:light dark;--page:#fff;--text:#1b1b1b;--muted:#595959;--line:#d4d4d4;--panel:#f5f5f3;\
    --accent:#0067a5}
    @media screen and (prefers-color-scheme:dark){:root{--page:#16181c;--text:#eee;--muted:#b4b4b4;--line:#3a3f46;\
    --panel:#20242a;--accent:#6cbcf0}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif}
    main,footer{max-width:1080px;margin:0 auto;padding:0 16px}
    h1{font-size:1.6rem;margin:1.2rem 0 .4rem}h2{font-size:1.25rem;margin:2rem 0 .4rem}
    .answer p{margin:.2rem 0}.answer p:nth-child(2){font-weight:600}
    footer{color:var(--muted);font-size:.85rem;margin-top:2rem;overflow-wrap:anywhere}
    fieldset{border:1px solid var(--line);border-radius:6px;background:var(--panel);padding:.4rem 1rem .6rem;\
    display:grid;\
    grid-template-columns:repeat(auto-fit,minmax(min(100%,380px),1fr));gap:0 2rem}
    legend{padding:0 .4rem}fieldset p{margin:.3rem 0;display:grid;grid-template-columns:9.5rem 1fr;\
    align-items:center;gap:0 .6rem}
    fieldset output{grid-column:2;font-variant-numeric:tabular-nums}fieldset input[type=range]{width:100%;\
    accent-color:var(--accent)}
    fieldset p.check{grid-template-columns:auto 1fr}
    .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:1rem;margin:1rem 0}
    figure{margin:0}figure svg{display:block;width:100%}
    .scroll{overflow-x:auto;margin:.5rem 0}.scroll:focus-visible,summary:focus-visible,input:focus-visible{\
    outline:2px solid var(--accent);\
    outline-offset:2px}
    table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;color:var(--muted);padding:.2rem 0}
    th,td{padding:.2rem .7rem .2rem 0;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap;\
    font-weight:400}
    thead th{font-weight:600;border-bottom-width:2px}.n{text-align:right}tr.chosen>*{font-weight:600}
    summary{cursor:pointer;color:var(--accent);padding:.2rem 0}
    @media print{body{font-size:11pt}form{display:none}h2,summary{break-after:avoid}svg,tr{break-inside:avoid}\
    .charts{display:block}figure svg{max-width:11cm}.scroll{overflow:visible}table{font-size:8.5pt}\
    th,td{padding-right:.5rem;white-space:normal}summary{list-style:none;color:inherit}}

    """
}
