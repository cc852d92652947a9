import Simulate

/// Holds what two runs' answers so far decide under a design: to stop with an order, or to go on with the next items.
///
/// The lead is looked at after each batch of the design, in its order. The first look with a lead of at least the bound
/// ends the comparison, whatever was answered later: a design promises nothing for a look that it does not have.
package struct SequentialComparison: Sendable {
  /// Holds the lead at a look.
  package struct Look: Sendable, Equatable {
    /// The number of items.
    package let items: Int
    /// The lead of the second run, in right answers; n times the estimated difference where chances are unequal.
    package let lead: Double
  }

  /// The design.
  package let design: StoppingDesign
  /// The two runs' names; the second is compared with the first.
  package let names: [String]
  /// The looks so far, the last one that decided if one did.
  package let looks: [Look]
  /// The verdict.
  package let verdict: ComparisonVerdict
  /// The items to run next, in order; empty if the comparison has ended.
  package let next: [StoppingDesign.Item]
  /// Of the items to run next, those that one of the two runs has answered and the other has not.
  package let half: [String]
  /// Items in the files that the design does not have.
  package let extra: [String]
  /// How many items of the design were answered by both, and are beyond the look that counts.
  package let unused: Int

  /// Sums of weights are no exact whole numbers; a lead that is the bound but for rounding stops.
  private static let rounding = 1e-9

  /// Looks at the answers so far.
  ///
  /// - Parameters:
  ///   - sources: with what their items are called by.
  ///   - chosen: the two runs to compare, or nil if there are but two.
  /// - Throws: `SimulateError` if there are not two runs, or no item of the design in a file.
  package init(
    _ design: StoppingDesign, _ sources: [(source: ComparedRuns.Source, naming: StoppingDesign.Naming)],
    chosen: [String]?
  ) throws {
    var renamed: [ComparedRuns.Source] = []
    var (extra, answered): ([String], [Set<Int>]) = ([], [])
    for (source, naming) in sources {
      let (own, places, others) = try SequentialComparison.renamed(source, naming, design)
      renamed.append(own)
      answered.append(places)
      extra += others.filter { !extra.contains($0) }
    }
    var runs = try ComparedRuns(renamed)
    if let chosen { try runs.keep(chosen) }
    guard runs.names.count == 2 else {
      throw SimulateError.unsatisfiable(
        "a design compares two runs, and there \(runs.names.count == 1 ? "is" : "are") \(runs.names.count) "
          + "(\(runs.names.prefix(4).joined(separator: ", ")))")
    }
    self.design = design
    self.extra = extra
    names = runs.names
    let scores = Dictionary(
      uniqueKeysWithValues: runs.items.enumerated().map { ($1, runs.scores[1][$0] - runs.scores[0][$0]) })
    let differences = design.order.map { scores[$0.name] }
    let complete = differences.prefix { $0 != nil }.compactMap { $0 }
    let possible = design.looks.filter { $0 <= complete.count }
    let leads = design.leads(complete, at: possible)
    let decisive = leads.firstIndex { abs($0) >= design.bound - Self.rounding }
    let last = decisive ?? leads.count - 1
    looks = zip(possible, leads).prefix(last + 1).map { Look(items: $0, lead: $1) }
    let reached = looks.last?.items ?? 0
    if decisive != nil || reached == design.largest {
      let lead = looks.last?.lead ?? 0
      verdict = abs(lead) <= Self.rounding ? .tooClose : lead > 0 ? .ahead : .behind
      next = []
    } else {
      verdict = .goOn
      let end = design.looks.first { $0 > reached } ?? design.largest
      next = design.order[reached..<end].filter { scores[$0.name] == nil }
    }
    let beyond = reached + (verdict == .goOn ? design.batch : 0)
    unused = differences.dropFirst(beyond).count { $0 != nil }
    let places = Dictionary(uniqueKeysWithValues: design.order.enumerated().map { ($1.name, $0) })
    half = next.map(\.name).filter { name in
      places[name].map { place in answered.contains { $0.contains(place) } } ?? false
    }
  }

  /// The number of the batch to run next; nil if the comparison has ended, or a part of that batch is answered.
  package var nextBatch: Int? {
    guard verdict == .goOn, half.isEmpty else { return nil }
    let number = (looks.last?.items ?? 0) / design.batch + 1
    return next.count == design.items(ofBatch: number).count ? number : nil
  }

  /// Gives a file's items the design's names, and leaves out those that it does not have.
  private static func renamed(
    _ source: ComparedRuns.Source, _ naming: StoppingDesign.Naming, _ design: StoppingDesign
  ) throws(SimulateError) -> (ComparedRuns.Source, answered: Set<Int>, extra: [String]) {
    let matrix = source.matrix
    let places = design.places(of: matrix.items, naming: naming)
    let kept = places.indices.filter { places[$0] != nil }
    guard !kept.isEmpty else {
      throw .malformedInput(
        file: source.file, line: nil,
        message: "no item of it (\"\(matrix.items.first ?? "")\" is the first) is in the design (\""
          + "\(design.order.first?.name ?? "")\" is the first); give answers to the design's items")
    }
    var seen: [Int: Int] = [:]
    for item in kept {
      if let earlier = seen.updateValue(item, forKey: places[item] ?? 0) {
        throw .malformedInput(
          file: source.file, line: nil,
          message:
            "\"\(matrix.items[earlier])\" and \"\(matrix.items[item])\" are one item of the design; give answers "
            + "to one task")
      }
    }
    let renamed = ItemMatrix(
      models: matrix.models, items: kept.map { design.order[places[$0] ?? 0].name },
      scores: matrix.models.indices.map { model in kept.map { matrix.score(model: model, item: $0) } })
    let contents = source.contents.map { contents in kept.map { contents[$0] } }
    return (
      ComparedRuns.Source(file: source.file, matrix: renamed, contents: contents), Set(seen.keys),
      matrix.items.indices.filter { places[$0] == nil }.map { matrix.items[$0] }
    )
  }
}
