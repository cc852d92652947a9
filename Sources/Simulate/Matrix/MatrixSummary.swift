/// Summarises a matrix, and finds what in it deserves a second look.
package struct MatrixSummary: Sendable {
  /// Each model's accuracy, a fraction, in the matrix's order.
  package let accuracies: [Double]
  /// Each item's mean score over all models, in the matrix's order.
  package let easiness: [Double]
  /// Items that every model answers alike: right, then wrong. They never tell models apart.
  package let constantItems: (right: Int, wrong: Int)
  /// Groups of models with the same response to every item, each in file order.
  package let identicalModels: [[String]]
  /// Items with the same responses as an earlier item, constant items left aside.
  package let duplicateItems: Int
  /// Kuder–Richardson formula 20.
  package let reliability: Double?
}

extension ItemMatrix {
  /// Returns a summary of the matrix.
  ///
  /// - Complexity: O(M × N).
  package func summary() -> MatrixSummary {
    let allModels = Array(0..<modelCount)
    let easiness = itemMeans(items: Array(0..<itemCount), over: allModels)
    let right = easiness.count { $0 == 1 }
    let wrong = easiness.count { $0 == 0 }
    var modelsOfResponses: [[UInt64]: [String]] = [:]
    var itemsOfResponses: [[UInt64]: Int] = [:]
    switch storage {
    case .binary(let byModel, let byItem):
      for model in allModels { modelsOfResponses[byModel.row(model), default: []].append(models[model]) }
      let bits = byItem.bits
      for item in easiness.indices where easiness[item] != 0 && easiness[item] != 1 {
        itemsOfResponses[bits.row(item), default: 0] += 1
      }
    case .graded(let values):
      for model in allModels {
        let row = values[model * itemCount..<(model + 1) * itemCount].map(\.bitPattern)
        modelsOfResponses[row, default: []].append(models[model])
      }
      for item in easiness.indices where easiness[item] != 0 && easiness[item] != 1 {
        itemsOfResponses[allModels.map { values[$0 * itemCount + item].bitPattern }, default: 0] += 1
      }
    }
    let position = Dictionary(uniqueKeysWithValues: models.enumerated().map { ($1, $0) })
    let identical = modelsOfResponses.values.filter { $0.count > 1 }.sorted {
      // Every name is one of the matrix's.
      position[$0[0]]! < position[$1[0]]!
    }
    return MatrixSummary(
      accuracies: accuracies(), easiness: easiness, constantItems: (right, wrong), identicalModels: identical,
      duplicateItems: itemsOfResponses.values.reduce(0) { $0 + $1 - 1 }, reliability: kuderRichardson20())
  }

  /// Returns Kuder–Richardson formula 20: the internal consistency of a test of right-or-wrong items, N/(N−1)·(1 −
  /// Σpq/σ²), with σ² the variance of the models' total scores (divisor M). Nil for graded scores, a single item, or
  /// models that all score the same.
  public func kuderRichardson20() -> Double? {
    guard isBinary, itemCount > 1, modelCount > 1 else { return nil }
    let totals = accuracies().map { $0 * Double(itemCount) }
    let mean = totals.reduce(0, +) / Double(modelCount)
    let variance = totals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(modelCount)
    guard variance > 0 else { return nil }
    let easiness = itemMeans(items: Array(0..<itemCount), over: Array(0..<modelCount))
    let within = easiness.reduce(0) { $0 + $1 * (1 - $1) }
    return Double(itemCount) / Double(itemCount - 1) * (1 - within / variance)
  }
}

extension BitMatrix {
  /// Returns the packed words of a row.
  func row(_ row: Int) -> [UInt64] { Array(words[row * wordsPerRow..<(row + 1) * wordsPerRow]) }
}
