import Simulate

extension PlanAnswer {
  /// Plans from a benchmark's table.
  ///
  /// - Parameters:
  ///   - gap: X, a fraction; above 0.
  ///   - agreement: τ, a fraction.
  ///   - targets: how targets were chosen: `random`, or `frontier` for the full split.
  ///   - published: figures to show with it, if there are any.
  public init(
    table: BenchmarkTable, gap: Double, agreement: Double, split: ItemSplit,
    targets: String = TargetChoice.random.name, published: PublishedFigures?, threads: Int
  ) throws(PlannerError) {
    let reference: Reference = split == .full ? .full : .seen
    let measured = table.rows.filter { $0.split == split && $0.reference == reference }
    let chosen = measured.filter { $0.targets == targets }
    guard !chosen.isEmpty else {
      throw .invalidQuantity(
        "the table of \(table.benchmark) has no rows of split \(split.rawValue) with \(targets) targets; "
          + "plan from the item matrix instead")
    }
    let itemCount = split == .full ? table.items : table.seenItems
    self.init(
      gap: gap, agreement: agreement, benchmark: table.benchmark, items: table.items, basis: "table", split: split,
      targets: targets, chosenFrom: itemCount, rows: [], notes: [])
    let isFrontier = targets == TargetChoice.frontier.name
    curves = withoutIdleStratification(MethodCurves.of(chosen, itemCount: itemCount), subtasks: table.subtasks)
    rows = readRows(
      curves,
      exactly: split == .full && !isFrontier
        ? table.population.map { ExactRandomPlan(population: $0, threads: threads) } : nil)
    let counts = isFrontier ? (table.frontierTargets, table.frontierSources) : (table.targets, table.sources)
    notes.append(
      "Measured on \(table.models) models; methods compared on \(table.trials) trials of \(counts.0) targets and "
        + "\(counts.1) sources.")
    if !isFrontier {
      frontierCurves = MethodCurves.of(
        measured.filter { $0.targets == TargetChoice.frontier.name }, itemCount: itemCount)
      compare(atFrontier: readRows(frontierCurves, exactly: nil))
    }
    finish(largestGap: chosen.compactMap { $0.curve.gaps.last }.max() ?? 0)
    if let published {
      publishedCurves = published.methods.map { MethodCurves(published, method: $0) }
      self.published = readRows(publishedCurves, exactly: nil)
      notes.append(PlanAnswer.publishedNote(published))
    }
  }

  /// Plans from a simulation on a matrix under the simulation's own settings.
  ///
  /// - Parameters:
  ///   - frontier: the same methods and sizes with frontier targets, to compare with; nil for no comparison.
  ///   - population: all pairs of the matrix, if `random` is to be exact at every k.
  package init(
    simulation: SimulationResult, frontier: SimulationResult? = nil, benchmark: String?, subtasks: Int,
    population: PairPopulation?, gap: Double, agreement: Double, threads: Int
  ) {
    let settings = simulation.settings
    self.init(
      gap: gap, agreement: agreement, benchmark: benchmark, items: simulation.itemCount, basis: "matrix",
      split: settings.split, targets: settings.targetChoice.name, chosenFrom: simulation.seenCount, rows: [],
      notes: [])
    curves = withoutIdleStratification(MethodCurves.of(simulation), subtasks: subtasks)
    rows = readRows(
      curves,
      exactly: population.map { ExactRandomPlan(population: $0, ties: settings.ties, threads: threads) })
    notes.append(
      "Measured on \(simulation.modelCount) models; methods compared on \(settings.trials) trials of "
        + "\(simulation.targetCount) targets and \(simulation.sourceCount) sources.")
    if simulation.sourceCount < settings.sources, settings.sources != Int.max {
      let sources = simulation.sourceCount
      notes.append("Only \(plural(sources, "model")) \(sources == 1 ? "remains as a source" : "remain as sources").")
    }
    if let frontier {
      frontierCurves = MethodCurves.of(frontier)
      compare(atFrontier: readRows(frontierCurves, exactly: nil))
    }
    finish(largestGap: simulation.rows.flatMap(\.curve.centers).max() ?? 0)
  }

  /// Plans from published MDADs alone.
  public init(published: PublishedFigures, gap: Double, agreement: Double) throws(PlannerError) {
    self.init(
      gap: gap, agreement: agreement, benchmark: published.benchmark, items: published.items, basis: "published",
      split: .half, targets: "random", chosenFrom: published.items, rows: [],
      notes: [PlanAnswer.publishedNote(published)])
    publishedCurves = published.methods.map { MethodCurves(published, method: $0) }
    rows = readRows(publishedCurves, exactly: nil)
    let implied = published.impliedDiscordances().sorted()
    if let least = implied.first, let most = implied.last {
      let middle = quantile(0.5, ofSorted: implied)
      func size(_ discordance: Double) throws(PlannerError) -> Int? {
        let comparison = try PairedComparison(
          gap: gap, discordance: max(discordance, gap), itemCount: published.items)
        return smallestSize(comparison, target: agreement)
      }
      let found = try size(middle)
      var atSize: Double?
      if let found {
        atSize = try PairedComparison(
          gap: gap, discordance: max(middle, gap), itemCount: published.items
        ).orderProbabilities(size: found).ahead
      }
      rows.append(
        PlanRow(
          method: Method.baseline.name, size: found, low: try size(least), high: try size(most),
          agreementAtSize: atSize,
          basis: .analytic))
      notes.append(
        "The analytic row is exact random sampling from all \(published.items) items at discordance "
          + "\(decimal(middle, 2)) (\(decimal(least, 2)) to \(decimal(most, 2))), which the published random "
          + "rows imply."
      )
    }
    if agreement != PublishedFigures.threshold {
      notes.append(
        "Published MDADs are at agreement \(compact(PublishedFigures.threshold)); only the analytic row answers for "
          + "another."
      )
    }
    finish(largestGap: 1)
  }

  /// Plans from bare numbers: random sampling by formula.
  ///
  /// - Parameter items: N; nil for a benchmark of unlimited size.
  public init(
    gap: Double, agreement: Double, items: Int?, discordance: DiscordanceSource, ties: TiePolicy
  ) throws(PlannerError) {
    let value = try discordance.discordance(atGap: gap)
    let comparison = try PairedComparison(gap: gap, discordance: value, itemCount: items)
    let size = smallestSize(comparison, target: agreement, ties: ties)
    self.init(
      gap: gap, agreement: agreement, benchmark: nil, items: items, basis: "analytic", split: .full,
      targets: "random", chosenFrom: items,
      rows: [
        PlanRow(
          method: Method.baseline.name, size: size, low: size, high: size,
          agreementAtSize: size.map { comparison.orderProbabilities(size: $0).agreement(ties: ties) },
          basis: .analytic)
      ], notes: [])
    curves = [MethodCurves(discordance: discordance, items: items, size: size, ties: ties)]
    switch discordance {
    case .given: notes.append("Discordance \(decimal(value, 3)) as given.")
    case .correlated(let accuracy, let correlation):
      notes.append(
        "Discordance \(decimal(value, 3)) from a mean accuracy of \(points(accuracy)) and correlation "
          + "\(compact(correlation)) of the two models' answers."
          + (correlation == 0
            ? " Independent answers are the most expensive assumption: real models agree more." : ""))
    case .profile: notes.append("Discordance \(decimal(value, 3)), the median of the benchmark's pairs near that gap.")
    }
    finish(largestGap: 1)
  }

  /// Returns what each method needs, read from its curves; random sampling exactly if its pairs are known.
  private func readRows(_ curves: [MethodCurves], exactly random: ExactRandomPlan?) -> [PlanRow] {
    curves.compactMap { known in
      if Method.named(known.method)?.isExactlyPredictable == true, let random {
        return random.row(gap: gap, target: agreement)
      }
      return known.row(gap: gap, target: agreement)
    }
  }

  /// Leaves out subtask methods if there is at most one subtask: they equal random sampling.
  private mutating func withoutIdleStratification(_ curves: [MethodCurves], subtasks: Int) -> [MethodCurves] {
    let idle = curves.map(\.method).filter { subtasks < 2 && Method.named($0)?.stratifiesBySubtask == true }
    guard !idle.isEmpty else { return curves }
    notes.append(
      "\(idle.joined(separator: " and ")) left out: "
        + (subtasks == 0 ? "without subtasks " : "with a single subtask ")
        + (idle.count == 1 ? "it equals random sampling." : "they equal random sampling."))
    return curves.filter { !idle.contains($0.method) }
  }

  private mutating func finish(largestGap: Double) {
    recommendedPosition = Recommendation.choose(from: rows).flatMap { rows.firstIndex(of: $0) }
    if let chosen = recommended, Method.needs(of: chosen.method) == .sourceResponses {
      var note = "\(chosen.method) needs other models' answers to all items, and was measured on targets that "
      if targets == TargetChoice.frontier.name {
        note += "are stronger than those models."
      } else {
        note += "resemble those models; "
        switch chosen.frontier?.advantage {
        case .kept?: note += "at the frontier it keeps its advantage over random sampling."
        case .lost?: note += "at the frontier it needs more items than random sampling."
        case .unclear?: note += "at the frontier no advantage over random sampling is certain."
        case .absent?, nil: note += "on stronger ones it may do worse; random sampling does not."
        }
      }
      notes.append(note)
      if let safe = cheapestAtFrontier, chosen.frontier?.advantage != .kept {
        notes.append(
          "For models stronger than every source, use \(safe.method) with \(plural(safe.size ?? 0, "item")).")
      }
    }
    if gap > largestGap {
      notes.append(
        "No pair of models lies \(points(gap)) points apart; the answer is for the largest gap there is, "
          + "\(points(largestGap)).")
    }
    if recommended == nil {
      notes.append("No k below \(chosenFrom.map { String($0) } ?? "the largest looked at") reaches the agreement.")
    }
    if rows.contains(where: \.isUpperBound) {
      notes.append("≤ marks the smallest size looked at, which already reaches the agreement.")
    }
  }

  /// The method to use for targets stronger than every source, with what it needs there, or nil if that was not
  /// measured or none reaches the agreement.
  private var cheapestAtFrontier: PlanRow? {
    Recommendation.choose(
      from: rows.compactMap { row in
        guard let there = row.frontier else { return nil }
        var row = row
        (row.size, row.low, row.high) = (there.size, there.low, there.high)
        return row
      })
  }

  /// Adds what evaluating models costs.
  ///
  /// - Parameters:
  ///   - price: per item and model.
  ///   - models: to be evaluated.
  ///   - sources: models whose full responses a model-dependent method needs.
  public mutating func addCosts(pricePerItem price: Double, models: Int, sources: Int) {
    func priced(_ row: PlanRow) -> PlanRow {
      var row = row
      row.cost = row.size.map { Double($0) * Double(models) * price }
      let needsSources = Method.needs(of: row.method) == .sourceResponses
      if needsSources, let items { row.constructionCost = Double(items) * Double(sources) * price }
      return row
    }
    rows = rows.map(priced)
    published = published.map(priced)
  }

  private static func publishedNote(_ figures: PublishedFigures) -> String {
    "Published: \(figures.source); half-point bins, agreement \(compact(PublishedFigures.threshold)), 50 targets, "
      + "300 sources, a seen half of \(figures.seenItems) items."
  }
}
