/// Holds the principal components of the items, with models as observations.
struct PrincipalAxes: Sendable {
  /// Each item's mean over the models.
  let means: [Double]
  /// For each component, the largest variance first, its unit vector over the items.
  let axes: [[Double]]

  /// Computes the leading components of some responses.
  ///
  /// They come from the products of items or of models, whichever are fewer. Components without variance are left out.
  ///
  /// - Parameters:
  ///   - responses: a row per item, a column per model.
  ///   - count: the most components that are wanted.
  /// - Complexity: O(m² · max(m, n)) at most, m being the smaller of the numbers of items and models.
  init(_ responses: SourceResponses, count: Int) {
    let (items, models) = (responses.rows, responses.columns)
    let means = (0..<items).map { responses.sum($0) / Double(models) }
    self.means = means
    let design = CentredDesign(columns: (0..<items).map { responses.row($0) }, observations: models)
    let isByItem = items <= models
    let size = min(items, models)
    let pairs = leadingEigenvectors(
      isByItem ? design.featureProducts() : design.observationProducts(), size: size, count: min(count, size))
    let largest = pairs.first?.value ?? 0
    axes = pairs.filter { $0.value > 1e-10 * largest && $0.value > 1e-12 }.map { value, vector in
      guard !isByItem else { return vector }
      let scale = 1 / value.squareRoot()
      return design.correlate(vector).map { $0 * scale }
    }
  }
}
