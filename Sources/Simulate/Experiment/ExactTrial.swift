/// Computes the expected outcome of random sampling in one trial. The inner average of a simulation is done exactly
/// (Rao–Blackwell), with the trial's seen half and targets as they were drawn.
struct ExactTrial {
  let matrix: ItemMatrix
  let settings: SimulationSettings

  /// Computes the expected outcome for each size and reference, size by size. Rank correlations have no exact form and
  /// stay nil.
  func outcomes(seen: [Int], targets: [Int], references: [ReferenceOrder]) -> [TrialOutcome] {
    let sizes = settings.sizes
    let probabilities = pairProbabilities(seen: seen, targets: targets)
    let errors = expectedErrors(seen: seen, targets: targets, references: references)
    var outcomes: [TrialOutcome] = []
    for size in sizes.indices {
      for (position, reference) in references.enumerated() {
        var outcome = TrialOutcome()
        for pair in reference.pairs {
          let inOrder = pair.better < pair.worse
          let (first, second) = inOrder ? (pair.better, pair.worse) : (pair.worse, pair.better)
          let order = probabilities[pairIndex(first, second, of: targets.count) * sizes.count + size]
          outcome.tally.add(
            bin: pair.bin, pairs: 1, agreeing: inOrder ? order.ahead : order.behind, tied: order.tied)
        }
        outcome.tally.zeroGapPairs = Double(reference.zeroGapPairs)
        outcome.error = errors[size * references.count + position]
        outcomes.append(outcome)
      }
    }
    return outcomes
  }

  private func pairIndex(_ first: Int, _ second: Int, of count: Int) -> Int {
    first * (2 * count - first - 1) / 2 + second - first - 1
  }

  /// Computes for each pair (first < second) and size how often the first is ahead on a random sample of the seen
  /// items.
  private func pairProbabilities(seen: [Int], targets: [Int]) -> [OrderProbabilities] {
    let sizes = settings.sizes
    var result: [OrderProbabilities] = []
    result.reserveCapacity(targets.count * (targets.count - 1) / 2 * sizes.count)
    guard case .binary(let byModel, _) = matrix.storage else {
      for first in targets.indices {
        for second in targets.indices where second > first {
          let (difference, variance) = matrix.differenceMoments(targets[first], targets[second], items: seen)
          for size in sizes {
            let order = ExactRandomBaseline.normalOrderProbabilities(
              itemCount: seen.count, difference: difference, variance: variance, size: size)
            result.append(
              difference == 0 && order.ahead == 1 ? OrderProbabilities(ahead: 0, tied: 1) : order)
          }
        }
      }
      return result
    }
    let mask = BitMatrix.mask(columns: matrix.itemCount, indices: seen)
    let right = targets.map { byModel.count(row: $0, mask: mask) }
    var windows: [Int: [DiscreteWindow]] = [:]
    for first in targets.indices {
      for second in targets.indices where second > first {
        let both = byModel.count(rows: targets[first], targets[second], mask: mask)
        let (wins, losses) = (right[first] - both, right[second] - both)
        let drawn =
          windows[wins + losses]
          ?? sizes.map {
            DiscreteWindow.hypergeometric(population: seen.count, successes: wins + losses, draws: $0)
          }
        windows[wins + losses] = drawn
        let lead = LeadSequence(wins: wins, losses: losses, range: 0...(drawn.map(\.upperBound).max() ?? 0))
        for window in drawn { result.append(lead.orderProbabilities(drawn: window)) }
      }
    }
    return result
  }

  /// Computes for each size and reference the mean over the targets of the expected absolute error.
  func expectedErrors(seen: [Int], targets: [Int], references: [ReferenceOrder]) -> [Double] {
    let scores = matrix.referenceScores(of: targets, over: seen)
    var result: [Double] = []
    for size in settings.sizes {
      for reference in references {
        var total = 0.0
        for target in targets.indices {
          let center = reference.means[target]
          if let right = scores.rightCounts?[target] {
            let sampled = DiscreteWindow.hypergeometric(population: seen.count, successes: right, draws: size)
            for (offset, probability) in sampled.probabilities.enumerated() {
              total += probability * abs(Double(sampled.lowerBound + offset) / Double(size) - center)
            }
          } else {
            let mean = scores.means[target]
            let variance = seen.reduce(0.0) {
              let deviation = matrix.score(model: targets[target], item: $1) - mean
              return $0 + deviation * deviation
            }
            let correction = seen.count > 1 ? Double(seen.count - size) / Double(seen.count - 1) : 0
            let deviation = (variance / Double(seen.count) / Double(size) * correction).squareRoot()
            total += NormalDistribution.expectedMagnitude(mean: mean - center, deviation: deviation)
          }
        }
        result.append(total / Double(targets.count))
      }
    }
    return result
  }
}

extension NormalDistribution {
  /// Computes E|X| for a normal X (the mean of the folded normal distribution).
  static func expectedMagnitude(mean: Double, deviation: Double) -> Double {
    guard deviation > 0 else { return abs(mean) }
    let z = mean / deviation
    return 2 * deviation * density(z) + mean * (1 - 2 * cumulative(-z))
  }
}
