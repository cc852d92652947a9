/// Holds how well each model answered each item: M models × N items, each score from 0 to 1.
///
/// Scores that are all 0 or 1 are kept as packed bits, by model and, once needed, by item; anything else as numbers.
/// The two forms are interchangeable: every method gives the same answer on both.
public struct ItemMatrix: Sendable, Equatable {
  /// The models' names; distinct.
  public let models: [String]
  /// The items' names; distinct.
  public let items: [String]
  /// The names of the subtasks, in order of first appearance; empty if items carry none.
  public let subtasks: [String]
  /// For each item the position of its subtask in `subtasks`; empty if items carry none.
  public let subtaskOfItem: [Int]
  /// For each item the name of its cluster (passage, document); empty if items carry none.
  public let clusterOfItem: [String]

  /// Families, sizes and dates of the models, or nil if unknown. Not part of the matrix's content.
  public var modelLabels: ModelLabels?
  /// Texts, difficulties and qualities of the items, or nil if unknown. Not part of the matrix's content.
  public var itemMetadata: ItemMetadata?
  /// How often each model was right on each item, of how many answers; nil if there was one answer each, or they were
  /// not counted.
  public internal(set) var repeatedSamples: RepeatedSamples?

  let storage: Storage

  enum Storage: Sendable, Equatable {
    case binary(byModel: BitMatrix, byItem: ItemMajorBits)
    /// Row-major by model.
    case graded([Double])

    /// Compares the scores. The item-major form is made from the model-major one and has nothing to add.
    static func == (first: Storage, second: Storage) -> Bool {
      switch (first, second) {
      case (.binary(let a, _), .binary(let b, _)): a == b
      case (.graded(let a), .graded(let b)): a == b
      default: false
      }
    }
  }

  /// Holds labels of the items apart from their names.
  public struct ItemLabels: Sendable {
    /// For each item its subtask's name; empty if items carry none.
    public var subtasks: [String]
    /// For each item its cluster's name; empty if items carry none.
    public var clusters: [String]

    /// Creates labels; either list is empty or as long as the items.
    public init(subtasks: [String] = [], clusters: [String] = []) {
      self.subtasks = subtasks
      self.clusters = clusters
    }
  }

  /// Creates a matrix of right (`true`) and wrong answers, from its item-major bits (a row per item, a column per
  /// model).
  package init(models: [String], items: [String], labels: ItemLabels = ItemLabels(), byItem bits: BitMatrix) {
    precondition(bits.rows == items.count && bits.columns == models.count)
    self.init(models: models, items: items, labels: labels, byModel: bits.transposed())
  }

  /// Creates a matrix of right and wrong answers, from its model-major bits (a row per model, a column per item).
  package init(models: [String], items: [String], labels: ItemLabels = ItemLabels(), byModel bits: BitMatrix) {
    precondition(bits.rows == models.count && bits.columns == items.count)
    self.init(
      models: models, items: items, labels: labels, storage: .binary(byModel: bits, byItem: ItemMajorBits(of: bits)))
  }

  /// Creates a matrix from numbers, one row of N scores per model. Kept as bits if every score is 0 or 1.
  ///
  /// - Parameter scores: M rows of N numbers, each from 0 to 1.
  public init(models: [String], items: [String], labels: ItemLabels = ItemLabels(), scores: [[Double]]) {
    precondition(scores.count == models.count && scores.allSatisfy { $0.count == items.count })
    self.init(models: models, items: items, labels: labels, rowMajor: scores.flatMap { $0 }, keepGraded: false)
  }

  /// Creates a matrix from row-major numbers.
  ///
  /// - Parameter keepGraded: keep the numeric form even if every score is 0 or 1; for checking that both agree.
  init(models: [String], items: [String], labels: ItemLabels, rowMajor: [Double], keepGraded: Bool) {
    precondition(rowMajor.count == models.count * items.count)
    guard !keepGraded, rowMajor.allSatisfy({ $0 == 0 || $0 == 1 }) else {
      self.init(models: models, items: items, labels: labels, storage: .graded(rowMajor))
      return
    }
    var bits = BitMatrix(rows: models.count, columns: items.count)
    for model in models.indices {
      for item in items.indices where rowMajor[model * items.count + item] == 1 { bits[model, item] = true }
    }
    self.init(
      models: models, items: items, labels: labels, storage: .binary(byModel: bits, byItem: ItemMajorBits(of: bits)))
  }

  private init(models: [String], items: [String], labels: ItemLabels, storage: Storage) {
    precondition(labels.subtasks.isEmpty || labels.subtasks.count == items.count)
    precondition(labels.clusters.isEmpty || labels.clusters.count == items.count)
    self.models = models
    self.items = items
    var positions: [String: Int] = [:]
    var names: [String] = []
    subtaskOfItem = labels.subtasks.map { name in
      if let position = positions[name] { return position }
      positions[name] = names.count
      names.append(name)
      return names.count - 1
    }
    subtasks = names
    clusterOfItem = labels.clusters
    self.storage = storage
  }

  /// The number of models, M.
  public var modelCount: Int { models.count }
  /// The number of items, N.
  public var itemCount: Int { items.count }

  /// Tells whether every score is 0 or 1 and the matrix is kept as bits.
  public var isBinary: Bool {
    if case .binary = storage { true } else { false }
  }

  /// Returns the name of an item's subtask, or nil if items carry none.
  public func subtask(of item: Int) -> String? { subtaskOfItem.isEmpty ? nil : subtasks[subtaskOfItem[item]] }

  /// Returns the score of a model on an item, from 0 to 1.
  public func score(model: Int, item: Int) -> Double {
    switch storage {
    case .binary(let byModel, _): byModel[model, item] ? 1 : 0
    case .graded(let values): values[model * itemCount + item]
    }
  }

  /// Returns the responses of some models to some items, a row per item.
  ///
  /// - Complexity: O(items × models).
  func responses(items: [Int], models: [Int]) -> SourceResponses {
    switch storage {
    case .binary(_, let byItem): .binary(byItem.bits.submatrix(rows: items, columns: models))
    case .graded: .graded(items.flatMap { item in models.map { score(model: $0, item: item) } }, columns: models.count)
    }
  }

  /// Returns the items of each subtask in file order; one group of all items if they carry no subtask.
  ///
  /// - Parameter items: the items to group, as positions in the matrix.
  public func groupedBySubtask(_ items: [Int]) -> [[Int]] {
    guard !subtaskOfItem.isEmpty else { return [items] }
    var groups = [[Int]](repeating: [], count: subtasks.count)
    for item in items { groups[subtaskOfItem[item]].append(item) }
    return groups
  }

  /// Returns the mean score of each of some items over some models.
  ///
  /// - Complexity: O(items × M / 64) for bits, O(items × models) for numbers.
  public func itemMeans(items: [Int], over models: [Int]) -> [Double] {
    guard !models.isEmpty else { return items.map { _ in .nan } }
    switch storage {
    case .binary(_, let byItem):
      let mask = BitMatrix.mask(columns: modelCount, indices: models)
      let bits = byItem.bits
      return items.map { Double(bits.count(row: $0, mask: mask)) / Double(models.count) }
    case .graded(let values):
      var sums = [Double](repeating: 0, count: items.count)
      for model in models {
        for (position, item) in items.enumerated() { sums[position] += values[model * itemCount + item] }
      }
      return sums.map { $0 / Double(models.count) }
    }
  }
}
