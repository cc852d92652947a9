import CKernels
import Testing

@testable import Simulate

/// The kernels of clustering about medoids against plain Swift.
@Suite struct MedoidKernelTests {
  @Test(arguments: [0, 32, 96, 320], [2, 5, 30_000]) func placesAreListed(count: Int, levels: Int) {
    var generator = Philox(seed: 1, trial: count + levels, purpose: .selection)
    let values = (0..<count).map { _ in Int16(generator.uniform(below: levels)) }
    let bounds = (0..<count).map { _ in Int16(generator.uniform(below: levels) - 1) }
    let first = (0..<count).map { _ in Int32(generator.uniform(below: 9)) }
    let second = (0..<count).map { _ in Int32(generator.uniform(below: 9)) }
    var found = [Int32](repeating: -1, count: count)
    let near = values.indices.filter { values[$0] <= bounds[$0] }
    #expect(mdad_places_up_to(values, bounds, count, &found) == near.count)
    #expect(found.prefix(near.count).map { Int($0) } == near)
    let concerned = values.indices.filter { values[$0] <= bounds[$0] || first[$0] == 4 || second[$0] == 4 }
    #expect(mdad_places_up_to_or_labelled(values, bounds, first, second, 4, count, &found) == concerned.count)
    #expect(found.prefix(concerned.count).map { Int($0) } == concerned)
  }

  @Test func halvesMakeUpTheirNumbers() {
    var generator = Philox(seed: 2, trial: 0, purpose: .selection)
    let tile = (0..<1024).map { _ in Float(generator.unit() * 2) }
    var high = [Int16](repeating: 7, count: 32 * 40)
    var low = [UInt16](repeating: 7, count: 32 * 40)
    mdad_split_tile(tile, &high, &low, 40)
    for row in 0..<32 {
      for column in 0..<40 {
        let (upper, lower) = (high[row * 40 + column], low[row * 40 + column])
        if column < 32 {
          #expect(UInt32(upper) << 16 | UInt32(lower) == tile[row * 32 + column].bitPattern)
        } else {
          #expect(upper == 7 && lower == 7)
        }
      }
    }
  }

  /// Upper halves never hide a number below its bound, and list one that is not only if it shares the bound's half.
  @Test(arguments: [0, 0x1p-140, 0.25, 0.999999, 1, 1.5, Float.infinity]) func boundsKeepAllThatIsBelow(limit: Float) {
    let values = [0, 0x1p-149, 0.2499999, 0.25, 0.99, 1, 1.4999, 2, limit.nextDown, limit, limit.nextUp]
    for value in values where value >= 0 {
      let high = Int16(truncatingIfNeeded: value.bitPattern >> 16)
      if value < limit { #expect(high <= PairwiseDistances.bound(below: limit)) }
      if value <= limit { #expect(high <= PairwiseDistances.bound(upTo: limit)) }
      if value > limit * 1.01 + 0x1p-120 { #expect(high > PairwiseDistances.bound(upTo: limit)) }
    }
    #expect(PairwiseDistances.bound(below: 0) == -1)
  }
}
