extension ItemMatrix {
  /// Two models that give the same score on more than this share of the items are near-duplicates: a model and its
  /// merge, quantisation or rerun, more often than two models that were made apart.
  public static let nearDuplicateShare = 0.97

  /// The most models whose near-duplicates are looked for: every pair of models is compared.
  static let largestCountForNearDuplicates = 5000

  /// Returns the matrix of some of its models, with their labels, in the order given.
  ///
  /// - Complexity: O(models · N), O(models · N / 64) for bits.
  public func selecting(models chosen: [Int]) -> ItemMatrix {
    let labels = ItemLabels(subtasks: subtaskOfItem.map { subtasks[$0] }, clusters: clusterOfItem)
    let names = chosen.map { models[$0] }
    var matrix: ItemMatrix
    switch storage {
    case .binary(let byModel, _):
      var bits = BitMatrix(rows: 0, columns: itemCount)
      bits.reserve(rows: chosen.count)
      for model in chosen { bits.appendRow(byModel.row(model)) }
      matrix = ItemMatrix(models: names, items: items, labels: labels, byModel: bits)
    case .graded(let values):
      matrix = ItemMatrix(
        models: names, items: items, labels: labels,
        rowMajor: chosen.flatMap { values[$0 * itemCount..<($0 + 1) * itemCount] }, keepGraded: true)
    }
    matrix.modelLabels = modelLabels?.selecting(chosen)
    matrix.itemMetadata = itemMetadata
    matrix.repeatedSamples = repeatedSamples?.selecting(models: chosen, itemCount: itemCount)
    return matrix
  }

  /// Lists the models without those that answer every item as an earlier one does: a model that was entered twice.
  ///
  /// - Complexity: O(M · N).
  public func distinctModels() -> [Int] {
    func distinct<Row: Hashable>(_ row: (Int) -> Row) -> [Int] {
      var seen = Set<Row>()
      return models.indices.filter { seen.insert(row($0)).inserted }
    }
    switch storage {
    case .binary(let byModel, _): return distinct { byModel.row($0) }
    case .graded(let values): return distinct { Array(values[$0 * itemCount..<($0 + 1) * itemCount]) }
    }
  }

  /// Groups the models so that near-duplicates, and the near-duplicates of these, are together; in order of first
  /// appearance. Returns nil if there are too many models to compare all pairs.
  ///
  /// - Complexity: O(M² · N), O(M² · N / 64) for bits.
  public func nearDuplicateGroups() -> [[Int]]? {
    guard modelCount <= ItemMatrix.largestCountForNearDuplicates else { return nil }
    var group = Array(0..<modelCount)
    for pair in nearDuplicates() {
      let (kept, merged) = (min(group[pair.first], group[pair.second]), max(group[pair.first], group[pair.second]))
      if kept != merged { for model in group.indices where group[model] == merged { group[model] = kept } }
    }
    var members: [Int: [Int]] = [:]
    for (model, number) in group.enumerated() { members[number, default: []].append(model) }
    return members.keys.sorted().compactMap { members[$0] }
  }

  /// Lists the pairs of models that are near-duplicates.
  private func nearDuplicates() -> [(first: Int, second: Int)] {
    // The most items on which they may differ: fewer than the share that is left.
    let left = (1 - ItemMatrix.nearDuplicateShare) * Double(itemCount)
    let limit = Int((left - 1e-9).rounded(.up)) - 1
    var found: [(first: Int, second: Int)] = []
    switch storage {
    case .binary(let byModel, _):
      let right = models.indices.map { byModel.count(row: $0) }
      for second in models.indices {
        for first in 0..<second where abs(right[first] - right[second]) <= limit {
          let differing = right[first] + right[second] - 2 * byModel.count(rows: first, second)
          if differing <= limit { found.append((first, second)) }
        }
      }
    case .graded(let values):
      for second in models.indices {
        for first in 0..<second {
          var differing = 0
          for item in 0..<itemCount where values[first * itemCount + item] != values[second * itemCount + item] {
            differing += 1
            if differing > limit { break }
          }
          if differing <= limit { found.append((first, second)) }
        }
      }
    }
    return found
  }
}
