/// Multiplies matrices by tiles that stay in registers and blocks that stay in cache.
///
/// The order in which numbers are added depends on the matrices' shapes alone. Rows are padded with zeros to whole
/// vectors, and matrices with rows of zeros to whole tiles, by whoever owns them: the kernels have no special cases.
enum MatrixProducts {
  /// Rows of a tile of the first factor, and what the number of its rows must be a multiple of.
  static let tileRows = 4
  /// Rows of a tile of the second factor, and what the number of its rows must be a multiple of.
  static let tileColumns = 2
  /// What the length of rows must be a multiple of.
  static let lengthMultiple = 8
  /// The numbers of a row that are worked on at a time: a tile and its partners fit in the first levels of cache.
  private static let block = 1024

  /// Returns the least multiple of `unit` that is no less than `count`.
  static func padded(_ count: Int, to unit: Int) -> Int { (count + unit - 1) / unit * unit }

  /// Computes result[a · n + b] = Σ_t first[a · firstStride + t] · second[b · secondStride + t], for a below m and b
  /// below n.
  ///
  /// - Parameters:
  ///   - first: m rows of `length` numbers, the rows `firstStride` apart; m a multiple of ``tileRows``.
  ///   - second: n rows of `length` numbers, the rows `secondStride` apart; n a multiple of ``tileColumns``.
  ///   - length: a multiple of ``lengthMultiple``.
  ///   - result: room for m · n numbers; overwritten.
  /// - Complexity: O(m · n · length).
  static func innerProducts<Tile: TileVector>(
    _ first: UnsafePointer<Tile.Scalar>, rows m: Int, stride firstStride: Int,
    _ second: UnsafePointer<Tile.Scalar>, rows n: Int, stride secondStride: Int, length: Int,
    into result: UnsafeMutablePointer<Tile.Scalar>, by: Tile.Type
  ) {
    precondition(m % tileRows == 0 && n % tileColumns == 0 && length % lengthMultiple == 0)
    result.update(repeating: 0, count: m * n)
    for start in stride(from: 0, to: length, by: block) {
      let end = min(length, start + block)
      for a in stride(from: 0, to: m, by: tileRows) {
        let a0 = first + a * firstStride
        let (a1, a2, a3) = (a0 + firstStride, a0 + 2 * firstStride, a0 + 3 * firstStride)
        for b in stride(from: 0, to: n, by: tileColumns) {
          let b0 = second + b * secondStride
          let b1 = b0 + secondStride
          var (s00, s01, s10, s11) = (Tile(), Tile(), Tile(), Tile())
          var (s20, s21, s30, s31) = (Tile(), Tile(), Tile(), Tile())
          var t = start
          while t < end {
            let (x, y) = (Tile(at: b0 + t), Tile(at: b1 + t))
            let u0 = Tile(at: a0 + t)
            s00.addProduct(u0, x)
            s01.addProduct(u0, y)
            let u1 = Tile(at: a1 + t)
            s10.addProduct(u1, x)
            s11.addProduct(u1, y)
            let u2 = Tile(at: a2 + t)
            s20.addProduct(u2, x)
            s21.addProduct(u2, y)
            let u3 = Tile(at: a3 + t)
            s30.addProduct(u3, x)
            s31.addProduct(u3, y)
            t += Tile.lanes
          }
          let corner = result + a * n + b
          corner[0] += s00.total
          corner[1] += s01.total
          corner[n] += s10.total
          corner[n + 1] += s11.total
          corner[2 * n] += s20.total
          corner[2 * n + 1] += s21.total
          corner[3 * n] += s30.total
          corner[3 * n + 1] += s31.total
        }
      }
    }
  }

  /// Computes the same product of rows that begin within two arrays.
  ///
  /// - Parameters:
  ///   - start: where the first of `first`'s rows begins.
  ///   - secondStart: where the first of `second`'s rows begins.
  static func innerProducts<Tile: TileVector>(
    _ first: [Tile.Scalar], from start: Int = 0, rows m: Int, stride firstStride: Int,
    _ second: [Tile.Scalar], secondFrom secondStart: Int = 0, rows n: Int, stride secondStride: Int, length: Int,
    by tile: Tile.Type
  ) -> [Tile.Scalar] {
    guard m > 0, n > 0 else { return [] }
    precondition(start + (m - 1) * firstStride + length <= first.count)
    precondition(secondStart + (n - 1) * secondStride + length <= second.count)
    var result = [Tile.Scalar](repeating: 0, count: m * n)
    first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        guard let first = first.baseAddress, let second = second.baseAddress else { return }
        innerProducts(
          first + start, rows: m, stride: firstStride, second + secondStart, rows: n, stride: secondStride,
          length: length, into: &result, by: tile)
      }
    }
    return result
  }

  /// Adds to target[b · stride + t] the sum Σ_a factors[a · n + b] · rows[a · stride + t], for b below n and t below
  /// length.
  ///
  /// - Parameters:
  ///   - target: n rows of `length` numbers, `stride` apart; n a multiple of ``tileRows``.
  ///   - factors: m × n.
  ///   - rows: m rows of `length` numbers, `stride` apart.
  ///   - length: a multiple of ``lengthMultiple``.
  /// - Complexity: O(m · n · length).
  static func addCombinations<Tile: TileVector>(
    to target: UnsafeMutablePointer<Tile.Scalar>, rows n: Int, factors: UnsafePointer<Tile.Scalar>,
    of rows: UnsafePointer<Tile.Scalar>, rows m: Int, stride rowStride: Int, length: Int, by: Tile.Type
  ) {
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
            var (s00, s01) = (Tile(at: p0 + t), Tile(at: p0 + t + Tile.lanes))
            var (s10, s11) = (Tile(at: p1 + t), Tile(at: p1 + t + Tile.lanes))
            var (s20, s21) = (Tile(at: p2 + t), Tile(at: p2 + t + Tile.lanes))
            var (s30, s31) = (Tile(at: p3 + t), Tile(at: p3 + t + Tile.lanes))
            var row = rows + firstRow * rowStride + t
            var factor = factors + firstRow * n + b
            var a = firstRow
            while a < lastRow {
              let (x, y) = (Tile(at: row), Tile(at: row + Tile.lanes))
              s00.addProduct(factor[0], x)
              s01.addProduct(factor[0], y)
              s10.addProduct(factor[1], x)
              s11.addProduct(factor[1], y)
              s20.addProduct(factor[2], x)
              s21.addProduct(factor[2], y)
              s30.addProduct(factor[3], x)
              s31.addProduct(factor[3], y)
              row += rowStride
              factor += n
              a += 1
            }
            s00.store(at: p0 + t)
            s01.store(at: p0 + t + Tile.lanes)
            s10.store(at: p1 + t)
            s11.store(at: p1 + t + Tile.lanes)
            s20.store(at: p2 + t)
            s21.store(at: p2 + t + Tile.lanes)
            s30.store(at: p3 + t)
            s31.store(at: p3 + t + Tile.lanes)
            t += 2 * Tile.lanes
          }
        }
      }
    }
  }
}
