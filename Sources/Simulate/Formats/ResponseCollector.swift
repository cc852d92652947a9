/// What was found in logs and long tables, which hold scores one by one.
package struct CollectionSummary: Sendable, Equatable {
  /// The form of the input, such as `lm-evaluation-harness`.
  package var format: String
  /// Files read.
  package var files = 1
  /// Scores read, repeated samples included.
  package var scores = 0
  /// Model-item pairs with more than one sample, which were averaged.
  package var repeatedCells = 0
  /// The mean variance of one model's repeated samples of an item; nil if there are none.
  package var resamplingVariance: Double?
  /// Scores that were replaced by, or averaged with, another of the same model and item.
  package var duplicates = 0
  /// Model-item pairs without a score, before any were left out.
  package var missing = 0
  /// Items left out, by name.
  package var droppedItems: [String] = []
  /// Models left out, by name.
  package var droppedModels: [String] = []
}

/// Collects scores one by one, in any order, into a matrix.
///
/// Models and items come in the order of their first score. Memory is in proportion to the scores, however many models
/// and items they are of, until ``finish(file:files:notes:)`` knows which of these are kept.
struct ResponseCollector {
  /// All samples of one model and item.
  private struct Repeats {
    var count: Int
    var sum: Double
    var squares: Double

    /// Some samples with a mean score. Several are answers that are right or wrong.
    init(count: Int, mean: Double) {
      self.count = count
      sum = count == 1 ? mean : (mean * Double(count)).rounded()
      squares = count == 1 ? mean * mean : sum
    }

    /// Adds other samples.
    mutating func add(_ other: Repeats) {
      count += other.count
      sum += other.sum
      squares += other.squares
    }

    /// Whether each sample is right or wrong, as far as sums tell.
    var isBinary: Bool { sum == squares && sum == sum.rounded() }
  }

  /// What the model of the log that is read now is called, if not what the log says.
  var modelOfLog: String?
  private let format: String
  private let options: MatrixReadingOptions
  private var models: [String] = []
  private var items: [String] = []
  private var subtasks: [String?] = []
  private var contents: [String] = []
  private var positionOfModel: [String: Int] = [:]
  private var positionOfItem: [String: Int] = [:]
  /// For each model its scores by item.
  private var scores: [SparseScores] = []
  private var repeats: [Int: [Int: Repeats]] = [:]
  private var summary: CollectionSummary
  /// Whether some scores were averaged that are not samples.
  private var averagesDuplicates = false

  init(format: String, options: MatrixReadingOptions) {
    self.format = format
    self.options = options
    summary = CollectionSummary(format: format)
  }

  /// The position of a model, which is added if it is new.
  mutating func model(_ name: String) -> Int {
    let name = modelOfLog ?? name
    if let position = positionOfModel[name] { return position }
    positionOfModel[name] = models.count
    models.append(name)
    scores.append(SparseScores())
    return models.count - 1
  }

  /// The position of an item, which is added if it is new.
  ///
  /// - Parameters:
  ///   - key: what distinguishes items.
  ///   - name: what it is called; the key if that is nil. A name that is taken is made distinct.
  ///   - content: what its content hashes to; nil if that is not known.
  mutating func item(_ key: String, name: String? = nil, subtask: String? = nil, content: String? = nil) -> Int {
    if let position = positionOfItem[key] { return position }
    positionOfItem[key] = items.count
    items.append(name ?? key)
    subtasks.append(subtask)
    contents.append(content ?? "")
    return items.count - 1
  }

  /// Adds a score, or that there is none.
  ///
  /// - Parameters:
  ///   - score: from 0 to 1; nil for a missing one.
  ///   - count: how many samples it is the mean of.
  ///   - isRepeat: whether a second score of the same model and item is another sample rather than a duplicate.
  ///   - place: where it is, for messages.
  mutating func add(
    model: Int, item: Int, score: Double?, count: Int = 1, isRepeat: Bool,
    place: (file: String, line: Int?)
  ) throws(SimulateError) {
    guard let score else { return }
    guard model < ReadingLimits.axis, item < ReadingLimits.axis else {
      throw .malformedInput(
        file: place.file, line: place.line,
        message: "more than \(ReadingLimits.axis) models or items; give fewer")
    }
    summary.scores += count
    let added = Repeats(count: count, mean: score)
    guard let known = scores[model][item] else {
      scores[model].set(score, at: item)
      if count > 1 { repeats[model, default: [:]][item] = added }
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
        scores[model].set(score, at: item)
        repeats[model, default: [:]][item] = count > 1 ? added : nil
        return
      case .mean:
        summary.duplicates += 1
        averagesDuplicates = true
      case .samples: break
      }
    }
    var samples = repeats[model]?[item] ?? Repeats(count: 1, mean: known)
    samples.add(added)
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
    var notes = notes
    let (keptModels, keptItems) = try kept(file: file, notes: &notes)
    let (isItem, isModel) = (Set(keptItems), Set(keptModels))
    summary.droppedItems = items.indices.filter { !isItem.contains($0) }.map { items[$0] }
    summary.droppedModels = models.indices.filter { !isModel.contains($0) }.map { models[$0] }
    if summary.repeatedCells > 0 {
      notes.append("\(plural(summary.repeatedCells, "score")) averaged over repeated samples")
    }
    var matrix = try matrix(models: keptModels, items: keptItems, file: file)
    matrix.repeatedSamples = counts(models: keptModels, items: keptItems)
    let areHashed = contents.contains { !$0.isEmpty }
    return MatrixReading(
      matrix: matrix, missingCount: summary.missing, notes: notes, collection: summary,
      contents: areHashed ? keptItems.map { contents[$0] } : nil)
  }

  /// The models and items that the options keep, all of which have scores unless missing ones count as wrong.
  private mutating func kept(
    file: String, notes: inout [String]
  ) throws(SimulateError) -> (models: [Int], items: [Int]) {
    var modelsOfItem = [Int](repeating: 0, count: items.count)
    for row in scores {
      for (item, _) in row.known { modelsOfItem[item] += 1 }
    }
    let missing = models.count * items.count - modelsOfItem.reduce(0, +)
    summary.missing = missing
    let (allModels, allItems) = (Array(models.indices), Array(items.indices))
    guard missing > 0 else { return (allModels, allItems) }
    let wholeItems = allItems.filter { modelsOfItem[$0] == models.count }
    let leftOutItems = plural(items.count - wholeItems.count, "item")
    if options.join == .inner {
      notes.append("\(leftOutItems) left out that not every model has")
      guard !wholeItems.isEmpty else {
        throw .malformedInput(
          file: file, line: nil, message: "no item is in every model's scores", remedies: [.keepAllItems])
      }
      return (allModels, wholeItems)
    }
    let missingScores = plural(missing, "missing score")
    switch options.missing {
    case .error:
      let model = allModels.first { scores[$0].count < items.count } ?? 0
      let item = allItems.first { scores[model][$0] == nil } ?? 0
      throw .malformedInput(
        file: file, line: nil,
        message: "model \"\(models[model])\" has no score on item \"\(items[item])\" (\(missingScores) in all)",
        remedies: [.keepCommonItems, .resolveMissing(dropping: [.items, .models])])
    case .wrong:
      notes.append("\(missingScores) counted as wrong")
      return (allModels, allItems)
    case .dropItems:
      guard !wholeItems.isEmpty else { throw everyOneMisses("item", try: .models, file: file) }
      notes.append("\(missingScores): left out \(leftOutItems)")
      return (allModels, wholeItems)
    case .dropModels:
      let wholeModels = allModels.filter { scores[$0].count == items.count }
      guard !wholeModels.isEmpty else { throw everyOneMisses("model", try: .items, file: file) }
      notes.append("\(missingScores): left out \(plural(models.count - wholeModels.count, "model"))")
      return (wholeModels, allItems)
    }
  }

  private func everyOneMisses(_ kind: String, try other: Remedy.Axis, file: String) -> SimulateError {
    .malformedInput(
      file: file, line: nil, message: "every \(kind) has a missing score",
      remedies: [.resolveMissing(dropping: [other])])
  }

  /// The matrix of some models and items, 0 for a missing score.
  private func matrix(models kept: [Int], items keptItems: [Int], file: String) throws(SimulateError) -> ItemMatrix {
    let isBinary = scores.allSatisfy { $0.isBinary }
    try ReadingLimits.check(models: kept.count, items: keptItems.count, graded: !isBinary, file: file)
    let names = kept.map { models[$0] }
    var distinct = DistinctNames()
    let itemNames = keptItems.map { distinct.add(items[$0]) }
    let hasSubtasks = keptItems.contains { subtasks[$0] != nil }
    let labels = ItemMatrix.ItemLabels(subtasks: hasSubtasks ? keptItems.map { subtasks[$0] ?? "" } : [])
    var columnOfItem = [Int?](repeating: nil, count: items.count)
    for (column, item) in keptItems.enumerated() { columnOfItem[item] = column }
    if isBinary {
      var bits = BitMatrix(rows: kept.count, columns: keptItems.count)
      for (row, model) in kept.enumerated() {
        for (item, score) in scores[model].known where score == 1 {
          if let column = columnOfItem[item] { bits[row, column] = true }
        }
      }
      return ItemMatrix(models: names, items: itemNames, labels: labels, byModel: bits)
    }
    var rowMajor = [Double](repeating: 0, count: kept.count * keptItems.count)
    for (row, model) in kept.enumerated() {
      for (item, score) in scores[model].known {
        if let column = columnOfItem[item] { rowMajor[row * keptItems.count + column] = score }
      }
    }
    return ItemMatrix(models: names, items: itemNames, labels: labels, rowMajor: rowMajor, keepGraded: false)
  }

  /// How often each model was right on each item; nil unless answers were repeated and all of them are right or wrong.
  private func counts(models kept: [Int], items keptItems: [Int]) -> RepeatedSamples? {
    guard summary.repeatedCells > 0, !averagesDuplicates else { return nil }
    var (right, counts): ([Int32], [Int32]) = ([], [])
    for model in kept {
      for item in keptItems {
        // A missing score that is kept counts as wrong.
        let samples = repeats[model]?[item] ?? Repeats(count: 1, mean: scores[model][item] ?? 0)
        guard samples.isBinary, samples.count <= RepeatedSamples.largestCount else { return nil }
        right.append(Int32(samples.sum))
        counts.append(Int32(samples.count))
      }
    }
    return RepeatedSamples(right: right, counts: counts)
  }

  /// Puts the means of repeated samples in their places, and sums up how much they vary.
  private mutating func averageRepeats() {
    var variance = 0.0
    for (model, samplesOfItem) in repeats.sorted(by: { $0.key < $1.key }) {
      for (item, samples) in samplesOfItem.sorted(by: { $0.key < $1.key }) {
        let count = Double(samples.count)
        scores[model].set(samples.sum / count, at: item)
        variance += max(0, samples.squares - samples.sum * samples.sum / count) / (count - 1)
        summary.repeatedCells += 1
      }
    }
    summary.resamplingVariance = summary.repeatedCells > 0 ? variance / Double(summary.repeatedCells) : nil
  }
}
