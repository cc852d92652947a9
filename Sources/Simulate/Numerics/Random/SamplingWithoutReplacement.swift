extension Philox {
  /// Returns `count` distinct elements drawn uniformly, in random order.
  ///
  /// A Fisher–Yates shuffle stopped after `count` steps.
  ///
  /// - Parameter count: at most the number of elements.
  /// - Complexity: O(n) to copy the elements, O(`count`) draws.
  package mutating func sample<Element>(_ count: Int, from elements: [Element]) -> [Element] {
    var pool = elements
    shufflePrefix(&pool, count: count)
    pool.removeSubrange(count...)
    return pool
  }

  /// Returns the elements in a uniformly random order.
  ///
  /// - Complexity: O(n).
  package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var pool = elements
    shufflePrefix(&pool, count: pool.count)
    return pool
  }

  private mutating func shufflePrefix<Element>(_ pool: inout [Element], count: Int) {
    precondition(count >= 0 && count <= pool.count, "a sample without replacement is no larger than its pool")
    let size = pool.count
    for position in 0..<count where size - position > 1 {
      pool.swapAt(position, position + uniform(below: size - position))
    }
  }
}
