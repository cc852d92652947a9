/// Holds the models that targets and sources are drawn from under a choice of targets.
struct ModelPools: Sendable {
  /// Models that may be targets.
  let targets: [Int]
  /// Models that may be sources.
  private let sources: [Int]
  /// The models of each family, if families decide.
  private var families: [[Int]] = []
  /// Each model's date, if dates decide.
  private var dates: [String?] = []

  /// Whether every trial has the same number of sources.
  var isSameInEveryTrial: Bool { families.isEmpty && dates.isEmpty }

  init(matrix: ItemMatrix, choice: TargetChoice) throws(SimulateError) {
    let models = Array(0..<matrix.modelCount)
    func labels(_ name: String, _ labels: [String?]?) throws(SimulateError) -> [String?] {
      guard let labels, labels.contains(where: { $0 != nil }) else {
        throw .unsatisfiable(
          "target choice \(choice.name) needs each model's \(name)", remedies: [.labelModels(column: name)])
      }
      return labels
    }
    switch choice {
    case .random:
      targets = models
      sources = models
    case .frontier:
      let accuracies = matrix.accuracies()
      let ascending = models.sorted {
        accuracies[$0] != accuracies[$1] ? accuracies[$0] < accuracies[$1] : $0 < $1
      }
      targets = ascending.suffix(models.count * 3 / 10).sorted()
      sources = ascending.prefix(models.count / 2).sorted()
    case .similar(let band):
      let accuracies = matrix.accuracies()
      targets = models.filter { band.contains(accuracies[$0] * 100) }
      sources = models
    case .sizeClass(let wanted):
      let sizes = try labels("size", matrix.modelLabels?.sizes)
      targets = models.filter { sizes[$0] == wanted }
      sources = models
      guard !targets.isEmpty else {
        let known = Set(sizes.compactMap { $0 }).sorted().prefix(12).joined(separator: ", ")
        throw .unsatisfiable("no model has the size \"\(wanted)\"; available: \(known)")
      }
    case .family:
      _ = try labels("family", matrix.modelLabels?.families)
      families = matrix.modelLabels?.familyMembers ?? []
      targets = models
      sources = models
      guard families.count >= 2 else {
        throw .unsatisfiable("all models belong to one family; target choice family needs at least 2")
      }
    case .date:
      dates = try labels("date", matrix.modelLabels?.dates)
      let known = dates
      // Every dated model's date is known.
      let ascending = models.filter { known[$0] != nil }.sorted {
        known[$0]! != known[$1]! ? known[$0]! < known[$1]! : $0 < $1
      }
      targets = ascending.suffix(max(2, ascending.count * 3 / 10)).sorted()
      sources = ascending.sorted()
    }
  }

  /// Draws a trial's targets, and finds the models that its sources may be drawn from.
  ///
  /// - Parameter count: at most the number of models that may be targets.
  func draw(_ count: Int, using generator: inout Philox) -> (targets: [Int], sources: [Int]) {
    if !families.isEmpty {
      var pool: [Int] = []
      for family in generator.shuffled(families) {
        pool += family
        if pool.count >= count { break }
      }
      let isTaken = Set(pool)
      return (generator.sample(count, from: pool.sorted()), sources.filter { !isTaken.contains($0) })
    }
    let drawn = generator.sample(count, from: targets)
    if !dates.isEmpty {
      let oldest = drawn.compactMap { dates[$0] }.min() ?? ""
      return (drawn, sources.filter { dates[$0] ?? "" < oldest })
    }
    let isTaken = Set(drawn)
    return (drawn, sources.filter { !isTaken.contains($0) })
  }
}
