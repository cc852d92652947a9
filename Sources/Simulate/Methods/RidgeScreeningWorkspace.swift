import CKernels

extension RidgeScreening {
  /// Holds the memory that the work on one set after another reuses, and the products of a set's features. It serves
  /// one thread.
  ///
  /// The products' rows are in the order of the set, which the sums keep; their columns ascend, so that whole vectors
  /// of them are moved at once.
  struct Workspace {
    /// A number for each of some penalties.
    private typealias Lanes = SIMD4<Double>

    private struct Shape: Equatable {
      var (features, steps, penalties, all, observations, aside) = (0, 0, 0, 0, 0, 0)
    }

    /// The diagonal of Lanczos' tridiagonal matrix, and what is next to it.
    var diagonal: [Double] = []
    var offDiagonal: [Double] = []
    /// The numbers of the directions, in turn.
    private(set) var inTurn: [Int] = []
    /// The length of a row of features.
    private(set) var width = 0
    /// A row for each direction.
    private(set) var basis = NumberBuffer<Float>()
    /// A vector times the products.
    private(set) var image = NumberBuffer<Float>()
    /// Sums over observations, or over the columns of the products.
    private(set) var sums = NumberBuffer<Float>()
    /// Each direction's share in the solution, for each penalty.
    private(set) var shares = NumberBuffer<Float>()
    /// The solution for each penalty.
    private(set) var coefficients = NumberBuffer<Float>()
    /// The estimates at the held-out observations for each penalty.
    private(set) var estimates = NumberBuffer<Float>()

    private var shape = Shape()
    private var products = NumberBuffer<Float>()
    private var productStride = 0
    /// The products of the last features, fewer than four, in the order of the set.
    private var last = NumberBuffer<Float>()
    private var marks = MarkedIndices(count: 0)
    /// The set in ascending order.
    private var columns = NumberBuffer<Int>()
    /// The place of a feature in the ascending order, if it is in the set.
    private var places = NumberBuffer<Int>()
    /// The places in the order of the set.
    private var ranks = NumberBuffer<Int>()
    private var pivots: [Lanes] = []
    private var values: [Lanes] = []

    /// Makes room, filled with zeros unless there was room of the same shape before.
    ///
    /// - Parameters:
    ///   - count: the number of all features.
    ///   - observations: the length of a row of observations.
    ///   - aside: the length of a row of held-out observations.
    mutating func reserve(
      features size: Int, steps: Int, penalties: Int, of count: Int, observations: Int, aside: Int
    ) {
      let wanted = Shape(
        features: size, steps: steps, penalties: penalties, all: count, observations: observations, aside: aside)
      guard wanted != shape else { return }
      shape = wanted
      width = MatrixProducts.padded(size, to: RidgeScreening.vector)
      // Whole vectors are written, up to seven numbers behind a row's last column.
      productStride = MatrixProducts.padded(size + 7, to: RidgeScreening.vector)
      basis = NumberBuffer((steps + 1) * width)
      image = NumberBuffer(width)
      sums = NumberBuffer(max(productStride, observations))
      shares = NumberBuffer(penalties * steps)
      coefficients = NumberBuffer(penalties * width)
      estimates = NumberBuffer(penalties * aside)
      products = NumberBuffer(size * productStride)
      last = NumberBuffer(3 * width)
      inTurn = Array(0..<steps)
      marks = MarkedIndices(count: count)
      columns = NumberBuffer(size)
      places = NumberBuffer(count)
      ranks = NumberBuffer(size)
      pivots = Array(repeating: Lanes(), count: steps)
      values = pivots
    }

    /// Takes a set's products from those of all features, whose rows are `stride` apart.
    mutating func gather(_ chosen: [Int], from all: [Float], stride: Int) {
      sort(chosen)
      let whole = chosen.count / 4 * 4
      mdad_gather_float(all, stride, chosen, chosen.count, columns.start, chosen.count, products.start, productStride)
      for row in whole..<chosen.count {
        let (start, target) = (chosen[row] * stride, last.start + (row - whole) * width)
        for (position, feature) in chosen.enumerated() { target[position] = all[start + feature] }
      }
    }

    /// Finds the ascending order.
    private mutating func sort(_ chosen: [Int]) {
      for feature in chosen { marks.insert(feature) }
      let (columns, places, ranks) = (columns.start, places.start, ranks.start)
      var place = 0
      marks.removeAll { feature in
        columns[place] = feature
        places[feature] = place
        place += 1
      }
      for (position, feature) in chosen.enumerated() { ranks[position] = places[feature] }
    }

    /// Multiplies the products by a vector.
    ///
    /// The products are symmetric to the last bit, so that the sums run along columns. Those of the last features have
    /// an order of their own.
    func multiply(by vector: UnsafePointer<Float>) {
      let (image, sums, ranks) = (image.start, sums.start, ranks.start)
      let whole = shape.features / 4 * 4
      mdad_combine_by_turns_float(products.start, shape.features, productStride, vector, sums)
      for position in 0..<whole { image[position] = sums[ranks[position]] }
      for position in whole..<shape.features {
        image[position] = innerProduct(last.start + (position - whole) * width, vector, count: width)
      }
    }

    /// Solves (T + penalty)·x = right·e₁ for the tridiagonal T and each penalty, by elimination, and keeps the shares.
    mutating func solve(penalties: [Double], right: Double) {
      let (steps, shares) = (diagonal.count, shares.start)
      for start in stride(from: 0, to: penalties.count, by: Lanes.scalarCount) {
        let count = min(Lanes.scalarCount, penalties.count - start)
        var shifts = Lanes(repeating: 1)
        for lane in 0..<count { shifts[lane] = penalties[start + lane] }
        solve(shifts: shifts, right: right)
        for step in 0..<steps {
          for lane in 0..<count { shares[(start + lane) * steps + step] = Float(values[step][lane]) }
        }
      }
    }

    /// Leaves in `values` the solutions for as many penalties as a vector has room for.
    private mutating func solve(shifts: Lanes, right: Double) {
      guard let last = diagonal.indices.last else { return }
      pivots[0] = diagonal[0] + shifts
      values[0] = Lanes(repeating: right)
      for index in 1..<max(1, diagonal.count) {
        let factor = offDiagonal[index - 1] / pivots[index - 1]
        pivots[index] = diagonal[index] + shifts - factor * offDiagonal[index - 1]
        values[index] = -factor * values[index - 1]
      }
      values[last] /= pivots[last]
      for index in (0..<last).reversed() {
        values[index] = (values[index] - offDiagonal[index] * values[index + 1]) / pivots[index]
      }
    }
  }
}
