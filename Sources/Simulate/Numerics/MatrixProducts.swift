/// Products of matrices by tiles that stay in registers and blocks that stay in cache.
///
/// The order in which numbers are added depends on the matrices' shapes alone. Rows are padded with zeros to whole
/// vectors, and matrices with rows of zeros to whole tiles, by whoever owns them: the kernels have no special cases.
enum MatrixProducts {
  /// Rows of a tile of the first factor, and what the number of its rows must be a multiple of.
  static let tileRows = 4
  /// Rows of a tile of the second factor, likewise.
  static let tileColumns = 2
  /// What the length of rows must be a multiple of.
  static let lengthMultiple = 8
  /// The numbers of a row that are worked on at a time: a tile and its partners fit in the first levels of cache.
  private static let block = 1024

  /// The least multiple of `unit` that is no less than `count`.
  static func padded(_ count: Int, to unit: Int) -> Int { (count + unit - 1) / unit * unit }

  /// result[a · n + b] = Σ_t first[a · length + t] · second[b · length + t], for a below m and b below n.
  ///
  /// - Parameters:
  ///   - first: m rows of `length` numbers, the rows `firstStride` apart; m a multiple of ``tileRows``.
  ///   - second: n rows likewise; n a multiple of ``tileColumns``.
  ///   - length: a multiple of ``lengthMultiple``.
  ///   - result: room for m · n numbers; overwritten.
  /// - Complexity: O(m · n · length).
  @inline(__always)
  static func innerProducts<Vector: SIMD>(
    _ first: UnsafePointer<Vector.Scalar>, rows m: Int, stride firstStride: Int,
    _ second: UnsafePointer<Vector.Scalar>, rows n: Int, stride secondStride: Int, length: Int,
    into result: UnsafeMutablePointer<Vector.Scalar>, by: Vector.Type
  ) where Vector.Scalar: BinaryFloatingPoint {
    precondition(m % tileRows == 0 && n % tileColumns == 0 && length % lengthMultiple == 0)
    for index in 0..<m * n { result[index] = 0 }
    for start in stride(from: 0, to: length, by: block) {
      let end = min(length, start + block)
      for a in stride(from: 0, to: m, by: tileRows) {
        let a0 = first + a * firstStride
        let (a1, a2, a3) = (a0 + firstStride, a0 + 2 * firstStride, a0 + 3 * firstStride)
        for b in stride(from: 0, to: n, by: tileColumns) {
          let b0 = second + b * secondStride
          let b1 = b0 + secondStride
          var (s00, s01, s10, s11) = (Vector(), Vector(), Vector(), Vector())
          var (s20, s21, s30, s31) = (Vector(), Vector(), Vector(), Vector())
          var t = start
          while t < end {
            let (x, y) = (vector(b0 + t, Vector.self), vector(b1 + t, Vector.self))
            let u0 = vector(a0 + t, Vector.self)
            s00 += u0 * x
            s01 += u0 * y
            let u1 = vector(a1 + t, Vector.self)
            s10 += u1 * x
            s11 += u1 * y
            let u2 = vector(a2 + t, Vector.self)
            s20 += u2 * x
            s21 += u2 * y
            let u3 = vector(a3 + t, Vector.self)
            s30 += u3 * x
            s31 += u3 * y
            t += Vector.scalarCount
          }
          let tile = result + a * n + b
          tile[0] += s00.sum()
          tile[1] += s01.sum()
          tile[n] += s10.sum()
          tile[n + 1] += s11.sum()
          tile[2 * n] += s20.sum()
          tile[2 * n + 1] += s21.sum()
          tile[3 * n] += s30.sum()
          tile[3 * n + 1] += s31.sum()
        }
      }
    }
  }

  /// target[b · stride + t] −= Σ_a factors[a · n + b] · rows[a · stride + t], for b below n and t below length.
  ///
  /// - Parameters:
  ///   - target: n rows of `length` numbers, `stride` apart; n a multiple of ``tileRows``.
  ///   - factors: m × n.
  ///   - rows: m rows of `length` numbers, `stride` apart.
  ///   - length: a multiple of ``lengthMultiple``.
  /// - Complexity: O(m · n · length).
  static func subtractCombinations(
    from target: UnsafeMutablePointer<Double>, rows n: Int, factors: UnsafePointer<Double>,
    of rows: UnsafePointer<Double>, rows m: Int, stride rowStride: Int, length: Int
  ) {
    typealias Vector = SIMD2<Double>
    precondition(n % tileRows == 0 && length % lengthMultiple == 0)
    for start in stride(from: 0, to: length, by: block / 2) {
      let end = min(length, start + block / 2)
      for firstRow in stride(from: 0, to: m, by: 64) {
        let lastRow = min(m, firstRow + 64)
        for b in stride(from: 0, to: n, by: tileRows) {
          let p0 = target + b * rowStride
          let (p1, p2, p3) = (p0 + rowStride, p0 + 2 * rowStride, p0 + 3 * rowStride)
          var t = start
          while t < end {
            var (s00, s01) = (vector(p0 + t, Vector.self), vector(p0 + t + 2, Vector.self))
            var (s10, s11) = (vector(p1 + t, Vector.self), vector(p1 + t + 2, Vector.self))
            var (s20, s21) = (vector(p2 + t, Vector.self), vector(p2 + t + 2, Vector.self))
            var (s30, s31) = (vector(p3 + t, Vector.self), vector(p3 + t + 2, Vector.self))
            for a in firstRow..<lastRow {
              let (x, y) = (
                vector(rows + a * rowStride + t, Vector.self), vector(rows + a * rowStride + t + 2, Vector.self)
              )
              let factor = factors + a * n + b
              s00 -= factor[0] * x
              s01 -= factor[0] * y
              s10 -= factor[1] * x
              s11 -= factor[1] * y
              s20 -= factor[2] * x
              s21 -= factor[2] * y
              s30 -= factor[3] * x
              s31 -= factor[3] * y
            }
            store(s00, p0 + t)
            store(s01, p0 + t + 2)
            store(s10, p1 + t)
            store(s11, p1 + t + 2)
            store(s20, p2 + t)
            store(s21, p2 + t + 2)
            store(s30, p3 + t)
            store(s31, p3 + t + 2)
            t += 4
          }
        }
      }
    }
  }

  @inline(__always)
  private static func vector<Vector: SIMD>(_ address: UnsafePointer<Vector.Scalar>, _: Vector.Type) -> Vector {
    UnsafeRawPointer(address).loadUnaligned(as: Vector.self)
  }

  @inline(__always)
  private static func vector(_ address: UnsafeMutablePointer<Double>, _: SIMD2<Double>.Type) -> SIMD2<Double> {
    UnsafeRawPointer(address).loadUnaligned(as: SIMD2<Double>.self)
  }

  @inline(__always)
  private static func store(_ vector: SIMD2<Double>, _ address: UnsafeMutablePointer<Double>) {
    address[0] = vector[0]
    address[1] = vector[1]
  }
}
