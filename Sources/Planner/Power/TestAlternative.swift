/// Tells which differences a test looks for.
public enum TestAlternative: String, Sendable, CaseIterable {
  /// Either model may be the better one; half of the level is for each.
  case twoSided = "two-sided"
  /// The better model scores higher.
  case greater
  /// The better model scores lower. Its power is the chance of the wrong conclusion.
  case less

  /// The number of directions in which the test may reject.
  var tails: Int { self == .twoSided ? 2 : 1 }
}
