/// Holds, for every number of wins and losses among n items, the share of their orders in which no look stopped the
/// comparison before n.
///
/// Given its wins and losses, a sample's order is random, whichever two models were compared and however large the
/// benchmark is. So these shares depend on the rule alone, and all pairs use the same ones:
/// r(w, l; n) = (w·r(w − 1, l; n − 1) + l·r(w, l − 1; n − 1) + (n − w − l)·r(w, l; n − 1)) / n, by the outcome of the
/// last item, and 0 for what a look stopped. All shares lie in [0, 1], so that nothing overflows at any size.
///
/// A row holds the states with the same m = w + l. Its entry j is a lead of 2j − reach + p, where p is 0 or 1, as the
/// parity of m asks.
package struct ContinuationShares {
  /// States with a lead of this or more, either way, are left out.
  package let reach: Int
  /// The number of items drawn, n.
  package private(set) var items = 0
  /// The rows from m = 0 on, `stride` entries each.
  package private(set) var shares: [Double]
  private let rows: Int
  private var lowest = 0

  /// Entries of a row.
  package var stride: Int { reach + 1 }

  /// Creates the shares before the first item.
  ///
  /// - Parameters:
  ///   - reach: above all leads that matter.
  ///   - mostDiscordant: the largest m.
  package init(reach: Int, mostDiscordant: Int) {
    self.reach = reach
    rows = mostDiscordant + 1
    shares = [Double](repeating: 0, count: rows * (reach + 1))
    shares[ContinuationShares.entry(ofLead: 0, discordant: 0, reach: reach)] = 1
  }

  /// Returns the lead of entry 0 of a row.
  package static func firstLead(discordant: Int, reach: Int) -> Int { ((discordant + reach) & 1) - reach }

  /// Returns the entry of a lead in its row; the lead has the parity of `discordant`.
  package static func entry(ofLead lead: Int, discordant: Int, reach: Int) -> Int {
    (lead - firstLead(discordant: discordant, reach: reach)) / 2
  }

  /// Draws one more item.
  ///
  /// - Parameter window: the values of m that matter; states outside it count as stopped.
  package mutating func advance(within window: ClosedRange<Int>) {
    items += 1
    let (n, stride, reach) = (Double(items), stride, reach)
    let highest = min(window.upperBound, rows - 1, items)
    shares.withUnsafeMutableBufferPointer { shares in
      // From the top, so that each row still sees the one below as it was.
      var m = highest
      while m >= max(window.lowerBound, lowest) {
        let first = ContinuationShares.firstLead(discordant: m, reach: reach)
        let isOdd = (m + reach) & 1
        let row = m * stride
        // Where the leads one lower and one higher stand in the row below.
        let below = row - stride + isOdd
        let (scaledNeither, wins) = (Double(items - m) / n, Double(m + first) / 2)
        let losses = Double(m) - wins
        if m == 0 {
          for entry in 0..<stride { shares[entry] *= scaledNeither }
        } else {
          for entry in (1 - isOdd)..<reach {
            let moved =
              (wins + Double(entry)) * shares[below + entry - 1] + (losses - Double(entry)) * shares[below + entry]
            shares[row + entry] = scaledNeither * shares[row + entry] + moved / n
          }
        }
        m -= 1
      }
      while lowest < min(window.lowerBound, rows) {
        for entry in 0..<stride { shares[lowest * stride + entry] = 0 }
        lowest += 1
      }
    }
  }

  /// Stops the states with a lead of at least a bound, which may depend on m.
  package mutating func stopLeads(atLeast bound: (_ discordant: Int) -> Int) {
    let highest = min(items, rows - 1)
    guard lowest <= highest else { return }
    for m in lowest...highest {
      let first = ContinuationShares.firstLead(discordant: m, reach: reach)
      let bound = bound(m)
      for entry in 0..<stride where abs(first + 2 * entry) >= bound { shares[m * stride + entry] = 0 }
    }
  }
}
