import CKernels
import Foundation

/// A unidimensional item response model of the items worth modelling: not nearly constant, not too easy, not unrelated
/// to the score; with as many parameters an item as predict new models best.
///
/// Kipnis, Voudouris, Schulze Buschoff and Schulz 2024 (metabench). Two, three or four parameters: whichever gives
/// every fifth model, left out of the fits, the greatest likelihood, on at most a hundred of the items. The richer
/// models are climbed from the two-parameter fit by a dozen steps, which take most of what they gain.
struct InformativeItems: Sendable {
  /// Positions of the items in the model, ascending.
  let positions: [Int]
  /// Their parameters.
  let parameters: [LogisticItem]
  /// The model chosen.
  let model: LogisticModel
  /// For each model that was fitted to its ability's posterior mean.
  let abilities: [Double]

  private static let leastDeviation = 0.01
  private static let greatestEasiness = 0.95
  private static let leastCorrelation = 0.05
  private static let steps = 12
  private static let checked = 100

  /// - Parameters:
  ///   - responses: a row per item, a column per model.
  ///   - scores: each model's full score.
  init(_ responses: SourceResponses, scores: [Double]) {
    let models = Double(responses.columns)
    let kept = (0..<responses.rows).filter { item in
      let easiness = responses.sum(item) / models
      let variance = responses.sumOfProducts(item, item) / models - easiness * easiness
      guard variance.squareRoot() >= InformativeItems.leastDeviation, easiness <= InformativeItems.greatestEasiness
      else {
        return false
      }
      return abs(pearsonCorrelation(responses.row(item), scores) ?? 0) >= InformativeItems.leastCorrelation
    }
    positions = kept
    let fitted = responses.rows(kept)
    let chosen = kept.isEmpty ? .twoParameter : InformativeItems.bestModel(fitted)
    model = chosen
    if kept.isEmpty {
      parameters = []
    } else {
      let likelihood = MarginalLikelihood(fitted, threads: 1)
      let plain = InformativeItems.fit(likelihood, fitted, model: .twoParameter, from: nil)
      parameters =
        chosen == .twoParameter
        ? plain : InformativeItems.fit(likelihood, fitted, model: chosen, from: plain)
    }
    abilities = AbilityEstimation(parameters, isRough: true).expected(models: responses.columns) { model, item in
      responses[kept[item], model]
    }
  }

  /// The two-parameter fit, and the fit of a richer model from there.
  private static func fit(
    _ likelihood: MarginalLikelihood, _ responses: SourceResponses, model: LogisticModel, from plain: [LogisticItem]?
  ) -> [LogisticItem] {
    let problem = MarginalProblem(likelihood: likelihood, model: model, items: responses.rows)
    let start = plain.map { problem.start($0) } ?? problem.start(responses: responses)
    let found = problem.climb(from: start, tolerance: 1e-6, limit: plain == nil ? 100 : steps)
    var items = problem.items(at: found.point)
    if items.reduce(0, { $0 + $1.slope }) < 0 { for item in items.indices { items[item].slope.negate() } }
    return items
  }

  private static func bestModel(_ responses: SourceResponses) -> LogisticModel {
    let step = max(1, (responses.rows + checked - 1) / checked)
    let models = Array(0..<responses.columns)
    let heldOut = models.filter { $0 % 5 == 4 }
    let part = responses.rows(Array(stride(from: 0, to: responses.rows, by: step)))
    // Item models are compared by models that they have not seen; with too few of those the simplest is taken.
    guard heldOut.count >= 5 else { return .twoParameter }
    let learners = part.columns(models.filter { $0 % 5 != 4 })
    let varied = (0..<part.rows).filter { item in
      let sum = learners.sum(item)
      return sum > 1e-9 && sum < Double(learners.columns) - 1e-9
    }
    guard !varied.isEmpty else { return .twoParameter }
    let judges = MarginalLikelihood(part.rows(varied).columns(heldOut), threads: 1)
    let likelihood = MarginalLikelihood(learners.rows(varied), threads: 1)
    let plain = fit(likelihood, learners.rows(varied), model: .twoParameter, from: nil)
    var best = (likelihood: judges.expectation(of: plain).logLikelihood, model: LogisticModel.twoParameter)
    for model in [LogisticModel.threeParameter, .fourParameter] {
      let items = fit(likelihood, learners.rows(varied), model: model, from: plain)
      let found = judges.expectation(of: items).logLikelihood
      if found > best.likelihood { best = (found, model) }
    }
    return best.model
  }
}

/// Abilities of models from their responses to items with known parameters.
///
/// Over points from −6 to 6, 0.2 apart or as much closer as the items' information asks for: on 61 points the 100 items
/// of metabench's ARC, which know abilities to 0.03, predicted the full score with an error of 1.97 points, and of 1.80
/// on enough of them (50 items: 1.97 and 1.86; 25: 2.29 and 2.28).
struct AbilityEstimation: Sendable {
  /// For each item the logarithms of the chances of a right and of a wrong answer at each node, padded to `stride`.
  private let right: [Double]
  private let wrong: [Double]
  private let itemCount: Int
  private let stride: Int
  private let nodes: [Double]
  private let logWeights: [Double]

  private static let smallestSpacing = 0.0125

  /// - Parameter isRough: whether 61 points do, as for quantiles of many models' abilities.
  init(_ items: [LogisticItem], isRough: Bool = false) {
    let coarse = AbilityEstimation.points(spacing: 0.2)
    var spacing = 0.2
    if !isRough {
      let information = coarse.map { node in items.reduce(1) { $0 + $1.information(at: node) } }.max() ?? 1
      while spacing > AbilityEstimation.smallestSpacing, spacing * information.squareRoot() > 1 { spacing /= 2 }
    }
    let nodes = AbilityEstimation.points(spacing: spacing)
    self.nodes = nodes
    logWeights = nodes.map { -0.5 * $0 * $0 }
    itemCount = items.count
    stride = MatrixProducts.padded(nodes.count, to: MatrixProducts.lengthMultiple)
    var right = [Double](repeating: 0, count: items.count * stride)
    var wrong = right
    for (number, item) in items.enumerated() {
      let start = number * stride
      for (node, ability) in nodes.enumerated() {
        (right[start + node], wrong[start + node]) = item.logChances(at: ability)
      }
    }
    (self.right, self.wrong) = (right, wrong)
  }

  private static func points(spacing: Double) -> [Double] {
    (0...Int((12 / spacing).rounded())).map { -6 + spacing * Double($0) }
  }

  /// Returns each model's posterior mean of ability, the prior standard normal; 0 without items.
  ///
  /// - Parameter response: the score by model and item.
  func expected(models: Int, response: (Int, Int) -> Double) -> [Double] {
    var weights = [Double](repeating: 0, count: stride)
    var shares = [Double](repeating: 0, count: itemCount)
    return (0..<models).map { model in
      for (node, weight) in logWeights.enumerated() { weights[node] = weight }
      for item in 0..<itemCount { shares[item] = response(model, item) }
      mdad_add_mixtures_double(right, wrong, stride, shares, itemCount, &weights)
      return weights.withUnsafeBufferPointer { weights in
        var largest = weights[0]
        for node in nodes.indices { largest = max(largest, weights[node]) }
        var (total, sum) = (0.0, 0.0)
        for node in nodes.indices {
          let weight = exp(weights[node] - largest)
          total += weight
          sum += weight * nodes[node]
        }
        return sum / total
      }
    }
  }
}
