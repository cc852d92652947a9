import Foundation
import Simulate

extension SuiteBudget {
  /// The first of the benchmarks' questions; they differ only in the price.
  var question: BudgetQuestion? { costs.first?.question }

  /// Makes the budget a report, schema `mdad.budget/2`. Money is in the currency's units, to the cent; gaps and MDADs
  /// are in points. A CSV file has a row per benchmark and method.
  package var report: Report {
    var parts: [Report.Part] = [
      .fact("gap", .mdad(question?.gap)), .fact("agreement", .share(question?.agreement)),
      .fact("models", .count(question?.models)), .fact("currency", .text(currency)),
      .fact("sources_known", .flag(question?.hasSourceResponses ?? false)),
      .fact("total", .amount(total.amount)), .fact("full", .amount(full.amount)),
      .fact("benchmarks", .rows(benchmarks)),
    ]
    if costs.count > 1 { parts.append(.section(heading: "The suite", table: suiteTable)) }
    if let average { parts += averageParts(average) }
    if let affordable { parts += [.fact("affordable", affordable.figure)] + affordable.sections(currency) }
    for cost in costs { parts += cost.sections(currency) }
    let lines = costs.flatMap { cost in
      cost.rows.map { BenchmarkCosts.Line(cost: cost, costed: $0, currency: currency) }
    }
    var report = Report(
      schema: "mdad.budget/2", title: "Evaluation budget", sentence: sentence, parts, notes: notes,
      csv: Table(lines, BenchmarkCosts.Line.columns))
    report.notesTitle = ("notes", "Notes")
    return report
  }

  /// What was asked, a sentence.
  var sentence: String {
    guard let question else { return "" }
    let names = costs.map(\.benchmark.name)
    return "Budget to evaluate \(Figure.count(question.models).shown) \(question.models == 1 ? "model" : "models") on "
      + "\(names.joined(separator: ", ")) so that models \(pointsApart(points(question.gap))) come out in the same "
      + "order as on the full \(names.count == 1 ? "benchmark" : "benchmarks") with probability "
      + "\(decimal(question.agreement, 2))."
  }

  /// A record per benchmark, for programs.
  private var benchmarks: Table {
    Table(
      costs,
      [
        Column("benchmark") { .text($0.benchmark.name) }, Column("items") { .count($0.benchmark.items) },
        Column("source_models") { .count($0.benchmark.sources) },
        Column("price_per_item") { .amount($0.question.price.amount) }, Column("full") { .amount($0.full.amount) },
        Column("recommended") { .text($0.recommended?.row.method) },
        Column("recommended_if_similar") { .text($0.conditional?.row.method) },
        Column("recommended_with_sources") { .text($0.recommendedWithSources?.method) },
        Column("methods") { .rows($0.table(currency)) }, Column("front") { .rows($0.frontTable) },
        Column("matrix_sha256") { .text($0.benchmark.provenance.matrixHash) },
        Column("notes") { .list($0.plan.shownNotes.map { .text($0) }) },
      ])
  }

  /// A row per benchmark and the total, for people.
  var suiteTable: Table {
    struct Line: Sendable {
      let benchmark: String
      let items: Int
      let method: String?
      let size: Int
      let cost: Money
      let full: Money
    }
    var lines = costs.map { cost in
      Line(
        benchmark: cost.benchmark.name, items: cost.benchmark.items,
        method: cost.recommended?.row.method ?? "in full", size: cost.recommended?.row.size ?? cost.benchmark.items,
        cost: cost.recommended?.total ?? cost.full, full: cost.full)
    }
    lines.append(
      Line(
        benchmark: "total", items: lines.reduce(0) { $0 + $1.items }, method: nil,
        size: lines.reduce(0) { $0 + $1.size }, cost: total, full: full))
    return Table(
      lines,
      [
        Column("benchmark", "benchmark") { .text($0.benchmark) }, Column("items", "items") { .count($0.items) },
        Column("method", "method") { .text($0.method) }, Column("k", "k") { .count($0.size) },
        Column("cost", "cost") { .amount($0.cost.amount) }, Column("full", "in full") { .amount($0.full.amount) },
        Column("saving", "saving") { .amount(($0.full - $0.cost).amount) },
      ])
  }

  /// What the same gap in the average of the benchmarks takes.
  private func averageParts(_ average: SuitePlan) -> [Report.Part] {
    let sizes = average.allocation?.sizes ?? []
    let cost = zip(costs, sizes).reduce(Money.zero) { sum, entry in
      sum + entry.0.question.price.cost(items: entry.1, models: entry.0.question.models)
    }
    let shares = zip(average.parts, sizes).map { "\($0.facts.name) \(Figure.count($1).shown)" }
    let gap = points(average.gap)
    let sentence =
      average.allocation.map { allocation in
        "Two models \(pointsApart(gap)) in the average of all, with equal weights, take "
          + "\(Figure.count(allocation.total).shown) random items (\(shares.joined(separator: ", "))): "
          + "\(cost.text(currency))."
      } ?? "All items are not enough for models \(pointsApart(gap)) in the average of all."
    return [
      .fact(
        "average",
        .record([
          ("k", .count(average.allocation?.total)), ("cost", .amount(sizes.isEmpty ? nil : cost.amount)),
          ("sizes", .list(sizes.map { .count($0) })), ("standard_error", .points(average.standardError, .fixed(2))),
        ])),
      .section(heading: "In the average", sentences: [sentence]),
    ]
  }

  /// What an answer costs on each benchmark, sentences.
  private var priceSentences: [String] {
    let prices = costs.map { cost in
      (
        cost.benchmark.name,
        "\(currency) \(cost.question.price.amount) per item and model"
          + (cost.question.price.derivation.map { " (\($0))" } ?? "")
      )
    }
    if let first = prices.first, prices.allSatisfy({ $0.1 == first.1 }) { return ["Price: \(first.1)."] }
    return prices.map { "Price on \($0.0): \($0.1)." }
  }

  /// What a person should know, a sentence each.
  private var notes: [String] {
    var notes = priceSentences
    if let question, !question.hasSourceResponses {
      notes.append(
        "Construction is what a model-dependent method pays for the source models' answers to all items; it is 0 if "
          + "you already have them. Break-even is the number of models from which on the method costs no more than "
          + "random sampling.")
    }
    notes.append("Every line is rounded to the cent, and totals are sums of lines.")
    return notes + Self.shared(costs.map(\.plan.shownNotes), names: costs.map(\.benchmark.name))
  }

  /// Lists notes that all benchmarks share once, and the others with the benchmark's name.
  private static func shared(_ lists: [[String]], names: [String]) -> [String] {
    guard lists.count > 1 else { return lists.first ?? [] }
    let common = (lists.first ?? []).filter { note in lists.allSatisfy { $0.contains(note) } }
    return common
      + zip(lists, names).flatMap { list, name in list.filter { !common.contains($0) }.map { "\(name): \($0)" } }
  }
}

extension SuiteBudget.Affordable {
  /// What the amount resolves, for programs.
  fileprivate var figure: Figure {
    .record([
      ("sum", .amount(sum.amount)), ("gap", .mdad(gap)), ("total", .amount(total.amount)),
      (
        "split",
        .rows(
          Table(
            shares,
            [
              Column("benchmark") { .text($0.benchmark) }, Column("method") { .text($0.method) },
              Column("k") { .count($0.size) }, Column("cost") { .amount($0.cost.amount) },
            ]))
      ), ("alone", .rows(Table(alone, Self.aloneColumns))),
    ])
  }

  private static let aloneColumns: [Column<Alone>] = [
    Column("benchmark", "benchmark") { .text($0.benchmark) }, Column("method", "method") { .text($0.method) },
    Column("k", "items paid for") { .count($0.size) },
    Column("gap", "smallest gap, points") { .mdad($0.gap, .upTo(1, exact: 4)) },
  ]

  /// Returns what the amount resolves, for people: on all benchmarks, and on one alone.
  func sections(_ currency: String) -> [Report.Part] {
    let unpaid = alone.count { $0.size == nil }
    return [
      .section(heading: "With \(sum.text(currency))", sentences: [sentence(currency)], table: splitTable),
      .section(
        heading: "Spent on one benchmark and method alone",
        sentences: [
          "A gap of 0 means that the amount pays for all items, – that it resolves no gap."
            + (unpaid > 0
              ? " Not shown: \(unpaid) whose construction alone costs more." : "")
        ], table: Table(alone.filter { $0.size != nil }, Self.aloneColumns)),
    ]
  }

  private func sentence(_ currency: String) -> String {
    guard let gap else {
      return "\(sum.text(currency)) resolves no gap up to \(points(Self.largestGap)) points."
    }
    return gap == 0
      ? "\(sum.text(currency)) pays for everything in full."
      : "The smallest gap that \(sum.text(currency)) resolves\(shares.count > 1 ? " on every benchmark" : "") is "
        + "\(points(gap)) points."
  }

  /// The split with its total; empty if no gap is resolved.
  private var splitTable: Table {
    let all = Share(benchmark: "total", method: nil, size: shares.reduce(0) { $0 + $1.size }, cost: total)
    var lines: [(share: Share, method: String?)] = shares.map { ($0, $0.method ?? "in full") }
    if !shares.isEmpty { lines.append((all, nil)) }
    return Table(
      lines,
      [
        Column("benchmark", "benchmark") { .text($0.share.benchmark) }, Column("method", "method") { .text($0.method) },
        Column("k", "k") { .count($0.share.size) }, Column("cost", "cost") { .amount($0.share.cost.amount) },
        Column("share", "share") { $0.share.cost.share(of: total) },
      ])
  }
}
