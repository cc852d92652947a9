import CKernels

/// The log-likelihood of responses under logits that are inner products of rows, and its gradients: the hot kernel of
/// multidimensional item response theory.
///
/// Works on tiles of four rows by four columns, each logit's probability and residual staying in registers. In single
/// precision, which rounds far below what a fit is stopped at; sums over a row of tiles are gathered in double.
struct LogisticKernel {
  /// The number of coordinates of a row and of a column.
  let dimensions: Int
  /// The number of rows, padded to a multiple of four.
  let rows: Int
  /// The number of columns, padded to a multiple of eight.
  let columns: Int
  /// Scores from 0 to 1, tile by tile.
  private var responses: [Float]
  /// 1 where a response counts, 0 where it is held out or padding.
  private var weights: [Float]

  /// A kernel of some responses.
  ///
  /// - Parameters:
  ///   - response: the score at a row and a column, or nil if it does not count.
  init(rows rowCount: Int, columns columnCount: Int, dimensions: Int, response: (Int, Int) -> Double?) {
    self.dimensions = dimensions
    rows = (rowCount + 3) / 4 * 4
    columns = (columnCount + 7) / 8 * 8
    responses = [Float](repeating: 0, count: rows * columns)
    weights = responses
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        guard let score = response(row, column) else { continue }
        let place = row / 4 * 4 * columns + column / 4 * 16 + row % 4 * 4 + column % 4
        responses[place] = Float(score)
        weights[place] = 1
      }
    }
  }

  /// The number of responses that count.
  var observed: Double { weights.reduce(0.0) { $0 + Double($1) } }

  /// The log-likelihood Σ w·(y·η − log(1 + e^η)) with η = Σ_d rowFactors[row, d] · columnFactors[d, column].
  ///
  /// - Parameters:
  ///   - rowFactors: `rows` × `dimensions`, row by row.
  ///   - columnFactors: `dimensions` × `columns`, dimension by dimension.
  ///   - rowGradient: of the log-likelihood by the row factors; overwritten.
  ///   - columnGradient: by the column factors; overwritten.
  /// - Complexity: O(rows × columns × dimensions).
  func logLikelihood(
    rowFactors: [Float], columnFactors: [Float], rowGradient: inout [Float], columnGradient: inout [Float]
  ) -> Double {
    precondition(rowFactors.count == rows * dimensions && columnFactors.count == dimensions * columns)
    precondition(rowGradient.count == rowFactors.count && columnGradient.count == columnFactors.count)
    for index in columnGradient.indices { columnGradient[index] = 0 }
    // Every address that the kernel reads is within the sizes just checked: rows and columns are whole tiles.
    let scratchSize = 32 * dimensions * MemoryLayout<Float>.stride
    return withUnsafeTemporaryAllocation(byteCount: scratchSize, alignment: 64) { scratch in
      mdad_logistic_likelihood(
        rows, columns, dimensions, responses, weights, rowFactors, columnFactors, &rowGradient, &columnGradient,
        scratch.assumingMemoryBound(to: Float.self).baseAddress)
    }
  }
}
