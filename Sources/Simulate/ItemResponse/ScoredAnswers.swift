/// For each model the items that it did not answer altogether wrongly, and their scores.
struct ScoredAnswers: Sendable {
  /// For each model the position of its first answer, and one past its last.
  private var offsets = [0]
  private var items: [Int] = []
  /// The scores, answer by answer. If all answers are right or wrong, as many ones as a model has answers at most.
  private var scores: [Double] = []
  private let isBinary: Bool

  /// Lists the answers.
  ///
  /// - Parameter responses: a row per item, a column per model.
  init(_ responses: SourceResponses) {
    isBinary = if case .binary = responses { true } else { false }
    for model in 0..<responses.columns {
      for item in 0..<responses.rows {
        let score = responses[item, model]
        guard score > 0 else { continue }
        items.append(item)
        if !isBinary { scores.append(score) }
      }
      offsets.append(items.count)
    }
    if isBinary { scores = [Double](repeating: 1, count: responses.rows) }
  }

  /// Calls a function with how many answers a model has, and with the addresses of their items and scores.
  func withAnswers(
    of model: Int, _ body: (_ count: Int, _ items: UnsafePointer<Int>, _ scores: UnsafePointer<Double>) -> Void
  ) {
    let start = offsets[model]
    items.withUnsafeBufferPointer { items in
      scores.withUnsafeBufferPointer { scores in
        guard let items = items.baseAddress, let scores = scores.baseAddress else { return }
        body(offsets[model + 1] - start, items + start, isBinary ? scores : scores + start)
      }
    }
  }
}
