import Simulate

/// Tells whether a method still needs fewer items than random sampling if targets are stronger than every source: the
/// best 30 % of models, with the worst half as sources (Zhang et al. 2025, arXiv 2506.07673).
public struct FrontierComparison: Sendable, Equatable {
  /// Tells whether an advantage over random sampling holds at the frontier.
  public enum Advantage: String, Sendable {
    /// The method needs fewer items in both settings; the intervals do not overlap.
    case kept
    /// It needs fewer items if targets resemble sources, but more at the frontier.
    case lost
    /// It needs fewer items if targets resemble sources; at the frontier the intervals overlap.
    case unclear
    /// It needs no fewer items, even if targets resemble sources.
    case absent = "none"
  }

  /// The smallest k that reaches the agreement at the frontier, with its interval.
  public let size: Int?
  /// The lower limit.
  public let low: Int?
  /// The upper limit.
  public let high: Int?
  /// Whether its advantage holds there, or nil for random sampling itself.
  public let advantage: Advantage?

  /// Compares a method with random sampling.
  ///
  /// - Parameters:
  ///   - row: what the method needs where targets resemble sources.
  ///   - random: what random sampling needs there, or nil if it was not measured.
  ///   - frontier: what the method needs at the frontier.
  ///   - randomAtFrontier: what random sampling needs there.
  init(row: PlanRow, random: PlanRow?, frontier: PlanRow, randomAtFrontier: PlanRow?) {
    size = frontier.size
    low = frontier.low
    high = frontier.high
    guard row.method != Method.baseline.name, let random, let randomAtFrontier else {
      advantage = nil
      return
    }
    switch (Self.order(row, random), Self.order(frontier, randomAtFrontier)) {
    case (-1, -1): advantage = .kept
    case (-1, 1): advantage = .lost
    case (-1, _): advantage = .unclear
    default: advantage = .absent
    }
  }

  /// Returns −1 if the first needs fewer items beyond doubt, 1 if it needs more, 0 if intervals overlap. A
  /// size that no k below N reaches is larger than all others.
  private static func order(_ first: PlanRow, _ second: PlanRow) -> Int {
    func interval(_ row: PlanRow) -> (low: Int, high: Int) {
      let size = row.size ?? Int.max
      return (min(row.low ?? size, size), max(row.high ?? Int.max, size))
    }
    let (a, b) = (interval(first), interval(second))
    return a.high < b.low ? -1 : a.low > b.high ? 1 : 0
  }
}

extension PlanAnswer {
  /// Adds what methods need at the frontier to the rows.
  ///
  /// - Parameter frontier: a row per method that was measured there.
  mutating func compare(atFrontier frontier: [PlanRow]) {
    guard !frontier.isEmpty else { return }
    func row(_ method: String, of rows: [PlanRow]) -> PlanRow? { rows.first { $0.method == method } }
    let (random, randomAtFrontier) = (row(Method.baseline.name, of: rows), row(Method.baseline.name, of: frontier))
    rows = rows.map { known in
      guard let there = row(known.method, of: frontier) else { return known }
      var known = known
      known.frontier = FrontierComparison(
        row: known, random: random, frontier: there, randomAtFrontier: randomAtFrontier)
      return known
    }
    notes.append(
      "Frontier: targets are the best 30 % of models, sources the worst half. An advantage over random is "
        + "kept if the method needs fewer items there too, lost if it needs more, unclear if intervals overlap.")
  }
}
