/// The source models' responses to the seen items, a row per item: all that a model-dependent method may learn from.
enum SourceResponses: Sendable {
  /// Right or wrong: a row of bits per item, a column per source.
  case binary(BitMatrix)
  /// Scores, item by item, each with `sources` numbers.
  case graded([Double], sources: Int)

  /// The score of a source on an item, by position among the seen items.
  func score(item: Int, source: Int) -> Double {
    switch self {
    case .binary(let bits): bits[item, source] ? 1 : 0
    case .graded(let values, let sources): values[item * sources + source]
    }
  }
}

/// Pearson correlations of items over the source models.
///
/// An item that every source answers alike has no correlation: 0 with every other. The diagonal is 1.
struct ItemCorrelations: Sendable {
  /// The number of items, n.
  let count: Int
  /// n × n, row by row, symmetric.
  private(set) var values: [Float]

  /// Correlations of all pairs of items: (S·Σxy − Σx·Σy) / √((S·Σx² − (Σx)²)(S·Σy² − (Σy)²)).
  ///
  /// For right-or-wrong answers the sums are counts, so that both forms of a matrix give the same bits.
  ///
  /// - Complexity: O(n² · S/64) for S sources' right-or-wrong answers; O(n² · S) for scores. 4 · n² bytes.
  init(_ responses: SourceResponses) {
    switch responses {
    case .binary(let bits):
      count = bits.rows
      let right = (0..<count).map { Double(bits.count(row: $0)) }
      values = ItemCorrelations.matrix(sums: right, squares: right, sources: bits.columns) { first, second in
        Double(bits.count(rows: first, second))
      }
    case .graded(let scores, let sources):
      count = sources > 0 ? scores.count / sources : 0
      values = scores.withUnsafeBufferPointer { scores in
        let rows = (0..<(sources > 0 ? scores.count / sources : 0)).map {
          UnsafeBufferPointer(rebasing: scores[$0 * sources..<($0 + 1) * sources])
        }
        return ItemCorrelations.matrix(
          sums: rows.map { $0.reduce(0, +) }, squares: rows.map { dotProduct($0, $0) }, sources: sources
        ) { first, second in dotProduct(rows[first], rows[second]) }
      }
    }
  }

  /// The correlation of two items.
  subscript(first: Int, second: Int) -> Float { values[first * count + second] }

  /// The correlations turned into distances, in place: each memory this size counts for a large benchmark.
  consuming func distances(_ distance: (Float) -> Float) -> [Float] {
    for index in values.indices { values[index] = distance(values[index]) }
    return values
  }

  private static func matrix(
    sums: [Double], squares: [Double], sources: Int, product: (Int, Int) -> Double
  ) -> [Float] {
    let count = sums.count
    let total = Double(sources)
    // 0 for an item without variance, which makes its correlations 0.
    let scale = zip(sums, squares).map { sum, square in
      let variance = total * square - sum * sum
      return variance > 1e-9 * total ? 1 / variance.squareRoot() : 0
    }
    var values = [Float](repeating: 0, count: count * count)
    values.withUnsafeMutableBufferPointer { values in
      for first in 0..<count {
        values[first * count + first] = 1
        for second in 0..<first where scale[first] * scale[second] > 0 {
          let covariance = total * product(first, second) - sums[first] * sums[second]
          let r = Float(max(-1, min(1, covariance * scale[first] * scale[second])))
          values[first * count + second] = r
          values[second * count + first] = r
        }
      }
    }
    return values
  }
}
