import Simulate

extension StoppingDesign {
  /// Draws the order for a rule with equal chances.
  package init(_ stopping: EarlyStopping, items: BenchmarkItems, benchmark: String?, seed: UInt64) {
    let sizes = [Double](repeating: 1, count: items.names.count)
    self.init(
      method: Method.baseline, sizes: sizes, items: items, benchmark: benchmark, seed: seed,
      rule: (Double(stopping.rule.bound), stopping.rule.largest, stopping.rule.batch),
      plan: (stopping.gap, stopping.planned.agreement ?? stopping.target, stopping.planned.expectedItems))
  }

  /// Finds the rule for a draw with unequal chances by simulation, and draws the order.
  ///
  /// The rule is found for the strongest 30 % of the models, with chances that the weakest half suggests, as it would
  /// be for models that are stronger than those known. The order is drawn with the chances that all models suggest.
  /// Half of the trials choose the rule, the other half say what it does.
  ///
  /// - Parameters:
  ///   - method: one that draws items with unequal chances.
  ///   - gap: the planned gap, a fraction.
  ///   - target: the agreement to reach.
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` if there are too few pairs near the gap, or no rule reaches the
  ///   target.
  package init(
    simulating method: Method, on matrix: ItemMatrix, gap: Double, target: Double, ties: TiePolicy, batch: Int,
    benchmark: String?, seed: UInt64, threads: Int
  ) throws(PlannerError) {
    let accuracies = matrix.accuracies()
    let ascending = matrix.models.indices.sorted { (accuracies[$0], $0) < (accuracies[$1], $1) }
    let targets = Array(ascending.suffix(max(2, ascending.count * 3 / 10)))
    let sources = Array(ascending.prefix(max(2, ascending.count / 2)))
    let simulation = StoppingSimulation(
      matrix: matrix, targets: targets, sources: sources, gaps: StoppingSimulation.gaps(near: gap))
    guard simulation.pairCount >= StoppingDesign.fewestPairs, matrix.itemCount >= batch else {
      throw .invalidQuantity(
        "\(plural(simulation.pairCount, "pair")) of the matrix's strongest models lie within "
          + "\(points(StoppingSimulation.nearness)) points of that gap; to find a rule takes "
          + "\(StoppingDesign.fewestPairs)"
      )
    }
    func simulated(_ trials: Range<Int>) -> SimulatedStopping {
      simulation.comparisons(
        .unequal, trials: trials, batch: batch, largest: matrix.itemCount, seed: seed, threads: threads)
    }
    let half = StoppingDesign.trials / 2
    guard
      let rule = MeasuredStopping(
        choosing: simulated(0..<half), reporting: simulated(half..<2 * half), target: target, ties: ties)
    else {
      throw .invalidQuantity(
        "no rule reaches agreement \(compact(target)) at that gap, with looks every \(batch) items")
    }
    self.init(
      method: method, sizes: matrix.expectedAnswers().drawingSizes, items: BenchmarkItems(matrix.items),
      benchmark: benchmark, seed: seed, rule: (rule.bound, rule.largest, batch),
      plan: (gap, rule.outcome.order.agreement(ties: ties), rule.outcome.expectedItems))
    matrixHash = matrix.contentHash()
  }

  private static let trials = 120
  private static let fewestPairs = 10

  private init(
    method: Method, sizes: [Double], items: BenchmarkItems, benchmark: String?, seed: UInt64,
    rule: (bound: Double, largest: Int, batch: Int), plan: (gap: Double, agreement: Double, items: Double)
  ) {
    var generator = Philox(seed: seed, trial: 0, purpose: .selection, method: "design \(method.name)")
    let drawn = ParetoOrder(sizes: sizes).draw(using: &generator)
    let isUniform = sizes.allSatisfy { $0 == 1 }
    self.init(
      benchmark: benchmark, method: method.name, itemCount: sizes.count, numbersFrom: items.numbersFrom,
      order: drawn.prefix(rule.largest).map { Item(name: items.names[$0], position: $0, size: sizes[$0]) },
      otherSizes: isUniform ? [] : drawn.dropFirst(rule.largest).map { sizes[$0] }, bound: rule.bound,
      batch: rule.batch, gap: plan.gap, agreement: plan.agreement, expectedItems: plan.items, seed: seed)
  }
}
