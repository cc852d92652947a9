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
  /// - Complexity: O(n log n) for n terms.
  var sharedModel: Double {
    var byModel = [Double](repeating: 0, count: modelCount)
    var inTrial = byModel
    var pairs: [(key: Int, value: Double)] = []
    pairs.reserveCapacity(trials.reduce(0) { $0 + $1.count })
    var total = 0.0
    for terms in trials {
      for term in terms {
        inTrial[term.model] += term.value
        if term.other != term.model {
          inTrial[term.other] += term.value
          total += term.value * term.value
          pairs.append((min(term.model, term.other) * modelCount + max(term.model, term.other), term.value))
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
    // Sorted by value too, so that the sum does not depend on the order of equal keys.
    pairs.sort { $0.key != $1.key ? $0.key < $1.key : $0.value < $1.value }
    var sum = 0.0
    for (index, pair) in pairs.enumerated() {
      sum += pair.value
      if index + 1 == pairs.count || pairs[index + 1].key != pair.key {
        total -= sum * sum
        sum = 0
      }
    }
    return total
  }
}
