/// What one trial works on: the seen and unseen items, the target and source models.
public struct TrialDesign: Sendable, Equatable {
  /// Items that a selector may choose from, ascending.
  public let seen: [Int]
  /// The other items, ascending; empty under the full split.
  public let unseen: [Int]
  /// Models to be ranked.
  public let targets: [Int]
  /// Models known in advance.
  public let sources: [Int]
}

/// The designs of all trials of a simulation: a function of the matrix, the settings and the trial's number alone.
public struct ExperimentDesign: Sendable {
  /// The number of target models in each trial.
  public let targetCount: Int
  /// The number of source models in each trial.
  public let sourceCount: Int
  /// The number of seen items in each trial.
  public let seenCount: Int

  private let settings: SimulationSettings
  private let groups: [[Int]]
  private let targetPool: [Int]
  private let sourcePool: [Int]

  /// A design, after checking that the matrix can satisfy the settings.
  public init(matrix: ItemMatrix, settings: SimulationSettings) throws(SimulateError) {
    self.settings = settings
    groups = matrix.groupedBySubtask(Array(0..<matrix.itemCount))
    seenCount = settings.split == .full ? matrix.itemCount : groups.reduce(0) { $0 + $1.count / 2 }
    let models = Array(0..<matrix.modelCount)
    switch settings.targetChoice {
    case .random:
      targetPool = models
      sourcePool = models
    case .frontier:
      let accuracies = matrix.accuracies()
      let ascending = models.sorted {
        accuracies[$0] != accuracies[$1] ? accuracies[$0] < accuracies[$1] : $0 < $1
      }
      targetPool = ascending.suffix(models.count * 3 / 10).sorted()
      sourcePool = ascending.prefix(models.count / 2).sorted()
    case .similar(let band):
      let accuracies = matrix.accuracies()
      targetPool = models.filter { band.contains(accuracies[$0] * 100) }
      sourcePool = models
    }
    guard seenCount > 0 else {
      throw .unsatisfiable("the half split needs a subtask of at least 2 items; this matrix has none")
    }
    let wanted = settings.targets ?? min(50, max(2, matrix.modelCount / 3))
    guard wanted >= 2 else { throw .unsatisfiable("a ranking needs at least 2 target models; \(wanted) asked for") }
    guard targetPool.count >= 2 else {
      throw .unsatisfiable(
        "target choice \(settings.targetChoice.name) finds \(plural(targetPool.count, "target model")) among "
          + "\(matrix.modelCount); a ranking needs at least 2")
    }
    if settings.targets != nil, wanted > targetPool.count {
      throw .unsatisfiable(
        "\(wanted) target models asked for, \(targetPool.count) there are to choose from; lower --targets")
    }
    targetCount = min(wanted, targetPool.count)
    let left = settings.targetChoice == .frontier ? sourcePool.count : matrix.modelCount - targetCount
    sourceCount = min(settings.sources, left)
  }

  /// The design of a trial.
  public func trial(_ number: Int) -> TrialDesign {
    var generator = Philox(seed: settings.seed, trial: number, purpose: .models)
    let targets = generator.sample(targetCount, from: targetPool)
    let taken = Set(targets)
    let sources = generator.sample(sourceCount, from: sourcePool.filter { !taken.contains($0) })
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
  public func check(_ method: Method, sizes: [Int]) throws(SimulateError) {
    for size in sizes where size < 1 || size > seenCount {
      throw .unsatisfiable(
        "method \(method.name): k = \(size) is outside 1 to \(seenCount), the number of "
          + (settings.split == .full ? "items" : "seen items (half of the benchmark)"))
    }
    guard sourceCount >= method.minimumSources else {
      throw .unsatisfiable(
        "method \(method.name) needs at least \(plural(method.minimumSources, "source model")); "
          + "\(targetCount) targets leave \(sourceCount)")
    }
  }
}
