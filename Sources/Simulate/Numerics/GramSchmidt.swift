import CKernels

/// Returns what a vector has outside the span of orthonormal ones, scaled to length 1, and the share of its length that
/// this was; nil if no more than `tolerance` of its length is left.
///
/// Gram and Schmidt's projection made twice, which is enough for orthogonality to the last digits (Giraud, Langou,
/// Rozložník and van den Eshof 2005).
///
/// - Complexity: O(n) for each vector of the basis.
func orthonormalised(
  _ vector: [Double], against basis: [[Double]], tolerance: Double
) -> (vector: [Double], remaining: Double)? {
  var result = vector
  let remaining = result.withUnsafeMutableBufferPointer { result -> Double? in
    func length() -> Double { dotProduct(UnsafeBufferPointer(result), UnsafeBufferPointer(result)).squareRoot() }
    let whole = length()
    for _ in 0..<2 {
      for known in basis {
        known.withUnsafeBufferPointer { known in
          let share = dotProduct(known, UnsafeBufferPointer(result))
          subtract(share, known, from: result)
        }
      }
    }
    let left = length()
    // Below the second bound a division would overflow.
    guard left > tolerance * whole, left > 1e-150 else { return nil }
    for index in result.indices { result[index] /= left }
    return left / whole
  }
  return remaining.map { (result, $0) }
}

/// Subtracts share · vector from a target of the same length.
private func subtract(
  _ share: Double, _ vector: UnsafeBufferPointer<Double>, from target: UnsafeMutableBufferPointer<Double>
) {
  precondition(vector.count == target.count)
  guard let vector = vector.baseAddress, let address = target.baseAddress else { return }
  withUnsafePointer(to: share) { mdad_rank_one_update(address, 1, target.count, $0, vector, target.count) }
}
