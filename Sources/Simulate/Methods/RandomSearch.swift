/// Chooses the best of 10,000 random subsets: the one whose ridge regression has the least error on held-out source
/// models.
///
/// Zhang, Dorner and Hardt 2025 (arXiv 2506.07673). Every fourth source is held out, and the regression on the others
/// is judged by its mean absolute error there. All subsets are first judged approximately (``RidgeScreening``). From
/// the best down they are then regressed exactly, with the penalty chosen by leave-one-out. The search ends after a
/// hundred, or when the next could only win if its approximate error were too high by twice as much as any so far. At
/// most a thousand subsets are drawn for each held-out source.
struct RandomSearch: ItemSelector {
  private static let subsets = 10_000
  private static let leastExact = 20
  private static let mostExact = 100

  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    let responses = context.sourceResponses()
    let scores = context.sourceScores()
    let division = HeldOutSources(of: responses.columns, every: 4)
    let (learners, judges) = (division.learners, division.judges)
    let rows = (0..<responses.rows).map { responses.row($0) }
    let part = Prepared.Part(
      learners: rows.map { row in learners.map { row[$0] } }, learnerScores: learners.map { scores[$0] },
      judges: rows.map { row in judges.map { row[$0] } }, judgeScores: judges.map { scores[$0] })
    return Prepared(
      items: context.items, part: part,
      screening: RidgeScreening(
        columns: part.learners, responses: part.learnerScores, aside: part.judges, asideResponses: part.judgeScores),
      subsets: min(RandomSearch.subsets, 1000 * judges.count))
  }

  struct Prepared: PreparedSelection {
    /// Holds responses item by item, and full scores.
    struct Part {
      let learners: [[Double]]
      let learnerScores: [Double]
      let judges: [[Double]]
      let judgeScores: [Double]
    }

    let items: [Int]
    let part: Part
    let screening: RidgeScreening
    let subsets: Int

    func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
      guard size < items.count else { return MicroBenchmark(items: items) }
      return MicroBenchmark(items: best(size, using: &generator).map { items[$0] })
    }

    /// Finds the positions of the best subset.
    func best(_ size: Int, using generator: inout Philox) -> [Int] {
      let all = Array(items.indices)
      // A subset is drawn again from the saved state of its stream instead of being kept: ten thousand large ones take
      // much memory.
      var streams: [Philox] = []
      var screened: [Float] = []
      var workspace = RidgeScreening.Workspace()
      for _ in 0..<subsets {
        streams.append(generator)
        let chosen = generator.sample(size, from: all)
        screened.append(
          screening.leastError(chosen, penalties: RidgeRegression.penalties, workspace: &workspace))
      }
      let order = screened.indices.sorted { screened[$0] != screened[$1] ? screened[$0] < screened[$1] : $0 < $1 }
      var best = (error: Double.infinity, chosen: [Int]())
      var misjudged = 0.0
      for (rank, number) in order.prefix(RandomSearch.mostExact).enumerated() {
        let expected = Double(screened[number])
        if rank >= RandomSearch.leastExact, expected * (1 - 2 * misjudged) >= best.error { break }
        let chosen = streams[number].sample(size, from: all)
        let exact = exactErrors(chosen, below: best.error)
        misjudged = max(misjudged, (expected - exact.least) / max(expected, 1e-12))
        if exact.chosen < best.error || best.chosen.isEmpty { best = (exact.chosen, chosen) }
      }
      return best.chosen
    }

    /// Computes the least mean absolute error among the penalties, and the one at the penalty that leave-one-out
    /// chooses. The second is computed only if the first is below a bound.
    func exactErrors(_ chosen: [Int], below bound: Double) -> (least: Double, chosen: Double) {
      let problem = RidgeProblem(
        CentredDesign(columns: chosen.map { part.learners[$0] }, observations: part.learnerScores.count),
        responses: part.learnerScores)
      func error(_ regression: RidgeRegression) -> Double {
        var estimates = part.judgeScores.map { _ in regression.intercept }
        for (coefficient, item) in zip(regression.coefficients, chosen) {
          for judge in estimates.indices { estimates[judge] += coefficient * part.judges[item][judge] }
        }
        return zip(estimates, part.judgeScores).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(estimates.count)
      }
      let least = RidgeRegression.penalties.map { error(problem.regression(penalty: $0)) }.min() ?? 0
      return (least, least < bound ? error(problem.best()) : .infinity)
    }
  }
}

extension Method {
  /// The best of many random subsets, read by regression.
  static let randomSearchLearn = Method(
    name: "random-search-learn",
    summary: "the best of 10,000 random subsets by error on held-out source models; scored by ridge regression",
    source: "Zhang, Dorner and Hardt 2025", needs: .sourceResponses, minimumSources: 3, effort: .extreme,
    selector: RandomSearch(), estimator: RidgeEstimation())
}
