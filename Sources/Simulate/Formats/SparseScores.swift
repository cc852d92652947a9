/// The scores of one model by item, in memory that grows with the scores and not with the largest item.
struct SparseScores {
  /// The scores of the first items; not a number where there is none. At least half of them, or nearly so, are known.
  private var first: [Double] = []
  /// The scores of items beyond.
  private var others: [Int: Double] = [:]
  /// The number of items with a score.
  private(set) var count = 0

  /// Items that are always kept in a list, however few have scores.
  private static let alwaysListed = 64

  /// The score of an item; nil if there is none.
  subscript(item: Int) -> Double? {
    guard item < first.count else { return others[item] }
    return first[item].isNaN ? nil : first[item]
  }

  /// Sets the score of an item.
  mutating func set(_ score: Double, at item: Int) {
    if self[item] == nil { count += 1 }
    if item >= first.count, item < 2 * count + SparseScores.alwaysListed {
      let start = first.count
      first.append(contentsOf: repeatElement(.nan, count: item + 1 - start))
      if !others.isEmpty {
        for moved in start...item {
          if let value = others.removeValue(forKey: moved) { first[moved] = value }
        }
      }
    }
    if item < first.count { first[item] = score } else { others[item] = score }
  }

  /// Each item that has a score, in no particular order.
  var known: [(item: Int, score: Double)] {
    first.indices.filter { !first[$0].isNaN }.map { ($0, first[$0]) } + others.map { ($0.key, $0.value) }
  }

  /// Whether every score is 0 or 1.
  var isBinary: Bool {
    first.allSatisfy { $0.isNaN || $0 == 0 || $0 == 1 } && others.values.allSatisfy { $0 == 0 || $0 == 1 }
  }
}
