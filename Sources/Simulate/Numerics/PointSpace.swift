import CKernels

/// Holds points in rows padded with zeros to whole vectors.
struct PointSpace {
  /// The number of points.
  let count: Int
  /// How far apart rows begin.
  let stride: Int
  /// The rows, one behind the other.
  let values: [Double]

  /// - Parameter points: with the same number of coordinates each.
  init(_ points: [[Double]]) {
    count = points.count
    let dimensions = points.first?.count ?? 0
    let stride = MatrixProducts.padded(max(1, dimensions), to: 4)
    self.stride = stride
    values = points.flatMap { $0 + [Double](repeating: 0, count: stride - dimensions) }
  }
}

/// Returns the squared distance of two rows; `stride` is a multiple of four.
@inline(__always)
func squaredDistance(
  _ first: UnsafePointer<Double>, _ second: UnsafePointer<Double>, _ stride: Int
) -> Double {
  var sum = SIMD4<Double>()
  var index = 0
  while index < stride {
    let difference =
      SIMD4(first[index], first[index + 1], first[index + 2], first[index + 3])
      - SIMD4(second[index], second[index + 1], second[index + 2], second[index + 3])
    sum += difference * difference
    index += 4
  }
  return (sum[0] + sum[2]) + (sum[1] + sum[3])
}

/// Holds the coordinates of centres, axis by axis, with infinitely far ones up to a whole vector.
struct CentreColumns {
  /// The number of centres rounded up: how far apart axes begin.
  let stride: Int
  private var values: [Double]
  private let dimensions: Int

  /// - Parameters:
  ///   - count: how many centres there will be.
  ///   - dimensions: a multiple of four.
  init(_ count: Int, dimensions: Int) {
    stride = MatrixProducts.padded(count, to: 8)
    self.dimensions = dimensions
    values = [Double](repeating: .infinity, count: dimensions * stride)
  }

  /// Sets one coordinate of a centre.
  mutating func set(_ centre: Int, _ axis: Int, to value: Double) { values[axis * stride + centre] = value }

  /// Computes a point's squared distances from the first centres; `squares` has room for whole vectors.
  func measure(_ point: UnsafePointer<Double>, count: Int, into squares: inout [Double]) {
    mdad_squared_distances(point, values, dimensions, stride, MatrixProducts.padded(count, to: 8), &squares)
  }

  /// Returns the centre nearest to a point, its own if no other is nearer, and the squared distances of that and the
  /// next.
  func twoNearest(_ point: UnsafePointer<Double>, own: Int) -> (nearest: Int, square: Double, nextSquare: Double) {
    var squares = (0.0, 0.0)
    let nearest = withUnsafeMutableBytes(of: &squares) { squares in
      mdad_two_nearest(
        point, values, dimensions, stride, own, squares.baseAddress?.assumingMemoryBound(to: Double.self))
    }
    return (nearest, squares.0, squares.1)
  }
}
