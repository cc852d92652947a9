/// Sources divided into those that are learnt from and those that check what was learnt: every n-th, the last one where there
/// are fewer than n.
struct HeldOutSources: Sendable {
  /// Positions of sources to learn from, ascending.
  let learners: [Int]
  /// Positions of sources kept aside, ascending; at least one.
  let judges: [Int]

  init(of count: Int, every interval: Int) {
    let isJudge = { (source: Int) in
      source % interval == interval - 1 || count < interval && source == count - 1
    }
    learners = (0..<count).filter { !isJudge($0) }
    judges = (0..<count).filter(isJudge)
  }
}
