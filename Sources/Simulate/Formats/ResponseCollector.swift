/// What was found where scores stand one by one: in logs and long tables.
public struct CollectionSummary: Sendable, Equatable {
  /// The form of the input, such as `lm-evaluation-harness`.
  public var format: String
  /// Files read.
  public var files = 1
  /// Scores read, repeated samples included.
  public var scores = 0
  /// Model-item pairs with more than one sample, which were averaged.
  public var repeatedCells = 0
  /// The mean variance of one model's repeated samples of an item; nil without any.
  public var resamplingVariance: Double?
  /// Scores that another of the same model and item replaced or was averaged with.
  public var duplicates = 0
  /// Model-item pairs without a score, before any were left out.
  public var missing = 0
  /// Items left out, by name.
  public var droppedItems: [String] = []
  /// Models left out, by name.
  public var droppedModels: [String] = []
}

/// Collects scores one by one, in any order, into a matrix.
///
/// Models and items stand in the order of their first score. Memory is one number a model and item, and a little more for
/// those with repeated samples.
struct ResponseCollector {
  /// Samples of one model and item after the first.
  private struct Repeats {
    var count = 1
    var sum: Double
    var squares: Double
  }

  private let format: String
  private let options: MatrixReadingOptions
  private var models: [String] = []
  private var items: [String] = []
  private var subtasks: [String?] = []
  private var positionOfModel: [String: Int] = [:]
  private var positionOfItem: [String: Int] = [:]
  /// For each model its scores by item; not a number where there is none. As long as its last item.
  private var scores: [[Double]] = []
  private var repeats: [Int: [Int: Repeats]] = [:]
  private var summary: CollectionSummary

  init(format: String, options: MatrixReadingOptions) {
    self.format = format
    self.options = options
    summary = CollectionSummary(format: format)
  }

  /// The position of a model, which is added where it is new.
  mutating func model(_ name: String) -> Int {
    if let position = positionOfModel[name] { return position }
    positionOfModel[name] = models.count
    models.append(name)
    scores.append([])
    return models.count - 1
  }

  /// The position of an item, which is added where it is new.
  ///
  /// - Parameters:
  ///   - key: what tells items apart.
  ///   - name: what it is called; the key where that is nil. One that is taken is told apart.
  mutating func item(_ key: String, name: String? = nil, subtask: String? = nil) -> Int {
    if let position = positionOfItem[key] { return position }
    positionOfItem[key] = items.count
    items.append(name ?? key)
    subtasks.append(subtask)
    return items.count - 1
  }

  /// Adds a score, or that there is none.
  ///
  /// - Parameters:
  ///   - score: from 0 to 1; nil for a missing one.
  ///   - isRepeat: whether a second score of the same model and item is another sample rather than a duplicate.
  ///   - place: where it stands, for messages.
  mutating func add(
    model: Int, item: Int, score: Double?, isRepeat: Bool, place: (file: String, line: Int?)
  ) throws(SimulateError) {
    guard let score else { return }
    summary.scores += 1
    if scores[model].count <= item {
      scores[model].append(contentsOf: repeatElement(.nan, count: item + 1 - scores[model].count))
    }
    let known = scores[model][item]
    guard !known.isNaN else {
      scores[model][item] = score
      return
    }
    if !isRepeat {
      switch options.duplicates {
      case .error:
        throw .malformedInput(
          file: place.file, line: place.line,
          message: "model \"\(models[model])\" has a second score on item \"\(items[item])\"",
          remedies: [.resolveDuplicates])
      case .last:
        summary.duplicates += 1
        scores[model][item] = score
        return
      case .mean: summary.duplicates += 1
      }
    }
    var samples = repeats[model]?[item] ?? Repeats(sum: known, squares: known * known)
    samples.count += 1
    samples.sum += score
    samples.squares += score * score
    repeats[model, default: [:]][item] = samples
  }

  /// The matrix of all scores.
  ///
  /// - Parameters:
  ///   - file: what messages call the input.
  ///   - files: how many were read.
  mutating func finish(file: String, files: Int = 1, notes: [String] = []) throws(SimulateError) -> MatrixReading {
    guard !models.isEmpty, !items.isEmpty else {
      throw .malformedInput(
        file: file, line: nil, message: "there is no score in it; \(format) holds one per model and item")
    }
    averageRepeats()
    summary.files = files
    for model in models.indices where scores[model].count < items.count {
      scores[model].append(contentsOf: repeatElement(.nan, count: items.count - scores[model].count))
    }
    var notes = notes
    var keptItems = Array(items.indices)
    var keptModels = Array(models.indices)
    func lacks(_ item: Int, _ among: [Int]) -> Bool { among.contains { scores[$0][item].isNaN } }
    var missing = scores.reduce(0) { $0 + $1.count { $0.isNaN } }
    summary.missing = missing
    if missing > 0, options.join == .inner {
      keptItems = items.indices.filter { !lacks($0, keptModels) }
      notes.append("\(plural(items.count - keptItems.count, "item")) left out that not every model has")
      guard !keptItems.isEmpty else {
        throw .malformedInput(
          file: file, line: nil, message: "no item is in every model's scores",
          remedies: [.keepAllItems])
      }
      missing = 0
    }
    if missing > 0 {
      switch options.missing {
      case .error:
        let model = models.indices.first { scores[$0].contains { $0.isNaN } } ?? 0
        let item = scores[model].firstIndex { $0.isNaN } ?? 0
        throw .malformedInput(
          file: file, line: nil,
          message:
            "model \"\(models[model])\" has no score on item \"\(items[item])\" (\(plural(missing, "missing score")) in "
            + "all)", remedies: [.keepCommonItems, .resolveMissing(dropping: [.items, .models])])
      case .wrong:
        for model in models.indices { scores[model] = scores[model].map { $0.isNaN ? 0 : $0 } }
        notes.append("\(plural(missing, "missing score")) counted as wrong")
      case .dropItems:
        keptItems = items.indices.filter { !lacks($0, keptModels) }
        notes.append("\(plural(missing, "missing score")): left out \(plural(items.count - keptItems.count, "item"))")
      case .dropModels:
        keptModels = models.indices.filter { model in !scores[model].contains { $0.isNaN } }
        notes.append(
          "\(plural(missing, "missing score")): left out \(plural(models.count - keptModels.count, "model"))")
      }
      guard !keptItems.isEmpty, !keptModels.isEmpty else {
        throw .malformedInput(
          file: file, line: nil,
          message: "every \(keptItems.isEmpty ? "item" : "model") has a missing score",
          remedies: [.resolveMissing(dropping: [keptItems.isEmpty ? .models : .items])])
      }
    }
    let (isItem, isModel) = (Set(keptItems), Set(keptModels))
    summary.droppedItems = items.indices.filter { !isItem.contains($0) }.map { items[$0] }
    summary.droppedModels = models.indices.filter { !isModel.contains($0) }.map { models[$0] }
    if summary.repeatedCells > 0 {
      notes.append("\(plural(summary.repeatedCells, "score")) averaged over repeated samples")
    }
    let names = distinctNames(keptItems)
    let labels = keptItems.contains { subtasks[$0] != nil } ? keptItems.map { subtasks[$0] ?? "" } : []
    let matrix = ItemMatrix(
      models: keptModels.map { models[$0] }, items: names, labels: .init(subtasks: labels),
      rowMajor: keptModels.flatMap { model in keptItems.map { scores[model][$0] } }, keepGraded: false)
    return MatrixReading(matrix: matrix, missingCount: summary.missing, notes: notes, collection: summary)
  }

  /// Puts the means of repeated samples in their places, and sums up how much they vary.
  private mutating func averageRepeats() {
    var variance = 0.0
    for (model, samplesOfItem) in repeats {
      for (item, samples) in samplesOfItem.sorted(by: { $0.key < $1.key }) {
        let count = Double(samples.count)
        scores[model][item] = samples.sum / count
        variance += max(0, samples.squares - samples.sum * samples.sum / count) / (count - 1)
        summary.repeatedCells += 1
      }
    }
    summary.resamplingVariance = summary.repeatedCells > 0 ? variance / Double(summary.repeatedCells) : nil
  }

  /// The items' names, told apart where two keys have the same.
  private func distinctNames(_ kept: [Int]) -> [String] {
    var taken: Set<String> = []
    return kept.map { item in
      let name = items[item]
      let distinct = taken.contains(name) ? DuplicateNames.renamed(name) { taken.contains($0) } : name
      taken.insert(distinct)
      return distinct
    }
  }
}
