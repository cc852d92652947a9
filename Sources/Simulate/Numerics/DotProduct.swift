/// Returns the sum of `first[i]` · `second[start + i]` over all of `first`, eight terms at a time.
///
/// - Parameter start: with the count of `first`, at most the count of `second`.
func dotProduct(
  _ first: UnsafeBufferPointer<Double>, _ second: UnsafeBufferPointer<Double>, from start: Int = 0
) -> Double {
  precondition(start >= 0 && start + first.count <= second.count)
  let left = UnsafeRawBufferPointer(first)
  let right = UnsafeRawBufferPointer(second)
  let stride = MemoryLayout<Double>.stride
  var sums = SIMD8<Double>()
  var index = 0
  while index + 8 <= first.count {
    sums +=
      left.loadUnaligned(fromByteOffset: index * stride, as: SIMD8<Double>.self)
      * right.loadUnaligned(fromByteOffset: (start + index) * stride, as: SIMD8<Double>.self)
    index += 8
  }
  var total = sums.sum()
  while index < first.count {
    total += first[index] * second[start + index]
    index += 1
  }
  return total
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
