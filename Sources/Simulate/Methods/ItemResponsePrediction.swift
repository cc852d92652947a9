/// Adds to the responses to the selected items those to the others, as an item response model predicts them from the
/// ability that the known ones show.
///
/// Polo et al. 2024. p-IRT adds up: k responses and N − k predictions. gp-IRT combines p-IRT with the weighted mean,
/// λ·(weighted mean) + (1 − λ)·(p-IRT) with λ = b²/(v + b²): b is the mean absolute error of p-IRT on every fifth
/// source model, held out of a separate fit; v is the sampling variance of the weighted mean, σ²·Σw²·(N − k)/(N − 1)
/// with σ² the mean variance of those models' responses. Neither depends on a target response.
struct ItemResponsePrediction: ScoreEstimator {
  typealias Fitted = ItemResponseScore

  /// Whether it is gp-IRT.
  let isCombined: Bool

  func prepare(_ context: SelectionContext) -> any PreparedEstimation {
    Prepared(
      context: context, fit: context.itemResponseFit(),
      check: isCombined ? context.shared { HeldOutCheck(context) } : nil)
  }

  private struct Prepared: PreparedEstimation {
    let context: SelectionContext
    let fit: MultidimensionalItemResponse
    let check: HeldOutCheck?

    func fit(_ microBenchmark: MicroBenchmark) -> any FittedEstimator {
      let selected = context.positions(of: microBenchmark.items)
      let total = Double(context.items.count)
      let predictedShare = 1 - Double(selected.count) / total
      guard let check else {
        return ItemResponseScore(
          model: fit, selected: selected, weights: selected.map { _ in 1 / total }, predictedShare: predictedShare)
      }
      let weights = microBenchmark.weights ?? selected.map { _ in 1 / Double(selected.count) }
      let lambda = check.weightOfMean(selected: selected, weights: weights)
      return ItemResponseScore(
        model: fit, selected: selected, weights: weights.map { lambda * $0 + (1 - lambda) / total },
        predictedShare: (1 - lambda) * predictedShare)
    }
  }
}

/// Holds a fit to four fifths of the source models, and the others' responses to check it with.
private struct HeldOutCheck: Sendable {
  private let model: MultidimensionalItemResponse
  private let responses: SourceResponses
  private let heldOut: [Int]
  /// The held-out models' full scores.
  private let scores: [Double]
  /// The mean variance of a held-out model's responses.
  private let variance: Double

  init(_ context: SelectionContext) {
    let responses = context.sourceResponses()
    self.responses = responses
    let division = HeldOutSources(of: responses.columns, every: 5)
    heldOut = division.judges
    model = MultidimensionalItemResponse(responses.columns(division.learners))
    let count = Double(responses.rows)
    var scores: [Double] = []
    var variance = 0.0
    for column in heldOut {
      var (sum, squares) = (0.0, 0.0)
      for row in 0..<responses.rows {
        let score = responses[row, column]
        sum += score
        squares += score * score
      }
      scores.append(sum / count)
      variance += (squares / count - sum / count * (sum / count)) / Double(heldOut.count)
    }
    self.scores = scores
    self.variance = variance
  }

  /// λ.
  func weightOfMean(selected: [Int], weights: [Double]) -> Double {
    let count = Double(responses.rows)
    let prediction = ItemResponseScore(
      model: model, selected: selected, weights: selected.map { _ in 1 / count },
      predictedShare: 1 - Double(selected.count) / count)
    let estimates = prediction.scores(models: heldOut.count) { responses[selected[$1], heldOut[$0]] }
    let error = zip(estimates, scores).reduce(0) { $0 + abs($1.0 - $1.1) / Double(heldOut.count) }
    let sampling =
      variance * weights.reduce(0) { $0 + $1 * $1 } * (count - Double(selected.count)) / max(1, count - 1)
    return sampling > 0 ? error * error / (sampling + error * error) : 1
  }
}

/// Computes a weighted sum of the responses to the selected items plus a share of the mean probability of a right
/// answer to the others, at the ability that the responses show.
package struct ItemResponseScore: FittedEstimator {
  /// For each selected item the weight of its response, in the micro-benchmark's order.
  let weights: [Double]
  /// The factor of the mean probability over the other items.
  let predictedShare: Double
  /// For each selected item its slopes.
  let slopes: [[Double]]
  /// For each selected item its difficulty.
  let difficulties: [Double]
  /// For each other item its slopes.
  let otherSlopes: [[Double]]
  /// For each other item its difficulty.
  let otherDifficulties: [Double]

  private enum CodingKeys: String, CodingKey {
    case weights, slopes, difficulties
    case predictedShare = "predicted_share"
    case otherSlopes = "other_slopes"
    case otherDifficulties = "other_difficulties"
  }

  init(model: MultidimensionalItemResponse, selected: [Int], weights: [Double], predictedShare: Double) {
    self.weights = weights
    self.predictedShare = predictedShare
    slopes = selected.map { model.slopes[$0] }
    difficulties = selected.map { model.difficulties[$0] }
    let isSelected = Set(selected)
    let others = model.slopes.indices.filter { !isSelected.contains($0) }
    otherSlopes = others.map { model.slopes[$0] }
    otherDifficulties = others.map { model.difficulties[$0] }
  }

  /// The number of weights, or nil if items differ in their number of slopes or one lacks a difficulty.
  package var itemCount: Int? {
    let dimensions = (slopes.first ?? otherSlopes.first)?.count
    return slopes.count == weights.count && difficulties.count == weights.count
      && otherSlopes.count == otherDifficulties.count
      && (slopes + otherSlopes).allSatisfy { $0.count == dimensions } ? weights.count : nil
  }

  /// Estimates scores.
  package func scores(from responses: TargetResponses) -> [Double] {
    // With every item selected the score is the mean itself, without the rounding of a sum.
    if otherSlopes.isEmpty { return responses.means() }
    return scores(models: responses.modelCount) { responses.response(model: $0, selected: $1) }
  }

  /// Estimates the scores of models whose responses a function gives, by model and selected item.
  func scores(models: Int, response: (Int, Int) -> Double) -> [Double] {
    let selected = LogisticItems(slopes: slopes, difficulties: difficulties)
    let others = LogisticItems(slopes: otherSlopes, difficulties: otherDifficulties)
    return (0..<models).map { model in
      let responses = weights.indices.map { response(model, $0) }
      let observed = zip(weights, responses).reduce(0) { $0 + $1.0 * $1.1 }
      guard !otherSlopes.isEmpty, predictedShare > 0 else { return observed }
      return observed + predictedShare * others.meanProbability(at: selected.ability(responses))
    }
  }
}
