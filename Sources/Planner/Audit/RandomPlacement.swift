import Simulate

/// Where a micro-benchmark stands among random subsets of its size.
public struct RandomPlacement: Sendable {
  /// One figure's place.
  public struct Figure: Sendable, Equatable {
    /// The share of random subsets that do worse, and half of those that do as well, in percent: 0 is worse than all.
    public let percentile: Double
    /// The 2.5 % point among random subsets; nil where the figure is absent there.
    public let low: Double?
    /// The median among random subsets.
    public let median: Double?
    /// The 97.5 % point.
    public let high: Double?

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
      percentile = (Double(worse) + Double(equal) / 2) / Double(sorted.count) * 100
      func point(_ share: Double) -> Double? {
        let value = quantile(share, ofSorted: sorted)
        return value.isFinite ? value : nil
      }
      (low, median, high) = (point(0.025), point(0.5), point(0.975))
    }
  }

  /// The number of random subsets.
  public let subsets: Int
  /// The items they were drawn from.
  public let pool: Int
  /// Kendall's τ-b.
  public let kendallTau: Figure
  /// Mean absolute error, a fraction.
  public let error: Figure
  /// The smoothed MDAD, points.
  public let mdad: Figure

  /// What a subset achieves.
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
    kendallTau = Figure(own.kendallTau, among: outcomes.map(\.kendallTau), isBetterHigh: true)
    error = Figure(own.error, among: outcomes.map(\.error), isBetterHigh: false)
    mdad = Figure(own.mdad, among: outcomes.map(\.mdad), isBetterHigh: false)
  }
}

extension RandomPlacement.Outcome {
  /// The outcome of a tally.
  init(_ tally: OrderTally, scores: [Double], full: [Double], question: MicroBenchmarkAudit.Question) {
    let curve = AgreementCurve(tally: tally.tally, bins: .centered, ties: question.ties)
    kendallTau = tally.kendallTau
    error = zip(scores, full).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(full.count)
    mdad = curve.mdad(threshold: question.agreement, minimumPairs: 1).smoothed
  }
}
