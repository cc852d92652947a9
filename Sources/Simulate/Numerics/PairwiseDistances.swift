import CKernels

/// Holds the distances of all pairs of some points, none of them negative.
///
/// The upper halves of the numbers lie apart from the lower ones: for numbers that are not negative they have the same
/// order, so that a search for near points reads half as much and looks at the lower halves of the few that it finds.
struct PairwiseDistances: Sendable {
  /// The number of points, n.
  let count: Int
  /// n rounded up to whole tiles: how far apart rows begin, and the length of what is compared with a row.
  let stride: Int
  private let halves: Halves

  private static let tile = 32

  /// - Parameters:
  ///   - count: n.
  ///   - distances: writes the distances of a point to some points before it; not negative.
  /// - Complexity: O(n²).
  init(count: Int, _ distances: (_ point: Int, _ others: Range<Int>, UnsafeMutablePointer<Float>) -> Void) {
    let tile = PairwiseDistances.tile
    let stride = MatrixProducts.padded(count, to: tile)
    self.count = count
    self.stride = stride
    halves = Halves(count: stride * stride)
    var block = [Float](repeating: .infinity, count: tile * tile)
    var mirrored = block
    for top in Swift.stride(from: 0, to: stride, by: tile) {
      for left in Swift.stride(from: 0, through: top, by: tile) {
        // What no pair of points fills is infinite.
        if top + tile > count || left == top { for place in block.indices { block[place] = .infinity } }
        block.withUnsafeMutableBufferPointer { block in
          guard let values = block.baseAddress else { return }
          for point in top..<min(top + tile, count) {
            let others = left..<min(left + tile, point)
            if !others.isEmpty { distances(point, others, values + (point - top) * tile) }
            if left == top { values[(point - top) * (tile + 1)] = 0 }
          }
        }
        for row in 0..<tile {
          for column in 0..<tile { mirrored[column * tile + row] = block[row * tile + column] }
        }
        if left == top {
          for place in block.indices { block[place] = min(block[place], mirrored[place]) }
        } else {
          halves.write(mirrored, at: left * stride + top, stride: stride)
        }
        halves.write(block, at: top * stride + left, stride: stride)
      }
    }
  }

  /// Returns the distance of two points.
  subscript(first: Int, second: Int) -> Float { halves[first * stride + second] }

  /// Reads a point's distances to some points.
  func read(_ point: Int, _ others: [Int32], count: Int, into distances: inout [Float]) {
    // One after another, so that memory is asked for many at a time.
    for index in 0..<count { distances[index] = halves[point * stride + Int(others[index])] }
  }

  /// Computes the least numbers whose upper halves are those of a point's distances to some points.
  func readLowerEnds(_ point: Int, _ others: [Int32], count: Int, into ends: inout [Float]) {
    let row = halves.high + point * stride
    for index in 0..<count {
      ends[index] = Float(bitPattern: UInt32(UInt16(bitPattern: row[Int(others[index])])) << 16)
    }
  }

  /// Returns the largest upper half that a number below a bound may have.
  static func bound(below limit: Float) -> Int16 { Int16(truncatingIfNeeded: (limit.bitPattern &- 1) >> 16) }

  /// Returns the upper half of a number.
  static func bound(upTo limit: Float) -> Int16 { Int16(truncatingIfNeeded: limit.bitPattern >> 16) }

  /// Lists in ascending order all points whose distance to a point is below a bound, and a few others.
  ///
  /// - Parameters:
  ///   - bounds: ``stride`` upper halves, −1 after the last point.
  ///   - found: room for ``stride`` numbers; those listed come first.
  /// - Returns: how many are listed.
  func listPoints(near point: Int, bounds: [Int16], into found: inout [Int32]) -> Int {
    precondition(bounds.count == stride && found.count == stride)
    return mdad_places_up_to(halves.high + point * stride, bounds, stride, &found)
  }

  /// Lists in ascending order the same points, and those to which one of two arrays gives the number `label`.
  func listPoints(
    near point: Int, bounds: [Int16], orWith label: Int32, in first: [Int32], _ second: [Int32],
    into found: inout [Int32]
  ) -> Int {
    precondition(bounds.count == stride && first.count == stride && second.count == stride && found.count == stride)
    return mdad_places_up_to_or_labelled(
      halves.high + point * stride, bounds, first, second, label, stride, &found)
  }
}

/// Owns the two halves of the numbers, which stay as they are once all are written.
private final class Halves: @unchecked Sendable {
  let high: UnsafeMutablePointer<Int16>
  let low: UnsafeMutablePointer<UInt16>

  init(count: Int) {
    func room<Half>(_ type: Half.Type) -> UnsafeMutablePointer<Half> {
      let size = count * MemoryLayout<Half>.stride
      // Large pages are of 2 MB; what is less than a few of them stays in small ones.
      let isLarge = size >= 1 << 23
      let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, size), alignment: isLarge ? 1 << 21 : 64)
      if isLarge { mdad_prefer_large_pages(memory, size) }
      return memory.bindMemory(to: type, capacity: count)
    }
    high = room(Int16.self)
    low = room(UInt16.self)
  }

  deinit {
    UnsafeMutableRawPointer(high).deallocate()
    UnsafeMutableRawPointer(low).deallocate()
  }

  subscript(place: Int) -> Float {
    Float(bitPattern: UInt32(UInt16(bitPattern: high[place])) << 16 | UInt32(low[place]))
  }

  func write(_ tile: [Float], at place: Int, stride: Int) {
    mdad_split_tile(tile, high + place, low + place, stride)
  }
}
