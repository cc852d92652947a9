/// Holds what one trial works on: the seen and unseen items, the target and source models.
package struct TrialDesign: Sendable, Equatable {
  /// Items that a selector may choose from, ascending.
  package let seen: [Int]
  /// The other items, ascending; empty under the full split.
  package let unseen: [Int]
  /// Models to be ranked.
  package let targets: [Int]
  /// Models known in advance.
  package let sources: [Int]
}

/// Designs all trials of a simulation, as a function of the matrix, the settings and the trial's number alone.
package struct ExperimentDesign: Sendable {
  /// The number of target models in each trial.
  package let targetCount: Int
  /// The number of source models in the trial that has the fewest; the same in all unless families or dates decide.
  package let sourceCount: Int
  /// The number of source models in the trial that has the most.
  package let largestSourceCount: Int
  /// The number of seen items in each trial.
  package let seenCount: Int

  private let settings: SimulationSettings
  private let groups: [[Int]]
  private let pools: ModelPools

  /// Creates a design, after checking that the matrix can satisfy the settings.
  package init(matrix: ItemMatrix, settings: SimulationSettings) throws(SimulateError) {
    self.settings = settings
    groups = matrix.groupedBySubtask(Array(0..<matrix.itemCount))
    seenCount = settings.split == .full ? matrix.itemCount : groups.reduce(0) { $0 + $1.count / 2 }
    guard seenCount > 0 else {
      throw .unsatisfiable("the half split needs a subtask of at least 2 items; this matrix has none")
    }
    pools = try ModelPools(matrix: matrix, choice: settings.targetChoice, share: settings.modelShare)
    let wanted = settings.targets ?? min(50, max(2, matrix.modelCount / 3))
    guard wanted >= 2 else { throw .unsatisfiable("a ranking needs at least 2 target models; \(wanted) requested") }
    let pools = pools
    let found = pools.isSameInEveryTrial ? [0] : Array(0..<settings.trials)
    let possible = found.map { number in
      var generator = Philox(seed: settings.seed, trial: number, purpose: .models)
      return pools.targetCount(using: &generator)
    }
    let available = possible.min() ?? 0
    guard available >= 2 else {
      throw .unsatisfiable(
        "target choice \(settings.targetChoice.name) finds \(plural(available, "target model")) among "
          + "\(matrix.modelCount); a ranking needs at least 2")
    }
    if settings.targets != nil, wanted > available {
      throw .unsatisfiable("\(wanted) target models requested, \(available) available", remedies: [.lowerTargets])
    }
    targetCount = min(wanted, available)
    let count = targetCount
    let counts = found.map { number in
      var generator = Philox(seed: settings.seed, trial: number, purpose: .models)
      return min(settings.sources, pools.draw(count, using: &generator).sources.count)
    }
    sourceCount = counts.min() ?? 0
    largestSourceCount = counts.max() ?? 0
  }

  /// Designs a trial.
  package func trial(_ number: Int) -> TrialDesign {
    var generator = Philox(seed: settings.seed, trial: number, purpose: .models)
    let drawn = pools.draw(targetCount, using: &generator)
    let targets = drawn.targets
    let sources = generator.sample(min(settings.sources, drawn.sources.count), from: drawn.sources)
    guard settings.split == .half else {
      return TrialDesign(seen: groups.flatMap { $0 }.sorted(), unseen: [], targets: targets, sources: sources)
    }
    var splitter = Philox(seed: settings.seed, trial: number, purpose: .split)
    var seen: [Int] = []
    var unseen: [Int] = []
    for group in groups {
      let order = splitter.shuffled(group)
      seen += order.prefix(group.count / 2)
      unseen += order.dropFirst(group.count / 2)
    }
    return TrialDesign(seen: seen.sorted(), unseen: unseen.sorted(), targets: targets, sources: sources)
  }

  /// Checks that a method can choose as many items as asked from what a trial offers.
  package func check(_ method: Method, sizes: [Int]) throws(SimulateError) {
    for size in sizes where size < 1 || size > seenCount {
      throw .unsatisfiable(
        "method \(method.name): k = \(size) is outside 1 to \(seenCount), the number of "
          + (settings.split == .full ? "items" : "seen items (half of the benchmark)"))
    }
    try method.check(itemCount: seenCount)
    guard sourceCount >= method.minimumSources else {
      throw .unsatisfiable(
        "method \(method.name) needs at least \(plural(method.minimumSources, "source model")); "
          + "\(targetCount) targets leave \(sourceCount)")
    }
  }
}
