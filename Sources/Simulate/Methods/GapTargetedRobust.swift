/// Chooses items as ``GapTargeted`` does, with two safeguards against targets stronger than every source: only a random
/// part of the items can be chosen, and each fifth of them by difficulty gives only a fifth of k.
///
/// This is the project's own method. An item that distinguishes weak models may be one that every strong model answers:
/// items chosen freely cluster where the sources differ. The fifths keep hard items in. The random part keeps the
/// search from repeating one mistake every time; it is ten times k, so that the search still has ten candidates for
/// each item.
struct GapTargetedRobust: ItemSelector {
  /// The number of candidates for each item that is chosen.
  private static let poolFactor = 10
  /// The number of groups by difficulty.
  private static let groups = 5

  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    Prepared(items: context.items, known: context.known())
  }

  private struct Prepared: PreparedSelection {
    let items: [Int]
    let known: KnownSources

    /// - Complexity: O(k · min(10 · k, N) · S) for S sources.
    func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
      guard size < items.count else { return MicroBenchmark(items: items) }
      let pool = generator.sample(min(items.count, poolFactor * size), from: Array(items.indices)).sorted()
      let part = KnownSources(
        responses: known.responses.rows(pool), scores: known.scores, settings: known.settings)
      let group = pool.indices.map { part.responses.sum($0) }.quantileGroups(groups)
      var regression = GapTargeted.regression(of: part)
      var room = [Int](repeating: (size + groups - 1) / groups, count: groups)
      while regression.order.count < size {
        // A group with fewer items than its share leaves the rest to the other groups.
        guard
          let item = regression.takeNext(where: { room[group[$0]] > 0 })
            ?? regression.takeNext(where: { _ in true })
        else { break }
        room[group[item]] -= 1
      }
      return MicroBenchmark(items: regression.order.map { items[pool[$0]] })
    }
  }
}

/// Corrects the mean of the responses to the selected items by a ridge regression of its errors. The weights are shrunk
/// towards equal ones, which suit any target, by a penalty that grows with the number of sources.
struct ShrunkenRegression: LinearEstimation {
  typealias Fitted = LinearScore

  /// The penalty of a weight for each source.
  private static let penaltyPerSource = 0.1

  static func score(of chosen: [Int], from known: KnownSources) -> LinearScore {
    let share = 1 / Double(chosen.count)
    let design = CentredDesign(
      columns: chosen.map { known.responses.row($0) }, observations: known.responses.columns)
    let means = known.scores.indices.map { source in chosen.reduce(0) { $0 + known.responses[$1, source] } * share }
    let correction = RidgeProblem(design, responses: zip(known.scores, means).map { $0 - $1 })
      .regression(penalty: penaltyPerSource * Double(known.scores.count))
    return LinearScore(constant: correction.intercept, weights: correction.coefficients.map { share + $0 })
  }
}

extension Method {
  /// Items for pairs near the target gap, with safeguards.
  static let gapTargetedRobust = Method(
    name: "gap-targeted-robust",
    summary:
      "as gap-targeted, but from random candidates, evenly over five levels of difficulty; weights shrunk to equal "
      + "ones",
    source: "this project", needs: .sourceResponses, minimumSources: 2, selector: GapTargetedRobust(),
    estimator: ShrunkenRegression())
}
