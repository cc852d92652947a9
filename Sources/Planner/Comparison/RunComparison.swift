import Simulate

/// Holds what runs on the same items decide.
package struct RunComparison: Sendable {
  /// Holds two runs. The difference is the second's score less the first's.
  package struct Pair: Sendable {
    /// The position of the run that the other is compared with.
    package let first: Int
    /// That of the other.
    package let second: Int
    /// Their answers.
    package let sample: PairedSample
    /// The interval that goes with the goal's test, fractions; nil if one cluster is all there is.
    package let interval: (low: Double, high: Double)?
    /// The two-sided p-value of no difference.
    package let p: Double
    /// The p-value that the verdict rests on, adjusted for the number of pairs.
    package let adjustedP: Double
    /// The smallest gap or margin that the items resolve, a fraction; nil if they resolve none.
    package let resolution: Double?
    /// The number of items that would have been enough if the difference were the one seen; nil if none is.
    package let enoughItems: Int?
    /// What the goal makes of the two.
    package let verdict: ComparisonVerdict
  }

  /// The runs.
  package let runs: ComparedRuns
  /// What was asked.
  package let question: ComparisonQuestion
  /// Each run and the first; for goals about all runs, all pairs.
  package let pairs: [Pair]
  /// The runs' ranks; nil for goals about pairs.
  package let ranks: RankIntervals?
  /// The answer.
  package let answer: ComparisonAnswer
  /// The verdict; nil if it is not the same for all pairs.
  package let verdict: ComparisonVerdict?

  /// Compares runs.
  ///
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` if there are fewer than two runs, or fewer items in the benchmark
  ///   than were compared.
  package init(_ runs: ComparedRuns, _ question: ComparisonQuestion) throws(PlannerError) {
    guard runs.names.count >= 2 else {
      throw .invalidQuantity("there is one run, \(runs.names.first ?? "without a name"); compare two or more")
    }
    if let items = question.items, items < runs.items.count {
      throw .invalidQuantity(
        "\(runs.items.count) items were compared; a benchmark that they are a sample of has at least as many")
    }
    self.runs = runs
    self.question = question
    let positions = Array(runs.names.indices)
    let chosen =
      question.goal.isAboutAll
      ? positions.flatMap { first in positions.filter { $0 > first }.map { (first, $0) } }
      : positions.dropFirst().map { (0, $0) }
    let isAboutItems = question.goal == .order || question.subject == .items
    let samples = chosen.map { first, second in
      PairedSample(
        runs.scores[first], runs.scores[second], clusterOfItem: runs.clusterOfItem,
        items: isAboutItems ? question.items : nil)
    }
    pairs = try RunComparison.judged(samples, chosen, question)
    ranks =
      question.goal.isAboutAll
      ? RankIntervals(
        runs.scores, clusterOfItem: runs.clusterOfItem, level: 1 - question.alpha,
        remaining: question.remaining(after: runs.items.count), seed: question.seed)
      : nil
    if let ranks {
      let decided: ComparisonVerdict =
        question.goal == .best
        ? ranks.mayBeBest.count { $0 } == 1 ? .oneBest : .severalBest
        : ranks.tieGroups.count == positions.count ? .ranked : .ties
      (verdict, answer) = (decided, decided.answer)
    } else {
      let verdicts = Set(pairs.map(\.verdict))
      let answers = Set(verdicts.map(\.answer))
      verdict = verdicts.count == 1 ? verdicts.first : nil
      answer = answers == [.yes] ? .yes : answers.contains(.no) ? .no : .inconclusive
    }
  }

  /// Judges pairs, with the p-values of all adjusted together.
  private static func judged(
    _ samples: [PairedSample], _ positions: [(Int, Int)], _ question: ComparisonQuestion
  ) throws(PlannerError) -> [Pair] {
    let evidence = samples.map { $0.evidence(question) }
    let forIt = question.adjustment.adjusted(evidence.map(\.forIt))
    let against = question.adjustment.adjusted(evidence.map { $0.against ?? 1 })
    var pairs: [Pair] = []
    for (index, sample) in samples.enumerated() {
      let adjusted = PairedSample.Evidence(
        forIt: forIt[index], against: evidence[index].against.map { _ in against[index] })
      // Rankings have a resolution of their own, and would take one for each of many pairs.
      let resolution = question.goal.isAboutAll ? nil : try sample.resolution(question)
      pairs.append(
        Pair(
          first: positions[index].0, second: positions[index].1, sample: sample,
          interval: sample.interval(level: question.intervalLevel), p: sample.p, adjustedP: adjusted.forIt,
          resolution: resolution, enoughItems: question.goal.isAboutAll ? nil : try sample.enoughItems(question),
          verdict: sample.verdict(question, adjusted: adjusted, resolution: resolution)))
    }
    return pairs
  }
}
