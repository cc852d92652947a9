/// Holds how often each model answered each item, and how often it was right: c of n.
public struct RepeatedSamples: Sendable, Equatable {
  /// The most answers to an item that are counted.
  package static let largestCount = 1_000_000

  /// c, row-major by model.
  let right: [Int32]
  /// n, row-major by model; at least 1.
  let counts: [Int32]
  /// What the matrix's scores are of c and n.
  public let score: SampleScore

  /// Creates counts; `right` is at most `counts`, element by element.
  init(right: [Int32], counts: [Int32], score: SampleScore = .mean) {
    precondition(right.count == counts.count)
    self.right = right
    self.counts = counts
    self.score = score
  }

  /// The fewest and the most answers of one model to an item.
  public var range: ClosedRange<Int> {
    let (least, most) = (counts.min() ?? 1, counts.max() ?? 1)
    return Int(least)...Int(most)
  }

  /// Returns the counts of some models, each with `itemCount` items.
  func selecting(models: [Int], itemCount: Int) -> RepeatedSamples {
    func rows(_ values: [Int32]) -> [Int32] { models.flatMap { values[$0 * itemCount..<($0 + 1) * itemCount] } }
    return RepeatedSamples(right: rows(right), counts: rows(counts), score: score)
  }
}

extension ItemMatrix {
  /// Returns how often a model was right on an item, of how many answers; one if answers were not counted.
  public func samples(model: Int, item: Int) -> (right: Int, count: Int) {
    let position = model * itemCount + item
    guard let repeatedSamples else { return (score(model: model, item: item) == 1 ? 1 : 0, 1) }
    return (Int(repeatedSamples.right[position]), Int(repeatedSamples.counts[position]))
  }

  /// Returns the estimated variance of a model's score on an item over the answers that it is made of, or nil if there
  /// are too few of them.
  public func samplingVariance(model: Int, item: Int) -> Double? {
    guard let repeatedSamples else { return nil }
    let (right, count) = samples(model: model, item: item)
    return repeatedSamples.score.variance(right: right, of: count)
  }

  /// Returns the matrix with another score of the same answers.
  ///
  /// - Throws: ``SimulateError/unsatisfiable(_:)`` if answers were not counted, or some item has too few of them.
  /// - Complexity: O(M · N · K).
  public func scored(by score: SampleScore) throws(SimulateError) -> ItemMatrix {
    if score == repeatedSamples?.score ?? .mean { return self }
    guard let repeatedSamples else {
      throw .unsatisfiable("\(score.name) takes repeated answers, counted in cells such as 7/12 or as rows of samples")
    }
    let (right, counts) = (repeatedSamples.right, repeatedSamples.counts)
    if let few = counts.firstIndex(where: { $0 < score.size }) {
      throw .unsatisfiable(
        "\(score.name) takes \(score.size) answers or more to every item; model \"\(models[few / itemCount])\" has "
          + "\(counts[few]) to item \"\(items[few % itemCount])\"")
    }
    var matrix = ItemMatrix(
      models: models, items: items,
      labels: ItemLabels(subtasks: subtaskOfItem.map { subtasks[$0] }, clusters: clusterOfItem),
      rowMajor: zip(right, counts).map { score.value(right: Int($0), of: Int($1)) }, keepGraded: false)
    matrix.repeatedSamples = RepeatedSamples(right: right, counts: counts, score: score)
    matrix.modelLabels = modelLabels
    matrix.itemMetadata = itemMetadata
    return matrix
  }
}
