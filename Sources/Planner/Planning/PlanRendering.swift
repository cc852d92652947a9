import Simulate

extension PlanAnswer {
  /// The answer as JSON, schema `mdad.plan/1`. Gap in points, agreement a fraction.
  public func json(_ provenance: Provenance) -> JSONValue {
    func list(_ rows: [PlanRow]) -> JSONValue {
      .array(
        rows.map { row in
          var members: [(String, JSONValue)] = [
            ("method", .string(row.method)), ("k", .int(row.size)), ("k_low", .int(row.low)),
            ("k_high", .int(row.high)), ("agreement_at_k", .rounded(row.agreementAtSize, 6)),
            ("basis", .string(row.basis.rawValue)), ("upper_bound", .bool(row.isUpperBound)),
          ]
          if let frontier = row.frontier {
            members += [
              ("frontier_k", .int(frontier.size)), ("frontier_k_low", .int(frontier.low)),
              ("frontier_k_high", .int(frontier.high)),
              ("advantage_at_frontier", frontier.advantage.map { .string($0.rawValue) } ?? .null),
            ]
          }
          if row.cost != nil || row.constructionCost != nil {
            members += [("cost", .rounded(row.cost, 6)), ("construction_cost", .rounded(row.constructionCost, 6))]
          }
          return .object(members)
        })
    }
    return .object(
      [
        ("schema", .string("mdad.plan/1")), ("gap", .number(gap)), ("agreement", .number(agreement)),
        ("benchmark", benchmark.map { .string($0) } ?? .null), ("items", .int(items)), ("basis", .string(basis)),
        ("methods", list(rows)), ("recommended", recommended.map { .string($0) } ?? .null),
        ("notes", .array(notes.map { .string($0) })), ("published", list(published)),
        ("split", .string(split.rawValue)), ("targets", .string(targets)),
      ] + provenance.members.objectMembers)
  }

  /// The answer as CSV: a row per method, published ones last.
  public func csv() -> String {
    var table = TextTable(
      [
        "benchmark", "gap", "agreement", "method", "k", "k_low", "k_high", "agreement_at_k", "basis", "recommended",
        "frontier_k", "frontier_k_low", "frontier_k_high", "advantage_at_frontier",
      ].map { ($0, .left) })
    let chosen = Recommendation.choose(from: rows)
    for row in rows + published {
      table.add([
        benchmark ?? "", compact(gap), compact(agreement), row.method, whole(row.size), whole(row.low),
        whole(row.high), compact(row.agreementAtSize, 6), row.basis.rawValue, row == chosen ? "true" : "false",
        whole(row.frontier?.size), whole(row.frontier?.low), whole(row.frontier?.high),
        row.frontier?.advantage?.rawValue ?? "",
      ])
    }
    return table.csv()
  }

  /// The sentence that answers the question.
  public var sentence: String {
    let place = benchmark.map { " on \($0)" } ?? ""
    let size = items.map { " (\($0) items)" } ?? ""
    let isHalf = split == .half && chosenFrom != items
    let reference = isHalf ? "a random half of the benchmark" : "the full benchmark"
    let question =
      "To rank models \(compact(gap)) points apart\(place)\(size) as \(reference) does with agreement "
      + "\(decimal(agreement, 2)): "
    guard let chosen = Recommendation.choose(from: rows), let k = chosen.size else {
      return question + "no subset smaller than that is enough."
    }
    let share =
      chosenFrom.map { count in
        " of \(isHalf ? "its " : "")\(count) items (\(compact(Double(k) / Double(count) * 100, 1)) %)"
      } ?? " items"
    return question + "\(chosen.method), \(chosen.isUpperBound ? "at most " : "")\(k)\(share)."
  }

  private func cells(_ frontier: FrontierComparison?) -> [String] {
    guard let frontier else { return ["–", "–", "–"] }
    let interval =
      frontier.size == nil && frontier.low == nil
      ? "–" : "\(whole(frontier.low)) to \(frontier.high.map { String($0) } ?? "N")"
    return [whole(frontier.size), interval, frontier.advantage?.rawValue ?? "–"]
  }

  /// The table of methods.
  ///
  /// - Parameter rows: the rows to show.
  public func table(of rows: [PlanRow]) -> TextTable {
    let hasCosts = rows.contains { $0.cost != nil }
    let hasFrontier = rows.contains { $0.frontier != nil }
    var table = TextTable(
      [
        ("method", .left), ("k", .right), ("95 % interval", .left), ("agreement", .right), ("basis", .left),
      ] + (hasFrontier ? [("at frontier", .right), ("interval there", .left), ("advantage", .left)] : [])
        + (hasCosts ? [("cost", .right), ("to build", .right)] : []))
    for row in rows {
      let interval =
        row.size == nil && row.low == nil
        ? "–" : row.basis == .exact ? "exact" : "\(whole(row.low)) to \(row.high.map { String($0) } ?? "N")"
      table.add(
        [
          row.method, (row.isUpperBound ? "≤ " : "") + whole(row.size), interval, decimal(row.agreementAtSize, 3),
          row.basis.rawValue,
        ] + (hasFrontier ? cells(row.frontier) : [])
          + (hasCosts ? [decimal(row.cost, 2), decimal(row.constructionCost, 2)] : []))
    }
    return table
  }
}
