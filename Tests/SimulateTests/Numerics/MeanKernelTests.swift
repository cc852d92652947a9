import CKernels
import Testing

@testable import Simulate

/// The kernels of clustering about means against plain Swift.
@Suite struct MeanKernelTests {
  /// Four sums take turns.
  private func square(_ a: [Double], _ b: [Double]) -> Double {
    var turns = [0.0, 0, 0, 0]
    for index in a.indices { turns[index % 4] += (a[index] - b[index]) * (a[index] - b[index]) }
    return (turns[0] + turns[2]) + (turns[1] + turns[3])
  }

  /// Few levels make many distances equal: then a point's own centre comes first, and else the first of all.
  @Test(arguments: [1, 2, 7, 8, 9, 40], [2, 1_000_000]) func nearestTwoAreThoseOfTheSearch(count: Int, levels: Int) {
    var generator = Philox(seed: 3, trial: count, purpose: .selection)
    for dimensions in [4, 8, 12, 16] {
      func random() -> [Double] {
        (0..<dimensions).map { _ in (Double(generator.uniform(below: levels)) - 0.5) * 1.1 }
      }
      let (point, others) = (random(), (0..<count).map { _ in random() })
      let stride = MatrixProducts.padded(count, to: 8)
      var columns = [Double](repeating: .infinity, count: dimensions * stride)
      for (other, values) in others.enumerated() {
        for axis in 0..<dimensions { columns[axis * stride + other] = values[axis] }
      }
      let squares = others.map { square(point, $0) }
      var found = [Double](repeating: 0, count: stride)
      mdad_squared_distances(point, columns, dimensions, stride, stride, &found)
      #expect(Array(found.prefix(count)) == squares)
      let sorted = squares.sorted() + [.infinity]
      for own in 0..<count {
        let nearest = squares[own] == sorted[0] ? own : squares.firstIndex(of: sorted[0])
        #expect(mdad_two_nearest(point, columns, dimensions, stride, own, &found) == nearest)
        #expect(found[0] == sorted[0] && found[1] == sorted[1])
      }
      // No member is passed over that the point would win.
      let rows = others.flatMap { $0 }
      let from = generator.uniform(below: count)
      let nearest = others.map { square($0, others[from]) }
      let plain = others.indices.reduce(0.5) { $0 + max(0, nearest[$1] - squares[$1]) }
      let members = Array(others.indices)
      #expect(
        mdad_gain_of_centre(point, rows, dimensions, members, count, nearest, squares[from], 0.5) == plain)
    }
  }
}
