/// Holds all pairs of some models on a set of items, counted by the two numbers that decide how a random sample ranks
/// them.
package struct PairPopulation: Sendable, Equatable {
  /// Counts pairs that are alike.
  package struct Kind: Sendable, Equatable {
    /// Items that exactly one of the two models answers right: n10 + n01.
    package let discordant: Int
    /// n10 − n01: items by which the better model is ahead; above 0.
    package let difference: Int
    /// The number of pairs.
    package let pairs: Int

    /// Items that only the better model answers right.
    package var wins: Int { (discordant + difference) / 2 }
    /// Items that only the worse model answers right.
    package var losses: Int { (discordant - difference) / 2 }

    /// Creates a kind of pair; `discordant` and `difference` are both even or both odd.
    package init(discordant: Int, difference: Int, pairs: Int) {
      self.discordant = discordant
      self.difference = difference
      self.pairs = pairs
    }
  }

  /// The number of items, n.
  package let itemCount: Int
  /// The kinds in ascending order of discordance, then of difference.
  package let kinds: [Kind]
  /// Pairs with equal scores, which have no order to agree with.
  package let zeroGapPairs: Int

  /// Creates a population from its counts.
  package init(itemCount: Int, kinds: [Kind], zeroGapPairs: Int) {
    self.itemCount = itemCount
    self.kinds = kinds
    self.zeroGapPairs = zeroGapPairs
  }

  /// The number of pairs that have an order.
  package var orderedPairs: Int { kinds.reduce(0) { $0 + $1.pairs } }
}

extension ItemMatrix {
  /// The most models whose pairs are all counted: two million pairs, enough that further models would not move the
  /// agreement in a bin by as much as a table shows, although time and memory would grow with the square of the models.
  public static let largestPopulation = 2000

  /// Returns the models that represent all of them when all pairs are counted: all, or above ``largestPopulation``
  /// as many drawn at random, ascending.
  public func populationModels(seed: UInt64) -> [Int] {
    let models = Array(0..<modelCount)
    guard modelCount > ItemMatrix.largestPopulation else { return models }
    var generator = Philox(seed: seed, trial: 0, purpose: .models, method: "population")
    return generator.sample(ItemMatrix.largestPopulation, from: models).sorted()
  }

  /// Returns all pairs of some models over some items; nil for a matrix of graded scores, whose pairs cannot be
  /// described by two counts.
  ///
  /// - Complexity: O(models² · N / 64).
  package func pairPopulation(of models: [Int], over items: [Int]) -> PairPopulation? {
    guard case .binary(let byModel, _) = storage else { return nil }
    let rows = byModel.selecting(rows: models, mask: BitMatrix.mask(columns: itemCount, indices: items))
    let right = models.indices.map { rows.count(row: $0) }
    let width = items.count + 1
    /// Calls `body` with the key of every pair: its discordant items, and then its difference.
    @inline(__always)
    func forEachKey(_ body: (Int) -> Void) {
      rows.forEachRowAndThoseBefore { first, counts in
        for (second, both) in counts.enumerated() {
          let discordant = right[first] + right[second] - 2 * Int(both)
          body(discordant * width + abs(right[first] - right[second]))
        }
      }
    }
    var kinds: [PairPopulation.Kind] = []
    var zeroGapPairs = 0
    func add(_ key: Int, _ pairs: Int) {
      let (discordant, difference) = key.quotientAndRemainder(dividingBy: width)
      if difference == 0 {
        zeroGapPairs += pairs
      } else {
        kinds.append(.init(discordant: discordant, difference: difference, pairs: pairs))
      }
    }
    if width * width <= 1 << 22 {
      // Counting beats sorting while the counters fit in a cache.
      var counts = [Int32](repeating: 0, count: width * width)
      counts.withUnsafeMutableBufferPointer { counts in forEachKey { counts[$0] += 1 } }
      for (key, pairs) in counts.enumerated() where pairs > 0 { add(key, Int(pairs)) }
    } else {
      var keys: [Int] = []
      keys.reserveCapacity(models.count * (models.count - 1) / 2)
      forEachKey { keys.append($0) }
      keys.sort()
      var start = 0
      while start < keys.count {
        var end = start
        while end < keys.count, keys[end] == keys[start] { end += 1 }
        add(keys[start], end - start)
        start = end
      }
    }
    return PairPopulation(itemCount: items.count, kinds: kinds, zeroGapPairs: zeroGapPairs)
  }
}
