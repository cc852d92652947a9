/// Estimates the full score as a sum of monotone splines of the ability that the selected items show and of their mean.
///
/// Kipnis et al. 2024 (metabench): the ability is the posterior mean under the unidimensional model of the items worth
/// modelling; the splines are fitted to the source models.
struct AbilitySpline: ScoreEstimator {
  typealias Fitted = AbilitySplineScore

  func prepare(_ context: SelectionContext) -> any PreparedEstimation {
    Prepared(
      context: context, responses: context.sourceResponses(), scores: context.sourceScores(),
      fit: context.informativeItems())
  }

  private struct Prepared: PreparedEstimation {
    let context: SelectionContext
    let responses: SourceResponses
    let scores: [Double]
    let fit: InformativeItems

    func fit(_ microBenchmark: MicroBenchmark) -> any FittedEstimator {
      let chosen = context.positions(of: microBenchmark.items)
      let parameterOf = Dictionary(uniqueKeysWithValues: zip(fit.positions, fit.parameters))
      let parameters = chosen.map { parameterOf[$0] }
      guard chosen.count < context.items.count else { return AbilitySplineScore(parameters: parameters) }
      let estimation = AbilityEstimation(parameters.compactMap { $0 })
      let features = AbilitySplineScore.features(parameters, estimation, models: responses.columns) {
        responses[chosen[$1], $0]
      }
      return AbilitySplineScore(
        parameters: parameters, splines: MonotoneSplines(features, responses: scores), estimation: estimation)
    }
  }
}

/// Computes a score from an ability and a mean.
package struct AbilitySplineScore: FittedEstimator {
  /// For each selected item its slope, intercept, guessing and upper asymptote; nil for an item that was not modelled.
  private let items: [[Double]?]
  /// The splines of ability and mean; nil if every item is selected and the mean is the score.
  private let splines: MonotoneSplines?
  /// What the items' parameters make; not kept in files.
  private var estimation: AbilityEstimation? = nil

  private enum CodingKeys: CodingKey {
    case items, splines
  }

  init(parameters: [LogisticItem?], splines: MonotoneSplines? = nil, estimation: AbilityEstimation? = nil) {
    items = parameters.map { $0.map { [$0.slope, $0.intercept, $0.guessing, $0.upper] } }
    self.splines = splines
    self.estimation = estimation
  }

  /// The number of items, or nil if an item lacks parameters or a spline is incomplete.
  package var itemCount: Int? {
    items.allSatisfy { ($0?.count ?? 4) == 4 } && splines.map { $0.terms.count == 2 && $0.isComplete } ?? true
      ? items.count : nil
  }

  /// Estimates scores, from 0 to 1.
  package func scores(from responses: TargetResponses) -> [Double] {
    guard let splines else { return responses.means() }
    let parameters = items.map { item in
      item.map { LogisticItem(slope: $0[0], intercept: $0[1], guessing: $0[2], upper: $0[3]) }
    }
    let estimation = estimation ?? AbilityEstimation(parameters.compactMap { $0 })
    let features = AbilitySplineScore.features(parameters, estimation, models: responses.modelCount) {
      responses.response(model: $0, selected: $1)
    }
    return (0..<responses.modelCount).map { model in
      min(1, max(0, splines.value(at: features.map { $0[model] })))
    }
  }

  /// Finds the abilities and means of some models from their responses to the selected items.
  static func features(
    _ parameters: [LogisticItem?], _ estimation: AbilityEstimation, models: Int, response: (Int, Int) -> Double
  ) -> [[Double]] {
    let modelled = parameters.indices.filter { parameters[$0] != nil }
    let abilities = estimation.expected(models: models) { response($0, modelled[$1]) }
    let means = (0..<models).map { model in
      parameters.indices.reduce(0.0) { $0 + response(model, $1) } / Double(parameters.count)
    }
    return [abilities, means]
  }
}
