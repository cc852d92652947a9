import CKernels

/// Judges ridge regressions on many small sets of features by their error on held-out observations. It is approximate,
/// so that thousands take the time of a few exact ones.
///
/// The products of the features are computed once. For a set, eight steps of Lanczos' method (more for a set of most
/// features) from the products with the responses solve the regression for all penalties together, in single precision
/// (the conjugate gradients of Hestenes and Stiefel 1952, for shifted systems; Golub and Van Loan, Matrix Computations,
/// 11.3): the responses that matter here lie mostly in the first few directions.
struct RidgeScreening: Sendable {
  private static let steps = 8
  private static let stepsForMost = 24
  /// The most features whose products with each other are kept.
  private static let largestKept = 4096

  private let count: Int
  private let observations: Int
  private let judges: Int
  /// Feature by feature, centred, padded to whole vectors.
  private let features: [Float]
  private let stride: Int
  /// Products of features, n × n; empty if there are too many.
  private let products: [Float]
  /// Products of features with the responses.
  private let correlations: [Float]
  /// Feature by feature at the held-out observations, minus the mean of the others; padded in the same way.
  private let asideFeatures: [Float]
  private let asideStride: Int
  private let asideResponses: [Float]

  /// - Parameters:
  ///   - columns: for each feature its value at every observation that is learned from.
  ///   - aside: for each feature its value at every held-out observation.
  init(columns: [[Double]], responses: [Double], aside: [[Double]], asideResponses: [Double]) {
    count = columns.count
    observations = responses.count
    judges = asideResponses.count
    stride = MatrixProducts.padded(observations, to: MatrixProducts.lengthMultiple)
    asideStride = MatrixProducts.padded(judges, to: MatrixProducts.lengthMultiple)
    let mean = responses.reduce(0, +) / Double(responses.count)
    let centred = responses.map { $0 - mean }
    var features: [Float] = []
    var asideFeatures: [Float] = []
    var correlations: [Float] = []
    for (column, values) in zip(columns, aside) {
      let featureMean = column.reduce(0, +) / Double(column.count)
      let deviations = column.map { $0 - featureMean }
      correlations.append(Float(dot(deviations, centred)))
      features += deviations.map { Float($0) } + [Float](repeating: 0, count: stride - observations)
      asideFeatures += values.map { Float($0 - featureMean) } + [Float](repeating: 0, count: asideStride - judges)
    }
    self.correlations = correlations
    self.features = features
    self.asideFeatures = asideFeatures
    self.asideResponses = asideResponses.map { Float($0 - mean) }
    guard count <= RidgeScreening.largestKept else {
      products = []
      return
    }
    let size = MatrixProducts.padded(count, to: MatrixProducts.lengthMultiple)
    let rows = features + [Float](repeating: 0, count: (size - count) * stride)
    products = MatrixProducts.innerProducts(
      rows, rows: size, stride: stride, rows, rows: size, stride: stride, length: stride)
  }

  /// Holds the memory that the work on one set after another reuses.
  struct Workspace {
    fileprivate var matrix: [Float] = []
    fileprivate var basis: [Float] = []
    fileprivate var image: [Float] = []
    fileprivate var coefficients: [Float] = []
    fileprivate var estimates: [Float] = []
  }

  /// Approximates the least mean absolute error on the held-out observations among some penalties.
  ///
  /// - Parameter chosen: distinct features.
  /// - Complexity: O(k²) for each of eight steps.
  func leastError(_ chosen: [Int], penalties: [Double], workspace: inout Workspace) -> Float {
    let size = chosen.count
    let width = MatrixProducts.padded(size, to: MatrixProducts.lengthMultiple)
    // With many more features than observations a product is computed through the observations, without the k²
    // products.
    let isGathered = !products.isEmpty && size < 2 * observations
    if isGathered { gather(chosen, width: width, into: &workspace.matrix) }
    // A set of most features predicts a mean of all of them so well that the last directions matter.
    let steps = min(
      2 * size <= count ? RidgeScreening.steps : RidgeScreening.stepsForMost, size, observations - 1)
    workspace.basis = [Float](repeating: 0, count: (steps + 1) * width)
    workspace.image = [Float](repeating: 0, count: width)
    workspace.coefficients = [Float](repeating: 0, count: width)
    workspace.estimates = [Float](repeating: 0, count: asideStride)
    var diagonal: [Double] = []
    var offDiagonal: [Double] = []
    var length = 0.0
    for (position, feature) in chosen.enumerated() {
      workspace.basis[position] = correlations[feature]
      length += Double(correlations[feature]) * Double(correlations[feature])
    }
    length = length.squareRoot()
    if workspace.matrix.isEmpty { workspace.matrix = [0] }
    workspace.matrix.withUnsafeBufferPointer { matrix in
      workspace.basis.withUnsafeMutableBufferPointer { basis in
        workspace.image.withUnsafeMutableBufferPointer { image in
          guard length > 0, let matrix = matrix.baseAddress, let basis = basis.baseAddress,
            let image = image.baseAddress
          else { return }
          scale(basis, by: Float(1 / length), count: width)
          for step in 0..<steps {
            let current = basis + step * width
            let next = current + width
            if isGathered {
              multiply(matrix, rows: size, stride: width, by: current, into: image)
            } else {
              multiplyByFeatures(chosen, by: current, into: image)
            }
            let share = innerProduct(current, image, count: width)
            diagonal.append(Double(share))
            addMultiple(of: current, -share, to: image, count: width)
            if step > 0 { addMultiple(of: current - width, -Float(offDiagonal[step - 1]), to: image, count: width) }
            let left = Double(innerProduct(image, image, count: width)).squareRoot()
            guard left > 1e-5 * length, step + 1 < steps else { break }
            offDiagonal.append(left)
            next.update(from: image, count: width)
            scale(next, by: Float(1 / left), count: width)
          }
        }
      }
    }
    var best = Float.infinity
    for penalty in penalties {
      let shares = shiftedSolution(diagonal, offDiagonal, shift: penalty, right: length)
      best = min(best, error(chosen, shares: shares, width: width, workspace: &workspace))
    }
    return best
  }

  private func gather(_ chosen: [Int], width: Int, into matrix: inout [Float]) {
    let stride = MatrixProducts.padded(count, to: MatrixProducts.lengthMultiple)
    if matrix.count != width * width { matrix = [Float](repeating: 0, count: width * width) }
    products.withUnsafeBufferPointer { products in
      matrix.withUnsafeMutableBufferPointer { matrix in
        chosen.withUnsafeBufferPointer { chosen in
          for row in 0..<chosen.count {
            let start = chosen[row] * stride
            let target = row * width
            for column in 0..<chosen.count { matrix[target + column] = products[start + chosen[column]] }
          }
        }
      }
    }
  }

  /// Multiplies the products of the chosen features with each other by a vector, through the observations.
  private func multiplyByFeatures(
    _ chosen: [Int], by vector: UnsafePointer<Float>, into image: UnsafeMutablePointer<Float>
  ) {
    var sums = [Float](repeating: 0, count: stride)
    features.withUnsafeBufferPointer { features in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let features = features.baseAddress, let sums = sums.baseAddress else { return }
        for (position, feature) in chosen.enumerated() {
          addMultiple(of: features + feature * stride, vector[position], to: sums, count: stride)
        }
        for (position, feature) in chosen.enumerated() {
          image[position] = innerProduct(features + feature * stride, sums, count: stride)
        }
      }
    }
  }

  private func error(_ chosen: [Int], shares: [Double], width: Int, workspace: inout Workspace) -> Float {
    for index in 0..<width { workspace.coefficients[index] = 0 }
    for index in 0..<asideStride { workspace.estimates[index] = 0 }
    return workspace.basis.withUnsafeBufferPointer { basis in
      workspace.coefficients.withUnsafeMutableBufferPointer { coefficients in
        workspace.estimates.withUnsafeMutableBufferPointer { estimates in
          asideFeatures.withUnsafeBufferPointer { aside in
            guard let basis = basis.baseAddress, let coefficients = coefficients.baseAddress,
              let estimates = estimates.baseAddress, let aside = aside.baseAddress
            else { return 0 }
            for (step, share) in shares.enumerated() {
              addMultiple(of: basis + step * width, Float(share), to: coefficients, count: width)
            }
            for (position, feature) in chosen.enumerated() {
              addMultiple(of: aside + feature * asideStride, coefficients[position], to: estimates, count: asideStride)
            }
            var sum: Float = 0
            for index in 0..<judges { sum += abs(estimates[index] - asideResponses[index]) }
            return sum / Float(judges)
          }
        }
      }
    }
  }
}

/// Solves (T + shift)·x = right·e₁ for a symmetric tridiagonal T, by elimination.
private func shiftedSolution(_ diagonal: [Double], _ offDiagonal: [Double], shift: Double, right: Double) -> [Double] {
  guard !diagonal.isEmpty else { return [] }
  var pivots = [diagonal[0] + shift]
  var values = [right]
  for index in 1..<max(1, diagonal.count) {
    let factor = offDiagonal[index - 1] / pivots[index - 1]
    pivots.append(diagonal[index] + shift - factor * offDiagonal[index - 1])
    values.append(-factor * values[index - 1])
  }
  var solution = values
  for index in diagonal.indices.reversed() {
    let above = index + 1 < diagonal.count ? offDiagonal[index] * solution[index + 1] : 0
    solution[index] = (values[index] - above) / pivots[index]
  }
  return solution
}

/// image[row] = Σ matrix[row, column]·vector[column], for rows of a multiple of eight numbers.
private func multiply(
  _ matrix: UnsafePointer<Float>, rows: Int, stride: Int, by vector: UnsafePointer<Float>,
  into image: UnsafeMutablePointer<Float>
) {
  let whole = rows / 4 * 4
  mdad_multiply_float(matrix, whole, stride, vector, image)
  for row in whole..<rows { image[row] = innerProduct(matrix + row * stride, vector, count: stride) }
}

/// Adds the products of two vectors of a multiple of eight numbers, four at a time and by turns to one of two sums.
private func innerProduct(_ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, count: Int) -> Float {
  func load(_ address: UnsafePointer<Float>) -> SIMD4<Float> {
    SIMD4(address[0], address[1], address[2], address[3])
  }
  func total(_ sums: SIMD4<Float>) -> Float { (sums[0] + sums[2]) + (sums[1] + sums[3]) }
  var (even, odd) = (SIMD4<Float>(), SIMD4<Float>())
  for index in stride(from: 0, to: count, by: 8) {
    even += load(first + index) * load(second + index)
    odd += load(first + index + 4) * load(second + index + 4)
  }
  return total(even) + total(odd)
}

private func addMultiple(
  of vector: UnsafePointer<Float>, _ factor: Float, to target: UnsafeMutablePointer<Float>, count: Int
) {
  mdad_add_multiple_float(vector, factor, target, count)
}

private func scale(_ vector: UnsafeMutablePointer<Float>, by factor: Float, count: Int) {
  for index in 0..<count { vector[index] *= factor }
}
