/// Holds the chance of every lead after m discordant items of one kind of pair were drawn, in rows as
/// ``ContinuationShares`` has them.
///
/// With w wins and l losses among the m, the chance is that of Hypergeometric(W + L, W, m) at w. Along a diagonal of
/// equal leads it follows from ratios: from m to m + 2 it changes by
/// (W − w)(L − l)(m + 1)(m + 2) / ((w + 1)(l + 1)(D − m)(D − m − 1)).
struct LeadChances {
  let reach: Int
  private(set) var chances: [Double]
  private let rows: Int

  /// Creates room for rows from m = 0 to `mostDiscordant`.
  init(reach: Int, mostDiscordant: Int) {
    self.reach = reach
    rows = mostDiscordant + 1
    chances = [Double](repeating: 0, count: rows * (reach + 1))
  }

  /// Fills the rows for a pair with these wins and losses in all.
  ///
  /// - Complexity: O(rows · reach).
  mutating func fill(wins: Int, losses: Int) {
    let (stride, reach, discordant) = (reach + 1, reach, wins + losses)
    let last = min(rows - 1, discordant)
    // What the ratio along a diagonal has from m alone; to m + 2.
    let common = (0..<max(1, last - 1)).map { m -> Double in
      guard m + 2 <= discordant else { return 0 }
      return Double((m + 1) * (m + 2)) / (Double(discordant - m) * Double(discordant - m - 1))
    }
    chances.withUnsafeMutableBufferPointer { chances in
      chances.update(repeating: 0)
      for lead in (1 - reach)..<reach where abs(lead) <= last {
        var (w, l) = (max(0, lead), max(0, -lead))
        guard w <= wins, l <= losses else { continue }
        var chance = ScaledProduct()
        for step in 0..<abs(lead) {
          chance.multiply(by: Double((lead > 0 ? wins : losses) - step) / Double(discordant - step))
        }
        var m = abs(lead)
        while m <= last {
          let entry = ContinuationShares.entry(ofLead: lead, discordant: m, reach: reach)
          chances[m * stride + entry] = chance.value
          guard m + 2 <= last, w < wins, l < losses else { break }
          chance.multiply(
            by: Double(wins - w) * Double(losses - l) * common[m] / (Double(w + 1) * Double(l + 1)))
          (w, l, m) = (w + 1, l + 1, m + 2)
        }
      }
    }
  }
}

/// Holds a product of positive factors that may be far below the smallest number on its way to one that is not.
struct ScaledProduct {
  private var mantissa = 1.0
  /// How many times `mantissa` is too large by 2^512.
  private var excess = 0

  /// The product, or 0 if it is too small to be written.
  var value: Double { excess == 0 ? mantissa : excess == 1 ? mantissa * 0x1p-512 : 0 }

  /// Multiplies by a factor from 0 to 2^100.
  @inline(__always)
  mutating func multiply(by factor: Double) {
    mantissa *= factor
    if mantissa < 0x1p-512, mantissa > 0 {
      mantissa *= 0x1p512
      excess += 1
    } else if excess > 0, mantissa > 1 {
      mantissa *= 0x1p-512
      excess -= 1
    }
  }
}
