/// Holds a table of observations × features less the features' means, for linear regressions whose intercept is
/// free.
struct CentredDesign: Sendable {
  /// The number of observations.
  let observations: Int
  /// The number of features.
  let features: Int
  /// Each feature's mean.
  let means: [Double]
  /// Feature by feature, centred.
  private let byFeature: [Double]

  /// Creates a design.
  ///
  /// - Parameter columns: for each feature its value at every observation.
  init(columns: [[Double]], observations: Int) {
    self.observations = observations
    features = columns.count
    let means = columns.map { $0.reduce(0, +) / Double(observations) }
    self.means = means
    byFeature = zip(columns, means).flatMap { column, mean in column.map { $0 - mean } }
  }

  /// Returns X, observation by observation.
  func byObservation() -> [Double] {
    [Double](unsafeUninitializedCapacity: observations * features) { result, count in
      byFeature.withUnsafeBufferPointer { byFeature in
        for row in 0..<observations {
          for feature in 0..<features {
            result.initializeElement(at: row * features + feature, to: byFeature[feature * observations + row])
          }
        }
      }
      count = observations * features
    }
  }

  /// Returns XᵀX: the products of features.
  ///
  /// - Complexity: O(features² · observations).
  func featureProducts() -> [Double] { CentredDesign.products(byFeature, rows: features, length: observations) }

  /// Returns XXᵀ: the products of observations.
  ///
  /// - Complexity: O(observations² · features).
  func observationProducts() -> [Double] {
    CentredDesign.products(byObservation(), rows: observations, length: features)
  }

  /// Returns Xᵀ·y.
  func correlate(_ values: [Double]) -> [Double] { CentredDesign.apply(byFeature, rows: features, to: values) }

  /// Returns X·w.
  func combine(_ coefficients: [Double]) -> [Double] {
    CentredDesign.apply(byObservation(), rows: observations, to: coefficients)
  }

  private static func products(_ values: [Double], rows: Int, length: Int) -> [Double] {
    var result = [Double](repeating: 0, count: rows * rows)
    values.withUnsafeBufferPointer { values in
      result.withUnsafeMutableBufferPointer { result in
        for first in 0..<rows {
          let row = UnsafeBufferPointer(rebasing: values[first * length..<(first + 1) * length])
          let start = first * rows
          dotProducts(row, values, into: UnsafeMutableBufferPointer(rebasing: result[start...start + first]))
          for second in 0..<first { result[second * rows + first] = result[start + second] }
        }
      }
    }
    return result
  }

  private static func apply(_ values: [Double], rows: Int, to vector: [Double]) -> [Double] {
    precondition(values.count == rows * vector.count)
    return dotProducts(vector, values, count: rows)
  }
}
