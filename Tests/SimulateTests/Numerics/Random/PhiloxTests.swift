import Simulate
import Testing

@Suite struct PhiloxTests {
  /// The known-answer vectors that Random123 publishes for philox4x32-10 (kat_vectors).
  @Test(arguments: [
    (
      SIMD4<UInt32>(0, 0, 0, 0), SIMD2<UInt32>(0, 0),
      SIMD4<UInt32>(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
    ),
    (
      SIMD4<UInt32>(repeating: 0xffff_ffff), SIMD2<UInt32>(repeating: 0xffff_ffff),
      SIMD4<UInt32>(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
    ),
    (
      SIMD4<UInt32>(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), SIMD2<UInt32>(0xa409_3822, 0x299f_31d0),
      SIMD4<UInt32>(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
    ),
  ])
  func givesThePublishedVectors(counter: SIMD4<UInt32>, key: SIMD2<UInt32>, output: SIMD4<UInt32>) {
    #expect(Philox.block(counter: counter, key: key) == output)
  }

  @Test func streamsDifferByEachOfTheirParts() {
    func first(_ stream: Philox) -> UInt64 {
      var stream = stream
      return stream.next()
    }
    let base = Philox(seed: 1, trial: 1, purpose: .selection, method: "random", size: 10)
    let others = [
      Philox(seed: 2, trial: 1, purpose: .selection, method: "random", size: 10),
      Philox(seed: 1 << 32 | 1, trial: 1, purpose: .selection, method: "random", size: 10),
      Philox(seed: 1, trial: 2, purpose: .selection, method: "random", size: 10),
      Philox(seed: 1, trial: 1, purpose: .models, method: "random", size: 10),
      Philox(seed: 1, trial: 1, purpose: .selection, method: "head", size: 10),
      Philox(seed: 1, trial: 1, purpose: .selection, method: "random", size: 11),
    ]
    #expect(Set(([base] + others).map(first)).count == 7)
    #expect(first(base) == first(base))
  }

  /// Pearson's χ² with 6 degrees of freedom is below 22.5 with probability 0.999.
  @Test func boundedNumbersAreUniform() {
    var generator = Philox(seed: 7, trial: 0, purpose: .selection)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[generator.uniform(below: 7)] += 1 }
    let chiSquared = counts.reduce(0.0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 }
    #expect(chiSquared < 22.5)
  }

  @Test func samplesAreDistinctAndEveryElementIsEquallyLikely() {
    var generator = Philox(seed: 3, trial: 0, purpose: .selection)
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<20_000 {
      let sample = generator.sample(3, from: Array(0..<10))
      #expect(Set(sample).count == 3)
      for element in sample { counts[element] += 1 }
    }
    // Each is drawn with probability 0.3: standard deviation 65 around 6,000.
    for count in counts { #expect(abs(count - 6000) < 5 * 65) }
  }

  @Test(arguments: [0, 1, 5]) func samplingAllOrNothingWorks(count: Int) {
    var generator = Philox(seed: 3, trial: 0, purpose: .selection)
    #expect(generator.sample(count, from: Array(0..<5)).count == count)
    #expect(generator.shuffled(Array(0..<5)).sorted() == [0, 1, 2, 3, 4])
  }

  /// All 6 orders of 3 elements; χ² with 5 degrees of freedom is below 20.5 with probability 0.999.
  @Test func shufflesAreUniform() {
    var generator = Philox(seed: 11, trial: 0, purpose: .split)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<12_000 { counts[generator.shuffled([0, 1, 2]), default: 0] += 1 }
    #expect(counts.count == 6)
    #expect(counts.values.reduce(0.0) { $0 + Double(($1 - 2000) * ($1 - 2000)) / 2000 } < 20.5)
  }
}
