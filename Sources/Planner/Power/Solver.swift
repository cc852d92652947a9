import Simulate

/// Solves for the quantity that was left out.
package enum Solver {
  /// The largest size examined.
  package static let largestSize = 1_000_000_000

  /// Returns the smallest k such that every k′ ≥ k reaches a target, or nil if there is none.
  ///
  /// Strict agreement is not monotone in k: an even sample can tie, so that it may lose to the odd one below it, and
  /// the power of an exact test moves in teeth. Up to `exhaustive` sizes are all examined, from the largest down.
  /// Beyond that, a window of neighbours stands for each size in a bisection, and the answer's own neighbourhood is
  /// examined size by size.
  ///
  /// - Parameters:
  ///   - target: what to reach.
  ///   - limit: the largest size; nil for a benchmark of unlimited size.
  ///   - teeth: how many neighbours the bisection takes the least of; 1 if the value may be taken as monotone, so that
  ///     no neighbourhood is looked at.
  ///   - lookahead: how many sizes in a row must reach the target for the answer to stand; 16 teeth if not given.
  ///   - guess: where to begin the search, beyond `exhaustive` sizes.
  ///   - value: the agreement or power at a size; called once for each size.
  package static func smallestSize(
    reaching target: Double, limit: Int?, teeth: Int = 2, lookahead: Int? = nil, exhaustive: Int = 4096,
    guess: Int = 1, _ value: (Int) throws -> Double
  ) rethrows -> Int? {
    var known: [Int: Bool] = [:]
    func reaches(_ size: Int) throws -> Bool {
      if let answer = known[size] { return answer }
      let answer = try value(size) >= target - 1e-12
      known[size] = answer
      return answer
    }
    if let limit, limit <= exhaustive {
      var size = limit
      while size >= 1, try reaches(size) { size -= 1 }
      return size == limit ? nil : size + 1
    }
    let largest = limit ?? largestSize
    func windowReaches(_ size: Int) throws -> Bool {
      for neighbour in size..<size + teeth where neighbour <= largest {
        if try !reaches(neighbour) { return false }
      }
      return true
    }
    // From the guess outwards in growing steps, until it is bracketed.
    var low = 0
    var high = min(max(1, guess), largest)
    var step = max(1, high / 1024)
    if try windowReaches(high) {
      while high > 1 {
        let below = max(1, high - step)
        guard try windowReaches(below) else {
          low = below
          break
        }
        high = below
        step *= 2
      }
    } else {
      repeat {
        low = high
        if high == largest { return nil }
        high = min(largest, high + step)
        step *= 2
      } while try !windowReaches(high)
    }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if try windowReaches(middle) { high = middle } else { low = middle }
    }
    // The neighbourhood upwards: a tooth wider than the window moves the answer behind it.
    var size = high
    var looked = size
    while teeth > 1, looked < size + (lookahead ?? 16 * teeth), looked < largest {
      looked += 1
      if try !reaches(looked) { size = looked + 1 }
    }
    while size > 1, try reaches(size - 1) { size -= 1 }
    return size <= largest ? size : nil
  }

  /// Returns the smallest gap from 0 to `largest` whose value reaches a target, by bisection to ten digits, or nil if
  /// none does.
  ///
  /// - Parameters:
  ///   - guess: a gap near the answer, which saves half of the steps if it is within 2 %.
  ///   - value: the agreement or power at a gap, non-decreasing; nil for a gap that no pair can have.
  package static func smallestGap(
    reaching target: Double, largest: Double, guess: Double? = nil, _ value: (Double) throws -> Double?
  ) rethrows -> Double? {
    func reaches(_ gap: Double) throws -> Bool? { try value(gap).map { $0 >= target - 1e-12 } }
    var low = 0.0
    // If large gaps are impossible (accuracies run out of range), the largest possible one bounds the search.
    var high = largest
    if let guess, guess * 1.02 < largest, try reaches(guess * 1.02) == true, try reaches(guess * 0.98) == false {
      (low, high) = (guess * 0.98, guess * 1.02)
    } else if try value(high) == nil {
      var possible = 0.0
      var impossible = high
      while impossible - possible > 1e-9 {
        let middle = (possible + impossible) / 2
        if try value(middle) == nil { impossible = middle } else { possible = middle }
      }
      high = possible
    }
    guard high > 0, try reaches(high) == true else { return nil }
    while high - low > 1e-10 * high {
      let middle = (low + high) / 2
      if try reaches(middle) == true { high = middle } else { low = middle }
    }
    return high
  }
}

/// Returns the smallest k such that every k′ ≥ k puts a pair in order with a probability of at least `target`, or nil
/// if no k below N does.
package func smallestSize(_ comparison: PairedComparison, target: Double, ties: TiePolicy = .wrong) -> Int? {
  let size = Solver.smallestSize(reaching: target, limit: comparison.itemCount) { size in
    comparison.orderProbabilities(size: size).agreement(ties: ties)
  }
  return size == comparison.itemCount ? nil : size
}
