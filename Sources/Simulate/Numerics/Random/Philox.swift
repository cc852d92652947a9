/// Tells what a stream of random numbers is drawn for. Each purpose has its own stream, so that drawing more numbers
/// for one never changes another.
///
/// The raw values are part of the definition of every seeded result: never renumber them.
package enum RandomPurpose: UInt32, Sendable {
  /// Splitting the items into a seen and an unseen half.
  case split = 1
  /// Choosing target and source models.
  case models = 2
  /// Choosing the items of a micro-benchmark.
  case selection = 3
  /// Resampling trials for bootstrap intervals.
  case bootstrap = 4
  /// Resampling models for bootstrap intervals.
  case modelBootstrap = 5
  /// Generating answers.
  case synthesis = 6
}

/// Generates random numbers by Philox 4×32 with ten rounds, a counter-based random number generator.
///
/// Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. The output is a function of
/// (seed, trial, purpose, method, size, position) alone: a trial's numbers do not depend on which thread runs it, on
/// which machine, nor on which other trials, methods or sizes run.
package struct Philox: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var block = SIMD4<UInt32>()
  private var used = 4

  /// Creates a stream at its beginning.
  ///
  /// - Parameters:
  ///   - seed: the user's seed; it is the generator's 64-bit key.
  ///   - trial: the number of the trial, or of the bootstrap resample.
  ///   - purpose: what the numbers are for.
  ///   - method: the identifier of the method they are drawn for, if the purpose belongs to a method.
  ///   - size: the micro-benchmark size they are drawn for; below 2^24.
  package init(seed: UInt64, trial: Int, purpose: RandomPurpose, method: String = "", size: Int = 0) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    counter = SIMD4(
      0,
      purpose.rawValue << 24 | UInt32(truncatingIfNeeded: size & 0xFF_FFFF),
      UInt32(truncatingIfNeeded: trial),
      method.isEmpty ? 0 : Philox.fingerprint(method))
  }

  /// Returns the ten-round Philox 4×32 bijection of one counter under one key.
  package static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3])
    var (k0, k1) = (key[0], key[1])
    for _ in 0..<10 {
      let p0 = UInt64(c0) &* 0xD251_1F53
      let p1 = UInt64(c2) &* 0xCD9E_8D57
      (c0, c1, c2, c3) = (
        UInt32(truncatingIfNeeded: p1 >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: p1),
        UInt32(truncatingIfNeeded: p0 >> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: p0)
      )
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return SIMD4(c0, c1, c2, c3)
  }

  /// Returns the next 32 bits of the stream.
  package mutating func next32() -> UInt32 {
    if used == 4 {
      block = Philox.block(counter: counter, key: key)
      counter[0] &+= 1
      used = 0
    }
    defer { used += 1 }
    return block[used]
  }

  /// Returns the next 64 bits of the stream: two 32-bit outputs, the earlier one low.
  package mutating func next() -> UInt64 {
    let low = UInt64(next32())
    return UInt64(next32()) << 32 | low
  }

  /// Returns a whole number drawn uniformly from `0..<bound`, without bias.
  ///
  /// Lemire, "Fast random integer generation in an interval", ACM TOMACS 2019. Written out rather than taken from the
  /// standard library, whose algorithm may change and with it every seeded result.
  ///
  /// - Parameter bound: from 1 to 2^32 − 1.
  package mutating func uniform(below bound: Int) -> Int {
    let range = UInt32(bound)
    var product = UInt64(next32()) &* UInt64(range)
    if UInt32(truncatingIfNeeded: product) < range {
      let threshold = (0 &- range) % range
      while UInt32(truncatingIfNeeded: product) < threshold {
        product = UInt64(next32()) &* UInt64(range)
      }
    }
    return Int(product >> 32)
  }

  /// Returns a number drawn uniformly from 0 to 1, 1 excluded, in steps of 2^−53.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Returns a number drawn from the standard normal distribution, by its quantile function.
  package mutating func normal() -> Double { NormalDistribution.quantile(unit() + 0x1p-54) }

  /// Returns the FNV-1a hash of a method's identifier: a stable 32-bit number that separates methods' streams.
  private static func fingerprint(_ text: String) -> UInt32 {
    text.utf8.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
  }
}
