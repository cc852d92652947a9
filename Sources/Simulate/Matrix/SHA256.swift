/// Computes SHA-256 (FIPS 180-4), which names the content of a matrix.
///
/// The toolchain carries no cryptographic library on Linux, and a system library would be the only thing to install.
package struct SHA256 {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  /// Begins a digest.
  package init() {}

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = {
    var primes: [Int] = []
    var candidate = 2
    while primes.count < 64 {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes.map { prime in
      // The integer cube root of prime · 2^96, by bisection in 128 bits; its low 32 bits are the fraction.
      let target = UInt128(prime) << 96
      var (low, high) = (UInt128(1) << 32, UInt128(1) << 36)
      while high - low > 1 {
        let middle = (low + high) / 2
        if middle * middle * middle <= target { low = middle } else { high = middle }
      }
      return UInt32(truncatingIfNeeded: low)
    }
  }()

  /// Adds bytes to the message.
  package mutating func update(_ bytes: some Collection<UInt8>) {
    length += UInt64(bytes.count)
    pending.append(contentsOf: bytes)
    let whole = pending.count / 64 * 64
    guard whole > 0 else { return }
    pending.withUnsafeBufferPointer { buffer in
      for start in stride(from: 0, to: whole, by: 64) {
        SHA256.compress(&state, UnsafeBufferPointer(rebasing: buffer[start..<start + 64]))
      }
    }
    pending.removeSubrange(..<whole)
  }

  /// Returns the digest of all bytes so far, in lower-case hexadecimal.
  package func hexadecimal() -> String {
    var copy = self
    let bits = length * 8
    copy.update([0x80] + [UInt8](repeating: 0, count: (119 - Int(length % 64)) % 64))
    copy.update((0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) })
    let digits = Array("0123456789abcdef")
    return String(
      copy.state.flatMap { word in (0..<8).map { digits[Int(word >> UInt32(28 - 4 * $0) & 15)] } })
  }

  private static func compress(_ state: inout [UInt32], _ block: UnsafeBufferPointer<UInt8>) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
      for word in 0..<16 {
        schedule[word] =
          UInt32(block[4 * word]) << 24 | UInt32(block[4 * word + 1]) << 16 | UInt32(block[4 * word + 2]) << 8
          | UInt32(block[4 * word + 3])
      }
      for word in 16..<64 {
        let a = schedule[word - 15]
        let b = schedule[word - 2]
        let s0 = rotate(a, 7) ^ rotate(a, 18) ^ a >> 3
        let s1 = rotate(b, 17) ^ rotate(b, 19) ^ b >> 10
        schedule[word] = schedule[word - 16] &+ s0 &+ schedule[word - 7] &+ s1
      }
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      var (e, f, g, h) = (state[4], state[5], state[6], state[7])
      constants.withUnsafeBufferPointer { constants in
        for round in 0..<64 {
          let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
          let choice = e & f ^ ~e & g
          let t1 = h &+ s1 &+ choice &+ constants[round] &+ schedule[round]
          let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
          let majority = a & b ^ a & c ^ b & c
          (h, g, f, e) = (g, f, e, d &+ t1)
          (d, c, b, a) = (c, b, a, t1 &+ s0 &+ majority)
        }
      }
      for (position, value) in [a, b, c, d, e, f, g, h].enumerated() { state[position] &+= value }
    }
  }

  @inline(__always)
  private static func rotate(_ word: UInt32, _ by: UInt32) -> UInt32 { word >> by | word << (32 - by) }
}
