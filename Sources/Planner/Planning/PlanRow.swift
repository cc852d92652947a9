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
  /// From a formula.
  case analytic
}

/// Holds what a method needs in one regime.
public struct RegimeNeed: Sendable, Equatable {
  /// How targets were chosen, as tables name it.
  public var targets: String
  /// The smallest k that reaches the agreement, or nil if no size that was measured does.
  public var size: Int?
  /// The lower limit of k, or nil if there is none.
  public var low: Int?
  /// The upper limit of k, or nil if no size that was measured is certain to do.
  public var high: Int?
  /// The agreement at `size`, a fraction.
  public var agreementAtSize: Double?
  /// How it was obtained.
  public var basis: PlanBasis
  /// Tells whether `size` is the smallest size examined, so that fewer items may be enough.
  public var isUpperBound = false
  /// The largest gap that enough pairs had, a fraction.
  public var largestGap: Double?
  /// The same k by the trials that methods are chosen by, or nil if none reaches the agreement there.
  package var sizeToChooseBy: Int?

  /// Orders needs by what they ask for; one that no size meets asks for most.
  static func isLess(_ first: RegimeNeed, _ second: RegimeNeed) -> Bool {
    (first.size ?? .max, first.high ?? .max) < (second.size ?? .max, second.high ?? .max)
  }
}

/// Holds how many items a comparison takes that stops as soon as it is decided.
public struct Stopping: Sendable, Equatable {
  /// The items on average at the planned gap.
  public let expected: Double
  /// The most items.
  public let largest: Int
}

/// Holds what one method needs.
public struct PlanRow: Sendable, Equatable {
  /// The method's identifier.
  public var method: String
  /// Why its estimates can be relied on.
  public var guarantee: Method.Guarantee { Method.named(method)?.guarantee ?? .learned }
  /// What it needs in each regime that has pairs a gap apart; empty if it was not measured by regime.
  public var regimes: [RegimeNeed] = []
  /// The smallest k that reaches the agreement: in every regime for a randomised method, among models like these for a
  /// learned one. Nil if none does.
  public var size: Int?
  /// The lower limit of k, or nil if `size` is and no lower limit exists.
  public var low: Int?
  /// The upper limit of k, or nil if no k is certain to do.
  public var high: Int?
  /// The agreement at `size`, a fraction.
  public var agreementAtSize: Double?
  /// How it was obtained.
  public var basis: PlanBasis
  /// Tells whether `size` is the smallest size examined, so that fewer items may be enough.
  public var isUpperBound = false
  /// Whether the method can be carried out with what is at hand.
  public var isFeasible = true
  /// The same k by the trials that methods are chosen by.
  package var sizeToChooseBy: Int?
  /// The items on average, and the most, if the comparison stops as soon as it is decided; nil if that was not worked
  /// out.
  public var stopping: Stopping?

  /// What evaluating some models costs, in the price's currency; nil without a price.
  public var cost: Double?
  /// What the source models' full responses cost, for a method that needs them.
  public var constructionCost: Double?

  /// Creates a row.
  public init(
    method: String, size: Int?, low: Int?, high: Int?, agreementAtSize: Double?, basis: PlanBasis,
    isUpperBound: Bool = false
  ) {
    self.method = method
    self.size = size
    self.low = low
    self.high = high
    self.agreementAtSize = agreementAtSize
    self.basis = basis
    self.isUpperBound = isUpperBound
    sizeToChooseBy = size
  }

  /// Creates the row of a method from what it needs in each regime.
  ///
  /// - Parameters:
  ///   - needs: one per regime, the one of models like these first; not empty.
  ///   - assumption: of a randomised method the largest need counts unless models are assumed to be similar.
  package init(method: String, needs: [RegimeNeed], assumption: PlanQuestion.Assumption) {
    let isGeneral = assumption == .none && Method.named(method)?.guarantee == .randomised
    let decisive = (isGeneral ? needs.max(by: RegimeNeed.isLess) : needs.first) ?? needs[0]
    self.init(
      method: method, size: decisive.size, low: decisive.low, high: decisive.high,
      agreementAtSize: decisive.agreementAtSize, basis: decisive.basis, isUpperBound: decisive.isUpperBound)
    regimes = needs
    if isGeneral {
      // The larger of several uncertain needs: its limits are the largest of theirs.
      low = needs.allSatisfy { $0.size == nil || $0.low != nil } ? needs.compactMap(\.low).max() : nil
      high = needs.contains { $0.high == nil } ? nil : needs.compactMap(\.high).max()
      sizeToChooseBy =
        needs.contains { $0.sizeToChooseBy == nil } ? nil : needs.compactMap(\.sizeToChooseBy).max()
    } else {
      sizeToChooseBy = decisive.sizeToChooseBy
    }
  }

  /// What the method costs in all, or without a price the number of items.
  func total(items size: Int) -> Double {
    guard let cost, let own = self.size, own > 0 else { return Double(size) }
    return cost / Double(own) * Double(size) + (constructionCost ?? 0)
  }
}
