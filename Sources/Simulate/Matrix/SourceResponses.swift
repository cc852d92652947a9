/// The source models' responses to the seen items: all that a model-dependent method may learn from.
enum SourceResponses: Sendable {
  /// Right or wrong: a row of bits per item, a column per source.
  case binary(BitMatrix)
  /// Scores, row by row, each with `columns` numbers.
  case graded([Double], columns: Int)

  /// The number of rows: items, or sources once transposed.
  var rows: Int {
    switch self {
    case .binary(let bits): bits.rows
    case .graded(let values, let columns): columns > 0 ? values.count / columns : 0
    }
  }

  /// The number of columns: sources, or items once transposed.
  var columns: Int {
    switch self {
    case .binary(let bits): bits.columns
    case .graded(_, let columns): columns
    }
  }

  /// Returns the score at a row and a column.
  subscript(row: Int, column: Int) -> Double {
    switch self {
    case .binary(let bits): bits[row, column] ? 1 : 0
    case .graded(let values, let columns): values[row * columns + column]
    }
  }

  /// Returns a row as numbers.
  func row(_ row: Int) -> [Double] {
    switch self {
    case .binary(let bits): bits.numbers(row: row)
    case .graded(let values, let columns): Array(values[row * columns..<(row + 1) * columns])
    }
  }

  /// Returns the sum of a row.
  func sum(_ row: Int) -> Double {
    switch self {
    case .binary(let bits): Double(bits.count(row: row))
    case .graded(let values, let columns): values[row * columns..<(row + 1) * columns].reduce(0, +)
    }
  }

  /// Returns the sum of the products of two rows; for right-or-wrong answers a count, so that both forms of a matrix
  /// give the same bits.
  func sumOfProducts(_ first: Int, _ second: Int) -> Double {
    switch self {
    case .binary(let bits): Double(bits.count(rows: first, second))
    case .graded(let values, let columns):
      values.withUnsafeBufferPointer { values in
        dotProduct(
          UnsafeBufferPointer(rebasing: values[first * columns..<(first + 1) * columns]), values, from: second * columns
        )
      }
    }
  }

  /// Returns some of the columns, in the order given.
  func columns(_ chosen: [Int]) -> SourceResponses { part(rows: Array(0..<rows), columns: chosen) }

  /// Returns some of the rows, in the order given.
  func rows(_ chosen: [Int]) -> SourceResponses { part(rows: chosen, columns: Array(0..<columns)) }

  private func part(rows chosenRows: [Int], columns chosenColumns: [Int]) -> SourceResponses {
    switch self {
    case .binary(let bits): .binary(bits.submatrix(rows: chosenRows, columns: chosenColumns))
    case .graded:
      .graded(chosenRows.flatMap { row in chosenColumns.map { self[row, $0] } }, columns: chosenColumns.count)
    }
  }

  /// Returns the responses with a row per source and a column per item.
  func transposed() -> SourceResponses {
    switch self {
    case .binary(let bits): .binary(bits.transposed())
    case .graded(_, let columns):
      .graded((0..<columns).flatMap { column in (0..<rows).map { self[$0, column] } }, columns: rows)
    }
  }
}

/// Computes the Pearson correlation of any two items over the source models, computed on demand:
/// (S·Σxy − Σx·Σy) / √((S·Σx² − (Σx)²)(S·Σy² − (Σy)²)).
///
/// An item that every source answers alike has no correlation: 0 with every other.
struct ItemCorrelator: Sendable {
  private let responses: SourceResponses
  private let total: Double
  private let sums: [Double]
  /// 0 for an item without variance, which makes its correlations 0.
  private let scale: [Double]

  init(_ responses: SourceResponses) {
    self.responses = responses
    let total = Double(responses.columns)
    let sums = (0..<responses.rows).map { responses.sum($0) }
    self.total = total
    self.sums = sums
    scale = (0..<responses.rows).map { item in
      let variance = total * responses.sumOfProducts(item, item) - sums[item] * sums[item]
      return variance > 1e-9 * total ? 1 / variance.squareRoot() : 0
    }
  }

  /// Returns the correlation of two different items.
  ///
  /// - Complexity: O(S/64) for S sources' right-or-wrong answers; O(S) for scores.
  subscript(first: Int, second: Int) -> Float {
    guard scale[first] * scale[second] > 0 else { return 0 }
    let covariance = total * responses.sumOfProducts(first, second) - sums[first] * sums[second]
    return Float(max(-1, min(1, covariance * scale[first] * scale[second])))
  }

  /// Computes the correlations of an item with some others.
  ///
  /// - Parameter results: room for a number for each of the others.
  func correlations(of first: Int, with others: Range<Int>, into results: UnsafeMutablePointer<Float>) {
    switch responses {
    case .binary(let bits):
      bits.correlations(of: first, with: others, total: total, sums: sums, scales: scale, into: results)
    case .graded: for (place, other) in others.enumerated() { results[place] = self[first, other] }
    }
  }

  /// Computes the distances of all pairs of items, each from the correlation of the two.
  ///
  /// - Parameter distance: not negative.
  /// - Complexity: O(n² · S/64) for S sources' right-or-wrong answers; O(n² · S) for scores. 4 · n² bytes.
  func distances(_ distance: (Float) -> Float) -> PairwiseDistances {
    PairwiseDistances(count: responses.rows) { item, others, results in
      correlations(of: item, with: others, into: results)
      for place in 0..<others.count { results[place] = distance(results[place]) }
    }
  }
}
