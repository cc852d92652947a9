/// How far a method's estimates lie from full scores for models that had no part in building the micro-benchmark.
///
/// The matrix's models are dealt into folds. Each fold is estimated by the method built from the others' responses:
/// with its own choice of items where the method chooses by responses, else with the items given. Intervals are read
/// off the errors, as in cross-conformal prediction (Vovk 2015; Barber, Candès, Ramdas and Tibshirani 2021), and the
/// chance of an order off the pairs within folds. Both hold for new models that resemble those of the matrix.
package struct Calibration: Sendable, Equatable {
  /// Fold by fold the estimates of its models, fractions.
  package let estimates: [[Double]]
  /// Fold by fold the full scores of its models, fractions.
  package let scores: [[Double]]
  /// The smoothed MDAD over the pairs within folds, a fraction, or nil if no gap reaches an agreement of 0.8.
  package let mdad: Double?

  /// Figures read back from a file, or nil if estimates and scores are not of the same shape.
  package init?(estimates: [[Double]], scores: [[Double]], mdad: Double?) {
    guard estimates.map(\.count) == scores.map(\.count) else { return nil }
    self.estimates = estimates
    self.scores = scores
    self.mdad = mdad
  }

  /// The errors of a method, or nil if there are fewer than four models, or too few without a fold for the method.
  ///
  /// - Parameters:
  ///   - microBenchmark: what was chosen from all models' responses.
  ///   - settings: what the method was told.
  ///   - threads: at least 1; the result does not depend on it.
  package init?(
    matrix: ItemMatrix, confidence: ItemMatrix?, method: Method, microBenchmark: MicroBenchmark, seed: UInt64,
    settings: MethodSettings = MethodSettings(), threads: Int
  ) throws(SimulateError) {
    let count = min(10, matrix.modelCount / 2)
    guard count >= 2, matrix.modelCount - (matrix.modelCount + count - 1) / count >= method.minimumSources else {
      return nil
    }
    var generator = Philox(seed: seed, trial: 0, purpose: .models)
    let order = generator.shuffled(Array(0..<matrix.modelCount))
    let items = Array(0..<matrix.itemCount)
    let size = microBenchmark.items.count
    let folds = try parallelMap(count: count, threads: threads) {
      (fold) throws(SimulateError) -> (estimates: [Double], scores: [Double], tally: AgreementTally) in
      let members = order.indices.filter { $0 % count == fold }.map { order[$0] }.sorted()
      let isMember = Set(members)
      let context = SelectionContext(
        matrix: matrix, items: items, sources: (0..<matrix.modelCount).filter { !isMember.contains($0) },
        confidence: confidence, largestSize: size, settings: settings)
      var chosen = microBenchmark
      if method.needs == .sourceResponses {
        var generator = method.generator(seed: seed, trial: fold + 1, size: size)
        chosen = try method.selector.prepare(context).select(size, using: &generator)
      }
      let responses = method.responses(
        matrix: matrix, confidence: confidence, models: members, to: chosen, of: matrix.itemCount)
      let estimates = try method.estimator.prepare(context).fit(chosen).scores(from: responses)
      let scores = matrix.referenceScores(of: members, over: items)
      let outcome = ReferenceOrder(scores: scores, settings: SimulationSettings()).outcome(estimates: estimates)
      return (estimates, scores.means, outcome.tally)
    }
    estimates = folds.map(\.estimates)
    scores = folds.map(\.scores)
    var tally = AgreementTally()
    for fold in folds { tally.add(fold.tally) }
    mdad =
      AgreementCurve(tally: tally, bins: .centered, ties: .wrong)
      .mdad(threshold: MDAD.standardThreshold, minimumPairs: MDAD.standardMinimumPairs).smoothed
  }

  /// Half the width of an interval about an estimate that holds the full score of a share of new models: the error that
  /// this share, and one model's worth more, lie within. Nil if there are too few models for such a share.
  ///
  /// - Parameter level: the share, such as 0.9.
  package func halfWidth(level: Double) -> Double? {
    let sizes = zip(estimates.joined(), scores.joined()).map { abs($0 - $1) }.sorted()
    let rank = Int((level * Double(sizes.count + 1) - 1e-9).rounded(.up))
    return rank >= 1 && rank <= sizes.count ? sizes[rank - 1] : nil
  }

  /// How the chance that a pair's order is right rises with the difference of its estimates.
  ///
  /// The isotonic regression, over the pairs within folds, of whether the full scores are in the estimates' order
  /// (equal ones count a half) on how far the estimates differ, no less than a half; a point for each of its steps, at
  /// the mean difference there.
  ///
  /// - Complexity: O(p log p) for p pairs.
  package func orderChances() -> [(difference: Double, probability: Double)] {
    var pairs: [(difference: Double, outcome: Double)] = []
    for (estimates, scores) in zip(estimates, scores) {
      for first in estimates.indices {
        for second in 0..<first {
          let difference = estimates[first] - estimates[second]
          guard abs(difference) > 1e-12 else { continue }
          let product = difference * (scores[first] - scores[second])
          let isTied = abs(scores[first] - scores[second]) <= 1e-12
          pairs.append((abs(difference), isTied ? 0.5 : product > 0 ? 1 : 0))
        }
      }
    }
    pairs.sort { $0.difference != $1.difference ? $0.difference < $1.difference : $0.outcome < $1.outcome }
    let smoothed = isotonicRegression(pairs.map(\.outcome), weights: pairs.map { _ in 1 }).map { max(0.5, $0) }
    var steps: [(difference: Double, probability: Double)] = []
    var start = 0
    while start < pairs.count {
      var end = start + 1
      var sum = pairs[start].difference
      while end < pairs.count, smoothed[end] == smoothed[start] {
        sum += pairs[end].difference
        end += 1
      }
      steps.append((sum / Double(end - start), smoothed[start]))
      start = end
    }
    return steps
  }

  /// The chance that a model is ahead of another on the full benchmark, read off steps of ``orderChances()`` by linear
  /// interpolation; a half where the estimates are equal.
  ///
  /// - Parameter difference: its estimate less the other's, a fraction.
  package static func probabilityAhead(
    difference: Double, chances: [(difference: Double, probability: Double)]
  ) -> Double {
    let size = abs(difference)
    guard size > 1e-12, let last = chances.last else { return 0.5 }
    let next = chances.firstIndex { $0.difference >= size }
    var chance = last.probability
    if let next {
      let upper = chances[next]
      let lower = next > 0 ? chances[next - 1] : (difference: 0, probability: 0.5)
      let width = upper.difference - lower.difference
      let share = width > 0 ? (size - lower.difference) / width : 1
      chance = lower.probability + share * (upper.probability - lower.probability)
    }
    return difference > 0 ? chance : 1 - chance
  }
}
