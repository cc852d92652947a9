import Simulate

/// Holds where a micro-benchmark stands among random subsets of its size.
package struct RandomPlacement: Sendable {
  /// Holds one figure's place.
  package struct Place: Sendable, Equatable {
    /// The share of random subsets that do worse, and half of those that do as well: 0 is worse than all.
    package let percentile: Double
    /// The 2.5 % point among random subsets; nil if the figure is absent there.
    package let low: Double?
    /// The median among random subsets.
    package let median: Double?
    /// The 97.5 % point.
    package let high: Double?

    /// Places a value; an absent one, nil, is worse than all others.
    ///
    /// - Parameter isBetterHigh: whether higher values are better.
    init(_ value: Double?, among others: [Double?], isBetterHigh: Bool) {
      let absent = isBetterHigh ? -Double.infinity : .infinity
      let sorted = others.map { $0 ?? absent }.sorted()
      let own = value ?? absent
      let below = sorted.count { $0 < own }
      let equal = sorted.count { $0 == own }
      let worse = isBetterHigh ? below : sorted.count - below - equal
      percentile = (Double(worse) + Double(equal) / 2) / Double(sorted.count)
      func point(_ share: Double) -> Double? {
        let value = quantile(share, ofSorted: sorted)
        return value.isFinite ? value : nil
      }
      (low, median, high) = (point(0.025), point(0.5), point(0.975))
    }
  }

  /// The number of random subsets.
  package let subsets: Int
  /// The items they were drawn from.
  package let pool: Int
  /// Kendall's τ-b.
  package let kendallTau: Place
  /// Mean absolute error, a fraction.
  package let error: Place
  /// The smoothed MDAD, a fraction.
  package let mdad: Place

  /// Holds what a subset achieves.
  struct Outcome: Sendable {
    let kendallTau: Double?
    let error: Double
    let mdad: Double?
  }

  /// Draws subsets, scores every model by the mean of its responses to them, and places an outcome among theirs.
  ///
  /// - Parameters:
  ///   - own: the micro-benchmark's.
  ///   - size: k.
  ///   - pool: the models' responses to the items that subsets are drawn from.
  ///   - order: the models' order on the full benchmark.
  ///   - full: their full scores.
  /// - Complexity: O(subsets · (M² + M · N / 64)) for M models.
  init(
    of own: Outcome, size: Int, pool: ItemMatrix, order: PairOrder, full: [Double],
    question: MicroBenchmarkAudit.Question, threads: Int, progress: (@Sendable () -> Void)?
  ) {
    let items = Array(0..<pool.itemCount)
    let models = Array(0..<pool.modelCount)
    let outcomes = parallelMap(count: question.subsets, threads: threads) { subset in
      var generator = Philox(
        seed: question.seed, trial: subset, purpose: .selection, method: "audit", size: size)
      let scores = pool.referenceScores(of: models, over: generator.sample(size, from: items)).means
      defer { progress?() }
      return Outcome(order.tally(of: scores), scores: scores, full: full, question: question)
    }
    subsets = question.subsets
    self.pool = pool.itemCount
    kendallTau = Place(own.kendallTau, among: outcomes.map(\.kendallTau), isBetterHigh: true)
    error = Place(own.error, among: outcomes.map(\.error), isBetterHigh: false)
    mdad = Place(own.mdad, among: outcomes.map(\.mdad), isBetterHigh: false)
  }
}

extension RandomPlacement.Outcome {
  /// Creates the outcome of a tally.
  init(_ tally: OrderTally, scores: [Double], full: [Double], question: MicroBenchmarkAudit.Question) {
    let curve = AgreementCurve(tally: tally.tally, bins: .centered, ties: question.ties)
    kendallTau = tally.kendallTau
    error = zip(scores, full).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(full.count)
    mdad = curve.mdad(threshold: question.agreement, minimumPairs: 1).smoothed
  }
}
