/// Divides sources into those that are learned from and those that check what was learned: every n-th, or the last if
/// there are fewer than n.
struct HeldOutSources: Sendable {
  /// Positions of sources to learn from, ascending.
  let learners: [Int]
  /// Positions of the sources held out, ascending; at least one.
  let judges: [Int]

  init(of count: Int, every interval: Int) {
    let isJudge = { (source: Int) in
      source % interval == interval - 1 || count < interval && source == count - 1
    }
    learners = (0..<count).filter { !isJudge($0) }
    judges = (0..<count).filter(isJudge)
  }
}
