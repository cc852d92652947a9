/// Holds a probability distribution on whole numbers, kept where it is not negligible.
///
/// Built outwards from the mode by the ratio of neighbouring terms and then normalised, so that no logarithm, no
/// factorial and none of their cancellation enters: each probability is right to a few units in the last place whatever
/// the size of the population. Probabilities below 1e-19 of the mode's are left out.
///
/// The number of terms is about nine standard deviations to each side: O(√k) for a sample of k.
package struct DiscreteWindow: Sendable {
  /// The smallest number kept.
  package let lowerBound: Int
  /// The probabilities of `lowerBound`, `lowerBound + 1`, …; they add up to 1.
  package let probabilities: [Double]

  /// The largest number kept.
  package var upperBound: Int { lowerBound + probabilities.count - 1 }

  /// The smallest and the largest number kept.
  package var bounds: ClosedRange<Int> { lowerBound...upperBound }

  private static let negligible = 1e-19

  @inline(__always)
  private init(
    mode: Int, support: ClosedRange<Int>, ratioUp: (Int) -> Double, ratioDown: (Int) -> Double
  ) {
    // Downwards from the mode and turned round, then upwards, all in one array.
    var weights: [Double] = [1]
    weights.reserveCapacity(min(128, support.count))
    var weight = 1.0
    var value = mode
    while value > support.lowerBound {
      weight *= ratioDown(value)
      if weight < DiscreteWindow.negligible { break }
      weights.append(weight)
      value -= 1
    }
    lowerBound = value
    weights.reverse()
    weight = 1
    value = mode
    while value < support.upperBound {
      weight *= ratioUp(value)
      if weight < DiscreteWindow.negligible { break }
      weights.append(weight)
      value += 1
    }
    let total = weights.reduce(0, +)
    for index in weights.indices { weights[index] /= total }
    probabilities = weights
  }

  /// Returns the distribution of the number of successes among `draws` drawn without replacement from a population with
  /// `successes` of them.
  ///
  /// - Parameters:
  ///   - population: the size of the population.
  ///   - successes: from 0 to `population`.
  ///   - draws: from 0 to `population`.
  package static func hypergeometric(population: Int, successes: Int, draws: Int) -> DiscreteWindow {
    precondition(successes >= 0 && successes <= population && draws >= 0 && draws <= population)
    let support = max(0, draws - (population - successes))...min(draws, successes)
    let estimate = Int(Double(draws + 1) * Double(successes + 1) / Double(population + 2))
    let others = population - successes - draws
    return DiscreteWindow(
      mode: min(max(estimate, support.lowerBound), support.upperBound), support: support,
      ratioUp: { value in
        Double(successes - value) * Double(draws - value) / (Double(value + 1) * Double(others + value + 1))
      },
      ratioDown: { value in
        Double(value) * Double(others + value) / (Double(successes - value + 1) * Double(draws - value + 1))
      })
  }

  /// Returns the distribution of the number of successes in `trials` independent ones.
  ///
  /// - Parameter probability: of one success, from 0 to 1.
  package static func binomial(trials: Int, probability: Double) -> DiscreteWindow {
    precondition(trials >= 0 && probability >= 0 && probability <= 1)
    if probability == 0 || probability == 1 || trials == 0 {
      let value = probability == 1 ? trials : 0
      return DiscreteWindow(mode: value, support: value...value, ratioUp: { _ in 0 }, ratioDown: { _ in 0 })
    }
    let odds = probability / (1 - probability)
    let estimate = Int(Double(trials + 1) * probability)
    return DiscreteWindow(
      mode: min(estimate, trials), support: 0...trials,
      ratioUp: { Double(trials - $0) / Double($0 + 1) * odds },
      ratioDown: { Double($0) / (Double(trials - $0 + 1) * odds) })
  }

  private init(lowerBound: Int, probabilities: [Double]) {
    self.lowerBound = lowerBound
    self.probabilities = probabilities
  }

  /// Returns the distribution without the numbers in its tails whose probabilities are below a limit.
  package func trimmed(below limit: Double) -> DiscreteWindow {
    guard let first = probabilities.firstIndex(where: { $0 >= limit }),
      let last = probabilities.lastIndex(where: { $0 >= limit })
    else { return self }
    return DiscreteWindow(lowerBound: lowerBound + first, probabilities: Array(probabilities[first...last]))
  }

  /// Returns the probability of a number.
  package func probability(of value: Int) -> Double {
    value < lowerBound || value > upperBound ? 0 : probabilities[value - lowerBound]
  }

  /// Returns the probability of a number above `value`.
  package func probability(above value: Int) -> Double {
    if value < lowerBound { return 1 }
    if value >= upperBound { return 0 }
    // From the small end, so that a small tail keeps its precision.
    return probabilities[(value - lowerBound + 1)...].reversed().reduce(0, +)
  }

  /// Returns the probability of a number of at most `value`.
  package func probability(upTo value: Int) -> Double {
    if value < lowerBound { return 0 }
    if value >= upperBound { return 1 }
    return probabilities[...(value - lowerBound)].reduce(0, +)
  }
}
