import Foundation
import Simulate
import Testing

@testable import Planner

@Suite struct ConfidenceSequenceTests {
  private static let streams = 2000

  /// Returns a random order of a benchmark's differences: wins, losses and neither.
  private func order(_ wins: Int, _ losses: Int, of itemCount: Int, stream: Int) -> [Double] {
    var generator = Philox(seed: 5, trial: stream, purpose: .selection, method: "stream")
    return generator.sample(
      itemCount, from: (0..<itemCount).map { $0 < wins ? 1.0 : $0 < wins + losses ? -1 : 0 })
  }

  /// Returns differences drawn independently.
  private func draws(_ gap: Double, _ discordance: Double, count: Int, stream: Int) -> [Double] {
    var generator = Philox(seed: 6, trial: stream, purpose: .selection, method: "stream")
    return (0..<count).map { _ in
      let draw = Double(generator.uniform(below: 1 << 30)) / Double(1 << 30)
      return draw < (discordance + gap) / 2 ? 1 : draw < discordance ? -1 : 0
    }
  }

  /// Returns the share of streams in which some look rules the true difference out, for the sequence and for the Wald
  /// test repeated at its full level. Looks are after every 10 items.
  private func misses(
    itemCount: Int?, truth: Double, _ stream: (Int) -> [Double]
  ) -> (sequence: Double, repeated: Double) {
    var (missed, rejected) = (0, 0)
    for index in 0..<Self.streams {
      var sequence = ConfidenceSequence(level: 0.95, itemCount: itemCount)
      var (sum, squares, isMissed, isRejected) = (0.0, 0.0, false, false)
      for difference in stream(index) {
        sequence.add(difference)
        sum += difference
        squares += difference * difference
        let n = Double(sequence.items)
        guard sequence.items.isMultiple(of: 10) else { continue }
        isMissed = isMissed || sequence.excludes(truth)
        let variance = squares / n - sum / n * (sum / n)
        isRejected = isRejected || abs(sum / n - truth) > 1.96 * (variance / n).squareRoot()
      }
      missed += isMissed ? 1 : 0
      rejected += isRejected ? 1 : 0
    }
    return (Double(missed) / Double(Self.streams), Double(rejected) / Double(Self.streams))
  }

  @Test func independentDrawsAreCoveredAtEveryLook() {
    let result = misses(itemCount: nil, truth: 0.05) { draws(0.05, 0.35, count: 200, stream: $0) }
    #expect(result.sequence <= 0.05)
    // The control: a test at 0.05, repeated, errs far oftener.
    #expect(result.repeated > 0.15)
  }

  @Test func drawsWithoutReplacementAreCoveredAtEveryLook() {
    let result = misses(itemCount: 150, truth: 0.1) { order(40, 25, of: 150, stream: $0) }
    #expect(result.sequence <= 0.05)
  }

  @Test func intervalsNarrowToTheDifference() {
    var sequence = ConfidenceSequence(level: 0.95, itemCount: 300)
    var before = (low: -1.0, high: 1.0)
    for (index, difference) in order(90, 30, of: 300, stream: 1).enumerated() {
      sequence.add(difference)
      guard (index + 1).isMultiple(of: 50) else { continue }
      let interval = sequence.interval()
      #expect(interval.low >= before.low)
      #expect(interval.high <= before.high)
      #expect(interval.low < interval.high + 1e-9)
      #expect(sequence.excludes(interval.low - 0.01) || interval.low == -1)
      #expect(!sequence.excludes(0.2))
      before = interval
    }
    // All items leave no doubt.
    #expect(close(before.low, 0.2, 0.01))
    #expect(close(before.high, 0.2, 0.01))
  }

  @Test func withoutReplacementIsNarrower() {
    let differences = order(60, 20, of: 200, stream: 2).prefix(150)
    var (finite, unlimited) = (ConfidenceSequence(itemCount: 200), ConfidenceSequence())
    for difference in differences {
      finite.add(difference)
      unlimited.add(difference)
    }
    let (one, other) = (finite.interval(), unlimited.interval())
    #expect(one.high - one.low < other.high - other.low)
  }

  /// The capital written out from the paper's formulas, for three items.
  @Test func theCapitalIsThatOfThePaper() {
    var sequence = ConfidenceSequence(level: 0.9)
    let values = [1.0, 0.5, 1]
    for value in values { sequence.add(2 * value - 1) }
    func capital(_ mean: Double) -> Double {
      var (above, below) = (1.0, 1.0)
      for t in 1...3 {
        let past = Array(values[..<(t - 1)])
        // Each earlier item against the mean up to it, as the paper estimates the variance.
        var variance = 0.25
        for i in past.indices {
          let here = (0.5 + past[...i].reduce(0, +)) / Double(i + 2)
          variance += (past[i] - here) * (past[i] - here)
        }
        variance /= Double(t)
        let bet = (2 * log(2 / 0.1) / (variance * Double(t) * log(1 + Double(t)))).squareRoot()
        above *= 1 + min(bet, 0.5 / mean) * (values[t - 1] - mean)
        below *= 1 - min(bet, 0.5 / (1 - mean)) * (values[t - 1] - mean)
      }
      return max(above, below) / 2
    }
    for mean in stride(from: 0.002, to: 1, by: 0.004) {
      #expect(sequence.excludes(2 * mean - 1) == (capital(mean) >= 1 / 0.1))
    }
  }
}
