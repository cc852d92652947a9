import Simulate

/// Holds the answer to "a gap of X points: what k, which method?".
public struct PlanAnswer: Sendable {
  /// What was asked.
  public var question: PlanQuestion
  /// The benchmark's name, or nil if only numbers were given.
  public var benchmark: String?
  /// N; nil for a benchmark of unlimited size.
  public var items: Int?
  /// Where the answer comes from: `table`, `matrix`, `published` or `analytic`.
  public var basis: String
  /// Which items may be chosen.
  public var split: ItemSplit
  /// The items that k are chosen from: N, or the seen half; nil for a benchmark of unlimited size.
  public var chosenFrom: Int?
  /// A row per method, that of the fewest items first.
  public var rows: [PlanRow]
  /// Rows from published figures, where `rows` come from a table.
  public var published: [PlanRow] = []
  /// The models that it was measured on, or nil if there were none.
  public var measured: MeasuredModels?
  /// What `rows` were read from, or nil if they were computed by formula.
  package var curves: PlanCurves?
  /// The curves that charts show: those of random sampling and of other methods, for models like those measured.
  package var shownCurves: [MethodCurves] = []
  /// What published rows were read from.
  package var publishedCurves: [MethodCurves] = []
  /// The position among `rows` of the method to use; nil if none reaches the agreement.
  var headline: Int?
  /// The position of the method that needs fewer items, but only for models like those measured; nil if there is none.
  var conditional: Int?
  /// What a person should know of the answer, a sentence each.
  public var notes: [String]
  /// What it was computed from.
  package var provenance = Provenance()

  /// The method to use and what it needs; nil if none reaches the agreement.
  public var recommended: PlanRow? { headline.map { rows[$0] } }
  /// The learned method that needs fewer items as far as models resemble those measured; nil if there is none.
  public var conditionallyRecommended: PlanRow? { conditional.map { rows[$0] } }

  init(
    _ question: PlanQuestion, benchmark: String?, items: Int?, basis: String, split: ItemSplit = .full,
    chosenFrom: Int?, rows: [PlanRow] = [], notes: [String] = []
  ) {
    self.question = question
    self.benchmark = benchmark
    self.items = items
    self.basis = basis
    self.split = split
    self.chosenFrom = chosenFrom
    self.rows = rows
    self.notes = notes
  }

  /// Sorts the rows, prices them, and chooses the methods to recommend.
  mutating func finish() {
    if let price = question.price {
      rows = rows.map { $0.priced(price, items: items, hasResponses: question.hasResponses) }
      published = published.map { $0.priced(price, items: items, hasResponses: question.hasResponses) }
    }
    rows = rows.enumerated().sorted { first, second in
      let sizes = (first.element.size ?? .max, second.element.size ?? .max)
      return sizes.0 != sizes.1 ? sizes.0 < sizes.1 : first.offset < second.offset
    }.map(\.element)
    headline = Recommendation.headline(rows, assumption: question.assumption)
    conditional =
      question.assumption == .similar ? nil : Recommendation.conditional(rows, headline: headline)
    if rows.contains(where: \.isUpperBound) {
      notes.append("≤ marks the smallest size looked at, which already reaches the agreement.")
    }
  }
}

extension PlanRow {
  /// Returns the row with what evaluating models costs.
  func priced(_ price: PlanPrice, items: Int?, hasResponses: Bool) -> PlanRow {
    var row = self
    row.cost = size.map { Double($0) * Double(price.models) * price.perItem }
    if Method.needs(of: method) == .sourceResponses, !isFeasible, !hasResponses, let items {
      row.constructionCost = Double(items) * Double(price.sources) * price.perItem
    }
    return row
  }
}
