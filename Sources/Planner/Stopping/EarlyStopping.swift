import Foundation
import Simulate

/// Holds a comparison of two models that stops as soon as it is decided: the rule that takes the fewest items on
/// average at the planned gap, among those that put the models in order often enough there.
public struct EarlyStopping: Sendable {
  /// Holds what the rule does to models a gap apart.
  public struct AtGap: Sendable, Equatable {
    /// The gap, a fraction.
    public let gap: Double
    /// How often the models come out in their order; nil at a gap of 0, where there is none.
    public let agreement: Double?
    /// The number of items on average.
    public let expectedItems: Double
    /// The number of items that 95 % of comparisons need no more than.
    public let quantile95: Int
    /// The share of comparisons that no look stops before the largest number of items.
    public let shareToEnd: Double
  }

  /// The rule.
  public let rule: StoppingRule
  /// The planned gap, a fraction.
  public let gap: Double
  /// The agreement asked for, a fraction.
  public let target: Double
  /// The fixed number of items that does the same, or nil if none below N does.
  public let fixedSize: Int?
  /// What the rule does at the planned gap.
  public let planned: AtGap
  /// What it does at gaps of 0, 1 and 2 times the planned one, as far as there are such pairs.
  public let atGaps: [AtGap]

  /// The largest fixed number of items for which rules are searched.
  public static let largestFixedSize = 100_000

  /// How many times the fixed number of items a comparison may take at most.
  static let longest = 4

  /// Finds the rule for two models of which the gap and the discordance are known.
  ///
  /// - Parameters:
  ///   - gap: the planned gap, a fraction.
  ///   - source: where the discordance comes from.
  ///   - items: N; nil for a benchmark of unlimited size.
  ///   - target: the agreement to reach.
  ///   - ties: what a tie at the end counts as.
  ///   - batch: the lead is looked at after every so many items.
  /// - Returns: nil if no number of items below N reaches the target.
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` if no pair has these quantities, or the numbers of items are too
  ///   large to search.
  public init?(
    gap: Double, source: DiscordanceSource, items: Int?, target: Double, ties: TiePolicy = .wrong, batch: Int = 1
  ) throws(PlannerError) {
    guard
      let found = try EarlyStopping.cheapest(
        gap: gap, source: source, items: items, target: target, ties: ties, batch: batch)
    else { return nil }
    let rule = found.best.rule
    self.init(
      rule: rule, gap: gap, target: target, fixedSize: found.fixedSize,
      planned: AtGap(gap: gap, lead: found.comparison.lead, rule: rule, ties: ties),
      // At twice the gap there may be no such pair.
      atGaps: rule.outcomes(atGaps: [0, gap, 2 * gap], source: source, items: items, ties: ties))
  }

  /// Finds the rule alone, with what it does at the planned gap; otherwise as
  /// ``init(gap:source:items:target:ties:batch:)``.
  static func cheapest(
    gap: Double, source: DiscordanceSource, items: Int?, target: Double, ties: TiePolicy = .wrong, batch: Int = 1
  ) throws(PlannerError) -> (best: OptimalStopping, comparison: PairedComparison, fixedSize: Int)? {
    let comparison = try PairedComparison(
      gap: gap, discordance: try source.discordance(atGap: gap), itemCount: items)
    guard let fixedSize = smallestSize(comparison, target: target, ties: ties) else { return nil }
    guard fixedSize <= EarlyStopping.largestFixedSize else {
      throw .invalidQuantity(
        "a gap of \(points(gap)) points takes \(fixedSize) items without stopping; stopping early is computed up to "
          + "\(EarlyStopping.largestFixedSize), so give a larger gap or a lower agreement")
    }
    guard
      let best = OptimalStopping(
        for: comparison.lead, target: target, ties: ties, batch: batch,
        limit: min(items ?? .max, EarlyStopping.longest * fixedSize),
        from: comparison.smallestBound(target: target, ties: ties, batch: batch, fixedSize: fixedSize))
    else { return nil }
    return (best, comparison, fixedSize)
  }

  init(rule: StoppingRule, gap: Double, target: Double, fixedSize: Int?, planned: AtGap, atGaps: [AtGap]) {
    self.rule = rule
    self.gap = gap
    self.target = target
    self.fixedSize = fixedSize
    self.planned = planned
    self.atGaps = atGaps
  }
}

extension StoppingRule {
  /// Returns what the rule does at some gaps, fractions, as far as there are such pairs.
  func outcomes(
    atGaps gaps: [Double], source: DiscordanceSource, items: Int?, ties: TiePolicy
  ) -> [EarlyStopping.AtGap] {
    gaps.compactMap { gap in
      guard let discordance = try? source.discordance(atGap: gap),
        let lead = try? lead(gap: gap, discordance: discordance, items: items)
      else { return nil }
      return EarlyStopping.AtGap(gap: gap, lead: lead, rule: self, ties: ties)
    }
  }
}

extension EarlyStopping.AtGap {
  /// Computes what a rule does.
  ///
  /// - Parameter agreement: the agreement, if it is not that of `lead`.
  init(gap: Double, lead: any LeadProcess, rule: StoppingRule, ties: TiePolicy, agreement: Double? = nil) {
    let (outcome, times) = lead.outcome(rule)
    self.init(
      gap: gap, agreement: gap > 0 ? agreement ?? outcome.order.agreement(ties: ties) : nil,
      expectedItems: outcome.expectedItems, quantile95: times.quantile(0.95), shareToEnd: outcome.shareToEnd)
  }
}

extension PairedComparison {
  /// The lead of the better model. Where two numbers of discordant items stand for the comparison, the lead is that of
  /// the larger, which is the harder to order.
  var lead: any LeadProcess {
    guard case .items(let count, let wins, let losses) = populations[populations.count - 1] else {
      return UnlimitedLead(gap: gap, discordance: discordance)
    }
    return FiniteLead(itemCount: count, wins: wins, losses: losses)
  }

  /// Returns a bound that the best one is no lower than.
  ///
  /// On a benchmark of unlimited size, with a look after each item, a bound of b and no end, the order is right with
  /// probability 1/(1 + (loss/win)^b) (Wald 1945), and an end makes it less likely. Looks after batches stop at leads
  /// of up to b + batch − 1. Where items run out, lower bounds may do, but half of it has always done.
  fileprivate func smallestBound(target: Double, ties: TiePolicy, batch: Int, fixedSize: Int) -> Int {
    let (win, loss) = ((discordance + gap) / 2, (discordance - gap) / 2)
    guard loss > 0, target > 0.5, ties != .exclude else { return 1 }
    let wald = Int(log(target / (1 - target)) / log(win / loss)) - batch + 1
    if itemCount == nil { return max(1, wald) }
    return fixedSize > 500 ? max(1, wald / 2) : 1
  }
}

/// Returns the lead of a pair, for which a gap of 0 is possible, too.
private func lead(gap: Double, discordance: Double, items: Int?) throws(PlannerError) -> any LeadProcess {
  if gap > 0 { return try PairedComparison(gap: gap, discordance: discordance, itemCount: items).lead }
  guard let items else { return UnlimitedLead(gap: 0, discordance: discordance) }
  let half = Int((Double(items) * discordance / 2).rounded())
  return FiniteLead(itemCount: items, wins: half, losses: min(half, items - half))
}
