/// Says when a comparison of two models ends.
///
/// Items are drawn one after another. After every `batch` items the comparison stops if one model leads by at least
/// `bound` right answers. With `largest` items it ends in any case, and the sign of the lead decides. This is the
/// truncated sequential probability ratio test (Wald 1945; Armitage 1957).
public struct StoppingRule: Sendable, Equatable {
  /// b: the lead, in right answers, at which the comparison stops.
  public let bound: Int
  /// The most items that are answered.
  public let largest: Int
  /// g: the lead is looked at after every g items, and at the end.
  public let batch: Int

  /// Creates a rule; all three are at least 1.
  public init(bound: Int, largest: Int, batch: Int = 1) {
    precondition(bound >= 1 && largest >= 1 && batch >= 1)
    self.bound = bound
    self.largest = largest
    self.batch = batch
  }

  /// Tells whether the comparison stops after a number of items if one model leads by `lead`.
  public func stops(after items: Int, lead: Int) -> Bool {
    items >= largest || (items.isMultiple(of: batch) && abs(lead) >= bound)
  }

  /// No lead in right answers reaches this, as long as the rule has not stopped the comparison.
  var reach: Int { bound + batch }
}
