/// For each model the items that it did not answer altogether wrongly, and their scores.
struct ScoredAnswers: Sendable {
  /// For each model the position of its first answer, and one past its last.
  private var offsets = [0]
  private var items: [Int32] = []
  /// Empty where all answers are right or wrong.
  private var scores: [Double] = []

  /// Lists the answers.
  ///
  /// - Parameter responses: a row per item, a column per model.
  init(_ responses: SourceResponses) {
    let isBinary = if case .binary = responses { true } else { false }
    for model in 0..<responses.columns {
      for item in 0..<responses.rows {
        let score = responses[item, model]
        guard score > 0 else { continue }
        items.append(Int32(item))
        if !isBinary { scores.append(score) }
      }
      offsets.append(items.count)
    }
  }

  /// Calls a function with a model's items and scores.
  @inline(__always)
  func forEach(_ model: Int, _ body: (_ item: Int, _ score: Double) -> Void) {
    let range = offsets[model]..<offsets[model + 1]
    if scores.isEmpty {
      for index in range { body(Int(items[index]), 1) }
    } else {
      for index in range { body(Int(items[index]), scores[index]) }
    }
  }
}
