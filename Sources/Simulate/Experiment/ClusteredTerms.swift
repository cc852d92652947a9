/// What the pairs, or the targets, of every trial contribute to a figure's distance from its mean.
///
/// A figure over trials of models is a sum of such terms. Terms depend on each other where they share a trial (its
/// items and source models) or a model. With models drawn from a larger population, the figure's variance is the sum of
/// the products of all two terms that share either: the two-way clustered variance of Cameron, Gelbach and Miller
/// (2011), for pairs that of Aronow, Samii and Assenova (2015). So trials are not counted twice, as they are where a
/// bootstrap resamples models and trials at once, and no pair of a model with itself arises.
///
/// What a model contributes as a source, beyond the trials at hand, is not in it: intervals about new models are off
/// for methods that learn much from few sources (docs/validation.md).
struct ClusteredTerms: Sendable {
  /// A pair's term, or a target's.
  struct Term: Sendable {
    let model: Int
    /// The pair's other model; the same one for a term of a target alone.
    let other: Int
    let value: Double
  }

  let modelCount: Int
  private let trials: [[Term]]

  /// - Parameter trials: the terms of each trial.
  init(modelCount: Int, trials: [[Term]]) {
    self.modelCount = modelCount
    self.trials = trials
  }

  /// The sum of the products of all two terms that share a model and no trial; terms of one trial not multiplied.
  ///
  /// Over all terms, those that share a model are the squares of the models' sums, less the squares of the pairs' sums,
  /// which that counts twice; the same within each trial is taken away.
  ///
  /// - Complexity: O(n) for n terms.
  var sharedModel: Double {
    var byModel = [Double](repeating: 0, count: modelCount)
    var inTrial = byModel
    var sums = PairSums(count: trials.reduce(0) { $0 + $1.count })
    var total = 0.0
    for terms in trials {
      for term in terms {
        inTrial[term.model] += term.value
        if term.other != term.model {
          inTrial[term.other] += term.value
          total += term.value * term.value
          sums.add(term.value, key: min(term.model, term.other) * modelCount + max(term.model, term.other))
        }
      }
      for term in terms {
        for model in [term.model, term.other] where inTrial[model] != 0 {
          byModel[model] += inTrial[model]
          total -= inTrial[model] * inTrial[model]
          inTrial[model] = 0
        }
      }
    }
    for sum in byModel { total += sum * sum }
    return total - sums.sumOfSquares
  }
}

/// Adds up numbers by pair: a table with open addressing, because the standard library's dictionary takes most of an
/// interval's time.
private struct PairSums {
  private var keys: [Int]
  private var values: [Double]
  private let mask: Int

  /// - Parameter count: the number of pairs at most.
  init(count: Int) {
    var size = 16
    while size < 2 * count { size *= 2 }
    keys = [Int](repeating: -1, count: size)
    values = [Double](repeating: 0, count: size)
    mask = size - 1
  }

  /// - Parameter key: from 0.
  mutating func add(_ value: Double, key: Int) {
    // Fibonacci hashing: neighbouring keys land far apart (Knuth, The Art of Computer Programming, 6.4).
    var place = Int(truncatingIfNeeded: (UInt64(key) &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while keys[place] != key {
      if keys[place] < 0 {
        keys[place] = key
        break
      }
      place = (place + 1) & mask
    }
    values[place] += value
  }

  var sumOfSquares: Double { values.reduce(0) { $0 + $1 * $1 } }
}
