import Simulate

/// Reports one benchmark of a budget.
extension BenchmarkCosts {
  /// Returns what to do and what it costs, sentences.
  func sentences(_ currency: String) -> [String] {
    let name = benchmark.name
    func money(_ amount: Money) -> String { amount.text(currency) }
    func items(_ row: PlanRow) -> String {
      "\(row.isUpperBound ? "at most " : "")\(Figure.count(row.size).shown) items"
    }
    var sentences = ["\(name) in full, \(Figure.count(benchmark.items).shown) items: \(money(full))."]
    if let recommended, let total = recommended.total {
      let share = (full - total).share(of: full)
      sentences.append(
        "Recommended: \(recommended.row.method), \(items(recommended.row)): \(money(total)), a saving of "
          + "\(money(full - total)) (\(share.shown)). It holds for any models.")
    } else {
      sentences.append("No subset is both enough and cheaper: run it in full.")
    }
    if let other = conditional, let total = other.total {
      sentences.append(
        "If your models resemble the \(Figure.count(plan.measured?.count).shown) measured: \(other.row.method), "
          + "\(items(other.row)), \(money(total)).")
    }
    if let other = recommendedWithSources, let size = other.size {
      sentences.append(
        "If you already have the answers of \(benchmark.sources) source models to all items: \(other.method), "
          + "\(items(other)), \(money(question.price.cost(items: size, models: question.models))).")
    }
    return sentences
  }

  /// Returns a row per method.
  func table(_ currency: String) -> Table {
    Table(rows.map { Line(cost: self, costed: $0, currency: currency) }, Line.columns)
  }

  /// Holds a method's costs on a benchmark.
  struct Line: Sendable {
    let cost: BenchmarkCosts
    let costed: CostedRow
    let currency: String

    /// The columns of a CSV file: those of the benchmark, then those of the row.
    static let columns: [Column<Line>] = [
      Column("benchmark", for: .csv) { .text($0.cost.benchmark.name) },
      Column("items", for: .csv) { .count($0.cost.benchmark.items) },
      Column("gap", for: .csv) { .mdad($0.cost.question.gap) },
      Column("agreement", for: .csv) { .share($0.cost.question.agreement) },
      Column("models", for: .csv) { .count($0.cost.question.models) },
      Column("currency", for: .csv) { .text($0.currency) },
      Column("price_per_item", for: .csv) { .amount($0.cost.question.price.amount) },
      Column("method", "method") { .text($0.costed.row.method) },
      Column("k", "k") {
        let size = Figure.count($0.costed.row.size)
        return $0.costed.row.isUpperBound ? .atMost(size) : size
      },
      Column("interval", "95 % interval", dropped: 2, for: .people) { $0.costed.row.shownInterval },
      Column("k_low") { .count($0.costed.row.low) }, Column("k_high") { .count($0.costed.row.high) },
      Column("upper_bound") { .flag($0.costed.row.isUpperBound) },
      Column("basis") { .text($0.costed.row.basis.rawValue) },
      Column("agreement_at_k") { .share($0.costed.row.agreementAtSize) },
      Column("guarantee", "guarantee", dropped: 5) { .text($0.costed.row.guarantee.rawValue) },
      Column("evaluation", "evaluation", dropped: 3) { .amount($0.costed.evaluation?.amount) },
      Column("construction", "construction") { .amount($0.costed.construction.amount) },
      Column("total", "total") { .amount($0.costed.total?.amount) },
      Column("full", for: .csv) { .amount($0.cost.full.amount) },
      Column("saving", "saving", dropped: 4) { .amount($0.costed.saving?.amount) },
      Column("share", "saving, %", dropped: 1, for: .people) { line in
        line.costed.saving.map { $0.share(of: line.cost.full) } ?? .absent
      },
      Column("break_even_models", "break-even, models") { .count($0.costed.breakEvenModels) },
      Column("recommended", for: .csv) { .flag($0.costed.row.method == $0.cost.recommended?.row.method) },
    ]
  }

  /// The frontier of cost and MDAD.
  var frontTable: Table {
    Table(
      front,
      [
        Column("cost", "cost") { .amount($0.cost.amount) }, Column("method", "method") { .text($0.method) },
        Column("k", "k") { .count($0.size) },
        Column("mdad", for: .programs) { .mdad($0.mdad.value, Self.mdadDigits) },
        Column("mdad", "MDAD", for: .people) {
          let mdad = Figure.mdad($0.mdad.value, Self.mdadDigits)
          return $0.isUpperBound ? .atMost(mdad) : mdad
        },
        Column("interval", "95 % interval", for: .people) {
          $0.mdad.low == $0.mdad.value && $0.mdad.high == $0.mdad.value
            ? .text("exact")
            : .range(.mdad($0.mdad.low, Self.mdadDigits), .mdad($0.mdad.high, Self.mdadDigits))
        },
        Column("mdad_low") { .mdad($0.mdad.low, Self.mdadDigits) },
        Column("mdad_high") { .mdad($0.mdad.high, Self.mdadDigits) },
      ])
  }

  private static let mdadDigits = Figure.Digits.fixed(2, exact: 4)

  /// Returns the benchmark's sections: what to do with a row per method, and the frontier.
  func sections(_ currency: String) -> [Report.Part] {
    let methods = Report.Part.section(
      heading: benchmark.name, sentences: sentences(currency), table: table(currency))
    guard !front.isEmpty else { return [methods] }
    return [
      methods,
      .section(
        heading: "\(benchmark.name): cost–precision frontier",
        sentences: ["Every cheaper choice has a larger MDAD. Costs are in \(currency), MDADs in points."],
        table: frontTable),
    ]
  }
}

extension Money {
  /// Returns the amount with its currency: `USD 1,234.50`.
  func text(_ currency: String) -> String { "\(currency) \(text)" }

  /// Returns the share that this is of an amount; absent if that is zero.
  func share(of whole: Money) -> Figure {
    whole == .zero ? .absent : .percent(number / whole.number, .upTo(1))
  }
}
