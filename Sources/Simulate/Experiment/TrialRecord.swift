/// What one trial found, target by target, kept where the figures are about models beyond these.
struct TrialRecord: Sendable, Codable {
  /// Positions of the targets in the matrix.
  let targets: [Int]
  /// The targets' scores on the reference.
  let scores: ReferenceScores
  /// As given by the estimator.
  let estimates: [Double]
}

/// A trial's record with the order of its scores: what each pair and each target has to do with the trial's figures.
struct OrderedRecord: Sendable {
  let record: TrialRecord
  private let order: ReferenceOrder
  /// Rounded for comparison.
  private let estimates: [Double]

  init(_ record: TrialRecord, settings: SimulationSettings) {
    self.record = record
    order = ReferenceOrder(scores: record.scores, settings: settings)
    estimates = record.estimates.map(ReferenceOrder.comparable)
  }

  private func term(_ first: Int, _ second: Int, _ value: Double) -> ClusteredTerms.Term {
    .init(model: record.targets[first], other: record.targets[second], value: value)
  }

  /// For each pair of a bin: what it adds to the agreeing pairs, less its share of a number of pairs.
  ///
  /// - Parameter bins: the bins that count.
  func agreementTerms(in bins: ClosedRange<Int>, about agreement: Double, ties: TiePolicy) -> [ClusteredTerms.Term] {
    order.pairs.compactMap { pair in
      guard bins.contains(pair.bin) else { return nil }
      let difference = estimates[pair.better] - estimates[pair.worse]
      if difference == 0, ties == .exclude { return nil }
      let success = difference > 0 ? 1 : difference == 0 && ties == .half ? 0.5 : 0
      return term(pair.better, pair.worse, success - agreement)
    }
  }

  /// For each pair the share of its bin that counts, less a share of one pair; pairs with equal scores count whole.
  func gapTerms(about share: Double, within shareOfBin: (Int) -> Double) -> [ClusteredTerms.Term] {
    let equal = order.countsEqualPairs ? [] : order.equalPairs
    return order.pairs.map { term($0.better, $0.worse, shareOfBin($0.bin) - share) }
      + equal.map { term($0.first, $0.second, 1 - share) }
  }

  /// For each target its share of what the trial's mean error is beyond a mean.
  func errorTerms(about error: Double) -> [ClusteredTerms.Term] {
    let count = Double(record.estimates.count)
    return record.estimates.indices.map {
      term($0, $0, (abs(record.estimates[$0] - order.means[$0]) - error) / count)
    }
  }

  /// For each pair what it adds to Kendall's τ-b, linearised, and its share of what the trial's τ-b is beyond a mean.
  ///
  /// With C pairs more in order than out of it, R untied in the reference and E in the estimates, τ = C/√(R·E), so that
  /// a pair that adds c, r and e adds c/√(R·E) − τ/2·(r/R + e/E).
  func kendallTerms(about mean: Double) -> [ClusteredTerms.Term] {
    var pairs: [(first: Int, second: Int, concordance: Double, reference: Double, estimate: Double)] = []
    var total = (concordance: 0.0, reference: 0.0, estimate: 0.0)
    func add(_ first: Int, _ second: Int, isOrdered: Bool) {
      let difference = estimates[first] - estimates[second]
      let concordance = !isOrdered || difference == 0 ? 0.0 : difference > 0 ? 1 : -1
      let pair = (first, second, concordance, isOrdered ? 1.0 : 0, difference == 0 ? 0.0 : 1)
      total.concordance += concordance
      total.reference += pair.3
      total.estimate += pair.4
      pairs.append(pair)
    }
    for pair in order.pairs where order.means[pair.better] != order.means[pair.worse] {
      add(pair.better, pair.worse, isOrdered: true)
    }
    for pair in order.equalPairs { add(pair.first, pair.second, isOrdered: false) }
    let root = (total.reference * total.estimate).squareRoot()
    guard root > 0 else { return [] }
    let tau = total.concordance / root
    return pairs.map { pair in
      let own =
        pair.concordance / root
        - tau / 2 * (pair.reference / total.reference + pair.estimate / total.estimate)
      return term(pair.first, pair.second, own + (tau - mean) / Double(pairs.count))
    }
  }

  /// For each target what a figure of the whole trial owes to it: the figure less that without the target, shrunk as
  /// for a mean over pairs, and the target's share of what the trial's figure is beyond a mean.
  ///
  /// A mean over pairs changes by 2/(n − 2) of what a target's pairs have beyond it; the target's weight in a mean over
  /// many trials is 2/n.
  ///
  /// - Parameter figure: of given multiplicities of the targets, 0 or 1.
  func deletionTerms(
    about mean: Double, figure: (_ multiplicity: [Double]) -> Double?
  ) -> [ClusteredTerms.Term] {
    let count = Double(estimates.count)
    guard let whole = figure(estimates.map { _ in 1 }), count > 2 else { return [] }
    return estimates.indices.map { target in
      var multiplicity = estimates.map { _ in 1.0 }
      multiplicity[target] = 0
      let own = figure(multiplicity).map { whole - $0 } ?? 0
      return term(target, target, (count - 2) / count * own + 2 / count * (whole - mean))
    }
  }

  func spearmanTerms(about mean: Double) -> [ClusteredTerms.Term] {
    deletionTerms(about: mean) { spearmanCorrelation(order.means, estimates, weights: $0) }
  }

  func topTerms(about mean: Double) -> [ClusteredTerms.Term] {
    deletionTerms(about: mean) { order.topAgreement(estimates: estimates, multiplicity: $0) }
  }
}
