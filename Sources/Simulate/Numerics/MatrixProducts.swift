import CKernels

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
  static func innerProducts<Number: KernelNumber>(
    _ first: UnsafePointer<Number>, rows m: Int, stride firstStride: Int,
    _ second: UnsafePointer<Number>, rows n: Int, stride secondStride: Int, length: Int,
    into result: UnsafeMutablePointer<Number>
  ) {
    precondition(m % tileRows == 0 && n % tileColumns == 0 && length % lengthMultiple == 0)
    result.update(repeating: 0, count: m * n)
    Number.innerProducts(first, m, firstStride, second, n, secondStride, length, result)
  }

  /// Computes the same product of rows that begin within two arrays.
  ///
  /// - Parameters:
  ///   - start: where the first of `first`'s rows begins.
  ///   - secondStart: where the first of `second`'s rows begins.
  static func innerProducts<Number: KernelNumber>(
    _ first: [Number], from start: Int = 0, rows m: Int, stride firstStride: Int,
    _ second: [Number], secondFrom secondStart: Int = 0, rows n: Int, stride secondStride: Int, length: Int
  ) -> [Number] {
    guard m > 0, n > 0 else { return [] }
    precondition(start + (m - 1) * firstStride + length <= first.count)
    precondition(secondStart + (n - 1) * secondStride + length <= second.count)
    var result = [Number](repeating: 0, count: m * n)
    first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        guard let first = first.baseAddress, let second = second.baseAddress else { return }
        innerProducts(
          first + start, rows: m, stride: firstStride, second + secondStart, rows: n, stride: secondStride,
          length: length, into: &result)
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
  static func addCombinations<Number: KernelNumber>(
    to target: UnsafeMutablePointer<Number>, rows n: Int, factors: UnsafePointer<Number>,
    of rows: UnsafePointer<Number>, rows m: Int, stride rowStride: Int, length: Int
  ) {
    precondition(n % tileRows == 0 && length % lengthMultiple == 0)
    Number.addCombinations(target, n, factors, rows, m, rowStride, length)
  }
}

/// A type of number that the kernels multiply.
protocol KernelNumber: BinaryFloatingPoint {
  /// Adds to `result` what ``MatrixProducts/innerProducts(_:rows:stride:_:rows:stride:length:into:)`` computes.
  static func innerProducts(
    _ first: UnsafePointer<Self>, _ m: Int, _ firstStride: Int, _ second: UnsafePointer<Self>, _ n: Int,
    _ secondStride: Int, _ length: Int, _ result: UnsafeMutablePointer<Self>)
  /// Does what ``MatrixProducts/addCombinations(to:rows:factors:of:rows:stride:length:)`` says.
  static func addCombinations(
    _ target: UnsafeMutablePointer<Self>, _ n: Int, _ factors: UnsafePointer<Self>, _ rows: UnsafePointer<Self>,
    _ m: Int, _ stride: Int, _ length: Int)
}

extension Double: KernelNumber {
  static func innerProducts(
    _ first: UnsafePointer<Double>, _ m: Int, _ firstStride: Int, _ second: UnsafePointer<Double>, _ n: Int,
    _ secondStride: Int, _ length: Int, _ result: UnsafeMutablePointer<Double>
  ) {
    mdad_inner_products_double(first, m, firstStride, second, n, secondStride, length, result)
  }

  static func addCombinations(
    _ target: UnsafeMutablePointer<Double>, _ n: Int, _ factors: UnsafePointer<Double>, _ rows: UnsafePointer<Double>,
    _ m: Int, _ stride: Int, _ length: Int
  ) {
    mdad_add_combinations_double(target, n, factors, rows, m, stride, length)
  }
}

extension Float: KernelNumber {
  static func innerProducts(
    _ first: UnsafePointer<Float>, _ m: Int, _ firstStride: Int, _ second: UnsafePointer<Float>, _ n: Int,
    _ secondStride: Int, _ length: Int, _ result: UnsafeMutablePointer<Float>
  ) {
    mdad_inner_products_float(first, m, firstStride, second, n, secondStride, length, result)
  }

  static func addCombinations(
    _ target: UnsafeMutablePointer<Float>, _ n: Int, _ factors: UnsafePointer<Float>, _ rows: UnsafePointer<Float>,
    _ m: Int, _ stride: Int, _ length: Int
  ) {
    mdad_add_combinations_float(target, n, factors, rows, m, stride, length)
  }
}
