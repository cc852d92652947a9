import Foundation
import Simulate

extension Money {
  /// The amount with its currency: `USD 1,234.50`.
  func text(_ currency: String) -> String { "\(currency) \(text)" }
}

/// A method's limits as text, N standing for no k below it.
func intervalText(_ row: PlanRow) -> String {
  if row.size == nil, row.low == nil { return "–" }
  if row.basis == .exact { return "exact" }
  return "\(whole(row.low)) to \(row.high.map { String($0) } ?? "N")"
}

/// A share in percent.
private func percent(_ part: Money, of whole: Money) -> String {
  guard whole != .zero else { return "–" }
  return "\(compact(NSDecimalNumber(decimal: part.amount / whole.amount).doubleValue * 100, 1)) %"
}

extension BenchmarkCosts {
  /// What to do and what it costs, sentences.
  func sentences(_ currency: String) -> [String] {
    let name = benchmark.name
    var sentences = ["\(name) in full, \(grouped(benchmark.items)) items: \(full.text(currency))."]
    if let recommended, let size = recommended.row.size, let total = recommended.total {
      sentences.append(
        "Recommended: \(recommended.row.method), \(recommended.row.isUpperBound ? "at most " : "")\(grouped(size)) items: "
          + "\(total.text(currency)), a saving of \((full - total).text(currency)) (\(percent(full - total, of: full)))."
      )
    } else {
      sentences.append("No subset is both enough and cheaper: run it in full.")
    }
    if !question.hasSourceResponses, let other = recommendedWithSources, let size = other.size,
      BenchmarkCosts.needsSources(other.method)
    {
      sentences.append(
        "If the answers of \(benchmark.sources) source models to all items are at hand: \(other.method), "
          + "\(other.isUpperBound ? "at most " : "")\(grouped(size)) items, "
          + "\(question.price.cost(items: size, models: question.models).text(currency)).")
    }
    return sentences
  }

  /// A row per method.
  func table() -> TextTable {
    var table = TextTable([
      ("method", .left), ("k", .right), ("95 % interval", .left), ("advantage at frontier", .left),
      ("evaluation", .right), ("construction", .right), ("total", .right), ("saving", .right), ("of full", .right),
      ("break-even", .right),
    ])
    for costed in rows {
      let row = costed.row
      table.add([
        row.method, (row.isUpperBound ? "≤ " : "") + grouped(row.size), intervalText(row),
        row.frontier?.advantage?.rawValue ?? "–",
        costed.evaluation?.text ?? "–", costed.construction == .zero ? "–" : costed.construction.text,
        costed.total?.text ?? "–", costed.saving?.text ?? "–", costed.saving.map { percent($0, of: full) } ?? "–",
        costed.breakEvenModels.map { "\(grouped($0)) models" } ?? "–",
      ])
    }
    return table
  }

  /// The front of cost and MDAD.
  func frontTable() -> TextTable {
    var table = TextTable([
      ("cost", .right), ("method", .left), ("k", .right), ("MDAD", .right), ("95 % interval", .left),
    ])
    for point in front {
      let mdad = point.mdad
      table.add([
        point.cost.text, point.method, grouped(point.size), (point.isUpperBound ? "≤ " : "") + decimal(mdad.value, 2),
        mdad.low == mdad.value && mdad.high == mdad.value
          ? "exact" : "\(decimal(mdad.low, 2)) to \(decimal(mdad.high, 2))",
      ])
    }
    return table
  }

  fileprivate func json() -> JSONValue {
    let rows: [JSONValue] = rows.map { costed in
      let row = costed.row
      return .object([
        ("method", .string(row.method)), ("k", .int(row.size)), ("k_low", .int(row.low)), ("k_high", .int(row.high)),
        ("upper_bound", .bool(row.isUpperBound)), ("basis", .string(row.basis.rawValue)),
        ("agreement_at_k", .rounded(row.agreementAtSize, 6)), ("evaluation", money(costed.evaluation)),
        ("construction", money(costed.construction)), ("total", money(costed.total)), ("saving", money(costed.saving)),
        ("break_even_models", .int(costed.breakEvenModels)),
        ("advantage_at_frontier", row.frontier?.advantage.map { .string($0.rawValue) } ?? .null),
      ])
    }
    return .object([
      ("benchmark", .string(benchmark.name)), ("items", .int(benchmark.items)),
      ("source_models", .int(benchmark.sources)),
      ("price_per_item", .number(NSDecimalNumber(decimal: question.price.amount).doubleValue)), ("full", money(full)),
      ("recommended", recommended.map { .string($0.row.method) } ?? .null),
      ("recommended_with_sources", recommendedWithSources.map { .string($0.method) } ?? .null),
      ("methods", .array(rows)),
      (
        "front",
        .array(
          front.map { point in
            .object([
              ("method", .string(point.method)), ("k", .int(point.size)), ("cost", money(point.cost)),
              ("mdad", .rounded(point.mdad.value, 4)), ("mdad_low", .rounded(point.mdad.low, 4)),
              ("mdad_high", .rounded(point.mdad.high, 4)),
            ])
          })
      ), ("matrix_sha256", benchmark.provenance.matrixHash.map { .string($0) } ?? .null),
      ("notes", .array(benchmark.plan.notes.map { .string($0) })),
    ])
  }
}

private func money(_ amount: Money?) -> JSONValue { amount.map { .number($0.number) } ?? .null }

extension SuiteBudget {
  /// The first of the benchmarks' questions; they differ in the price alone.
  var question: BudgetQuestion? { costs.first?.question }

  /// What was asked, a sentence.
  public var sentence: String {
    guard let question else { return "" }
    let names = costs.map(\.benchmark.name)
    return "Budget to evaluate \(grouped(question.models)) \(question.models == 1 ? "model" : "models") on "
      + "\(names.joined(separator: ", ")) so that models \(compact(question.gap)) points apart are ranked as by the full "
      + "\(names.count == 1 ? "benchmark" : "benchmarks") with agreement \(decimal(question.agreement, 2))."
  }

  /// What an answer costs on each benchmark, sentences.
  var priceSentences: [String] {
    let prices = costs.map { cost in
      (
        cost.benchmark.name,
        "\(currency) \(cost.question.price.amount) an item and model"
          + (cost.question.price.derivation.map { " (\($0))" } ?? "")
      )
    }
    if let first = prices.first, prices.allSatisfy({ $0.1 == first.1 }) { return ["Price: \(first.1)."] }
    return prices.map { "Price on \($0.0): \($0.1)." }
  }

  /// A row per benchmark and the total.
  func suiteTable() -> TextTable {
    var table = TextTable([
      ("benchmark", .left), ("items", .right), ("method", .left), ("k", .right), ("cost", .right), ("in full", .right),
      ("saving", .right),
    ])
    for cost in costs {
      let total = cost.recommended?.total ?? cost.full
      table.add([
        cost.benchmark.name, grouped(cost.benchmark.items), cost.recommended?.row.method ?? "in full",
        grouped(cost.recommended?.row.size ?? cost.benchmark.items), total.text, cost.full.text,
        (cost.full - total).text,
      ])
    }
    table.add(["total", "", "", "", total.text, full.text, (full - total).text])
    return table
  }

  /// What a person should know, a sentence each.
  var notes: [String] {
    var notes = priceSentences
    if let question, !question.hasSourceResponses {
      notes.append(
        "Construction is what the source models' full responses cost a model-dependent method; --sources-known leaves it out. "
          + "Break-even: the fewest models to evaluate from which on the method costs no more than random sampling.")
    }
    notes.append("Lines are rounded to the cent, and totals are sums of lines.")
    return notes + Self.shared(costs.map(\.benchmark.plan.notes), names: costs.map(\.benchmark.name))
  }

  /// Notes that all benchmarks share once, the others with the benchmark's name.
  private static func shared(_ lists: [[String]], names: [String]) -> [String] {
    guard lists.count > 1 else { return lists.first ?? [] }
    let common = (lists.first ?? []).filter { note in lists.allSatisfy { $0.contains(note) } }
    return common
      + zip(lists, names).flatMap { list, name in list.filter { !common.contains($0) }.map { "\(name): \($0)" } }
  }

  /// The budget as JSON, schema `mdad.budget/1`. Money in the currency's units, to the cent; gaps and MDADs in points.
  public func json() -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("schema", .string("mdad.budget/1")), ("gap", .rounded(question?.gap, 6)),
      ("agreement", .rounded(question?.agreement, 6)), ("models", .int(question?.models)),
      ("currency", .string(currency)), ("sources_known", .bool(question?.hasSourceResponses ?? false)),
      ("total", money(total)), ("full", money(full)), ("benchmarks", .array(costs.map { $0.json() })),
    ]
    if let affordable {
      members.append(
        (
          "affordable",
          .object([
            ("sum", money(affordable.sum)), ("gap", .rounded(affordable.gap, 4)), ("total", money(affordable.total)),
            (
              "split",
              .array(
                affordable.shares.map { share in
                  .object([
                    ("benchmark", .string(share.benchmark)), ("method", share.method.map { .string($0) } ?? .null),
                    ("k", .int(share.size)), ("cost", money(share.cost)),
                  ])
                })
            ),
            (
              "alone",
              .array(
                affordable.alone.map { alone in
                  .object([
                    ("benchmark", .string(alone.benchmark)), ("method", .string(alone.method)), ("k", .int(alone.size)),
                    ("gap", .rounded(alone.gap, 4)),
                  ])
                })
            ),
          ])
        ))
    }
    return .object(members + [("notes", .array(notes.map { .string($0) })), ("version", .string(programVersion))])
  }

  /// The budget as CSV: a row per benchmark and method.
  public func csv() -> String {
    var table = TextTable(
      [
        "benchmark", "items", "gap", "agreement", "models", "currency", "price_per_item", "method", "k", "k_low",
        "k_high",
        "evaluation", "construction", "total", "full", "saving", "break_even_models", "recommended",
      ].map { ($0, .left) })
    for cost in costs {
      for costed in cost.rows {
        let row = costed.row
        func plain(_ money: Money?) -> String { money.map { "\($0.amount)" } ?? "" }
        table.add([
          cost.benchmark.name, String(cost.benchmark.items), compact(cost.question.gap),
          compact(cost.question.agreement),
          String(cost.question.models), currency, "\(cost.question.price.amount)", row.method, whole(row.size),
          whole(row.low), whole(row.high), plain(costed.evaluation), plain(costed.construction), plain(costed.total),
          plain(cost.full), plain(costed.saving), whole(costed.breakEvenModels),
          row == cost.recommended?.row ? "true" : "false",
        ])
      }
    }
    return table.csv()
  }

  /// The report in parts: headings, sentences and tables, as text and Markdown show them.
  public var sections: [BudgetSection] {
    var sections: [BudgetSection] = []
    if costs.count > 1 { sections.append(BudgetSection(heading: "The suite", sentences: [], table: suiteTable())) }
    if let affordable { sections += affordable.sections(currency) }
    for cost in costs {
      sections.append(
        BudgetSection(heading: cost.benchmark.name, sentences: cost.sentences(currency), table: cost.table()))
      if !cost.front.isEmpty {
        sections.append(
          BudgetSection(
            heading: "\(cost.benchmark.name): cost against MDAD",
            sentences: ["Nothing cheaper has a smaller MDAD."], table: cost.frontTable()))
      }
    }
    return sections + [BudgetSection(heading: "Notes", sentences: notes, table: nil)]
  }

  /// The budget as Markdown.
  public func markdown() -> String {
    "# Evaluation budget\n\n\(sentence)\n"
      + sections.map { section in
        "\n## \(section.heading)\n\n"
          + (section.table == nil || section.sentences.count > 1
            ? section.sentences.map { "- \($0)\n" }.joined() : section.sentences.map { $0 + "\n" }.joined())
          + (section.table.map { (section.sentences.isEmpty ? "" : "\n") + $0.markdown() } ?? "")
      }.joined()
  }
}

/// A part of a budget report.
public struct BudgetSection: Sendable {
  /// Its heading.
  public let heading: String
  /// What it says.
  public let sentences: [String]
  /// Its table; nil without one.
  public let table: TextTable?
}

extension SuiteBudget.Affordable {
  /// What the sum resolves, as parts of a report.
  func sections(_ currency: String) -> [BudgetSection] {
    let first: BudgetSection
    if let gap {
      var table = TextTable([
        ("benchmark", .left), ("method", .left), ("k", .right), ("cost", .right), ("share", .right),
      ])
      for share in shares {
        table.add([
          share.benchmark, share.method ?? "in full", grouped(share.size), share.cost.text,
          percent(share.cost, of: total),
        ])
      }
      table.add(["total", "", "", total.text, ""])
      first = BudgetSection(
        heading: "With \(sum.text(currency))",
        sentences: [
          gap == 0
            ? "\(sum.text(currency)) pays for everything in full."
            : "The smallest gap that \(sum.text(currency)) resolves\(shares.count > 1 ? " on every benchmark" : "") is "
              + "\(compact(gap)) points."
        ], table: table)
    } else {
      first = BudgetSection(
        heading: "With \(sum.text(currency))",
        sentences: ["\(sum.text(currency)) resolves no gap up to \(compact(Self.largestGap)) points."], table: nil)
    }
    var table = TextTable([
      ("benchmark", .left), ("method", .left), ("items paid for", .right), ("smallest gap", .right),
    ])
    for entry in alone where entry.size != nil {
      table.add([entry.benchmark, entry.method, grouped(entry.size), compact(entry.gap, 1)])
    }
    let unpaid = alone.count { $0.size == nil }
    return [
      first,
      BudgetSection(
        heading: "With all of it on one benchmark and method",
        sentences: [
          "A gap of 0 means that all items are paid for; – that no gap is resolved."
            + (unpaid > 0 ? " Left out: \(unpaid) whose construction alone costs more." : "")
        ],
        table: table),
    ]
  }
}
