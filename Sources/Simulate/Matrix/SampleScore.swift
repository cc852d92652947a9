/// Names what an item's score is if a model answered it several times, c of n answers right.
///
/// Each is estimated without bias from c and n, whatever the chance p that one answer is right.
public enum SampleScore: Sendable, Equatable {
  /// The share of answers that are right: p.
  case mean
  /// pass@K, the chance that at least one of K answers is right: 1 − (1 − p)ᴷ (Chen et al. 2021, arXiv 2107.03374).
  case passAny(Int)
  /// pass^K, the chance that all K answers are right: pᴷ (Yao et al. 2024, arXiv 2406.12045).
  case passAll(Int)

  /// The word on the command line: `mean`, `pass@5` or `pass^5`.
  public var name: String {
    switch self {
    case .mean: "mean"
    case .passAny(let size): "pass@\(size)"
    case .passAll(let size): "pass^\(size)"
    }
  }

  /// Finds the score with a name.
  public init?(_ name: String) {
    func size(after prefix: String) -> Int? {
      guard name.hasPrefix(prefix), let size = Int(name.dropFirst(prefix.count)), size >= 1, size <= 1_000_000 else {
        return nil
      }
      return size
    }
    if name == "mean" {
      self = .mean
    } else if let size = size(after: "pass@") {
      self = .passAny(size)
    } else if let size = size(after: "pass^") {
      self = .passAll(size)
    } else {
      return nil
    }
  }

  /// K: how many answers the score is about, and so the fewest that estimate it.
  public var size: Int {
    switch self {
    case .mean: 1
    case .passAny(let size), .passAll(let size): size
    }
  }

  /// Returns the unbiased estimate of the score: the share of all sets of K among the n answers that pass.
  ///
  /// - Parameters:
  ///   - right: c.
  ///   - count: n, at least ``size``.
  /// - Complexity: O(K).
  public func value(right: Int, of count: Int) -> Double {
    switch self {
    case .mean, .passAll: SampleScore.share(right, of: count, size)
    case .passAny: 1 - SampleScore.share(count - right, of: count, size)
    }
  }

  /// Returns the unbiased estimate of the variance that ``value(right:of:)`` has over the n answers, or nil if there
  /// are fewer than 2K.
  ///
  /// With U the share of sets of K that are all right, the variance of U is E U² − p²ᴷ, and the share of sets of 2K
  /// estimates p²ᴷ. For the mean this is the familiar p̂(1 − p̂)/(n − 1).
  ///
  /// - Complexity: O(K).
  public func variance(right: Int, of count: Int) -> Double? {
    guard count >= 2 * size else { return nil }
    let chosen = if case .passAny = self { count - right } else { right }
    let once = SampleScore.share(chosen, of: count, size)
    return max(0, once * once - SampleScore.share(chosen, of: count, 2 * size))
  }

  /// Returns C(c, K)/C(n, K): the share of sets of K among n that lie within c of them.
  private static func share(_ chosen: Int, of count: Int, _ size: Int) -> Double {
    guard chosen >= size else { return 0 }
    return (0..<size).reduce(1.0) { $0 * Double(chosen - $1) / Double(count - $1) }
  }
}
