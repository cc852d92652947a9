/// Counts the pairs of a ``PairOrder`` by the groups that their models are in, so that resamples of groups are sums of
/// counts.
struct GroupedPairs {
  /// Holds what scores can say of a pair.
  private enum Outcome: Int, CaseIterable {
    case behind, ahead, tied
  }

  private let groups: Int
  private let binCount: Int
  /// The numbers of a row of ``cells``: of each bin, beginning with −1, the pairs, the agreeing and the tied, and zeros
  /// that make whole vectors.
  private let width: Int
  /// A row for each two groups, or one with itself: first group by first group, the second not before it.
  private let cells: [Double]

  /// How many resamples are summed at a time: a multiple of the rows that the kernel takes.
  private static let block = 40

  /// Counts all pairs.
  ///
  /// - Parameters:
  ///   - ranks: what the scores are ranked, in the reference's order.
  ///   - groupOf: the group of each model, in the reference's order.
  init(_ order: PairOrder, ranks: [Int32], groupOf: [Int], groups: Int) {
    self.groups = groups
    binCount = order.binCount
    width = MatrixProducts.padded(3 * binCount, to: MatrixProducts.lengthMultiple)
    let kinds = Outcome.allCases.count
    // By bin, the group of the lower model, that of the higher, and the outcome: a run of pairs stays within few lines.
    var counts = [Int32](repeating: 0, count: binCount * groups * groups * kinds)
    let offsets = groupOf.map { Int32($0 * kinds) }
    counts.withUnsafeMutableBufferPointer { counts in
      ranks.withUnsafeBufferPointer { ranks in
        offsets.withUnsafeBufferPointer { offsets in
          order.forEachPair { bin, first, seconds in
            let own = ranks[first]
            let start = ((bin + 1) * groups + groupOf[first]) * groups * kinds
            for second in seconds {
              // 0 behind, 1 ahead, 2 tied.
              let outcome = (ranks[second] > own ? 1 : 0) + (ranks[second] == own ? 2 : 0)
              counts[start + Int(offsets[second]) + outcome] += 1
            }
          }
        }
      }
    }
    var cells: [Double] = []
    cells.reserveCapacity(groups * (groups + 1) / 2 * width)
    for low in 0..<groups {
      for high in low..<groups {
        for bin in 0..<binCount {
          func count(_ outcome: Outcome) -> Int32 {
            func count(_ first: Int, _ second: Int) -> Int32 {
              counts[((bin * groups + first) * groups + second) * kinds + outcome.rawValue]
            }
            return low == high ? count(low, low) : count(low, high) + count(high, low)
          }
          let (ahead, tied) = (count(.ahead), count(.tied))
          cells += [Double(count(.behind) + ahead + tied), Double(ahead), Double(tied)]
        }
        cells.append(contentsOf: repeatElement(0, count: width - 3 * binCount))
      }
    }
    self.cells = cells
  }

  /// Calls `body` with the tally of each resample of the groups.
  ///
  /// The sums are of whole numbers, which doubles hold exactly in any order.
  func forEachSum(of bootstrap: TrialBootstrap, _ body: (_ resample: Int, OrderTally) -> Void) {
    let (block, pairs, resamples) = (GroupedPairs.block, groups * (groups + 1) / 2, bootstrap.resamples)
    var factors = [Double](repeating: 0, count: pairs * block)
    var sums = [Double](repeating: 0, count: block * width)
    for start in stride(from: 0, to: resamples, by: block) {
      let here = min(block, resamples - start)
      for resample in 0..<here {
        let times = (0..<groups).map { bootstrap.times($0, inResample: start + resample) }
        var pair = 0
        for low in 0..<groups {
          for high in low..<groups {
            factors[pair * block + resample] = times[low] * times[high]
            pair += 1
          }
        }
      }
      for index in sums.indices { sums[index] = 0 }
      sums.withUnsafeMutableBufferPointer { sums in
        factors.withUnsafeBufferPointer { factors in
          cells.withUnsafeBufferPointer { cells in
            guard let sums = sums.baseAddress, let factors = factors.baseAddress, let cells = cells.baseAddress else {
              return
            }
            MatrixProducts.addCombinations(
              to: sums, rows: block, factors: factors, of: cells, rows: pairs, stride: width, length: width)
          }
        }
      }
      for resample in 0..<here { body(start + resample, tally(sums[resample * width..<(resample + 1) * width])) }
    }
  }

  private func tally(_ sums: ArraySlice<Double>) -> OrderTally {
    var tally = OrderTally()
    for bin in 0..<binCount {
      let place = sums.startIndex + 3 * bin
      if sums[place] > 0 {
        tally.add(bin: bin - 1, pairs: sums[place], agreeing: sums[place + 1], tied: sums[place + 2])
      }
    }
    return tally
  }
}
