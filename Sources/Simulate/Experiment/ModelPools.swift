/// Draws the models of trials: who may be a target and who a source, under a choice of targets.
struct ModelPools: Sendable {
  private let choice: TargetChoice
  /// The share of all models that each trial draws before it chooses among them.
  private let share: Double
  private let models: [Int]
  /// Each model's accuracy, if accuracies decide.
  private var accuracies: [Double] = []
  /// Each model's class of size, if sizes decide.
  private var sizes: [String?] = []
  /// The models of each family, if families decide.
  private var families: [[Int]] = []
  /// Each model's date, if dates decide.
  private var dates: [String?] = []

  /// Whether every trial has as many targets and sources to draw from as any other.
  let isSameInEveryTrial: Bool

  /// - Parameter share: above 0 and at most 1.
  init(matrix: ItemMatrix, choice: TargetChoice, share: Double = 1) throws(SimulateError) {
    self.choice = choice
    self.share = share
    models = Array(0..<matrix.modelCount)
    func labels(_ name: String, _ labels: [String?]?) throws(SimulateError) -> [String?] {
      guard let labels, labels.contains(where: { $0 != nil }) else {
        throw .unsatisfiable(
          "target choice \(choice.name) needs each model's \(name)", remedies: [.labelModels(column: name)])
      }
      return labels
    }
    switch choice {
    case .random: isSameInEveryTrial = true
    case .frontier:
      isSameInEveryTrial = true
      accuracies = matrix.accuracies()
    case .similar:
      isSameInEveryTrial = share == 1
      accuracies = matrix.accuracies()
    case .sizeClass(let wanted):
      isSameInEveryTrial = share == 1
      sizes = try labels("size", matrix.modelLabels?.sizes)
      guard sizes.contains(wanted) else {
        let known = Set(sizes.compactMap { $0 }).sorted().prefix(12).joined(separator: ", ")
        throw .unsatisfiable("no model has the size \"\(wanted)\"; available: \(known)")
      }
    case .family:
      isSameInEveryTrial = false
      families = try ModelPools.families(of: matrix)
    case .date:
      isSameInEveryTrial = false
      dates = try labels("date", matrix.modelLabels?.dates)
    }
  }

  /// The labelled families, or where no family is known the groups of near-duplicates.
  private static func families(of matrix: ItemMatrix) throws(SimulateError) -> [[Int]] {
    let labels = matrix.modelLabels
    if let labels, labels.families.contains(where: { $0 != nil }) {
      guard labels.familyMembers.count >= 2 else {
        throw .unsatisfiable("all models belong to one family; target choice family needs at least 2")
      }
      return labels.familyMembers
    }
    guard let groups = matrix.nearDuplicateGroups(), groups.count >= 2, groups.count < matrix.modelCount else {
      throw .unsatisfiable(
        "target choice family needs each model's family, and no two models are near-duplicates",
        remedies: [.labelModels(column: "family")])
    }
    return groups
  }

  /// The number of models that may be targets in a trial.
  func targetCount(using generator: inout Philox) -> Int { targets(among: drawnModels(using: &generator)).count }

  /// The models that may be targets, among all.
  var targets: [Int] { targets(among: models) }

  /// Draws the models that a trial is made of.
  private func drawnModels(using generator: inout Philox) -> [Int] {
    guard share < 1 else { return models }
    return generator.sample(max(2, Int((Double(models.count) * share).rounded())), from: models).sorted()
  }

  /// The models that may be targets.
  private func targets(among models: [Int]) -> [Int] {
    switch choice {
    case .random, .family: return models
    case .frontier: return ascending(models).suffix(models.count * 3 / 10).sorted()
    case .similar(let band): return models.filter { band.contains(accuracies[$0]) }
    case .sizeClass(let wanted): return models.filter { sizes[$0] == wanted }
    case .date:
      // Every dated model's date is known.
      let ascending = models.filter { dates[$0] != nil }.sorted {
        dates[$0]! != dates[$1]! ? dates[$0]! < dates[$1]! : $0 < $1
      }
      return ascending.suffix(max(2, ascending.count * 3 / 10)).sorted()
    }
  }

  /// The models by accuracy.
  private func ascending(_ models: [Int]) -> [Int] {
    models.sorted { accuracies[$0] != accuracies[$1] ? accuracies[$0] < accuracies[$1] : $0 < $1 }
  }

  /// Draws a trial's targets, and finds the models that its sources may be drawn from.
  ///
  /// - Parameter count: at most the number of models that may be targets.
  func draw(_ count: Int, using generator: inout Philox) -> (targets: [Int], sources: [Int]) {
    let models = drawnModels(using: &generator)
    if case .family = choice {
      let isThere = Set(models)
      var pool: [Int] = []
      for family in generator.shuffled(families) {
        pool += family.filter { isThere.contains($0) }
        if pool.count >= count { break }
      }
      let isTaken = Set(pool)
      return (generator.sample(count, from: pool.sorted()), models.filter { !isTaken.contains($0) })
    }
    let drawn = generator.sample(count, from: targets(among: models))
    let isTaken = Set(drawn)
    switch choice {
    case .date:
      let oldest = drawn.compactMap { dates[$0] }.min() ?? ""
      return (drawn, models.filter { model in dates[model].map { $0 < oldest } ?? false })
    case .frontier:
      let weakest = ascending(models).prefix(models.count / 2).sorted()
      return (drawn, weakest.filter { !isTaken.contains($0) })
    case .random, .similar, .sizeClass, .family:
      return (drawn, models.filter { !isTaken.contains($0) })
    }
  }
}

extension ItemMatrix {
  /// Lists the models that may be targets under a choice of targets, among all; above ``largestPopulation`` as many
  /// drawn at random.
  ///
  /// - Throws: ``SimulateError/unsatisfiable(_:remedies:)`` where the choice needs labels that the matrix lacks.
  package func possibleTargets(under choice: TargetChoice, seed: UInt64) throws(SimulateError) -> [Int] {
    var generator = Philox(seed: seed, trial: 0, purpose: .models, method: "population")
    let pool = try ModelPools(matrix: self, choice: choice).targets
    return pool.count > ItemMatrix.largestPopulation
      ? generator.sample(ItemMatrix.largestPopulation, from: pool).sorted() : pool
  }

  /// Tells whether targets can be chosen so: labels are there, and there are models on both sides.
  package func canChoose(_ choice: TargetChoice) -> Bool {
    guard let pools = try? ModelPools(matrix: self, choice: choice) else { return false }
    return pools.targets.count >= 2
  }
}
