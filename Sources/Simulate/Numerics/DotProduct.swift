import CKernels

/// Returns the sum of `first[i]` · `second[start + i]` over all of `first`, eight terms at a time.
///
/// - Parameter start: with the count of `first`, at most the count of `second`.
func dotProduct(
  _ first: UnsafeBufferPointer<Double>, _ second: UnsafeBufferPointer<Double>, from start: Int = 0
) -> Double {
  precondition(start >= 0 && start + first.count <= second.count)
  guard let left = first.baseAddress, let right = second.baseAddress else { return 0 }
  return mdad_dot(left, right + start, first.count)
}

/// Computes the inner products of a vector with rows of its length that lie one behind the other, each with the bits
/// that ``dotProduct(_:_:from:)`` gives.
///
/// - Parameters:
///   - start: where the first row begins.
///   - stride: how far apart rows begin; the length of the vector where not given.
///   - results: a number for each row.
func dotProducts(
  _ vector: UnsafeBufferPointer<Double>, _ rows: UnsafeBufferPointer<Double>, from start: Int = 0, stride: Int? = nil,
  into results: UnsafeMutableBufferPointer<Double>
) {
  let stride = stride ?? vector.count
  guard let first = vector.baseAddress, let values = rows.baseAddress, let target = results.baseAddress else {
    // The sum of no products.
    return results.update(repeating: 0)
  }
  guard !results.isEmpty else { return }
  precondition(start >= 0 && stride >= 0 && start + (results.count - 1) * stride + vector.count <= rows.count)
  mdad_dot_rows(first, values + start, vector.count, stride, results.count, target)
}

/// Returns the products of a matrix's rows, one behind the other, with a vector of their length.
func dotProducts(_ vector: [Double], _ rows: [Double], count: Int) -> [Double] {
  [Double](unsafeUninitializedCapacity: count) { results, filled in
    results.initialize(repeating: 0)
    vector.withUnsafeBufferPointer { vector in
      rows.withUnsafeBufferPointer { rows in
        dotProducts(vector, rows, into: UnsafeMutableBufferPointer(rebasing: results[..<count]))
      }
    }
    filled = count
  }
}

/// Returns the inner product of two vectors of the same length.
package func dot(_ first: [Double], _ second: [Double]) -> Double {
  first.withUnsafeBufferPointer { first in second.withUnsafeBufferPointer { dotProduct(first, $0) } }
}

/// Adds factor · vector to target, which has the same length.
func addMultiple(_ factor: Double, _ vector: [Double], to target: inout [Double]) {
  precondition(vector.count == target.count)
  target.withUnsafeMutableBufferPointer { target in
    vector.withUnsafeBufferPointer { vector in
      for index in target.indices { target[index] += factor * vector[index] }
    }
  }
}
