import Foundation

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
  /// The number of columns, padded to a multiple of four.
  let columns: Int
  /// Scores from 0 to 1, row by row.
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
    columns = (columnCount + 3) / 4 * 4
    responses = [Float](repeating: 0, count: rows * columns)
    weights = responses
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        guard let score = response(row, column) else { continue }
        responses[row * columns + column] = Float(score)
        weights[row * columns + column] = 1
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
    var sums = [SIMD4<Float>](repeating: SIMD4(), count: 4 * dimensions)
    var total = 0.0
    // Every index below is within the sizes just checked: rows and columns are whole tiles.
    for row in stride(from: 0, to: rows, by: 4) {
      total += tileRow(
        row, rowFactors, columnFactors, &rowGradient, &columnGradient, responses, weights, &sums)
    }
    return total
  }

  /// Four rows against all columns.
  private func tileRow(
    _ row: Int, _ rowFactors: UnsafePointer<Float>, _ columnFactors: UnsafePointer<Float>,
    _ rowGradient: UnsafeMutablePointer<Float>, _ columnGradient: UnsafeMutablePointer<Float>,
    _ responses: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<SIMD4<Float>>
  ) -> Double {
    let (f0, y0, w0) = (rowFactors + row * dimensions, responses + row * columns, weights + row * columns)
    let (f1, y1, w1) = (f0 + dimensions, y0 + columns, w0 + columns)
    let (f2, y2, w2) = (f1 + dimensions, y1 + columns, w1 + columns)
    let (f3, y3, w3) = (f2 + dimensions, y2 + columns, w2 + columns)
    sums.update(repeating: SIMD4<Float>(), count: 4 * dimensions)
    var total = 0.0
    var linear = SIMD4<Float>()
    // Products of numbers from 1 to 2: a logarithm is taken only before they could overflow.
    var product = SIMD4<Float>(1, 1, 1, 1)
    var sinceLogarithm = 0
    var column = 0
    while column < columns {
      var (e0, e1, e2, e3) = (SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>())
      var d = 0
      while d < dimensions {
        let x = load(columnFactors + d * columns + column)
        e0 += spread(f0[d]) * x
        e1 += spread(f1[d]) * x
        e2 += spread(f2[d]) * x
        e3 += spread(f3[d]) * x
        d += 1
      }
      let r0 = residual(e0, load(y0 + column), load(w0 + column), &linear, &product)
      let r1 = residual(e1, load(y1 + column), load(w1 + column), &linear, &product)
      let r2 = residual(e2, load(y2 + column), load(w2 + column), &linear, &product)
      let r3 = residual(e3, load(y3 + column), load(w3 + column), &linear, &product)
      d = 0
      while d < dimensions {
        let x = load(columnFactors + d * columns + column)
        let target = columnGradient + d * columns + column
        let gradient =
          load(target) + (spread(f0[d]) * r0 + spread(f1[d]) * r1) + (spread(f2[d]) * r2 + spread(f3[d]) * r3)
        target[0] = gradient[0]
        target[1] = gradient[1]
        target[2] = gradient[2]
        target[3] = gradient[3]
        let sum = sums + 4 * d
        sum[0] += r0 * x
        sum[1] += r1 * x
        sum[2] += r2 * x
        sum[3] += r3 * x
        d += 1
      }
      column += 4
      sinceLogarithm += 1
      if sinceLogarithm == 16 || column == columns {
        total += Double(sumOfLanes(linear))
        for lane in 0..<4 { total -= Double(log(product[lane])) }
        linear = SIMD4()
        product = SIMD4(1, 1, 1, 1)
        sinceLogarithm = 0
      }
    }
    for d in 0..<dimensions {
      for offset in 0..<4 { rowGradient[(row + offset) * dimensions + d] = sumOfLanes(sums[4 * d + offset]) }
    }
    return total
  }

  /// w·(y − σ(η)); adds w·(y·η − max(η, 0)) to `linear` and multiplies `product` by (1 + e^−|η|)^w.
  @inline(__always)
  private func residual(
    _ logit: SIMD4<Float>, _ response: SIMD4<Float>, _ weight: SIMD4<Float>, _ linear: inout SIMD4<Float>,
    _ product: inout SIMD4<Float>
  ) -> SIMD4<Float> {
    let zero = SIMD4<Float>()
    let isPositive = logit .> zero
    let positive = zero.replacing(with: logit, where: isPositive)
    let e = exponential(logit - positive - positive)
    let one = SIMD4<Float>(1, 1, 1, 1)
    let inverse = one / (one + e)
    let probability = (e * inverse).replacing(with: inverse, where: isPositive)
    linear += weight * (response * logit - positive)
    product *= one + weight * e
    return weight * (response - probability)
  }

  /// e^x for x up to 0, to about 2e-7 relative; 0 below −80.
  ///
  /// 2^n · 2^f with n the nearest whole number, which adding and taking away 1.5 · 2^23 finds, and a polynomial for 2^f
  /// (its Taylor series: the next term is below 2e-7 for |f| up to a half).
  @inline(__always)
  private func exponential(_ x: SIMD4<Float>) -> SIMD4<Float> {
    let floor = spread(-80)
    let isTiny = x .< floor
    let scaled = x.replacing(with: floor, where: isTiny) * spread(1.442_695_04)
    let shifter = spread(12_582_912)
    let shifted = scaled + shifter
    let f = (scaled - (shifted - shifter)) * spread(0.693_147_18)
    var series = spread(1.0 / 720) * f + spread(1.0 / 120)
    series = series * f + spread(1.0 / 24)
    series = series * f + spread(1.0 / 6)
    series = series * f + spread(0.5)
    series = series * f + spread(1)
    series = series * f + spread(1)
    let exponent = unsafeBitCast(shifted, to: SIMD4<Int32>.self) &<< SIMD4<Int32>(23, 23, 23, 23)
    let power = unsafeBitCast(
      unsafeBitCast(series, to: SIMD4<Int32>.self) &+ exponent, to: SIMD4<Float>.self)
    return power.replacing(with: SIMD4<Float>(), where: isTiny)
  }

  @inline(__always)
  private func spread(_ value: Float) -> SIMD4<Float> { SIMD4(value, value, value, value) }

  @inline(__always)
  private func load(_ address: UnsafePointer<Float>) -> SIMD4<Float> {
    SIMD4(address[0], address[1], address[2], address[3])
  }

  @inline(__always)
  private func sumOfLanes(_ vector: SIMD4<Float>) -> Float { (vector[0] + vector[2]) + (vector[1] + vector[3]) }
}
