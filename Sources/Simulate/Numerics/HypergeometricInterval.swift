/// Returns the full scores that a number of right answers to a uniform random sample leaves possible.
///
/// The least and the greatest number R of right answers among all N items under which so many, or so few, right in the
/// sample are no rarer than half of 1 − level: exact, by inverting the hypergeometric distribution (Buonaccorsi 1987).
///
/// - Parameters:
///   - right: right answers in the sample, from 0 to `size`.
///   - size: the number of items in the sample.
///   - population: N, at least `size`.
///   - level: the chance that the interval holds the score, such as 0.9.
/// - Returns: fractions of N.
package func hypergeometricInterval(
  right: Int, size: Int, population: Int, level: Double
) -> (low: Double, high: Double) {
  let tail = (1 - level) / 2
  func window(_ total: Int) -> DiscreteWindow {
    .hypergeometric(population: population, successes: total, draws: size)
  }
  // Both tails are monotone in the number right among all.
  var (low, high) = (right, population - (size - right))
  while low < high {
    let middle = (low + high) / 2
    if window(middle).probability(above: right - 1) > tail { high = middle } else { low = middle + 1 }
  }
  let least = low
  (low, high) = (right, population - (size - right))
  while low < high {
    let middle = (low + high + 1) / 2
    if window(middle).probability(upTo: right) > tail { low = middle } else { high = middle - 1 }
  }
  return (Double(least) / Double(population), Double(low) / Double(population))
}
