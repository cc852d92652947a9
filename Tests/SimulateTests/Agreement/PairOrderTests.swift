import Testing

@testable import Simulate

/// Tallies all pairs one by one, to check ``PairOrder``.
private func plainTally(
  _ reference: ReferenceScores, _ scores: [Double], bins: GapBins, times: [Double]? = nil
) -> OrderTally {
  var tally = OrderTally()
  for first in scores.indices {
    for second in scores.indices where second > first {
      let weight = times.map { $0[first] * $0[second] } ?? 1
      if weight == 0 { continue }
      let difference = reference.difference(first, second, bins: bins)
      let other = scores[first] - scores[second]
      let isTied = abs(other) < 1e-12
      tally.add(
        bin: difference.sign == 0 ? -1 : difference.bin, pairs: weight,
        agreeing: !isTied && (other > 0) == (difference.sign > 0) ? weight : 0, tied: isTied ? weight : 0)
    }
  }
  return tally
}

/// Returns whether two tallies are the same. Of pairs with equal reference scores only the ties are compared.
private func isSame(_ first: OrderTally, _ second: OrderTally) -> Bool {
  first.tally.zeroGapPairs == second.tally.zeroGapPairs && first.zeroGapTied == second.zeroGapTied
    && (0..<GapBins.count).allSatisfy { bin in
      func cell(_ tally: AgreementTally) -> [Double] {
        bin < tally.pairs.count ? [tally.pairs[bin], tally.agreeing[bin], tally.tied[bin]] : [0, 0, 0]
      }
      return cell(first.tally) == cell(second.tally)
    }
}

@Suite struct PairOrderTests {
  /// Makes scores on a grid, so that there are ties in both columns.
  static func columns(models: Int, steps: Int, seed: UInt64) -> (full: [Double], micro: [Double]) {
    var generator = Philox(seed: seed, trial: 0, purpose: .selection)
    let full = (0..<models).map { _ in Double(generator.uniform(below: steps)) / Double(steps) }
    let micro = full.map { min(1, max(0, $0 + Double(generator.uniform(below: 7) - 3) / 10)) }
    return (full, micro)
  }

  @Test(arguments: [(2, 3), (3, 1), (17, 5), (60, 40), (83, 1000)], GapBins.allCases)
  func matchesAllPairsOneByOne(_ size: (models: Int, steps: Int), bins: GapBins) {
    let (full, micro) = PairOrderTests.columns(models: size.models, steps: size.steps, seed: 3)
    let graded = ReferenceScores(means: full)
    let counted = ReferenceScores(
      means: full, rightCounts: full.map { Int(($0 * Double(size.steps)).rounded()) }, itemCount: size.steps)
    for reference in [graded, counted] {
      let tally = PairOrder(reference: reference, bins: bins).tally(of: micro)
      #expect(isSame(tally, plainTally(reference, micro, bins: bins)))
      let pairs = tally.tally.pairs.reduce(0, +) + tally.tally.zeroGapPairs
      #expect(pairs == Double(size.models * (size.models - 1) / 2))
      let expected = kendallTau(full, micro.map(ReferenceOrder.comparable))
      #expect(close(tally.kendallTau, expected, 1e-12) || expected == nil && tally.kendallTau == nil)
    }
  }

  @Test func perfectAndReversedOrders() {
    let full = [0.1, 0.5, 0.2, 0.9]
    let order = PairOrder(reference: ReferenceScores(means: full))
    #expect(order.tally(of: full).kendallTau == 1)
    #expect(order.tally(of: full.map { 1 - $0 }).kendallTau == -1)
    #expect(order.tally(of: [1, 1, 1, 1]).kendallTau == nil)
    #expect(order.tally(of: [1, 1, 1, 1]).tally.tied.reduce(0, +) == 6)
  }

  @Test(arguments: [(12, 6), (55, 20), (90, 300)])
  func resamplesHoldEveryPairAsOftenAsItsModels(models: Int, steps: Int) {
    let (full, micro) = PairOrderTests.columns(models: models, steps: steps, seed: 9)
    let reference = ReferenceScores(means: full)
    var resamples = 0
    PairOrder(reference: reference).forEachResample(of: micro, resamples: 5, seed: 2) { tally, times in
      #expect(isSame(tally, plainTally(reference, micro, bins: .centered, times: times)))
      resamples += 1
    }
    #expect(resamples == 5)
  }
}
