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
  /// What the length of rows is a multiple of.
  static let vector = 16

  private let count: Int
  private let observations: Int
  private let judges: Int
  /// Feature by feature, centred, padded to whole vectors.
  private let features: [Float]
  private let stride: Int
  /// Products of features, n × n; empty if there are too many.
  private let products: [Float]
  private let productStride: Int
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
    stride = MatrixProducts.padded(observations, to: RidgeScreening.vector)
    asideStride = MatrixProducts.padded(judges, to: RidgeScreening.vector)
    productStride = MatrixProducts.padded(count, to: MatrixProducts.lengthMultiple)
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
    let rows = features + [Float](repeating: 0, count: (productStride - count) * stride)
    products = MatrixProducts.innerProducts(
      rows, rows: productStride, stride: stride, rows, rows: productStride, stride: stride, length: stride)
  }

  /// Approximates the least mean absolute error on the held-out observations among some penalties.
  ///
  /// - Parameter chosen: distinct features.
  /// - Complexity: O(k²) for each of eight steps.
  func leastError(_ chosen: [Int], penalties: [Double], workspace: inout Workspace) -> Float {
    let size = chosen.count
    // A set of most features predicts a mean of all of them so well that the last directions matter.
    let steps = max(
      0, min(2 * size <= count ? RidgeScreening.steps : RidgeScreening.stepsForMost, size, observations - 1))
    workspace.reserve(
      features: size, steps: steps, penalties: penalties.count, of: count, observations: stride, aside: asideStride)
    let length = findDirections(chosen, steps: steps, &workspace)
    let found = workspace.diagonal.count
    workspace.solve(penalties: penalties, right: length)
    workspace.coefficients.clear()
    mdad_add_chosen_float(
      workspace.basis.start, workspace.width, workspace.inTurn, found, workspace.shares.start, found, penalties.count,
      workspace.coefficients.start)
    workspace.estimates.clear()
    mdad_add_chosen_float(
      asideFeatures, asideStride, chosen, size, workspace.coefficients.start, workspace.width, penalties.count,
      workspace.estimates.start)
    var best = Float.infinity
    for number in penalties.indices {
      let estimates = workspace.estimates.start + number * asideStride
      var sum: Float = 0
      for (judge, response) in asideResponses.enumerated() { sum += abs(estimates[judge] - response) }
      best = min(best, sum / Float(judges))
    }
    return best
  }

  /// Finds the directions that the steps of Lanczos' method lead to, and the tridiagonal matrix that their products
  /// make; returns the length of the products with the responses.
  private func findDirections(_ chosen: [Int], steps: Int, _ workspace: inout Workspace) -> Double {
    let (basis, image, width) = (workspace.basis.start, workspace.image.start, workspace.width)
    workspace.diagonal.removeAll(keepingCapacity: true)
    workspace.offDiagonal.removeAll(keepingCapacity: true)
    var length = 0.0
    for (position, feature) in chosen.enumerated() {
      basis[position] = correlations[feature]
      length += Double(correlations[feature]) * Double(correlations[feature])
    }
    length = length.squareRoot()
    guard length > 0 else { return length }
    // With many more features than observations a product is computed through the observations, without the k²
    // products.
    let isGathered = !products.isEmpty && chosen.count < 2 * observations
    if isGathered { workspace.gather(chosen, from: products, stride: productStride) }
    scale(basis, by: Float(1 / length), count: width)
    for step in 0..<steps {
      let current = basis + step * width
      let next = current + width
      if isGathered {
        workspace.multiply(by: current)
      } else {
        workspace.sums.clear()
        mdad_add_chosen_float(features, stride, chosen, chosen.count, current, 0, 1, workspace.sums.start)
        mdad_products_with_chosen_float(features, stride, chosen, chosen.count, workspace.sums.start, image)
      }
      let share = innerProduct(current, image, count: width)
      workspace.diagonal.append(Double(share))
      mdad_add_multiple_float(current, -share, image, width)
      if step > 0 { mdad_add_multiple_float(current - width, -Float(workspace.offDiagonal[step - 1]), image, width) }
      let left = Double(innerProduct(image, image, count: width)).squareRoot()
      guard left > 1e-5 * length, step + 1 < steps else { break }
      workspace.offDiagonal.append(left)
      next.update(from: image, count: width)
      scale(next, by: Float(1 / left), count: width)
    }
    return length
  }
}

/// Adds the products of two vectors of a multiple of eight numbers, four at a time and by turns to one of two sums.
func innerProduct(_ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, count: Int) -> Float {
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

private func scale(_ vector: UnsafeMutablePointer<Float>, by factor: Float, count: Int) {
  for index in 0..<count { vector[index] *= factor }
}
