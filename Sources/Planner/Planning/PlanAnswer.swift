import Simulate

/// Tells how a planned size was obtained.
public enum PlanBasis: String, Sendable {
  /// Exactly, over all pairs of a matrix.
  case exact
  /// At a simulated size.
  case simulated
  /// Between simulated sizes.
  case interpolated
  /// From published MDADs.
  case published
  /// From a formula, without a matrix.
  case analytic
}

/// Holds what one method needs.
public struct PlanRow: Sendable, Equatable {
  /// The method's identifier.
  public var method: String
  /// The smallest k that reaches the agreement, or nil if no k below N does.
  public var size: Int?
  /// The lower limit of k, or nil if `size` is and no lower limit exists.
  public var low: Int?
  /// The upper limit of k, or nil if no k below N is certain to do.
  public var high: Int?
  /// The agreement at `size`, a fraction.
  public var agreementAtSize: Double?
  /// How it was obtained.
  public var basis: PlanBasis
  /// Tells whether `size` is the smallest size examined, so that fewer items may be enough.
  public var isUpperBound = false

  /// What the method needs if targets are stronger than every source, or nil if that was not measured.
  public var frontier: FrontierComparison?

  /// What evaluating some models costs, in the price's currency; nil without a price.
  public var cost: Double?
  /// What the source models' full responses cost, for a method that needs them.
  public var constructionCost: Double?
}

/// Holds the answer to "a gap of X points: what k, which method?".
public struct PlanAnswer: Sendable {
  /// X, a fraction.
  public var gap: Double
  /// τ, a fraction.
  public var agreement: Double
  /// The benchmark's name, or nil if only numbers were given.
  public var benchmark: String?
  /// N; nil for a benchmark of unlimited size.
  public var items: Int?
  /// Where the answer comes from: `table`, `matrix`, `published` or `analytic`.
  public var basis: String
  /// Which items may be chosen.
  public var split: ItemSplit
  /// How targets were chosen.
  public var targets: String
  /// The items that k are chosen from: N, or the seen half; nil for a benchmark of unlimited size.
  public var chosenFrom: Int?
  /// A row per method.
  public var rows: [PlanRow]
  /// Rows from published figures, where `rows` come from a table.
  public var published: [PlanRow] = []
  /// What `rows` were read from, in their order; by formula, the curves of some sizes.
  package var curves: [MethodCurves] = []
  /// The curves for targets stronger than every source.
  package var frontierCurves: [MethodCurves] = []
  /// What published rows were read from.
  package var publishedCurves: [MethodCurves] = []
  /// The position among `rows` of the method to use; nil if none reaches the agreement.
  var recommendedPosition: Int?
  /// What a person should know of the answer, a sentence each.
  public var notes: [String]

  /// The method to use and what it needs; nil if none reaches the agreement.
  public var recommended: PlanRow? { recommendedPosition.map { rows[$0] } }
}

/// Chooses between methods.
package enum Recommendation {
  /// Returns the cheapest method; among those whose intervals overlap its own, the one that needs least.
  ///
  /// Intervals that only touch do not overlap. A method is ignored if another needs no more of anything, neither items
  /// nor source responses, and less of something. Of methods that need the same, the one with the highest agreement.
  ///
  /// - Returns: nil if no row has a size.
  package static func choose(from rows: [PlanRow]) -> PlanRow? {
    func interval(_ row: PlanRow) -> ClosedRange<Int> {
      let size = row.size ?? 0
      return min(row.low ?? size, size)...max(row.high ?? Int.max, size)
    }
    func needs(_ row: PlanRow) -> Int { Method.needs(of: row.method).rawValue }
    let possible = rows.filter { row in
      row.size != nil
        && !rows.contains { other in
          guard let size = row.size, let otherSize = other.size else { return false }
          return (needs(other), otherSize) != (needs(row), size) && needs(other) <= needs(row)
            && otherSize <= size
        }
    }
    // Every row here has a size.
    guard let cheapest = possible.min(by: { $0.size! < $1.size! }) else { return nil }
    let range = interval(cheapest)
    return possible.filter { row in
      let other = interval(row)
      return row == cheapest
        || other.overlaps(range)
          && min(other.upperBound, range.upperBound) > max(other.lowerBound, range.lowerBound)
        || range.contains(row.size!) && other.lowerBound == other.upperBound
    }.min { first, second in
      // Of methods that need the same, the one that agrees more often.
      (needs(first), first.size!, -(first.agreementAtSize ?? 0))
        < (needs(second), second.size!, -(second.agreementAtSize ?? 0))
    }
  }
}
